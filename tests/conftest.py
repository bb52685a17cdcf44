"""What every test may ask for: real databases, and a clock that stands where it is set."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

import migrations
from bot.clock import MovableClock
from bot.database import Database
from tests.databases import KeptDatabase, Postgres, emptied, kept_postgresql, kept_sqlite, running_postgres
from tests.plain_logs import plain_logs

# How long an example takes says more about the machine than about the code.
settings.register_profile("any machine", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=25)
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """`make check` tries as many examples as Hypothesis thinks right, `make test` fewer."""
    plain_logs()
    settings.load_profile("quick" if config.getoption("-m") == "not check" else "any machine")


@pytest.fixture
def clock() -> MovableClock:
    """Monday 23 November 2026, 8:00 UTC; it moves when told to."""
    return MovableClock(MONDAY)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, made once in each process."""
    file = tmp_path_factory.mktemp("template") / "template.sqlite"
    migrations.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def kept_sqlite_database(sqlite_template: Path) -> Iterator[KeptDatabase]:
    # In memory where there is room for a file: what a disk makes of a commit is not what these tests are about.
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as directory:
        yield kept_sqlite(sqlite_template, Path(directory) / "rolecall.sqlite")


@pytest.fixture(scope="session")
def kept_postgresql_database(postgres: Postgres) -> Iterator[KeptDatabase]:
    with postgres.database() as url, kept_postgresql(url) as kept:
        yield kept


@pytest.fixture(params=["sqlite", "postgresql"])
def kept_database(request: pytest.FixtureRequest) -> KeptDatabase:
    """Empty and migrated: a test that asks for it runs on SQLite and on PostgreSQL."""
    return emptied(request)


@pytest.fixture
async def database(kept_database: KeptDatabase) -> AsyncIterator[Database]:
    opened = kept_database.opened()
    yield opened
    await opened.dispose()
