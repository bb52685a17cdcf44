"""What happens to a standup while its check-ins are being sent: each asked once, whoever acts in between."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.ids import ChannelId, RunId
from bot.standups import run_store, store
from bot.standups.check_ins.answer_rules import Answer
from bot.standups.check_ins.rules import Side
from bot.standups.rules import ANSWERS_UNKNOWN
from tests.databases import KeptDatabase, sqlite_first
from tests.gates import beside, gate_before
from tests.standups.builders import ACME, COMMERCE, EPOCH, Company, Posted, dm, user

NINE_THIRTY, NOON = EPOCH + timedelta(minutes=90), EPOCH + timedelta(hours=4)
# On SQLite one writes at a time.
on_postgresql = pytest.mark.parametrize("kept_database", ["postgresql"], indirect=True)
LEADS = ChannelId("C0LEADS99")


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    """A time of November 2026 in London, where it is UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def keys(company: Company) -> Counter[str]:
    return Counter(each.key for each in company.outbox.posted)


def check_ins(company: Company, day: datetime) -> dict[str, Posted]:
    """The check-ins that were sent on that day, by person."""
    return {
        key: each
        for key in ("ana", "bo", "ivy", "kim", "lena")
        for each in company.outbox.to(key)
        if each.key.startswith("check_in:") and each.at.date() == day.date()
    }


async def test_a_holder_who_changes_while_check_ins_are_sent_is_asked_once(company: Company) -> None:
    async def kim_takes_over() -> None:
        await company.import_registry(pm="kim")

    await company.start("checkout")
    company.outbox.meanwhile = kim_takes_over
    await company.advance(NOON + timedelta(hours=1))
    asked = [each.key for each in company.outbox.to("kim") if each.key.startswith("check_in:")]
    assert len(asked) == 1
    assert set(keys(company).values()) == {1}


async def test_two_workers_at_the_same_check_ins_send_each_once(company: Company) -> None:
    await company.start("checkout", "search")
    await company.advance(NINE_THIRTY - timedelta(minutes=1))
    company.clock.move_to(NINE_THIRTY)
    other = company.another_engine("other")
    await asyncio.gather(company.engine.drain(), other.drain())
    assert [each for each in keys(company) if each.startswith("check_in:")]
    assert set(keys(company).values()) == {1}


async def archive(company: Company) -> None:
    async with company.database.read() as tx:
        (standup,) = await store.standups_in_use(tx, ACME)
    await company.standups.archive(ACME, user("dana"), standup.id)


async def there_and_back(company: Company) -> None:
    await company.change(areas="[search]", people="[ivy]")
    await company.change()


@dataclass(frozen=True)
class Monday:
    """How the day ends: who is asked, and the report's time and place; None when there is none."""

    asked: set[str]
    report: tuple[datetime, ChannelId] | None


ALL = {"ana", "bo", "kim"}
NOBODY = Monday(set(), None)
# What its owner does to a standup over Checkout (Ana, Bo) and Kim, read at 12:00 in #commerce.
CHANGES: Mapping[str, tuple[Callable[[Company], Awaitable[None]], Monday]] = {
    "other areas": (lambda one: one.change(areas="[search]"), Monday({"ivy", "lena", "kim"}, (at(12), COMMERCE))),
    "fewer people": (lambda one: one.change(people="[]"), Monday({"ana", "bo"}, (at(12), COMMERCE))),
    "more people": (lambda one: one.change(people="[kim, ivy]"), Monday({*ALL, "ivy"}, (at(12), COMMERCE))),
    "read earlier": (lambda one: one.change(read_at='"11:00"'), Monday(ALL, (at(11), COMMERCE))),
    "read later": (lambda one: one.change(read_at='"15:00"'), Monday(ALL, (at(15), COMMERCE))),
    "read elsewhere": (lambda one: one.change(channel=LEADS), Monday(ALL, (at(12), LEADS))),
    "other days": (lambda one: one.change(days="[thu]"), NOBODY),
    "archived": (archive, NOBODY),
    "changed there and back": (there_and_back, Monday(ALL, (at(12), COMMERCE))),
}


