"""What somebody does who looks at the page for the first time: asks, presses, fills in, lets time pass."""

import re
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from bot.demo.local import Demo

JUMP_MS = 60_000
"""A jump does all that is due on the way, for everybody; a busy machine takes its time."""
NEWEST = "([...document.querySelectorAll('#stage .message.private')].at(-1)?.dataset.ts || '')"
"""When the newest message was sent that only this person sees."""


@dataclass(frozen=True)
class Visitor:
    """A page of the local Slack, and the demo behind it."""

    page: Page
    demo: Demo

    async def acts_as(self, name: str) -> None:
        """Choose somebody at the top of the page."""
        await self.page.locator("#who strong").click()
        await self.page.get_by_role("dialog", name="Act as").get_by_role("button", name=name).click()
        await expect(self.page.locator("#who")).to_contain_text(name)

    async def opens(self, place: str) -> None:
        """A channel, or the app's messages. On a phone they stand behind a button."""
        behind = self.page.get_by_role("button", name="Channels")
        if await behind.is_visible():
            await behind.click()
        await self.page.get_by_role("navigation", name="Channels").get_by_role("link", name=place).first.click()

    async def types(self, text: str) -> None:
        box = self.page.locator("#composer").get_by_role("textbox")
        await box.fill(text)
        await box.press("Enter")
        await expect(box).to_have_value("")

    async def asks(self, question: str) -> Locator:
        """Ask with /whoowns; the card that only this person sees."""
        before = await self.page.evaluate(NEWEST)
        await self.types(f"/whoowns {question}")
        card = await self.page.wait_for_function(f"(before) => {NEWEST} > before && {NEWEST}", arg=before)
        return self.page.locator(f'.message[data-ts="{await card.json_value()}"]')

    async def jumps(self, label: str) -> None:
        """Let time pass until one of the time machine's stops."""
        time = self.page.get_by_role("group", name="Time machine")
        await time.get_by_role("button", name=label).click()
        await expect(time).not_to_have_class(re.compile("passes"), timeout=JUMP_MS)

    async def starts_check_in(self) -> None:
        """From the newest check-in to the open form."""
        await self.opens("Rolecall")
        await self.latest("Check in").get_by_role("button", name="Check in").click()
        await expect(self.modal).to_be_visible()

    async def sends(self) -> None:
        """The open form, which then closes."""
        await self.modal.locator("button[type=submit]").click()
        await expect(self.modal).to_be_hidden()

    async def is_on_time(self) -> None:
        await self.starts_check_in()
        await self.modal.get_by_role("radio", name="Yes").first.check()
        await self.sends()

    async def is_at_risk(self, best: str, path_back: str) -> None:
        """Fill in, without sending it, that the first area lands later."""
        await self.starts_check_in()
        await self.modal.get_by_role("radio", name="At risk").first.check()
        await self.modal.get_by_label("the best date you see").first.fill(best)
        await self.modal.get_by_label("the path back").first.fill(path_back)

    async def settled(self) -> None:
        """Until what was just done has had all its effects, and the page has shown them."""
        await self.demo.slack.quiet()
        await self.demo.rolecall.engine.drain()
        await self.demo.slack.quiet()

    async def reads_notifications(self) -> None:
        """The cards at the corner, away."""
        cards = self.page.locator("#cards").get_by_role("button")
        while await cards.count():
            await cards.first.click()

    def latest(self, label: str) -> Locator:
        """The newest message with such a button."""
        button = self.page.get_by_role("button", name=label, exact=True)
        return self.page.locator("#stage .message").filter(has=button).last

    @property
    def newest(self) -> Locator:
        return self.page.locator("#stage .message").last

    @property
    def modal(self) -> Locator:
        return self.page.locator("#modal")
