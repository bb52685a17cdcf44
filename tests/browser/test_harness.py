"""What the browser tests rest on: the page opens, and a page that complains or phones somebody fails its test."""

import pytest
from playwright.async_api import expect

from bot.demo.local import Demo
from tests.browser.conftest import Open

COMPLAINTS = """async () => {
  console.error("a line on the console");
  setTimeout(() => { throw new Error("a script that broke"); });
  await fetch("http://127.0.0.1:9/another-host").catch(() => {});
}"""


async def test_the_page_opens_without_a_complaint(demo: Demo, open_page: Open) -> None:
    async with open_page(demo.slack.url) as page:
        await expect(page.get_by_role("heading", level=1)).to_contain_text("general")


async def test_a_page_that_complains_fails_its_test(demo: Demo, open_page: Open) -> None:
    with pytest.raises(AssertionError) as failure:
        async with open_page(f"{demo.slack.url}/page/journal") as page:
            await page.evaluate(COMPLAINTS)
    for complaint in ("a line on the console", "a script that broke", "asked another host: http://127.0.0.1:9/"):
        assert complaint in str(failure.value)