def asking(company: Company) -> dict[str, Posted]:
    """Monday's check-ins that still ask, by person."""
    return {key: each for key, each in check_ins(company, at(9)).items() if "no longer asked" not in each.words}


def reports(company: Company) -> list[tuple[datetime, ChannelId]]:
    return [(each.at, each.channel_id) for each in company.outbox.posted if each.key.startswith("run:")]


@sqlite_first
@pytest.mark.parametrize(
    ("change", "hands"), [*((change, 1) for change in CHANGES), ("other areas", 20), ("archived", 20)]
)
async def test_a_standup_that_is_changed_while_its_check_ins_are_sent_ends_as_it_was_changed(
    company: Company, change: str, hands: int
) -> None:
    act, monday = CHANGES[change]
    await company.start("checkout", people=("kim",))
    company.engine = company.another_engine("few hands", hands)
    company.outbox.meanwhile = lambda: act(company)
    await company.advance(at(10))
    assert asking(company).keys() == monday.asked
    if monday.report:
        when, where = monday.report
        assert all(f"<#{where}> by {when:%H:%M} London" in each.words for each in asking(company).values())
    await company.advance(at(16))
    assert reports(company) == ([monday.report] if monday.report else [])
    assert set(keys(company).values()) == {1}


@sqlite_first
@pytest.mark.parametrize("change", ["read later", "read elsewhere", "other days", "archived"])
async def test_a_standup_that_is_changed_while_its_report_is_posted_has_one_report(
    company: Company, change: str
) -> None:
    act, _ = CHANGES[change]
    await company.start("checkout", people=("kim",))
    await company.advance(at(11, 59))
    company.outbox.meanwhile = lambda: act(company)
    await company.advance(at(16))
    assert reports(company) == [(at(12), COMMERCE)]
    assert set(keys(company).values()) == {1}


async def test_who_is_let_go_and_asked_again_after_a_send_of_unknown_fate_has_one_check_in(company: Company) -> None:
    await company.start("checkout", people=("kim",))
    await company.advance(at(9, 29))
    company.outbox.lost = {dm("kim")}
    company.clock.move_to(at(9, 30))
    await company.engine.drain()
    await company.change(people="[]")
    await company.engine.drain()
    assert "no longer asked" in company.outbox.to("kim")[0].words
    await company.change()
    await company.advance(at(10))
    assert asking(company).keys() == ALL
    assert set(keys(company).values()) == {1}


@on_postgresql
async def test_a_form_that_is_sent_twice_at_once_makes_one_standup_and_says_so_twice(
    company: Company, kept_database: KeptDatabase
) -> None:
    async with gate_before(company.database, "COMMIT") as gate:
        first = beside(company.start("checkout"))
        await gate.reached.wait()
        second = beside(company.start("checkout"))
        await gate.met_by(second, kept_database.url)
        gate.open()
        assert await first == await second


@on_postgresql
async def test_a_standup_that_is_changed_while_its_run_is_opened_asks_those_it_was_changed_to(
    company: Company, kept_database: KeptDatabase
) -> None:
    await company.start("checkout", people=("kim",))
    async with gate_before(company.database, "UPDATE standup_runs SET opened_at") as gate:
        opening = beside(company.engine.drain())
        await gate.reached.wait()
        changing = beside(company.change(people="[ivy]"))
        await gate.met_by(changing, kept_database.url)
        gate.open()
        await asyncio.gather(opening, changing)
    await company.advance(at(10))
    assert asking(company).keys() == {"ana", "bo", "ivy"}


