"""Acme with Rolecall in it."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import MovableClock
from bot.database import Database
from tests.databases import ON_SQLITE_FIRST, KeptDatabase, emptied
from tests.journeys.company import Company, a_company


@pytest.fixture(params=ON_SQLITE_FIRST)
def kept_database(request: pytest.FixtureRequest) -> KeptDatabase:
    """SQLite, and for `make check` PostgreSQL too: what they do differently is tested where the SQL stands.

    A journey that is about losing nothing names both itself.
    """
    return emptied(request)


@pytest.fixture
async def acme(database: Database, clock: MovableClock) -> AsyncIterator[Company]:
    """By socket, on Monday 23 November at 8:00 in London."""
    async with a_company(database, clock) as company:
        yield company
