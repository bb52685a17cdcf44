"""The system's Chromium under test: where it is, how it starts, and what a page may not do in it."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
# The sandbox needs rights that a container seldom has, and only our own page is opened. The rest keeps Chromium from
# asking the network for updates and lists of its own.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ALLOWED_MS = 20_000
"""How long a page may take to show what is expected of it, on a busy machine."""


def find() -> Path | None:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return Path(found) if found else None


def must_be_there() -> bool:
    """On a person's machine these tests are skipped without Chromium; in CI they are not allowed to vanish."""
    return bool(os.environ.get("CI"))


@asynccontextmanager
async def started(path: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def opened(
    browser: Browser, url: str, *, width: int = 1280, height: int = 860, dark: bool = False
) -> AsyncIterator[Page]:
    """A page in a context of its own. On leaving, whatever it complained of or asked of other hosts is an error."""
    context = await browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="en-GB"
    )
    context.set_default_timeout(ALLOWED_MS)
    page = await context.new_page()
    wrong = listen(page, url)
    try:
        await page.goto(url)
        yield page
    finally:
        await context.close()
    if wrong:
        raise AssertionError("The page complained:\n" + "\n".join(wrong))


def listen(page: Page, url: str) -> list[str]:
    """The list that fills with errors on the console, errors of scripts, and requests to another host than the page's."""
    wrong: list[str] = []
    own = urlsplit(url).netloc

    def console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            wrong.append(f"console: {message.text} ({message.location.get('url', '')})")

    def requested(request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme not in ("data", "blob", "file") and asked.netloc != own:
            wrong.append(f"asked another host: {request.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on("request", requested)
    return wrong
