"""A large registry in memory: the first answer after a start, and how long others wait while it is built again."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

from bench.asking import WORKSPACE
from bench.made_up import company
from bench.rows import Row, middle
from bench.serving import change, fill
from bot.clock import SystemClock
from bot.database import Database
from bot.ids import WorkspaceId
from bot.lookup.snapshots import Snapshots
from bot.lookup.use_cases import Lookup

AREAS, ROUNDS = 10_000, 5
TICK_SECONDS = 0.001


async def measure(directory: Path) -> list[Row]:
    """On SQLite, in one process: the loop ticks while a thread builds."""
    url = f"sqlite:///{directory / 'rebuild.sqlite'}"
    asked = company(AREAS)
    await fill(url, asked)
    database, workspace = Database.connect(url), WorkspaceId(WORKSPACE)
    try:
        snapshots = Snapshots(database)
        lookup = Lookup(database, SystemClock(), snapshots)
        began, used = time.perf_counter(), time.process_time()
        await lookup.answer(workspace, asked.questions[0][0])
        first, first_used = time.perf_counter() - began, time.process_time() - used
        same = [await _rebuild(database, snapshots, workspace) for _ in range(ROUNDS)]
        changed = [await _rebuild(database, snapshots, workspace, rewrite=str(round_)) for round_ in range(ROUNDS)]
    finally:
        await database.dispose()
    what = f"rebuilding {AREAS:,} areas"
    return [
        Row(f"first answer after a start, {AREAS:,} areas", first, "s", 2.5),
        Row(f"first answer after a start, {AREAS:,} areas: processor", first_used, "s"),
        Row(f"{what} beside the loop, no area changed", middle(one.seconds for one in same), "s"),
        Row(f"{what} beside the loop, one area changed", middle(one.seconds for one in changed), "s"),
        Row(f"{what}: longest the loop stands still", middle(one.late[-1] for one in changed), "ms", 10),
        Row(
            f"{what}: 99 of 100 turns of the loop wait less",
            middle(one.late[len(one.late) * 99 // 100] for one in changed),
            "ms",
            10,
        ),
    ]


@dataclass(frozen=True)
class Rebuild:
    """How late each turn of the loop came in milliseconds, ascending, and the seconds of the rebuild."""

    late: list[float]
    seconds: float


async def _rebuild(
    database: Database, snapshots: Snapshots, workspace: WorkspaceId, *, rewrite: str | None = None
) -> Rebuild:
    await change(database, rewrite=rewrite)
    late: list[float] = []
    before = asyncio.create_task(_tick(late))
    began = time.perf_counter()
    await snapshots.current(workspace)
    await snapshots.settle()
    seconds = time.perf_counter() - began
    before.cancel()
    await asyncio.gather(before, return_exceptions=True)
    return Rebuild(sorted(late), seconds)


async def _tick(late: list[float]) -> None:
    last = time.perf_counter()
    while True:
        await asyncio.sleep(TICK_SECONDS)
        now = time.perf_counter()
        late.append((now - last - TICK_SECONDS) * 1000)
        last = now
