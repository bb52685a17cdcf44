"""Whatever breaks between two steps: everything arrives, and nothing arrives twice."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.app import Rolecall
from bot.database import Database
from bot.schedule import due_jobs
from bot.schedule.engine import Engine
from bot.schedule.settling import Outcome
from bot.standups import kinds
from bot.standups.reports.blocks import IT_IS_THERE, POST_IT
from tests.databases import KeptDatabase
from tests.journeys.company import ON_BOTH, Company, a_rolecall, at, posts

pytestmark = ON_BOTH
LAUNCH, LATER = "2026-12-04", "2026-12-11"


def keys(company: Company) -> Counter[str]:
    """How often each message that carries a key of ours stands in Slack."""
    found = Counter(
        str(message.metadata["event_payload"]["key"])
        for messages in company.workspace.messages.values()
        for message in messages
        if message.metadata
    )
    assert set(found.values()) <= {1}, found
    return found


async def a_whole_day(acme: Company) -> None:
    """Every kind of message: a reminder, a difference, a report, full answers, an answer in a DM."""
    await acme.a_standup("Checkout", "Search", people=("sam",))
    await acme.advance(at(11))  # long enough for check-ins that had to be sent again and again
    await acme.names_date("ana", "Apple Pay launch", LAUNCH)
    await acme.says("bo", "At risk", LATER)
    await acme.person("sam").dms("who owns checkout?")
    await acme.advance(at(14))


def assert_all_arrived(acme: Company) -> None:
    found = Counter(key.partition(":")[0] for key in keys(acme))
    assert found == {"check_in": 5, "reminder": 1, "difference": 2, "run": 1, "answers": 2, "reply": 1}


@pytest.mark.parametrize("fault", ["cut_after", "cut_before", "server_error"])
async def test_whose_connection_breaks_at_every_first_post_sends_each_message_once(acme: Company, fault: str) -> None:
    share = {"cut_after": acme.slack.faults.cut_after, "cut_before": acme.slack.faults.cut_before}
    switch = share.get(fault, acme.slack.faults.server_error)
    switch("chat.postMessage", share=0.5)
    await a_whole_day(acme)
    await acme.advance(at(20))
    assert_all_arrived(acme)


METHODS = ("chat.postMessage", "chat.update", "conversations.open", "conversations.history", "conversations.replies")


async def test_when_every_call_may_break_each_message_comes_once_and_is_true_in_the_end(acme: Company) -> None:
    for method in METHODS:
        acme.slack.faults.cut_after(method, share=0.5, times=3)
        acme.slack.faults.server_error(method, share=0.5, times=2)
        acme.slack.faults.rate_limit(method, share=0.5, times=2, retry_after=5)
    await a_whole_day(acme)
    acme.slack.faults.clear()
    await acme.advance(at(20))
    assert_all_arrived(acme)
    assert not await parked(acme)
    (report,) = acme.reports()
    assert report.text == "Commerce, Mon 23 Nov: 1 seen differently. 2 of 5 answered"
    assert acme.told("ana", "answered, thank you")


async def test_a_rate_limit_is_waited_for_and_loses_nothing(acme: Company) -> None:
    acme.slack.faults.rate_limit("chat.postMessage", retry_after=30, share=0.4)
    await a_whole_day(acme)
    await acme.advance(at(20))
    assert_all_arrived(acme)
    assert [call for call in acme.slack.calls_of("conversations.history") if call.error] == []


async def test_slack_is_not_called_again_before_the_time_it_named(acme: Company) -> None:
    await acme.a_standup("Checkout")
    acme.slack.faults.rate_limit("chat.postMessage", retry_after=120, times=1)
    await acme.advance(at(9, 30))
    calls = len(acme.slack.calls_of("chat.postMessage"))
    await acme.advance(at(9, 31))
    assert len(acme.slack.calls_of("chat.postMessage")) == calls
    await acme.advance(at(9, 33))
    assert keys(acme) == {"check_in:1": 1, "check_in:2": 1}


def forget_each_first_settle(engine: Engine) -> set[tuple[str, str]]:
    """As if the process were killed after every first act, before anything was written down; what was forgotten."""
    forgotten: set[tuple[str, str]] = set()
    settle = engine._settler.settle

    async def settle_second(group: Sequence[Outcome]) -> None:
        known = [each for each in group if (each.job.kind, each.job.subject) in forgotten]
        forgotten.update((each.job.kind, each.job.subject) for each in group)
        if known:
            await settle(known)

    engine._settler.settle = settle_second  # type: ignore[method-assign]
    return forgotten


async def test_a_worker_killed_after_everything_it_does_sends_each_message_once(acme: Company) -> None:
    forgotten = forget_each_first_settle(acme.rolecall.engine)
    await a_whole_day(acme)
    await acme.advance(at(20))
    assert_all_arrived(acme)
    assert {kind for kind, _ in forgotten} >= {
        kinds.SEND_CHECK_IN,
        kinds.REMIND,
        kinds.TELL_DIFFERENCE,
        kinds.POST_REPORT,
        kinds.POST_ANSWERS,
        kinds.REFRESH_CHECK_IN,
        "lookup.reply",
    }
    assert not await parked(acme)


async def test_another_worker_takes_over_when_the_lease_of_a_dead_one_ends(
    acme: Company, kept_database: KeptDatabase
) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(11, 59))
    other = Database.connect(kept_database.url)
    async with a_rolecall(acme.slack, other, acme.clock, hears=False) as dying:
        forget_each_first_settle(dying.engine)
        acme.clock.move_to(at(12))
        assert await dying.engine._claim() == 1
        await finished(dying)
        await acme.settle()
        assert len(acme.reports()) == 1
        async with acme.rolecall.database.read() as tx:
            running = [job.kind for job in await due_jobs.list_jobs(tx) if job.running]
        assert running == [kinds.POST_REPORT]
    await other.dispose()
    await acme.advance(at(12, 5))
    assert len(acme.reports()) == 1
    async with acme.rolecall.database.read() as tx:
        assert not [job for job in await due_jobs.list_jobs(tx) if job.running or job.parked]


async def finished(rolecall: Rolecall) -> None:
    """What is in hand is done, and nothing new is taken up."""
    await asyncio.gather(*rolecall.engine._running, return_exceptions=True)


async def test_a_database_that_is_away_while_a_post_is_settled_loses_nothing(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 29))
    with away(acme.rolecall.database, times=2) as left:
        await acme.advance(at(9, 30))
        assert left == [0]
    assert keys(acme) == {"check_in:1": 1, "check_in:2": 1}
    assert not await parked(acme)


@contextmanager
def away(database: Database, times: int) -> Iterator[list[int]]:
    """The next `times` jobs that are to be removed find the database away; how many are left."""
    left = [times]
    engine = database.writer_engine.sync_engine

    def refuse(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "DELETE FROM due_jobs" in statement and left[0] > 0:
            left[0] -= 1
            raise OperationalError(statement, {}, Exception("away"))

    event.listen(engine, "before_cursor_execute", refuse)
    yield left
    event.remove(engine, "before_cursor_execute", refuse)


async def parked(acme: Company) -> list[str]:
    async with acme.rolecall.database.read() as tx:
        return [job.kind for job in await due_jobs.list_jobs(tx, parked_only=True)]


async def a_report_of_unknown_fate(acme: Company, *, posted: bool) -> None:
    """Without access to the channel's history, the connection breaks as the report is posted."""
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    await acme.names_date("ana", "Apple Pay launch", LAUNCH)
    await acme.advance(at(11, 59))
    acme.slack.faults.hide_history(acme.channel_id("#commerce"))
    cut = acme.slack.faults.cut_after if posted else acme.slack.faults.cut_before
    cut("chat.postMessage", times=1)
    await acme.advance(at(12, 5))
    assert await parked(acme) == [kinds.POST_REPORT]
    assert len(acme.reports()) == posted
    assert len(acme.told("dana", "may not have been posted")) == 1


