"""Larkfield's local Slack in the system's Chromium: one browser in each process, a context for each test."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.demo import company
from bot.demo.local import Demo, running
from bot.demo.story import play_friday
from tests.browser import chromium

HERE = Path(__file__).parent
FRIDAY = datetime(2026, 11, 20, 6, tzinfo=UTC)
Open = Callable[..., AbstractAsyncContextManager[Page]]

expect.set_options(timeout=chromium.ALLOWED_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser lives in one event loop, so its tests run in that one."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.check)
            if pytest_asyncio.is_async_test(item):
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = chromium.find()
    if path is None and chromium.must_be_there():
        pytest.fail(f"CI needs one of {', '.join(chromium.NAMES)}; .ci/run installs it")
    if path is None:
        pytest.skip(f"no Chromium here: none of {', '.join(chromium.NAMES)} is installed")
    async with chromium.started(path) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def demo() -> AsyncIterator[Demo]:
    """Larkfield as `rolecall demo` starts it, with a clock that stands until it is moved."""
    async with running(company.load(None), from_now=False, start=FRIDAY) as demo:
        yield demo


@pytest_asyncio.fixture(loop_scope="session")
async def monday(demo: Demo) -> Demo:
    """Larkfield on Monday, 8:30 in London, with Friday's standup as history."""
    await play_friday(demo)
    return demo


@pytest.fixture
def open_page(browser: Browser) -> Open:
    """`async with open_page(url, width=390, dark=True) as page`: fails on any complaint of the page."""
    return partial(chromium.opened, browser)
