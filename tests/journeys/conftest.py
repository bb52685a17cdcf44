"""Acme with Rolecall in it, on each database."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import MovableClock
from bot.database import Database
from tests.journeys.company import Company, a_company


@pytest.fixture
async def acme(database: Database, clock: MovableClock) -> AsyncIterator[Company]:
    """By socket, on Monday 23 November at 8:00 in London."""
    async with a_company(database, clock) as company:
        yield company
