"""`make screenshots`: what the README and the documentation show, taken in the made-up company. Look at them before committing."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, expect

from bot.demo import company
from bot.demo.local import Demo, running
from bot.demo.story import latest_with_button, play_friday
from bot.standups.check_ins.blocks import NOTHING_CHANGED
from tests.browser import chromium
from tests.browser.conftest import FRIDAY
from tests.browser.visitor import Visitor

LARGEST_BYTES = 150_000
MONDAY = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
LATER, PATH_BACK = "2026-12-18", "Back on 4 Dec if a certification slot opens"
PHONE = {"width": 390, "height": 780}
DESKTOP = {"width": 1180, "height": 600}
TALL = {"width": 1180, "height": 720}
LAPTOP = {"width": 1000, "height": 520}


async def take(directory: Path) -> list[Path]:
    path = chromium.find()
    if path is None:
        sys.exit(f"No Chromium here: none of {', '.join(chromium.NAMES)} is installed.")
    async with (
        running(company.load(None), from_now=False, start=FRIDAY) as demo,
        chromium.started(path) as browser,
    ):
        await play_friday(demo)
        studio = Studio(demo, browser, directory)
        await studio.answer()
        await studio.check_in()
        await studio.disagreement()
        await studio.report()
        await studio.inspector()
        return studio.taken


class Studio:
    """Larkfield on Monday morning, and a browser to look at it. The pictures follow one another in time."""

    def __init__(self, demo: Demo, browser: Browser, directory: Path) -> None:
        self._demo = demo
        self._browser = browser
        self._directory = directory
        self.taken: list[Path] = []

    @asynccontextmanager
    async def _looking(
        self, name: str, person: str, *, dark: bool = False, size: dict[str, int] = DESKTOP
    ) -> AsyncIterator[Visitor]:
        """Somebody's screen; on leaving, its picture."""
        async with chromium.opened(self._browser, self._demo.slack.url, dark=dark, **size) as page:
            visitor = Visitor(page, self._demo)
            await visitor.acts_as(person)
            yield visitor
            await visitor.settled()
            await visitor.reads_notifications()
            file = self._directory / f"{name}.png"
            await page.screenshot(path=file)
            self.taken.append(file)

    async def answer(self) -> None:
        async with self._looking("answer", "Sam Reyes") as sam:
            await sam.asks("apple pay")

    async def check_in(self) -> None:
        await self._demo.time.go_to(MONDAY)
        async with self._looking("check-in", "Bo Chen", size=PHONE, dark=True) as bo:
            await bo.is_at_risk(best=LATER, path_back=PATH_BACK)

    async def disagreement(self) -> None:
        async with self._looking("seen-differently", "Ana Silva") as visitor:
            await visitor.is_on_time()
            await visitor.acts_as("Bo Chen")
            await visitor.modal.get_by_role("button", name="Cancel").click()
            await visitor.is_at_risk(best=LATER, path_back=PATH_BACK)
            await visitor.sends()
            await visitor.acts_as("Ana Silva")
            await expect(visitor.latest("Still true")).to_be_visible()

    async def report(self) -> None:
        for key in ("ivy", "lena", "raj"):
            person = self._demo.workspace.person(key)
            await person.clicks(latest_with_button(person, "Nothing changed"), NOTHING_CHANGED)
        async with self._looking("report", "Dana Vance", size=TALL) as dana:
            await dana.jumps("Next report")
            await dana.opens("commerce")
            await expect(dana.newest).to_contain_text("Seen differently")

    async def inspector(self) -> None:
        async with self._looking("inspector", "Noor Haddad", size=LAPTOP, dark=True) as noor:
            await noor.asks("who decides the launch date of checkout?")
            await noor.page.get_by_role("button", name="Inspector").click()
            await expect(noor.page.locator("#panel").get_by_text("/whoowns").first).to_be_visible()


def main() -> None:
    directory = Path(sys.argv[1])
    directory.mkdir(parents=True, exist_ok=True)
    for file in asyncio.run(take(directory)):
        size = file.stat().st_size
        print(f"{file}  {size // 1000} kB{'  TOO LARGE' if size > LARGEST_BYTES else ''}")  # noqa: T201


if __name__ == "__main__":
    main()
