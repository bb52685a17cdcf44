"""What somebody does who looks at the page for the first time: asks, presses, fills in, lets time pass."""

from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from bot.demo.local import Demo

JUMP_MS = 60_000
"""A jump does all that is due on the way, for everybody; a busy machine takes its time."""


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
        """A channel, or the app's messages."""
        await self.page.get_by_role("navigation", name="Channels").get_by_role("link", name=place).first.click()

    async def types(self, text: str) -> None:
        box = self.page.locator("#composer").get_by_role("textbox")
        await box.fill(text)
        await box.press("Enter")
        await expect(box).to_have_value("")

    async def asks(self, question: str) -> Locator:
        """Ask with /whoowns; the card that only this person sees."""
        before = await self.page.locator(".message").count()
        await self.types(f"/whoowns {question}")
        await expect(self.page.locator(".message")).to_have_count(before + 1)
        return self.newest

    async def jumps(self, label: str) -> None:
        """Let time pass until one of the time machine's stops."""
        time = self.page.get_by_role("group", name="Time machine")
        await time.get_by_role("button", name=label).click()
        await expect(time.locator(".under-way")).to_be_empty(timeout=JUMP_MS)

    async def settled(self) -> None:
        """Until what was just done has had all its effects, and the page has shown them."""
        await self.demo.slack.quiet()
        await self.demo.rolecall.engine.drain()
        await self.demo.slack.quiet()

    @property
    def newest(self) -> Locator:
        return self.page.locator("#stage .message").last

    def latest_with(self, label: str) -> Locator:
        """The newest button of this name: Rolecall may have said something else since."""
        return self.page.locator("#stage").get_by_role("button", name=label, exact=True).last

    @property
    def modal(self) -> Locator:
        return self.page.locator("#modal")
