"""Live changes for open pages, as server-sent events: one word for each kind of change."""

import asyncio
from collections.abc import AsyncIterator

from bot.playground.journal import Journal

_BEAT_SECONDS = 15.0


class _Listener:
    """What one page has not been told yet; a word that waits already is not added again."""

    def __init__(self) -> None:
        self._words: dict[str, None] = {}
        self._told = asyncio.Event()
        self.closed = False

    def tell(self, word: str) -> None:
        self._words[word] = None
        self._told.set()

    def close(self) -> None:
        self.closed = True
        self._told.set()

    async def words(self) -> list[str]:
        """Everything since the last time; nothing when the wait was long."""
        try:
            await asyncio.wait_for(self._told.wait(), _BEAT_SECONDS)
        except TimeoutError:
            return []
        self._told.clear()
        words, self._words = list(self._words), {}
        return words


class Streams:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._open: set[_Listener] = set()

    async def listen(self) -> AsyncIterator[str]:
        """Words such as message, view, people, time; a comment now and then keeps the connection alive."""
        listener = _Listener()
        self._open.add(listener)
        stop = self._journal.watch(listener.tell)
        try:
            yield "retry: 500\n\ndata: hello\n\n"
            while True:
                words = await listener.words()
                if listener.closed:
                    return
                yield "".join(f"data: {word}\n\n" for word in words) or ": still here\n\n"
        finally:
            stop()
            self._open.discard(listener)

    def close(self) -> None:
        for listener in self._open:
            listener.close()
