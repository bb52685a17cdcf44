"""Block Kit in the page: drawn, pressed, filled in, and told to the app as Slack tells it."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest_asyncio
from playwright.async_api import Locator, Page, expect
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import LocalSlack, Workspace
from tests.browser import kitchen
from tests.browser.conftest import Open
from tests.playground.conftest import MANIFEST
from tests.playground.echo_app import ASK, an_echo_app


@dataclass(frozen=True)
class Kitchen:
    """A local Slack with an app that takes everything; `heard` is what it was told."""

    slack: LocalSlack
    workspace: Workspace
    client: AsyncWebClient
    heard: list[dict[str, Any]]

    def url(self, person: str) -> str:
        return f"{self.slack.url}/#{self.workspace.id}/{person}/"

    async def posts(self, *messages: list[dict[str, Any]]) -> None:
        for blocks in messages:
            await self.client.chat_postMessage(channel="#general", text="what a phone shows", blocks=blocks)

    async def opens(self, page: Page, view: dict[str, Any]) -> Locator:
        """Ana's screen gets this modal."""
        self.workspace.screens.open(self.workspace.person("ana").id, view)
        modal = page.locator("#modal")
        await expect(modal).to_be_visible()
        return modal

    @property
    def values(self) -> dict[str, Any]:
        """What the app was last told to stand in the modal, by block."""
        told = self.heard[-1]["view"]["state"]["values"]
        return {block: next(iter(state.values())) for block, state in told.items()}


@pytest_asyncio.fixture(loop_scope="session")
async def here() -> AsyncIterator[Kitchen]:
    async with LocalSlack(MANIFEST) as slack:
        acme = slack.add_workspace("T0ACME", "Acme")
        acme.add_person("ana", "Ana Silva", zone="Europe/Lisbon", title="Product Manager")
        acme.add_person("bo", "Bo <b>Chen</b>", zone="Asia/Singapore")
        acme.add_channel("general", bot=True)
        acme.add_channel("random")
        app = an_echo_app(slack)
        heard: list[dict[str, Any]] = app.heard  # type: ignore[attr-defined]

        async def takes(ack: AsyncAck, body: dict[str, Any]) -> None:
            heard.append(body)
            await ack()

        async def offers(ack: AsyncAck, body: dict[str, Any]) -> None:
            await ack(options=[kitchen.option(f"{body['value']} {n}", str(n)) for n in (1, 2, 3)])

        async def submitted(ack: AsyncAck, body: dict[str, Any]) -> None:
            heard.append(body)
            values = body["view"]["state"]["values"]
            if values.get("line", {}).get("line", {}).get("value") == "wrong":
                await ack(response_action="errors", errors={"line": "Not that."})
            else:
                await ack()

        app.action(re.compile(".*"))(takes)
        app.options(re.compile(".*"))(offers)
        app.view("kitchen")(submitted)
        handler = AsyncSocketModeHandler(app, slack.app_token)
        await handler.connect_async()
        await slack.connected()
        client = AsyncWebClient(acme.bot_token, base_url=slack.api_url, retry_handlers=[])
        yield Kitchen(slack, acme, client, heard)
        await handler.close_async()


async def test_every_block_and_element_is_drawn(here: Kitchen, open_page: Open) -> None:
    await here.posts(*kitchen.MESSAGES)
    async with open_page(here.url("ana")) as page:
        await expect(page.locator(".message")).to_have_count(len(kitchen.MESSAGES))
        await expect(page.locator(".unknown")).to_have_count(0)
        await expect(
            page.get_by_role("img", name=re.compile("Where it was stopped, a pie chart. Scope: 5"))
        ).to_be_visible()
        await expect(
            page.get_by_role("img", name=re.compile(r"Asks met, a bar chart\. Mon: Met 4, Open 1"))
        ).to_be_visible()
        await expect(page.locator(".chart svg text", has_text="NaN")).to_have_count(0)
        for numbered in await page.locator("ol.rich").all():
            await expect(numbered).to_have_css("list-style-type", "decimal")
        overflowing = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not overflowing


