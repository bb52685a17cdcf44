"""Jobs that were set aside: stewards are told once and together, and decide by button."""

from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.errors import GiveUp, NotAllowed, NotFound
from bot.ids import ChannelId, MessageTs, SlackUserId
from bot.schedule import due_jobs
from bot.schedule.engine import Engine
from bot.schedule.jobs import Done, JobKind
from bot.schedule.store import Job
from bot.slack.delivery import Sent
from bot.slack.messages import Message
from bot.workspaces.parked.blocks import parked_message
from bot.workspaces.parked.jobs import ParkedJobs
from bot.workspaces.parked.rules import MOST_GROUPS, Decision, Group, hint, what
from bot.workspaces.parked.steps import NOTE_PARKED
from bot.workspaces.parked.use_cases import Parked
from bot.workspaces.steps import SYNC_MEMBERS
from tests.workspaces.builders import ACME, ANA, BO, OTHER, a_profile, a_workspace, save

SOON, LATER = timedelta(minutes=2), timedelta(minutes=10)


class Told:
    """Stands for delivery: what each person reads now, by their message."""

    def __init__(self) -> None:
        self.messages: dict[str, tuple[SlackUserId, Message]] = {}
        self.sent = 0

    async def once(self, attempt: Job, message: Message, *, key: str, user_id: SlackUserId) -> Sent:
        self.sent += 1
        self.messages[key] = (user_id, message)
        return Sent(ChannelId("D0"), MessageTs(key))

    async def update(self, attempt: Job, channel_id: ChannelId, ts: MessageTs, message: Message) -> None:
        self.messages[ts] = (self.messages[ts][0], message)

    def to(self, user_id: SlackUserId) -> list[str]:
        return [f"{message.text} {message.blocks}" for reader, message in self.messages.values() if reader == user_id]


async def nothing(_job: Job) -> Done:
    return Done()


class Acme:
    """A worker whose jobs of kind `shop.post_prices` cannot be done until `works`; Ana is the steward."""

    def __init__(self, database: Database, clock: MovableClock) -> None:
        self.database, self.clock, self.works, self.done = database, clock, False, list[str]()
        self.told = Told()
        self.parked = Parked(database, clock, {ANA})
        kinds = {"shop.post_prices": JobKind(self._post), "shop.ask_owner": JobKind(self._post, on_parked=self._asked)}
        kinds[SYNC_MEMBERS] = JobKind(nothing)
        kinds |= ParkedJobs(self.parked, self.told).kinds()
        news = {due_jobs.PARKED: (NOTE_PARKED,)}
        self.engine = Engine(database, clock, kinds, worker="one", news=news)

    async def _post(self, job: Job) -> Done:
        if not self.works:
            raise GiveUp("Slack refused chat.postMessage: not_in_channel")
        self.done.append(job.subject)
        return Done()

    async def _asked(self, *_: object) -> bool:
        return True

    async def plan(self, *subjects: str, kind: str = "shop.post_prices") -> None:
        async with self.database.write() as tx:
            for subject in subjects:
                await due_jobs.plan(tx, ACME, kind, subject, self.clock.now())

    async def advance(self, by: timedelta) -> None:
        await self.engine.advance(self.clock.now() + by, self.clock)


@pytest.fixture
async def acme(database: Database, clock: MovableClock) -> Acme:
    for workspace_id in (ACME, OTHER):
        await a_workspace(database, clock, workspace_id)
    await save(database, a_profile(ANA))
    await save(database, a_profile(BO, name="Bo Chen", email="bo@acme.example"))
    return Acme(database, clock)


async def test_stewards_are_told_once_of_all_that_was_set_aside_in_a_minute(acme: Acme) -> None:
    await acme.plan("price:1", "price:2")
    await acme.advance(SOON)
    (message,) = acme.told.to(ANA)
    assert "2 things could not be done" in message
    assert "Post prices" in message
    assert "Invite Rolecall to the channel" in message
    await acme.advance(LATER)
    assert acme.told.sent == 1
    assert acme.told.to(BO) == []


