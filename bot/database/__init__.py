"""Two doors to the database, read and write, and the types that its tables share."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import (
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Executable,
    MetaData,
    Row,
    Table,
    event,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.types import TypeDecorator
from sqlalchemy.util import greenlet_spawn

from bot.database.commits import to_its_end
from bot.database.engines import (
    GLANCES,
    WAIT_SECONDS,
    async_url,
    is_away,
    postgresql_engine,
    postgresql_glances,
    sqlite_engine,
    sqlite_glances,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# Rows that are read and made into values before the loop turns again: a few milliseconds' work.
PORTION = 100


class Unavailable(Exception):
    """The database cannot be reached, or did not answer in time. Nothing was saved."""


class PerhapsSaved(Unavailable):
    """The database went away while it was told to keep what was done: it may or may not have been saved."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: an aware datetime in, the same instant in UTC out, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Transaction:
    """One open transaction. Functions of a store take it as their first argument."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.jobs_planned = False

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._connection.dialect.name

    async def execute(
        self,
        statement: Executable,
        values: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None = None,
    ) -> CursorResult[Any]:
        return await self._connection.execute(statement, values)

    async def all(self, statement: Executable) -> Sequence[Row[Any]]:
        return (await self._connection.execute(statement)).all()

    async def portions(self, statement: Executable, size: int = PORTION) -> AsyncIterator[Sequence[Row[Any]]]:
        """The rows by portions: the loop turns between them, while tens of thousands are read."""
        result = await self._connection.stream(statement, execution_options={"yield_per": size})
        async for some in result.partitions():
            yield some

    async def one_or_none(self, statement: Executable) -> Row[Any] | None:
        return (await self._connection.execute(statement)).one_or_none()

    async def scalar(self, statement: Executable) -> Any:
        return (await self._connection.execute(statement)).scalar()

    def insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """`insert_into` for this transaction's database."""
        return insert_into(self.dialect, table)

    async def insert_row(self, table: Table, **values: Any) -> int:
        """Insert one row and return its integer id."""
        result = await self._connection.execute(table.insert().values(**values).returning(table.c.id))
        return int(result.scalar_one())

    async def run_sync(self, function: Callable[[Connection], Any]) -> Any:
        """Run a synchronous function on the connection, for libraries that know nothing of asyncio."""
        return await self._connection.run_sync(function)


def insert_into(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """The dialect's own insert: both databases know `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


class _Glances:
    """Stands where a transaction has its connection: takes one for each statement, and gives it back at once."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine.sync_engine
        self.dialect = engine.dialect
        # In turn: a pool's queue lets who comes just now go before who was woken, and that one waits anew.
        self._free = asyncio.Semaphore(GLANCES)

    async def execute(
        self, statement: Executable, values: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None = None
    ) -> CursorResult[Any]:
        if _open.get():
            raise RuntimeError("a transaction is open here: a glance would not see what it has written")
        with _as_unavailable():
            # In one go: an AsyncConnection costs three such trips and a task, which is twice what the rest takes.
            async with self._free:
                return await greenlet_spawn(self._carry_out, statement, values)

    def _carry_out(
        self, statement: Executable, values: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None
    ) -> CursorResult[Any]:
        with self._engine.connect() as connection:
            return connection.execute(statement, values)


@contextmanager
def _as_unavailable() -> Iterator[None]:
    """What a database raises that is away becomes Unavailable."""
    try:
        yield
    except (PoolTimeout, OperationalError, InterfaceError, OSError) as error:
        if is_away(error):
            raise Unavailable(f"the database is not available ({type(error).__name__})") from error
        raise
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable("the database closed the connection") from error
        raise


_open: ContextVar[bool] = ContextVar("transaction_open", default=False)


class Database:
    """The two doors, and a window. SQLite: many readers, one writer in turn. PostgreSQL: bounded pools."""

    def __init__(self, readers: AsyncEngine, writers: AsyncEngine, glances: AsyncEngine) -> None:
        self._readers = readers
        self._writers = writers
        self._glances = glances
        self._window = _Glances(glances)
        self._nudges: list[Callable[[], None]] = []

    @classmethod
    def connect(cls, url: str, *, wait_seconds: float = WAIT_SECONDS) -> "Database":
        """Make the pools for `url` (sqlite or postgresql); nothing is opened before it is used.

        `wait_seconds`: how long the database may take to give a connection, or an answer.
        """
        address = async_url(url)
        if address.get_backend_name() == "sqlite":
            return cls(
                sqlite_engine(address, wait_seconds, writing=False),
                sqlite_engine(address, wait_seconds, writing=True),
                sqlite_glances(address, wait_seconds),
            )
        return cls(
            postgresql_engine(address, wait_seconds, reading=True),
            postgresql_engine(address, wait_seconds, reading=False),
            postgresql_glances(address, wait_seconds),
        )

    @property
    def is_sqlite(self) -> bool:
        return self._writers.dialect.name == "sqlite"

    @property
    def writer_engine(self) -> AsyncEngine:
        """The engine behind `write()`, for the tests that count statements."""
        return self._writers

    @property
    def reader_engine(self) -> AsyncEngine:
        """The engine behind `read()`, for the tests that count statements."""
        return self._readers

    @property
    def engines(self) -> tuple[AsyncEngine, AsyncEngine, AsyncEngine]:
        """The engines behind `read()`, `write()` and `glance()`, for what counts statements."""
        return self._readers, self._writers, self._glances

    def when_statements_run(self, tell: Callable[[], None]) -> None:
        """Call `tell` for each statement that is sent; a transaction's beginning and end are none."""

        def told(*_: Any) -> None:
            tell()

        for engine in self.engines:
            event.listen(engine.sync_engine, "before_cursor_execute", told)

    def when_jobs_are_planned(self, nudge: Callable[[], None]) -> None:
        """Call `nudge` after each commit that planned a job, so that the engine of this process need not poll."""
        self._nudges.append(nudge)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """A transaction that cannot write. Raises Unavailable; RuntimeError inside another transaction."""
        async with self._connected(self._readers) as connection:
            # Ended by the rollback with which the connection goes back to the pool: one trip fewer than to commit.
            await connection.begin()
            yield Transaction(connection)

    def glance(self) -> Transaction:
        """For single statements that cannot write: each sees the database as it is then, and raises like `read`."""
        return Transaction(cast("AsyncConnection", self._window))

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        """A transaction that commits at its end, or rolls back. Raises like `read`, and PerhapsSaved."""
        async with self._connected(self._writers) as connection, connection.begin() as transaction:
            tx = Transaction(connection)
            yield tx
            try:
                await to_its_end(transaction.commit())
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise PerhapsSaved("the database went away while it was saving") from error
                raise
        if tx.jobs_planned:
            for nudge in self._nudges:
                nudge()

    @asynccontextmanager
    async def _connected(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        if _open.get():
            raise RuntimeError("a transaction is already open here: pass it on instead of opening another")
        token = _open.set(True)
        try:
            with _as_unavailable():
                async with engine.connect() as connection:
                    yield connection
        finally:
            _open.reset(token)

    async def ping(self) -> None:
        """Make sure that the database answers; raises Unavailable."""
        async with self.read() as tx:
            await tx.scalar(select(1))

    async def dispose(self) -> None:
        for engine in self.engines:
            await engine.dispose()