async def test_what_people_write_is_never_read_as_markup(here: Kitchen, open_page: Open) -> None:
    bo = here.workspace.person("bo").id
    text = f"{kitchen.MARKUP} <@{bo}> <img src=x onerror=alert(1)>"
    await here.posts([{"type": "section", "text": kitchen.mrkdwn(text)}])
    async with open_page(here.url("ana")) as page:
        words = page.locator(".message .words")
        await expect(words.locator("strong")).to_have_text(["bold"])
        await expect(words.locator("em")).to_have_text(["italic"])
        await expect(words.locator("code")).to_have_text(["code", "fenced *not bold*\n> not quoted"])
        await expect(words.locator("blockquote")).to_have_text("quotedtwice")
        await expect(words).to_contain_text("<b>not bold</b> &amp;")
        await expect(words).to_contain_text("@Bo <b>Chen</b>")
        links = [await one.get_attribute("href") for one in await words.locator("a[target]").all()]
        assert links == ["https://example.com/a?b=1&c=2", "https://example.com/bare"]
        await expect(words.locator("b, img, script")).to_have_count(0)
        await words.get_by_role("link", name="@Bo").click()
        await expect(page.get_by_role("dialog", name="Bo <b>Chen</b>")).to_contain_text("in Singapore")


async def test_long_sections_fold_and_tables_have_pages(here: Kitchen, open_page: Open) -> None:
    folded = {"type": "section", "text": kitchen.mrkdwn("long\n" * 30)}
    await here.posts([folded, {**folded, "expand": True}, kitchen.DATA_TABLE])
    async with open_page(here.url("ana"), width=390) as page:
        await page.get_by_role("button", name="See more").click()
        await expect(page.locator(".folded")).to_have_count(0)
        table = page.get_by_role("region", name="Blockers")
        await expect(table.locator("tbody th")).to_have_text(["Area 1", "Area 2", "Area 3"])
        await page.get_by_role("button", name="Next").click()
        await expect(table.locator("tbody th")).to_have_text(["Area 4", "Area 5", "Area 6"])
        await table.get_by_role("button", name="Age").click()
        await expect(table.locator("tbody tr").first).to_have_text("Area 74 d")
        await expect(table.locator("th[aria-sort=ascending]")).to_have_text("Age")


async def test_a_press_asks_first_where_the_app_wants_it(here: Kitchen, open_page: Open) -> None:
    await here.posts([{"type": "actions", "elements": kitchen.BUTTONS}])
    async with open_page(here.url("ana")) as page:
        await page.get_by_role("button", name="Danger").click()
        await page.get_by_role("dialog", name="Really?").get_by_role("button", name="No").click()
        await page.get_by_role("button", name="Danger").click()
        await page.get_by_role("dialog", name="Really?").get_by_role("button", name="Do it").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await page.get_by_label("More actions").click()
        await page.get_by_role("menuitem", name="Second").click()
        await expect(page.get_by_role("menuitem", name="Second")).to_be_hidden()
        await here.slack.quiet()
    told = [(body["actions"][0]["action_id"], body["actions"][0].get("selected_option")) for body in here.heard]
    assert told == [("danger", None), ("more", kitchen.option("Second", "2"))]


async def test_a_modal_takes_every_input(here: Kitchen, open_page: Open) -> None:
    async with open_page(here.url("ana")) as page:
        modal = await here.opens(page, kitchen.MODAL)
        await expect(modal.locator(".unknown")).to_have_count(0)
        await expect(modal.get_by_label("Lines")).to_be_focused()
        await modal.get_by_label("A line").fill("some words")
        await modal.get_by_label("A number").fill("2")
        await modal.get_by_role("button", name="Send").click()
        await expect(modal.get_by_text("Enter a number of at least 3.")).to_be_visible()
        await expect(modal.get_by_label("A number")).to_be_focused()
        await expect(modal.get_by_label("A line")).to_have_value("some words")
        await modal.get_by_label("A number").fill("3")
        await modal.get_by_label("Rich text").fill("rich words")
        await modal.get_by_label("Green").first.check()
        await choose(modal, "multi_static_select", "bl", "Blue")
        await choose(modal, "multi_static_select", "re", "Red")
        await choose(modal, "users_select", "manager", "Ana Silva")
        await choose(modal, "channels_select", "rand", "#random")
        await choose(modal, "multi_external_select", "ab", "ab 1")
        await modal.locator("[data-block=b13] input").fill("2026-11-24T10:15")
        await modal.get_by_role("button", name="Send").click()
        await expect(modal).to_be_hidden()
    values = here.values
    assert values["line"]["value"] == "some words"
    assert values["rich"]["rich_text_value"]["elements"][0]["elements"] == [{"type": "text", "text": "rich words"}]
    assert [one["value"] for one in values["b2"]["selected_options"]] == ["blue", "red"]
    assert values["b3"]["selected_user"] == here.workspace.person("ana").id
    assert values["b5"]["selected_channel"] == here.workspace.channel("random").id
    assert [one["text"]["text"] for one in values["b10"]["selected_options"]] == ["ab 1"]
    assert values["b13"]["selected_date_time"] == 1795515300
    assert values["b14"]["selected_option"]["value"] == "green"


