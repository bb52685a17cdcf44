"""2,000 check-ins in 20 workspaces, all due at once, at 35 ms of Slack; by one worker, and by two on PostgreSQL."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

import migrations
from bench import morning
from bench.asking import WORKSPACE, ask
from bench.rows import Row, percentile
from bench.serving import ROOT, START_SECONDS, address_of
from bot.database import Database
from bot.schedule.tables import due_jobs
from bot.standups import kinds
from bot.standups.check_ins.tables import check_ins
from tests.databases import running_postgres

LATENCY_MS, CONCURRENCY = 35, 20
WORKSPACES, PEOPLE = 20, 100
# One hand sends every 35 ms; twenty of them 571 a second. Eight tenths of that is the budget.
BOUND = CONCURRENCY * 1000 / LATENCY_MS
STATEMENTS, ASKING_MS = 3.5, 50
LONGEST_SECONDS = 120


@dataclass(frozen=True)
class Sent:
    """What it took to send everything: wall time, and what the workers used of processor and database."""

    check_ins: int
    seconds: float
    cpu: float
    statements: int
    asked: list[float]

    @property
    def a_second(self) -> float:
        return self.check_ins / self.seconds


async def measure(directory: Path) -> list[Row]:
    """Both databases; on PostgreSQL with two workers as well, and with questions asked meanwhile."""
    # One of them is the workspace in which the questions are asked.
    sizes = {WORKSPACE: PEOPLE, **{f"T0FAN{number:02}": PEOPLE for number in range(1, WORKSPACES)}}
    rows = _rows("SQLite", await _morning(f"sqlite:///{directory / 'fanout.sqlite'}", directory, sizes), None)
    asked = await _morning(f"sqlite:///{directory / 'asked.sqlite'}", directory, sizes, ask_meanwhile=True)
    rows.append(_asking("SQLite", asked))
    with running_postgres() as postgres:
        sent = []
        for workers in (1, 2):
            with postgres.database(migrated=False) as url:
                sent.append(await _morning(url, directory, sizes, workers=workers))
        one, two = sent
        rows += _rows("PostgreSQL", one, 0.8)
        with postgres.database(migrated=False) as url:
            rows.append(_asking("PostgreSQL", await _morning(url, directory, sizes, ask_meanwhile=True)))
    rows.append(Row("fan-out, PostgreSQL: two workers against one", two.a_second / one.a_second, "times"))
    rows.append(Row("fan-out, PostgreSQL: CPU of two workers for a send", two.cpu * 1000 / two.check_ins, "ms"))
    return rows


def _rows(name: str, sent: Sent, least: float | None) -> list[Row]:
    share = sent.a_second / BOUND
    return [
        Row(f"fan-out of {sent.check_ins:,}, {name}: share of {BOUND:.0f}/s", share, "", least=least),
        Row(f"fan-out, {name}: sent", sent.a_second, "/s"),
        Row(f"fan-out, {name}: statements for a send", sent.statements / sent.check_ins, "", STATEMENTS),
        Row(f"fan-out, {name}: the worker's CPU for a send", sent.cpu * 1000 / sent.check_ins, "ms"),
    ]


def _asking(name: str, sent: Sent) -> Row:
    what = f"/whoowns while a fan-out of {sent.a_second:.0f}/s runs in its process, {name}, p99"
    return Row(what, percentile(sent.asked, 0.99), "ms", ASKING_MS)


async def _morning(
    url: str, directory: Path, sizes: dict[str, int], *, workers: int = 1, ask_meanwhile: bool = False
) -> Sent:
    await asyncio.to_thread(migrations.upgrade, url)
    async with AsyncExitStack() as stack:
        _, slack = await stack.enter_async_context(_process(directory, "bench.quick_slack", str(LATENCY_MS)))
        await morning.fill(url, slack, sizes)
        told = ["serve"] if ask_meanwhile else []
        running = [
            await stack.enter_async_context(_process(directory, "bench.morning", url, slack, *told))
            for _ in range(workers)
        ]
        began = time.perf_counter()
        for process, _ in running:
            _say(process)
        all_sent = asyncio.create_task(_until_all_sent(url))
        asked: list[float] = []
        while ask_meanwhile and not all_sent.done():
            asked += (await ask(running[0][1], ["area 4", "who decides the scope of area 8?"] * 10)).took
        count = await all_sent
        seconds = time.perf_counter() - began
        took = [await _result(process) for process, _ in running]
    return Sent(count, seconds, sum(each["cpu"] for each in took), int(sum(each["statements"] for each in took)), asked)


async def _until_all_sent(url: str) -> int:
    """How many check-ins were sent, once none is left to send."""
    database = Database.connect(url)
    left = select(func.count()).where(due_jobs.c.kind == kinds.SEND_CHECK_IN, due_jobs.c.due_at <= morning.NINE_THIRTY)
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            while await _one(database, left):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return await _one(database, select(func.count()).where(check_ins.c.sent_at.is_not(None)))
    finally:
        await database.dispose()


async def _one(database: Database, query: object) -> int:
    async with database.read() as tx:
        return int(await tx.scalar(query))  # type: ignore[arg-type]


@asynccontextmanager
async def _process(
    directory: Path, module: str, *arguments: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """A process that says where it listens, and is gone afterwards."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=directory,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            line = (await process.stdout.readline()).decode()
        yield process, address_of(line, module)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def _say(process: asyncio.subprocess.Process) -> None:
    assert process.stdin is not None
    process.stdin.write(b"\n")


async def _result(process: asyncio.subprocess.Process) -> dict[str, float]:
    _say(process)
    assert process.stdout is not None
    found: dict[str, float] = json.loads(await process.stdout.readline())
    return found
