"""A large registry in memory: the first answer after a start, and how long others wait while it is built again."""

import asyncio
import time
from pathlib import Path

from bench.asking import WORKSPACE
from bench.made_up import company
from bench.rows import Row, middle
from bench.serving import fill
from bot.clock import SystemClock
from bot.database import Database
from bot.ids import WorkspaceId
from bot.lookup.snapshots import Snapshots
from bot.lookup.use_cases import Lookup
from bot.workspaces import steps as workspaces

AREAS, ROUNDS = 10_000, 3
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
        longest, usual, built = [], [], []
        for _ in range(ROUNDS):
            async with database.write() as tx:
                await workspaces.registry_changed(tx, workspace)
            gaps, seconds = await _rebuild(snapshots, workspace)
            longest.append(gaps[-1])
            usual.append(gaps[len(gaps) * 99 // 100])
            built.append(seconds)
    finally:
        await database.dispose()
    return [
        Row(f"first answer after a start, {AREAS:,} areas", first, "s", 2.5),
        Row(f"first answer after a start, {AREAS:,} areas: processor", first_used, "s"),
        Row(f"rebuilding {AREAS:,} areas beside the loop", middle(built), "s"),
        Row(f"rebuilding {AREAS:,} areas: longest the loop stands still", middle(longest), "ms"),
        Row(f"rebuilding {AREAS:,} areas: 99 of 100 turns of the loop wait less", middle(usual), "ms", 10),
    ]


async def _rebuild(snapshots: Snapshots, workspace: WorkspaceId) -> tuple[list[float], float]:
    """How late each turn of the loop came in milliseconds, ascending, and the seconds of the rebuild."""
    late: list[float] = []
    before = asyncio.create_task(_tick(late))
    began = time.perf_counter()
    await snapshots.current(workspace)
    await snapshots.settle()
    seconds = time.perf_counter() - began
    before.cancel()
    await asyncio.gather(before, return_exceptions=True)
    return sorted(late), seconds


async def _tick(late: list[float]) -> None:
    last = time.perf_counter()
    while True:
        await asyncio.sleep(TICK_SECONDS)
        now = time.perf_counter()
        late.append((now - last - TICK_SECONDS) * 1000)
        last = now