async def test_a_report_of_unknown_fate_that_is_there_is_not_posted_again(acme: Company) -> None:
    await a_report_of_unknown_fate(acme, posted=True)
    (question,) = acme.told("dana", "may not have been posted")
    assert (await acme.person("dana").clicks(question, IT_IS_THERE)).acked
    await acme.advance(at(14))
    assert len(acme.reports()) == 1
    assert acme.told("dana", "that is settled")
    assert not await parked(acme)


async def test_a_report_of_unknown_fate_that_is_missing_is_posted_once(acme: Company) -> None:
    await a_report_of_unknown_fate(acme, posted=False)
    (question,) = acme.told("dana", "may not have been posted")
    acme.slack.faults.double("block_actions")
    assert (await acme.person("dana").clicks(question, POST_IT)).acked
    await acme.advance(at(14))
    assert len(acme.reports()) == 1
    assert not await parked(acme)
    assert len([one for one in acme.person("sam").sees("#commerce") if one.is_reply]) == 1


async def test_answers_of_unknown_fate_in_the_thread_are_asked_about(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    await acme.names_date("ana", "Apple Pay launch", LAUNCH)
    await acme.advance(at(11, 59))
    acme.slack.faults.hide_history(acme.channel_id("#commerce"))
    cut = acme.slack.faults.switch_on("cut_after", "chat.postMessage", times=1)
    cut.struck = 1
    await acme.advance(at(11, 59))
    acme.clock.move_to(at(12))
    await acme.rolecall.engine._claim()
    await finished(acme.rolecall)
    cut.struck = 0
    await acme.advance(at(12, 5))
    (question,) = acme.told("dana", "may not have been posted")
    await acme.person("dana").clicks(question, IT_IS_THERE)
    await acme.advance(at(14))
    assert len(acme.reports()) == 1
    assert len([one for one in acme.person("sam").sees("#commerce") if one.is_reply]) == 1
    assert not await parked(acme)


async def test_a_channel_without_the_app_is_told_to_the_owner_and_posted_once_invited(acme: Company) -> None:
    await acme.a_standup("Checkout", channel="#random")
    await acme.advance(at(12, 5))
    (told,) = acme.told("dana", "I am not in")
    assert acme.reports("#random") == []
    await acme.person("dana").invites_bot("#random")
    await acme.person("dana").clicks(told, POST_IT)
    await acme.advance(at(12, 10))
    assert len(acme.reports("#random")) == 1
    assert acme.told("dana", "that is settled")


async def test_posting_it_where_the_app_still_is_not_tells_the_owner_anew(acme: Company) -> None:
    await acme.a_standup("Checkout", channel="#random")
    await acme.advance(at(12, 5))
    (told,) = acme.told("dana", "I am not in")
    await acme.person("dana").clicks(told, POST_IT)
    await acme.advance(at(12, 10))
    assert len(acme.told("dana", "I am not in")) == 1, "the second trouble is told in a message of its own"
    assert acme.reports("#random") == []


async def test_a_socket_that_breaks_is_opened_again_and_what_was_sent_meanwhile_is_answered(
    acme: Company,
) -> None:
    acme.slack.cut_sockets()
    await acme.slack.connected()
    await acme.person("sam").dms("who owns checkout?")
    await acme.settle()
    assert len(posts(acme.slack)) == 1