async def test_what_follows_soon_waits_for_the_next_message(acme: Acme) -> None:
    await acme.plan("price:1")
    await acme.advance(SOON)
    await acme.plan("price:2", "price:3")
    await acme.advance(SOON)
    assert acme.told.sent == 1
    await acme.advance(LATER)
    assert acme.told.sent == 2
    assert "2 things" in acme.told.to(ANA)[1]


async def test_a_steward_has_it_tried_again_and_the_message_says_so(acme: Acme) -> None:
    await acme.plan("price:1", "price:2")
    await acme.advance(SOON)
    acme.works = True
    await acme.parked.decide(ACME, ANA, 1, Decision.TRY_AGAIN)
    await acme.advance(SOON)
    assert sorted(acme.done) == ["price:1", "price:2"]
    (message,) = acme.told.to(ANA)
    assert "All of this is decided" in message
    assert "is trying again, as" in message


async def test_what_is_dropped_is_never_done(acme: Acme, database: Database) -> None:
    await acme.plan("price:1")
    await acme.advance(SOON)
    await acme.parked.decide(ACME, ANA, 1, Decision.DROP)
    acme.works = True
    await acme.advance(LATER)
    assert acme.done == []
    async with database.read() as tx:
        assert await due_jobs.list_jobs(tx) == []


async def test_a_second_press_finds_it_settled(acme: Acme) -> None:
    await acme.plan("price:1")
    await acme.advance(SOON)
    await acme.parked.decide(ACME, ANA, 1, Decision.DROP)
    with pytest.raises(NotFound, match="settled already"):
        await acme.parked.decide(ACME, ANA, 1, Decision.TRY_AGAIN)


async def test_only_a_steward_of_that_workspace_decides(acme: Acme) -> None:
    await acme.plan("price:1")
    await acme.advance(SOON)
    with pytest.raises(NotAllowed, match="Only a steward can decide this: Ana Silva"):
        await acme.parked.decide(ACME, BO, 1, Decision.DROP)
    with pytest.raises(NotAllowed, match="nobody yet"):
        await acme.parked.decide(OTHER, ANA, 1, Decision.DROP)


async def test_what_fails_again_is_told_again(acme: Acme) -> None:
    await acme.plan("price:1")
    await acme.advance(SOON)
    await acme.parked.decide(ACME, ANA, 1, Decision.TRY_AGAIN)
    await acme.advance(LATER)
    assert acme.told.sent == 2


async def test_what_somebody_else_is_asked_about_is_not_for_stewards(acme: Acme) -> None:
    await acme.plan("price:1", kind="shop.ask_owner")
    await acme.advance(LATER)
    assert acme.told.sent == 0


async def test_what_was_taken_up_in_the_terminal_meanwhile_is_not_told(acme: Acme, database: Database) -> None:
    await acme.plan("price:1")
    await acme.engine.drain()
    acme.works = True
    async with database.write() as tx:
        await due_jobs.retry_parked(tx, ACME, None, acme.clock.now())
    await acme.advance(LATER)
    assert acme.done == ["price:1"]


def test_a_kind_reads_as_what_it_does() -> None:
    assert what("standups.send_check_in") == "send check in"
    assert what("news:registry_changed") == "registry changed"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("Slack refused chat.postMessage: missing_scope", "rolecall doctor"),
        ("it may have been posted; too much was written since", "Look whether it is there"),
        ("KeyError", "in its log"),
    ],
)
def test_a_reason_comes_with_what_to_do(reason: str, said: str) -> None:
    assert said in hint(reason)


def test_a_long_list_says_what_it_leaves_out() -> None:
    groups = [Group(n, f"kind {n}", "no", (f"run:{n}",)) for n in range(MOST_GROUPS + 3)]
    message = parked_message(groups, ACME)
    assert len(message.blocks) <= 50
    assert "3 more kinds are not shown" in str(message.blocks)
