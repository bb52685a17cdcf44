"""What sending costs on PostgreSQL: `python -m bench.sends`. The figures of docs/scaling.md come from here."""

import asyncio
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any, cast

import aiohttp
import psycopg
from sqlalchemy import event

from bot.app import Rolecall
from bot.clock import MovableClock
from bot.database import Database
from bot.ids import ChannelId
from bot.logs import configure_logs
from bot.registry.files.reading import read_text
from bot.settings import Settings
from bot.simulation.company import Company, draw_company, draw_place, registry_text, standups_text
from bot.simulation.faults import Faults
from bot.simulation.session import API, SimulatedSession, token_of
from bot.simulation.slack import BOT, SimulatedSlack
from bot.standups.files import read_standups
from tests.databases import running_postgres

TEAMS = 40
JOBS = 100_000
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass
class Cost:
    """What a stretch of work used, in all."""

    statements: int = 0
    commits: int = 0
    wal_bytes: int = 0
    own_seconds: float = 0
    postgres_seconds: float = 0
    seconds: float = 0

    def line(self, what: str, times: int) -> str:
        return (
            f"{what}: {times}, each {self.statements / times:.1f} statements, {self.commits / times:.2f} commits, "
            f"{self.wal_bytes / times:.0f} B of WAL, {self.own_seconds / times * 1000:.2f} ms of our processor time, "
            f"{self.postgres_seconds / times * 1000:.2f} ms of PostgreSQL's ({self.seconds:.1f} s in all)"
        )


@contextmanager
def measured(database: Database, url: str) -> Iterator[Cost]:
    cost, begun = Cost(), _state(url)

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        cost.statements += not statement.startswith(("BEGIN", "SET"))

    engines = {engine.sync_engine for engine in database.engines}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", count)
    own, wall = time.process_time(), time.perf_counter()
    yield cost
    cost.own_seconds, cost.seconds = time.process_time() - own, time.perf_counter() - wall
    for engine in engines:
        event.remove(engine, "before_cursor_execute", count)
    ended = _state(url)
    cost.commits, cost.wal_bytes = ended[0] - begun[0], ended[1] - begun[1]
    cost.postgres_seconds = sum(used - begun[2].get(pid, 0) for pid, used in ended[2].items())


def _state(url: str) -> tuple[int, int, dict[int, float]]:
    """Commits so far, bytes of WAL so far, and the processor time of each of PostgreSQL's processes."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_stat_force_next_flush()")
        commits = _one(connection, "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")
        wal = _one(connection, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")
        pids = connection.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()").fetchall()
    tick = os.sysconf("SC_CLK_TCK")
    used = {}
    for (pid,) in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used[pid] = (int(fields[11]) + int(fields[12])) / tick
    return int(commits), int(wal), used


def _one(connection: "psycopg.Connection[Any]", query: str) -> Any:
    row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


async def _no_channel(_name: str) -> ChannelId | None:
    return None


def _unread(_what: object) -> None:
    """Nobody reads what is sent here, and no faults are noted."""


def _all_in_london() -> Company:
    company = draw_company(random.Random(1), TEAMS)
    for human in company.humans.values():
        human.zone = "Europe/London"
    for team in company.teams:
        team.zone, team.read_at, team.weekdays = "Europe/London", clock_time(12), frozenset(range(5))
    return company


async def main(url: str) -> None:
    clock, company, chance = MovableClock(MONDAY - timedelta(days=1)), _all_in_london(), random.Random(1)
    slack = SimulatedSlack(clock, _unread)
    faults = Faults(chance, [], _unread, stopped=True)
    database = Database.connect(url)
    chosen: dict[str, Any] = {"_env_file": None, "encryption_key": "bench", "slack_api_url": API, "database_url": url}
    session = cast("aiohttp.ClientSession", SimulatedSession(slack, faults, clock, chance))
    rolecall = Rolecall(Settings(**chosen), database, clock, session)
    for workspace_id in company.workspaces:
        slack.places[workspace_id] = draw_place(chance, company, workspace_id)
        await rolecall.does.workspaces.install(workspace_id, workspace_id, BOT, token_of(workspace_id))
    await rolecall.engine.advance(clock.now(), clock)
    for workspace_id in company.workspaces:
        file = read_text(registry_text(company, workspace_id), "registry.yaml")
        await rolecall.does.registry.import_file(workspace_id, file, actor="bench")
        standups = read_standups(standups_text(company.of_workspace(workspace_id)).encode(), "standups.yaml")
        await rolecall.does.standups.import_file(workspace_id, standups, _no_channel)
    await rolecall.engine.advance(MONDAY + timedelta(hours=9, minutes=29), clock)
    for what, until in (("check-ins", (9, 31)), ("reminders", (11, 20)), ("reports", (12, 1))):
        before = len(slack.posts)
        with measured(database, url) as cost:
            await rolecall.engine.advance(MONDAY + timedelta(hours=until[0], minutes=until[1]), clock)
        print(cost.line(what, len(slack.posts) - before))
    await database.dispose()


def size_of_jobs(url: str) -> None:
    """What a planned job takes, with its indexes."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("TRUNCATE due_jobs")
        connection.execute(
            b"INSERT INTO due_jobs (workspace_id, kind, subject, due_at) SELECT 'T0SIM' || mod(n, 1000),"
            b" 'standups.send_check_in', 'check_in:' || n, '2026-11-23'::timestamptz + n * interval '1 second'"
            b" FROM generate_series(1, %d) AS n" % JOBS
        )
        size = _one(connection, "SELECT pg_total_relation_size('due_jobs')")
    print(f"a planned job with its indexes: {int(size) / JOBS:.0f} B")


if __name__ == "__main__":
    configure_logs("CRITICAL")
    with running_postgres() as server, server.database() as address:
        asyncio.run(main(address))
        size_of_jobs(address)
