"""A large workspace among small ones, all due at once, under Slack's rates."""

from collections import Counter, deque
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.ids import ChannelId, MessageTs, WorkspaceId
from bot.observer import UNOBSERVED
from bot.playground import LocalSlack
from bot.schedule import due_jobs
from bot.schedule.engine import Done, Engine, JobKind
from bot.schedule.store import Job
from bot.schedule.tables import due_jobs as table
from bot.slack.delivery import Delivery
from bot.slack.manifest import manifest
from bot.slack.messages import Message
from bot.slack.rates import Limits
from bot.slack.routes import Routes
from tests.databases import KeptDatabase
from tests.playground_fixtures import Bot, SlackTime, a_bot
from tests.playground_fixtures import a_company as a_slack_company
from tests.slack.builders import ana_of, channel_of, texts

LARGE = WorkspaceId("T0LARGE")
SMALL = [WorkspaceId(f"T0SMALL{number}") for number in range(19)]
MINUTE = timedelta(minutes=1)


class Quick:
    """In Slack's place: takes every call, and remembers when each workspace was written to."""

    observer = UNOBSERVED

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.posted: list[tuple[WorkspaceId, datetime]] = []
        self.opened: Counter[str] = Counter()

    async def call(self, workspace_id: WorkspaceId, method: str, **arguments: object) -> dict[str, object]:
        if method == "conversations.open":
            self.opened[str(arguments["users"])] += 1
            return {"channel": {"id": f"D{arguments['users']}"}}
        self.posted.append((workspace_id, self.clock.now()))
        return {"channel": arguments["channel"], "ts": MessageTs(f"{len(self.posted)}.0")}

    def of(self, *workspaces: WorkspaceId) -> list[datetime]:
        return [at for workspace_id, at in self.posted if workspace_id in workspaces]


class Sender:
    """Posts each job in a channel of its own, and counts how often it was asked to."""

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        self.tries: Counter[WorkspaceId] = Counter()

    async def __call__(self, job: Job) -> Done:
        self.tries[job.workspace_id] += 1
        await self.delivery.once(job, Message("Hello"), key=job.subject, channel_id=ChannelId(f"D{job.subject}"))
        return Done()


@pytest.fixture
async def on_sqlite(kept_sqlite_database: KeptDatabase) -> AsyncIterator[Database]:
    kept_sqlite_database.empty()
    opened = kept_sqlite_database.opened()
    yield opened
    await opened.dispose()


async def test_a_workspace_of_1500_keeps_to_its_rate_and_nineteen_small_ones_do_not_wait_for_it(
    on_sqlite: Database, clock: MovableClock
) -> None:
    slack, start = Quick(clock), clock.now()
    sender = Sender(Delivery(slack, clock, Limits()))  # type: ignore[arg-type]
    people = {LARGE: 1_500, **dict.fromkeys(SMALL, 5)}
    async with on_sqlite.write() as tx:
        for workspace_id, count in people.items():
            planned = [
                {"workspace_id": workspace_id, "kind": "test.send", "subject": f"run:{number}", "due_at": start}
                for number in range(count)
            ]
            await tx.execute(table.insert(), planned)
    engine = Engine(on_sqlite, clock, {"test.send": JobKind(sender)}, "worker")
    await engine.drain()
    assert Counter(workspace_id for workspace_id, _ in slack.posted) == {LARGE: 300, **dict.fromkeys(SMALL, 5)}
    places = [place for place, (workspace_id, _) in enumerate(slack.posted) if workspace_id != LARGE]
    assert max(places) < 19 * 5 + 60, "each small workspace had its turn before the large one's third"

    await engine.advance(start + 10 * MINUTE, clock)
    async with on_sqlite.read() as tx:
        assert await due_jobs.list_jobs(tx) == []
    sent = slack.of(LARGE)
    assert len(sent) == 1_500
    assert max(sent) < start + 5 * MINUTE, "no slower than the rate"
    assert most_in_a_minute(sent) == 300
    assert sender.tries[LARGE] < 1_500 * 1.2, "what waits is not claimed again and again"


def most_in_a_minute(moments: list[datetime]) -> int:
    most, window = 0, deque[datetime]()
    for at in moments:
        window.append(at)
        while window[0] <= at - MINUTE:
            window.popleft()
        most = max(most, len(window))
    return most


async def test_a_dm_is_opened_once_however_often_the_message_is_tried(
    on_sqlite: Database, clock: MovableClock, bot: Bot
) -> None:
    bot.slack.faults.cut_before("chat.postMessage", times=2)
    bot.slack.faults.rate_limit("chat.postMessage", retry_after=5, times=1)

    async def send(job: Job) -> Done:
        await bot.delivery.once(job, Message("Hello"), key=job.subject, user_id=ana_of(bot))
        return Done()

    async with on_sqlite.write() as tx:
        await due_jobs.plan(tx, WorkspaceId("T0ACME"), "test.send", "run:1", clock.now())
    await Engine(on_sqlite, clock, {"test.send": JobKind(send)}, "worker").advance(clock.now() + 10 * MINUTE, clock)
    assert [message.text for message in bot.ana.dm] == ["Hello"]
    assert len(bot.slack.calls_of("conversations.open")) == 1


async def test_a_slack_that_keeps_its_rates_never_has_to_say_no(on_sqlite: Database, clock: MovableClock) -> None:
    """Also where a job sends twice and has to wait in between: what it sent first stands there once."""
    async with LocalSlack(manifest(Routes(), optional_scopes=True), time=SlackTime(clock), rate_limits=True) as slack:
        a_slack_company(slack)
        async with a_bot(slack, clock, by=None) as bot:
            delivery = Delivery(bot.clients, clock, Limits())

            async def send(job: Job) -> Done:
                sent = await delivery.once(job, Message(job.subject), key=job.subject, channel_id=channel_of(bot))
                await delivery.update(job, sent.channel_id, sent.ts, Message(f"{job.subject}!"))
                return Done()

            async with on_sqlite.write() as tx:
                for number in range(20):
                    await due_jobs.plan(tx, WorkspaceId("T0ACME"), "test.send", f"run:{number}", clock.now())
            engine = Engine(on_sqlite, clock, {"test.send": JobKind(send)}, "worker")
            await engine.advance(clock.now() + 5 * MINUTE, clock)
            assert sorted(texts(bot)) == sorted(f"run:{number}!" for number in range(20))
            assert [call for call in slack.calls if call.status == 429] == []
