"""What is counted, and that nothing of people is in it."""

import re
from datetime import timedelta

from bot.clock import MovableClock
from bot.database import Database
from bot.errors import TryLater
from bot.ids import WorkspaceId
from bot.metrics import Metrics
from bot.schedule import due_jobs
from bot.schedule.due_jobs import Load
from bot.schedule.engine import Done, Engine, JobKind
from bot.schedule.store import Job

ACME = WorkspaceId("T0ACME")
NOTHING = Load(due=0, lag=timedelta(), held=0, parked=0)


def counts(metrics: Metrics, load: Load | None = NOTHING) -> dict[str, float]:
    lines = [line for line in metrics.page(load).decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


async def test_attempts_are_counted_by_how_they_end(database: Database, clock: MovableClock) -> None:
    async def handle(job: Job) -> Done:
        if job.attempts == 1:
            raise TryLater(timedelta(seconds=1))
        return Done()

    metrics = Metrics()
    engine = Engine(database, clock, {"greet": JobKind(handle)}, worker="one", observer=metrics)
    async with database.write() as tx:
        await due_jobs.plan(tx, ACME, "greet", "run:1", clock.now())
    await engine.advance(clock.now() + timedelta(minutes=1), clock)
    found = counts(metrics)
    assert found['rolecall_jobs_total{kind="greet",outcome="retried"}'] == 1
    assert found['rolecall_jobs_total{kind="greet",outcome="done"}'] == 1
    assert found['rolecall_job_late_seconds_count{kind="greet"}'] == 2


async def test_the_load_tells_what_waits_how_long_and_what_is_parked(database: Database, clock: MovableClock) -> None:
    async def never(_job: Job) -> Done:
        raise AssertionError("nothing is due for this engine")

    async def give_up(_job: Job) -> Done:
        raise ValueError

    engine = Engine(database, clock, {"stuck": JobKind(give_up, attempts=1), "later": JobKind(never)}, worker="one")
    async with database.write() as tx:
        await due_jobs.plan(tx, ACME, "stuck", "run:1", clock.now())
    await engine.drain()
    async with database.write() as tx:
        await due_jobs.plan(tx, ACME, "later", "run:1", clock.now() - timedelta(minutes=3))
        await due_jobs.plan(tx, ACME, "later", "run:2", clock.now())
        await due_jobs.plan(tx, ACME, "later", "run:3", clock.now() + timedelta(minutes=3))
    async with database.read() as tx:
        load = await due_jobs.load(tx, clock.now())
    assert load == Load(due=2, lag=timedelta(minutes=3), held=0, parked=1)


def test_a_database_that_is_away_is_a_number_too() -> None:
    metrics = Metrics()
    assert counts(metrics, Load(due=4, lag=timedelta(minutes=1), held=2, parked=1))["rolecall_jobs_lag_seconds"] == 60
    away = counts(metrics, None)
    assert away["rolecall_database_up"] == 0
    assert away["rolecall_jobs_due"] == 4


def test_labels_hold_nothing_of_people_or_workspaces() -> None:
    metrics = Metrics()
    metrics.job_begun("greet", 1)
    metrics.job_settled("greet", "done")
    metrics.slack_called("chat.update", "ok", 0.1)
    metrics.delivered("once", "sent")
    metrics.request_answered("http", "acknowledged", 0.1)
    labels = set(re.findall(r'[{,](\w+)="', metrics.page(NOTHING).decode()))
    library = {"implementation", "major", "minor", "patchlevel", "version"}
    assert labels - library == {"kind", "outcome", "method", "policy", "way", "le"}
