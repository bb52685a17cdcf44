"""A newcomer's first minutes at Larkfield, in a real browser."""

import pytest
from playwright.async_api import expect

from bot.demo.local import Demo
from tests.browser.conftest import Open
from tests.browser.visitor import Visitor


@pytest.mark.parametrize("question", ["refunds", "smart fridge app"])
async def test_every_button_of_a_card_does_something(demo: Demo, open_page: Open, question: str) -> None:
    async with open_page(demo.slack.url) as page:
        sam = Visitor(page, demo)
        await sam.acts_as("Sam Reyes")
        labels = await (await sam.asks(question)).locator(".actions button").all_inner_texts()
        assert len(labels) > 1
        for label in labels:
            await sam.opens("general")
            card = await sam.asks(question)
            before = await page.locator("body").inner_text()
            await card.get_by_text(label, exact=True).click()
            await page.wait_for_function("(before) => document.body.innerText !== before", arg=before)
            await sam.settled()
            assert await page.locator("#notice:visible, .trouble:not(:empty)").count() == 0, label
            if await sam.modal.is_visible():
                await sam.modal.get_by_role("button", name="Close everything").click()
                await expect(sam.modal).to_be_hidden()


async def test_a_pm_and_a_tpm_disagree_and_the_report_says_so(monday: Demo, open_page: Open) -> None:
    async with open_page(monday.slack.url) as page:
        visitor = Visitor(page, monday)
        await visitor.acts_as("Ana Silva")
        await visitor.jumps("Next check-in")
        await visitor.is_on_time()

        await visitor.acts_as("Bo Chen")
        await visitor.is_at_risk(best="2026-12-11", path_back="Back on 4 Dec if a slot opens")
        await visitor.sends()

        await expect(visitor.latest("Still true")).to_contain_text("Ana")
        await visitor.acts_as("Ana Silva")
        await expect(visitor.latest("Still true")).to_contain_text("Bo")

        await visitor.jumps("Next report")
        await visitor.opens("commerce")
        await expect(visitor.newest).to_contain_text("Seen differently")
        await expect(visitor.newest).to_contain_text("Back on 4 Dec if a slot opens")


async def test_a_form_says_at_the_field_what_is_missing(demo: Demo, open_page: Open) -> None:
    async with open_page(demo.slack.url) as page:
        dana = Visitor(page, demo)
        await dana.acts_as("Dana Vance")
        await dana.types("/standup new")
        await expect(dana.modal).to_be_visible()
        await dana.modal.locator("button[type=submit]").click()
        await expect(dana.modal.get_by_text("Please complete this required field.").first).to_be_visible()
        wrong = dana.modal.locator("[aria-invalid=true]").first
        await expect(wrong).to_be_focused()
        await expect(wrong).to_have_accessible_description("Please complete this required field.")


async def test_it_fits_a_phone_in_the_dark(demo: Demo, open_page: Open) -> None:
    async with open_page(demo.slack.url, width=390, height=780, dark=True) as page:
        sam = Visitor(page, demo)
        await sam.opens("commerce")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("commerce")
        await sam.asks("checkout")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        dark = await page.evaluate(
            "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every((one) => one < 80)"
        )
        assert dark
