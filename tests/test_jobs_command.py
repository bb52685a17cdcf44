"""Parked jobs from the terminal: what waits, why, what to do, and doing it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import migrations
from bot.clock import MovableClock
from bot.database import Database, Transaction
from bot.errors import GiveUp
from bot.ids import WorkspaceId
from bot.schedule import due_jobs
from bot.schedule.engine import Engine
from bot.schedule.jobs import Done, JobKind
from bot.schedule.store import Job
from bot.schedule.tables import due_jobs as table
from tests.test_terminal import Terminal, terminal

__all__ = ["terminal"]
ACME, OTHER = WorkspaceId("T0ACME"), WorkspaceId("T0OTHER")
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


async def refuse(_job: Job) -> Done:
    raise GiveUp("Slack refused chat.postMessage: is_archived")


@pytest.fixture
def with_jobs(terminal: Terminal) -> Terminal:
    """Two parked jobs and one to come at Acme, one parked elsewhere."""

    async def write(database: Database) -> None:
        async with database.write() as tx:
            for workspace_id, subject in ((ACME, "run:1"), (ACME, "run:2"), (OTHER, "run:1")):
                await due_jobs.plan(tx, workspace_id, "shop.post", subject, NOW)
            await due_jobs.plan(tx, ACME, "shop.later", "run:1", NOW + timedelta(days=1))
        kinds = {"shop.post": JobKind(refuse), "shop.later": JobKind(refuse)}
        await Engine(database, MovableClock(NOW), kinds, worker="one").drain()

    on_database(terminal.directory, write)
    return terminal


def on_database(directory: Path, do: Callable[[Database], Awaitable[None]]) -> None:
    url = f"sqlite:///{directory / 'rolecall.sqlite'}"
    migrations.upgrade(url)

    async def run() -> None:
        database = Database.connect(url)
        await do(database)
        await database.dispose()

    asyncio.run(run())


def listed(terminal: Terminal, *options: str) -> list[tuple[str, str, str]]:
    _, said, _ = terminal.rolecall("jobs", "list", "--json", *options)
    jobs = [json.loads(line) for line in said.splitlines()]
    return [
        (job["workspace_id"], f"{job['kind']} {job['subject']}", "parked" if job["parked"] else "due") for job in jobs
    ]


def test_what_is_parked_is_listed_with_why_and_what_to_do(with_jobs: Terminal) -> None:
    status, said, _ = with_jobs.rolecall("jobs", "list", "--parked", "--workspace", "T0OTHER")
    assert status == 0
    assert "is_archived" in said
    assert "unarchive it and try again" in said
    assert len(listed(with_jobs)) == 4
    assert listed(with_jobs, "--kind", "shop.later") == [("T0ACME", "shop.later run:1", "due")]


def test_all_that_is_parked_in_a_workspace_is_taken_up_at_once(with_jobs: Terminal) -> None:
    status, said, _ = with_jobs.rolecall("jobs", "retry", "T0ACME")
    assert status == 0
    assert said.endswith("2 jobs are due now.\n")
    assert listed(with_jobs, "--parked") == [("T0OTHER", "shop.post run:1", "parked")]


def test_a_single_one_is_taken_up_looking_first_or_afresh(with_jobs: Terminal) -> None:
    assert with_jobs.rolecall("jobs", "retry", "T0ACME", "shop.post", "run:1")[0] == 0
    assert with_jobs.rolecall("jobs", "retry", "T0ACME", "shop.post", "run:2", "--afresh")[0] == 0
    known: list[bool] = []

    async def read(database: Database) -> None:
        async with database.read() as tx:
            known.extend([await has_been_tried(tx, subject) for subject in ("run:1", "run:2")])

    on_database(with_jobs.directory, read)
    assert known == [True, False]


async def has_been_tried(tx: Transaction, subject: str) -> bool:
    row = await tx.one_or_none(
        table.select().where(
            table.c.workspace_id == ACME,
            table.c.subject == subject,
            table.c.kind == "shop.post",
        )
    )
    return row is not None and row.first_attempt_at is not None


def test_what_is_not_there_is_said(with_jobs: Terminal) -> None:
    for arguments in (
        ("retry", "T0ACME", "shop.post", "run:9"),
        ("retry", "T0NONE"),
        ("drop", "T0ACME", "shop.post", "run:9"),
        ("retry", "T0ACME", "--afresh"),
    ):
        status, _, errors = with_jobs.rolecall("jobs", *arguments)
        assert status == 1, arguments
        assert errors, arguments


def test_a_dropped_job_is_forgotten(with_jobs: Terminal) -> None:
    assert with_jobs.rolecall("jobs", "drop", "T0ACME", "shop.post", "run:1")[0] == 0
    assert ("T0ACME", "shop.post run:1", "parked") not in listed(with_jobs)