@on_postgresql
async def test_who_answers_while_they_are_let_go_is_in_the_report(
    company: Company, kept_database: KeptDatabase
) -> None:
    await company.start("checkout", people=("kim",))
    await company.advance(at(10))
    await company.change(people="[]")
    async with gate_before(company.database, "COMMIT") as gate:
        answering = beside(company.answer("kim", Answer("done", Side.NEITHER, text="The tax keys")))
        await gate.reached.wait()
        letting_go = beside(company.engine.drain())
        await gate.met_by(letting_go, kept_database.url)
        gate.open()
        await asyncio.gather(answering, letting_go)
    await company.advance(at(12))
    assert "The tax keys" in company.outbox.report().words


async def bo_s_answers_arrive_unheard(company: Company, after: int) -> None:
    """Whoever sends the message after the next `after` does not hear that it has arrived."""
    if after:
        company.outbox.meanwhile = partial(bo_s_answers_arrive_unheard, company, after - 1)
    else:
        company.outbox.lost = {COMMERCE}


async def says(company: Company, key: str, text: str) -> None:
    await company.answer(key, Answer(question="news", side=Side.NEITHER, text=text))


async def bo_s_answers_are_in_the_thread_unknown_to_rolecall(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(10))
    await says(company, "bo", "Certified")
    await company.advance(at(11, 50))
    company.outbox.meanwhile = partial(bo_s_answers_arrive_unheard, company, 1)
    await company.advance(NOON + timedelta(seconds=1))
    assert len(company.outbox.thread()) == 1


async def test_who_answers_late_does_not_have_somebody_else_s_answers_posted_twice(company: Company) -> None:
    await bo_s_answers_are_in_the_thread_unknown_to_rolecall(company)
    await says(company, "ana", "Scope is final")
    await company.advance(NOON + timedelta(hours=1))
    assert len(company.outbox.thread()) == 2
    assert set(keys(company).values()) == {1}


async def test_who_changes_their_answers_does_not_have_somebody_else_s_posted_twice(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(10))
    await says(company, "ana", "Scope is final")
    await company.advance(at(10, 5))
    company.outbox.meanwhile = partial(bo_s_answers_arrive_unheard, company, 2)
    await says(company, "bo", "Certified")
    await company.advance(at(10, 5) + timedelta(seconds=1))
    assert len(company.outbox.thread()) == 2
    await says(company, "ana", "Scope is open again")
    await company.advance(NOON + timedelta(hours=1))
    assert [each.words.count("open again") for each in company.outbox.thread()] == [1, 0]
    assert set(keys(company).values()) == {1}


async def test_answers_that_changed_after_they_arrived_unheard_are_shown_as_they_are(company: Company) -> None:
    await bo_s_answers_are_in_the_thread_unknown_to_rolecall(company)
    await says(company, "bo", "Certified, and paid for")
    await company.advance(NOON + timedelta(hours=1))
    (thread,) = company.outbox.thread()
    assert "paid for" in thread.words


async def test_a_question_to_the_owner_is_not_written_over_by_a_channel_that_is_closed_at_that_moment(
    company: Company,
) -> None:
    async def the_owner_is_asked_and_the_channel_closed() -> None:
        asked = RunId(int(company.outbox.report().key.removeprefix("run:")))
        async with company.database.write() as tx:
            await run_store.set_trouble(tx, ACME, asked, f"{ANSWERS_UNKNOWN}1:1")
        company.outbox.closed.add(COMMERCE)

    async def before_the_next_message() -> None:
        company.outbox.meanwhile = the_owner_is_asked_and_the_channel_closed

    await company.start("checkout")
    await company.advance(at(10))
    await says(company, "bo", "Certified")
    await company.advance(at(11, 50))
    company.outbox.meanwhile = before_the_next_message
    await company.advance(NOON + timedelta(seconds=1))
    assert company.outbox.closed
    asked = RunId(int(company.outbox.report().key.removeprefix("run:")))
    async with company.database.read() as tx:
        run = await run_store.run(tx, ACME, asked)
    assert run is not None
    assert run.unknown_answers == 1
