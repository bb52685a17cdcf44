"""Live changes for open pages, as server-sent events: one word for each kind of change."""

import asyncio
from collections.abc import AsyncIterator

from bot.playground.journal import Journal

_BEAT_SECONDS = 15.0


class Streams:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._open: set[asyncio.Queue[str | None]] = set()

    async def listen(self) -> AsyncIterator[str]:
        """Words such as message, view, people, time; a comment now and then keeps the connection alive."""
        words: asyncio.Queue[str | None] = asyncio.Queue()
        self._open.add(words)
        stop = self._journal.watch(words.put_nowait)
        try:
            yield "retry: 500\n\ndata: hello\n\n"
            while True:
                try:
                    word = await asyncio.wait_for(words.get(), _BEAT_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if word is None:
                    return
                yield f"data: {word}\n\n"
        finally:
            stop()
            self._open.discard(words)

    def close(self) -> None:
        for words in self._open:
            words.put_nowait(None)
