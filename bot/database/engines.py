"""How each database is reached: its driver, its pools, and how long it is waited for."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.database import one_trip
from bot.database.patient import PatientConnection

# A listener has 2.5 s in all; waiting for the database must end before that.
WAIT_SECONDS = 2
# Nobody waits for a worker: its jobs queue for a connection rather than fail and come back.
WORKER_WAIT_SECONDS = 20
# SQLite has one writer at a time; who waits for it waits in turn.
SQLITE_READERS, SQLITE_WRITERS = 4, 1
# Connections for single statements, which take a fraction of a millisecond: who comes third waits no longer than that.
GLANCES = 2
# What a server that is there has left to say that its own time is over.
GRACE_SECONDS = 0.2
# A connection that nobody uses is found dead in half a minute, also where a firewall forgot it without a word.
KEPT_ALIVE = {"keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}
# The server's side of a line that fell silent: it hears of no end, and would keep for hours what the transaction holds.
LEFT_OPEN_SECONDS = 20


def is_away(error: BaseException) -> bool:
    """Whether `error` means that the database cannot be used now, rather than that a statement is wrong."""
    if isinstance(error, OperationalError) and isinstance(error.orig, sqlite3.OperationalError):
        return "no such" not in str(error.orig) and "syntax error" not in str(error.orig)
    return isinstance(error, PoolTimeout | OperationalError | InterfaceError | OSError)


def async_url(url: str) -> URL:
    """`url` with the driver that Rolecall uses: `sqlite:///file` and `postgres(ql)://…` are both accepted."""
    address = make_url(url)
    backend = "postgresql" if address.drivername == "postgres" else address.get_backend_name()
    driver = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}.get(backend)
    if driver is None:
        raise ValueError(f"ROLECALL_DATABASE_URL names {backend!r}; use sqlite:///file.sqlite or postgresql://…")
    if backend == "sqlite" and not address.database:
        raise ValueError("ROLECALL_DATABASE_URL names no SQLite file; use sqlite:///rolecall.sqlite")
    return address.set(drivername=driver)


def sqlite_engine(address: URL, wait_seconds: float, *, writing: bool) -> AsyncEngine:
    size = SQLITE_WRITERS if writing else SQLITE_READERS
    engine = _sqlite_pool(address, wait_seconds, size, one_trip.connect_to_write if writing else one_trip.connect)
    prepare_sqlite(engine.sync_engine, writing=writing)
    if writing:
        event.listen(engine.sync_engine, "connect", _wait_in_the_loop)

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        opened = connection.connection.driver_connection
        assert isinstance(opened, one_trip.OneTripConnection)
        opened.begin_with_next(sqlite_begin(writing=writing))

    return engine


def sqlite_glances(address: URL, wait_seconds: float) -> AsyncEngine:
    """For single statements: nothing is begun, so nothing has to be ended."""
    engine = _sqlite_pool(address, wait_seconds, GLANCES, one_trip.connect_to_glance)
    prepare_sqlite(engine.sync_engine, writing=False)
    return engine


def _sqlite_pool(
    address: URL, wait_seconds: float, size: int, connect: Callable[..., one_trip.OneTripConnection]
) -> AsyncEngine:
    Path(address.database or "").parent.mkdir(parents=True, exist_ok=True)
    return create_async_engine(
        address,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=wait_seconds,
        connect_args={"timeout": wait_seconds, "async_creator_fn": connect},
        hide_parameters=True,
    )


def sqlite_begin(*, writing: bool) -> str:
    """Who will write waits for its turn before it reads."""
    return "BEGIN IMMEDIATE" if writing else "BEGIN"


def prepare_sqlite(engine: Engine, *, writing: bool) -> None:
    """Have the connections of `engine` keep what the tables rely on; transactions are begun by whoever uses them."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN would come too late and of the wrong kind
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        if not writing:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()


def _wait_in_the_loop(connection: Any, _record: Any) -> None:
    """Once it is prepared: only then is nobody kept waiting who cannot wait in the loop."""
    connection.cursor().execute("PRAGMA busy_timeout=0")


def postgresql_engine(address: URL, wait_seconds: float, *, reading: bool) -> AsyncEngine:
    return _postgresql_pool(address, wait_seconds, reading=reading, pool_size=5, max_overflow=5)


def postgresql_glances(address: URL, wait_seconds: float) -> AsyncEngine:
    """For single statements, each a transaction by itself: to begin one and to end it are a trip each."""
    return _postgresql_pool(
        address,
        wait_seconds,
        reading=True,
        pool_size=GLANCES,
        max_overflow=0,
        pool_use_lifo=True,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        pool_reset_on_return=None,
    )


def _postgresql_pool(address: URL, wait_seconds: float, *, reading: bool, **more: Any) -> AsyncEngine:
    settings = {
        "statement_timeout": int(wait_seconds * 1000),
        "idle_in_transaction_session_timeout": LEFT_OPEN_SECONDS * 1000,
        **{f"tcp_{name}": value for name, value in KEPT_ALIVE.items()},
        "timezone": "UTC",
        **({"default_transaction_read_only": "on"} if reading else {}),
    }
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())

    async def connect(*arguments: Any, **named: Any) -> PatientConnection:
        patience = wait_seconds + GRACE_SECONDS
        async with asyncio.timeout(patience):
            connection = await PatientConnection.connect(*arguments, **named)
        connection.patience = patience
        return connection

    return create_async_engine(
        address,
        pool_timeout=wait_seconds,
        hide_parameters=True,  # parameters hold answers, and errors are logged
        connect_args={
            "options": options,
            "connect_timeout": WAIT_SECONDS,  # for each address that the server's name has
            "tcp_user_timeout": int(wait_seconds * 1000),
            "async_creator_fn": connect,
            **KEPT_ALIVE,
        },
        **more,
    )
