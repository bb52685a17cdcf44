"""What has been committed while something is being done, and commits that are not broken off."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_commits: ContextVar["Commits | None"] = ContextVar("commits", default=None)


class Commits:
    """Counts what is committed while something is being done."""

    def __init__(self) -> None:
        self.number = 0


@contextmanager
def counting_commits() -> Iterator[Commits]:
    """Tell afterwards whether anything was saved, also where what was done was broken off."""
    commits = Commits()
    token = _commits.set(commits)
    try:
        yield commits
    finally:
        _commits.reset(token)


async def to_its_end(commit: Coroutine[Any, Any, None]) -> None:
    """A commit under way is not broken off: nobody could say afterwards whether it was made."""
    task = asyncio.ensure_future(commit)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        if not task.cancelled() and task.exception() is None:
            _count_commit()
        raise
    _count_commit()


def _count_commit() -> None:
    if (commits := _commits.get()) is not None:
        commits.number += 1