async def choose(modal: Locator, label: str, typed: str, wanted: str) -> None:
    """In a combobox: type a part, take one with the keyboard."""
    field = modal.get_by_role("combobox", name=re.compile(f"^{label}"))
    await field.fill(typed)
    await expect(modal.locator(".choices").get_by_role("option", name=wanted)).to_be_visible()
    await field.press("Enter")


async def test_the_apps_errors_stand_at_the_field(here: Kitchen, open_page: Open) -> None:
    view = {
        **kitchen.MODAL,
        "callback_id": "kitchen",
        "blocks": [kitchen.asks("line", "A line", {"type": "plain_text_input"})],
    }
    async with open_page(here.url("ana")) as page:
        modal = await here.opens(page, view)
        field = modal.get_by_label("A line")
        await field.fill("wrong")
        await field.press("Enter")
        await expect(field).to_have_accessible_description("Not that.")
        await expect(field).to_be_focused()
        await field.fill("right")
        await field.press("Enter")
        await expect(modal).to_be_hidden()


async def test_a_view_that_changes_takes_away_nothing_that_was_typed(here: Kitchen, open_page: Open) -> None:
    people = kitchen.asks("who", "Who", {"type": "multi_users_select"}, optional=True)
    view = {**kitchen.MODAL, "blocks": [kitchen.asks("line", "A line", {"type": "plain_text_input"}), people]}
    async with open_page(here.url("ana")) as page:
        modal = await here.opens(page, view)
        await choose(modal, "Who", "ana", "Ana Silva")
        await modal.get_by_label("A line").fill("half a sen")
        opened = here.workspace.person("ana").modal
        assert opened is not None
        new = {**view, "blocks": [*view["blocks"], {"type": "section", "text": kitchen.mrkdwn("More to say")}]}
        await here.client.views_update(view_id=opened.id, view=new)
        await expect(modal.get_by_text("More to say")).to_be_visible()
        await expect(modal.get_by_label("A line")).to_be_focused()
        await expect(modal.get_by_label("A line")).to_have_value("half a sen")
        await expect(modal.locator(".chip")).to_have_text("Ana Silva×")
        await modal.get_by_label("A line").press("Escape")
        await expect(modal).to_be_hidden()


async def test_an_answer_that_slack_cannot_use_is_said_in_the_modal(here: Kitchen, open_page: Open) -> None:
    async with open_page(here.url("ana")) as page:
        modal = await here.opens(page, ASK)
        await modal.get_by_label("Words").fill("nonsense")
        await modal.get_by_role("button", name="Send").click()
        await expect(modal.get_by_role("alert")).to_have_text("We had some trouble connecting. Try again?")
        await expect(modal.get_by_label("Words")).to_have_value("nonsense")


async def test_a_modal_upon_a_modal_has_a_way_back(here: Kitchen, open_page: Open) -> None:
    async with open_page(here.url("ana"), width=390, dark=True) as page:
        modal = await here.opens(page, ASK)
        await modal.get_by_label("Words").fill("next")
        await modal.get_by_role("button", name="Send").click()
        await expect(modal.get_by_role("heading")).to_have_text("More")
        await expect(modal.get_by_label("Words")).to_have_value("")
        await modal.get_by_role("button", name="Back").click()
        await expect(modal.get_by_role("heading")).to_have_text("Ask")
        await expect(modal.get_by_label("Words")).to_have_value("next")
        await modal.get_by_role("button", name="Close everything").click()
        await expect(modal).to_be_hidden()
        await here.slack.quiet()
    told = [(body["type"], body.get("is_cleared")) for body in here.heard[1:]]
    assert told == [("view_closed", False), ("view_closed", True)]


async def test_an_input_that_dispatches_tells_the_app_while_one_types(here: Kitchen, open_page: Open) -> None:
    typing = {"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    view = {**kitchen.MODAL, "blocks": [kitchen.asks("line", "A line", typing, dispatch_action=True)]}
    async with open_page(here.url("ana")) as page:
        modal = await here.opens(page, view)
        await modal.get_by_label("A line").press_sequentially("draft")
        await page.wait_for_function(
            "() => performance.getEntriesByType('resource').some((one) => one.name.endsWith('/page/act'))"
        )
        await here.slack.quiet()
    assert here.values["line"]["value"] == "draft"
