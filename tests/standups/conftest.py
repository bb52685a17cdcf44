"""The company in which the tests of standups take place."""

import pytest

from bot.clock import MovableClock
from bot.database import Database
from tests.standups.builders import Company


@pytest.fixture
async def company(database: Database, clock: MovableClock) -> Company:
    """Acme, on Monday 23 November 2026 at 8:00 UTC, without a standup."""
    founded = Company(database, clock)
    await founded.found()
    return founded
