"""A line to PostgreSQL that can go dead: it takes what is sent, and nothing comes through."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import make_url


class Line:
    """Between a process and its database. `url` is the database's address by this line."""

    def __init__(self, url: str) -> None:
        self._address = make_url(url)
        self.url = ""
        self._there, self._back = asyncio.Event(), asyncio.Event()
        self.comes_back()
        self._pumps: list[asyncio.Task[None]] = []
        self._ends: list[asyncio.StreamWriter] = []

    def goes_dead(self) -> None:
        self._there.clear()
        self._back.clear()

    def loses_answers(self) -> None:
        """What is said still comes through, and nothing comes back."""
        self._back.clear()

    def breaks(self) -> None:
        """Both sides notice; whoever comes anew gets through."""
        for end in self._ends:
            end.transport.abort()

    def comes_back(self) -> None:
        self._there.set()
        self._back.set()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        directory = self._address.query["host"]
        there = await asyncio.open_unix_connection(f"{directory}/.s.PGSQL.5432")
        self._ends += [there[1], writer]
        for source, target, way in ((reader, there[1], self._there), (there[0], writer, self._back)):
            self._pumps.append(asyncio.create_task(self._pump(source, target, way)))

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, way: asyncio.Event) -> None:
        try:
            while some := await source.read(65_536):
                await way.wait()
                target.write(some)
                await target.drain()
            await way.wait()  # that one side hung up does not come through either
        except OSError:
            pass  # one side is gone: so is the other
        finally:
            target.transport.abort()

    async def end(self) -> None:
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)


@asynccontextmanager
async def a_line_to(url: str) -> AsyncIterator[Line]:
    """A line to the database at `url`, which listens at a socket's file."""
    line = Line(url)
    server = await asyncio.start_server(line.connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    line.url = f"postgresql://postgres@127.0.0.1:{port}/{make_url(url).database}"
    try:
        yield line
    finally:
        server.close()
        await line.end()
