"""Jobs that send: whatever happens to a worker or to the way, each message stands there once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.database import Database, Transaction, Unavailable
from bot.ids import WorkspaceId
from bot.schedule import due_jobs
from bot.schedule.engine import Done, Engine, JobKind
from bot.schedule.store import Job
from bot.slack.messages import Message
from tests.playground_fixtures import Bot, a_bot, a_local_slack
from tests.slack.builders import ana_of, channel_of, texts

ACME = WorkspaceId("T0ACME")
LEASE = timedelta(minutes=1)
JOBS = 30


@pytest.fixture
async def bot(clock: MovableClock) -> AsyncIterator[Bot]:
    """It may read the history of channels."""
    async with a_local_slack(clock, optional_scopes=True) as slack, a_bot(slack, clock, by=None) as bot:
        yield bot


class Sender:
    """A handler that posts the job's subject; it may be held between sending and settling, like a killed worker."""

    def __init__(self, bot: Bot, *, to_person: bool = False, dies: bool = False) -> None:
        self.bot = bot
        self.where = {"user_id": ana_of(bot)} if to_person else {"channel_id": channel_of(bot)}
        self.dies = dies
        self.has_sent = asyncio.Event()
        self.never = asyncio.Event()
        self.found: list[bool] = []

    async def __call__(self, job: Job) -> Done:
        sent = await self.bot.delivery.once(job, Message(job.subject), key=job.subject, **self.where)
        self.found.append(sent.found)
        self.has_sent.set()
        if self.dies:
            await self.never.wait()
        return Done()


def an_engine(
    database: Database, clock: MovableClock, sender: Sender, worker: str, parked: list[str] | None = None
) -> Engine:
    async def on_parked(_tx: Transaction, job: Job) -> bool:
        if parked is not None:
            parked.append(job.subject)
        return True

    return Engine(database, clock, {"test.send": JobKind(sender, LEASE, 200, on_parked)}, worker)


async def plan(database: Database, clock: MovableClock, *subjects: str) -> None:
    async with database.write() as tx:
        for subject in subjects:
            await due_jobs.plan(tx, ACME, "test.send", subject, clock.now())


async def planned(database: Database) -> list[due_jobs.PlannedJob]:
    async with database.read() as tx:
        return list(await due_jobs.list_jobs(tx))


@pytest.mark.parametrize("to_person", [False, True])
async def test_a_worker_killed_between_sending_and_settling_leaves_one_message(
    database: Database, clock: MovableClock, bot: Bot, *, to_person: bool
) -> None:
    dead = Sender(bot, to_person=to_person, dies=True)
    await plan(database, clock, "run:1")
    abandoned = asyncio.create_task(an_engine(database, clock, dead, "dead").drain())
    await dead.has_sent.wait()

    living = Sender(bot, to_person=to_person)
    await an_engine(database, clock, living, "living").advance(clock.now() + 2 * LEASE, clock)
    assert living.found == [True]
    assert [message.text for message in bot.ana.dm] + texts(bot) == ["run:1"]
    assert await planned(database) == []
    dead.never.set()
    await abandoned


async def test_a_connection_cut_after_sending_leaves_one_message(
    database: Database, clock: MovableClock, bot: Bot
) -> None:
    bot.slack.faults.cut_after("chat.postMessage", times=1)
    sender = Sender(bot)
    await plan(database, clock, "run:1")
    await an_engine(database, clock, sender, "worker").advance(clock.now() + 2 * LEASE, clock)
    assert sender.found == [True]
    assert texts(bot) == ["run:1"]


async def test_on_a_very_bad_day_each_message_still_stands_there_once(
    database: Database, clock: MovableClock, bot: Bot
) -> None:
    faults = bot.slack.faults
    faults.cut_after("chat.postMessage", share=0.3)
    faults.cut_before(share=0.1)
    faults.rate_limit("chat.postMessage", retry_after=5, share=0.1)
    faults.server_error(share=0.1)
    subjects = [f"run:{number}" for number in range(JOBS)]
    await plan(database, clock, *subjects)
    await an_engine(database, clock, Sender(bot), "worker").advance(clock.now() + timedelta(hours=3), clock)
    assert sorted(texts(bot)) == sorted(subjects)
    assert await planned(database) == []


async def test_a_post_whose_fate_slack_does_not_tell_is_parked_and_handed_on(
    database: Database, clock: MovableClock, bot: Bot
) -> None:
    parked: list[str] = []
    bot.slack.faults.hide_history()
    bot.slack.faults.cut_after("chat.postMessage", times=1)
    await plan(database, clock, "run:1")
    await an_engine(database, clock, Sender(bot), "worker", parked).advance(clock.now() + 2 * LEASE, clock)
    assert texts(bot) == ["run:1"]
    assert parked == ["run:1"]
    (job,) = await planned(database)
    assert job.parked
    assert "missing_scope" in (job.last_error or "")


@pytest.mark.parametrize("sent_before", [False, True])
async def test_a_database_that_goes_away_before_anything_is_sent_leaves_nothing_to_ask_about(
    database: Database, clock: MovableClock, bot: Bot, *, sent_before: bool
) -> None:
    bot.slack.faults.hide_history()
    send, away, parked = Sender(bot), [Unavailable("away")], list[str]()

    async def begin(job: Job) -> Done:
        if sent_before and away:
            await send(job)
        for gone in away:
            away.remove(gone)
            raise gone
        return await send(job)

    async def on_parked(_tx: Transaction, job: Job) -> bool:
        parked.append(job.subject)
        return True

    kinds = {"test.send": JobKind(begin, LEASE, 200, on_parked)}
    await plan(database, clock, "run:1")
    engine = Engine(database, clock, kinds, "worker", may_have_sent=bot.delivery.may_have_sent)
    await engine.advance(clock.now() + 2 * LEASE, clock)
    assert texts(bot) == ["run:1"]
    assert parked == (["run:1"] if sent_before else [])


async def test_a_rate_limited_job_is_sent_after_the_pause_that_slack_asked_for(
    database: Database, clock: MovableClock, bot: Bot
) -> None:
    bot.slack.faults.rate_limit("chat.postMessage", retry_after=90, times=1)
    start = clock.now()
    await plan(database, clock, "run:1", "run:2")
    engine = an_engine(database, clock, Sender(bot), "worker")
    engine.concurrency = 1
    await engine.advance(start + timedelta(seconds=89), clock)
    assert texts(bot) == []
    assert len(bot.slack.calls_of("chat.postMessage")) == 1
    await engine.advance(start + timedelta(seconds=90), clock)
    assert sorted(texts(bot)) == ["run:1", "run:2"]
