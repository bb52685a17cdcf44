"""A worker that has nothing to do yet, with 100,000 jobs planned."""

import asyncio
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event

import migrations
from bench.rows import Row
from bot.clock import SystemClock
from bot.database import Database
from bot.schedule.engine import Done, Engine, JobKind
from bot.schedule.store import Job
from bot.schedule.tables import due_jobs

JOBS = 100_000
WATCHED_SECONDS = 5.0


async def measure(directory: Path) -> list[Row]:
    """Processor time and statements of this process while the engine waits."""
    url = f"sqlite:///{directory / 'idle.sqlite'}"
    await asyncio.to_thread(migrations.upgrade, url)
    database, clock = Database.connect(url), SystemClock()
    try:
        await _plan(database, clock)
        engine = Engine(database, clock, {"bench.nothing": JobKind(_nothing)}, worker="bench")
        running = asyncio.create_task(engine.run())
        try:
            await asyncio.sleep(0.5)
            share, statements = await _watch(database)
        finally:
            await engine.stop()
            await running
    finally:
        await database.dispose()
    return [
        Row(f"idle worker, {JOBS:,} planned jobs: share of a core", share * 100, "%", 1),
        Row(f"idle worker, {JOBS:,} planned jobs: statements", statements, "/s", 5),
    ]


async def _plan(database: Database, clock: SystemClock) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    planned = [
        {
            "workspace_id": f"T{number % 100}",
            "kind": "bench.nothing",
            "subject": f"run:{number}",
            "due_at": tomorrow + timedelta(seconds=number),
        }
        for number in range(JOBS)
    ]
    async with database.write() as tx:
        await tx.execute(due_jobs.insert(), planned)


async def _watch(database: Database) -> tuple[float, float]:
    seen = 0

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal seen
        seen += not statement.startswith("BEGIN")

    for engine in database.engines:
        event.listen(engine.sync_engine, "before_cursor_execute", count)
    began, used = time.perf_counter(), time.process_time()
    await asyncio.sleep(WATCHED_SECONDS)
    took = time.perf_counter() - began
    return (time.process_time() - used) / took, seen / took


async def _nothing(_job: Job) -> Done:
    return Done()
