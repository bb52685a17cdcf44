"""Asking in a workspace: what is read, what is counted, and that nobody's name is kept."""

import asyncio
import gc
import weakref
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from bot.clock import MovableClock
from bot.database import Database
from bot.errors import NotFound, UserError
from bot.ids import AreaId, ChannelId
from bot.lookup import snapshots, steps
from bot.lookup.answer_rules import Greeting, NothingListed, Owned, Unknown, Vacant
from bot.lookup.notes import Note, Notes
from bot.lookup.questions.reading import read
from bot.lookup.rules import decide
from bot.lookup.snapshots import Snapshots
from bot.lookup.tables import replies, unanswered_questions, vacancies_asked
from bot.lookup.use_cases import Lookup
from bot.registry.use_cases import Registry
from tests.lookup.conftest import Desk
from tests.registry.builders import FERRY, FERRY_LINE, HARBOUR, a_file, a_workspace


async def test_an_owner_is_found(desk: Desk) -> None:
    said = await desk.lookup.answer(FERRY, "who owns booking")
    assert isinstance(said, Owned)
    assert said.area.key == "travel/booking"


class Circle:
    """Something that only the garbage collector can take away."""

    def __init__(self) -> None:
        self.me = self


async def test_what_lay_about_while_registries_were_built_is_swept_out_in_the_end(desk: Desk) -> None:
    kept, left = Snapshots(desk.database), weakref.ref(Circle())
    gc.freeze()  # as a build ends
    for _ in range(snapshots.SWEEP_EVERY):
        await kept.get(FERRY, version=1_000_000)
        await kept.settle()
    assert left() is None


async def test_a_registry_that_was_read_ahead_is_there_when_the_first_asks(desk: Desk) -> None:
    kept, asked = Snapshots(desk.database), []
    kept.warm_up(FERRY)
    await kept.settle()
    desk.database.when_statements_run(lambda: asked.append(1))
    assert (await kept.current(FERRY)).area("travel/booking").name == "Booking"
    assert asked == [1]  # for the version


async def test_an_old_version_stays_whole_for_whoever_reads_in_it(desk: Desk) -> None:
    kept = Snapshots(desk.database)
    old = await kept.get(FERRY, version=1)
    before = repr(decide(read("who owns booking", old.role_names), old, date(2026, 11, 23)))
    new = await kept.get(FERRY, version=old.version + 1)
    await kept.settle()
    assert new is not old
    assert repr(decide(read("who owns booking", old.role_names), old, date(2026, 11, 23))) == before


async def test_a_lookup_that_finds_somebody_writes_nothing_and_takes_one_statement(desk: Desk) -> None:
    await desk.lookup.answer(FERRY, "who owns booking")
    written: list[str] = []
    read: list[str] = []
    event.listen(desk.database.writer_engine.sync_engine, "before_cursor_execute", lambda *a: written.append(a[2]))
    for engine in desk.database.engines[::2]:
        event.listen(engine.sync_engine, "before_cursor_execute", lambda *a: read.append(a[2]))
    await desk.lookup.answer(FERRY, "who owns booking")
    assert written == []
    assert len(read) == 1


async def test_a_vacant_role_is_counted_by_area_and_role(desk: Desk) -> None:
    for _ in range(2):
        assert isinstance(await desk.lookup.answer(FERRY, "tpm of refunds"), Vacant)
    await desk.lookup.settle()
    async with desk.database.read() as tx:
        counted = await steps.vacancies(tx, FERRY)
    assert [(one.role, one.times) for one in counted] == [("tpm", 2)]


async def test_an_unknown_question_is_noted_once_however_it_is_put(desk: Desk) -> None:
    for sentence in ("who owns the smart fridge app?", "Smart fridge app, who owns it"):
        assert isinstance(await desk.lookup.answer(FERRY, sentence), Unknown)
    await desk.lookup.settle()
    async with desk.database.read() as tx:
        noted = await steps.unanswered(tx, FERRY)
    assert [(one.question, one.times) for one in noted] == [("who owns the smart fridge app?", 2)]


async def test_an_unanswered_question_is_kept_for_ninety_days_after_it_was_last_asked(desk: Desk) -> None:
    await desk.lookup.answer(FERRY, "who owns the smart fridge app?")
    await desk.lookup.settle()
    await desk.engine.advance(desk.clock.now() + timedelta(days=60), desk.clock)
    await desk.lookup.answer(FERRY, "who owns the smart fridge app?")
    await desk.lookup.settle()
    await desk.engine.advance(desk.clock.now() + timedelta(days=89), desk.clock)
    async with desk.database.read() as tx:
        assert len(await steps.unanswered(tx, FERRY)) == 1
    await desk.engine.advance(desk.clock.now() + timedelta(days=1), desk.clock)
    async with desk.database.read() as tx:
        assert await steps.unanswered(tx, FERRY) == []


async def test_nobody_waits_until_what_they_asked_in_vain_is_counted(desk: Desk) -> None:
    held, over = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with desk.database.write():  # on SQLite nobody else writes meanwhile
            held.set()
            await over.wait()

    holding = asyncio.create_task(hold())
    await held.wait()
    assert isinstance(await desk.lookup.answer(FERRY, "tpm of refunds"), Vacant)
    assert isinstance(await desk.lookup.answer(FERRY, "who owns the smart fridge app?"), Unknown)
    over.set()
    await holding
    await desk.lookup.settle()
    async with desk.database.read() as tx:
        assert [one.times for one in await steps.vacancies(tx, FERRY)] == [1]
        assert [one.times for one in await steps.unanswered(tx, FERRY)] == [1]


async def test_an_area_that_went_away_takes_no_other_count_with_it(desk: Desk) -> None:
    vacant = await desk.lookup.find(FERRY, "tpm of refunds")
    unknown = await desk.lookup.find(FERRY, "who owns the smart fridge app?")
    assert isinstance(vacant, Vacant)
    assert isinstance(unknown, Unknown)
    gone = replace(vacant, area=replace(vacant.area, id=AreaId(9_999)))
    notes, now = Notes(desk.database, timedelta(days=90)), desk.clock.now()
    for said in (gone, unknown):
        notes.add(Note(FERRY, "who owns the smart fridge app?", said, now))
    await notes.settle()
    async with desk.database.read() as tx:
        assert await steps.vacancies(tx, FERRY) == []
        assert [one.times for one in await steps.unanswered(tx, FERRY)] == [1]


async def test_no_table_of_counts_has_a_place_for_a_name() -> None:
    names = {column.name for table in (unanswered_questions, vacancies_asked) for column in table.columns}
    assert not names & {"asker", "member_id", "slack_user_id", "user_id"}
    assert "asker" in replies.c


async def test_after_an_import_the_next_answer_is_right(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "GRACE_SECONDS", 60)  # a busy machine builds as surely, only later
    await desk.lookup.answer(FERRY, "who owns booking")
    changed = FERRY_LINE.replace("roles: {pm: ana, tpm: [bo, cy]}", "roles: {pm: priya}")
    await desk.registry.import_file(FERRY, a_file(changed), actor="Dana")
    said = await desk.lookup.answer(FERRY, "pm of booking")
    assert isinstance(said, Owned)
    assert said.held[0].people[0].key == "priya"


async def test_while_a_new_snapshot_is_being_built_the_old_one_answers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Snapshots(desk.database)
    old = await kept.get(FERRY, 1)
    monkeypatch.setattr(snapshots, "GRACE_SECONDS", 0)
    assert await kept.get(FERRY, old.version + 1) is old
    await kept.settle()


async def test_many_who_ask_at_once_share_one_build(desk: Desk) -> None:
    kept = Snapshots(desk.database)
    first, *others = await asyncio.gather(*(kept.get(FERRY, 1) for _ in range(10)))
    assert all(other is first for other in others)


async def test_workspaces_asked_long_ago_are_forgotten_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await a_workspace(desk.database, HARBOUR)
    monkeypatch.setattr(snapshots, "MOST_WORKSPACES_KEPT", 1)
    kept = Snapshots(desk.database)
    first = await kept.get(FERRY, 1)
    await kept.get(HARBOUR, 1)
    assert await kept.get(FERRY, 1) is not first


async def test_an_empty_list_says_so_and_notes_nothing(database: Database, clock: MovableClock) -> None:
    await a_workspace(database, HARBOUR)
    lookup = Lookup(database, clock, Snapshots(database))
    assert isinstance(await lookup.answer(HARBOUR, "who owns booking"), NothingListed)
    await lookup.settle()
    async with database.read() as tx:
        assert await tx.all(select(unanswered_questions).where(unanswered_questions.c.workspace_id == HARBOUR)) == []


async def test_another_workspace_has_its_own_answers(desk: Desk) -> None:
    await a_workspace(desk.database, HARBOUR)
    await Registry(desk.database, desk.clock).import_file(
        HARBOUR, a_file("version: 1\nareas: [{key: crane, name: Crane}]\n"), actor="Eve"
    )
    assert isinstance(await desk.lookup.answer(HARBOUR, "who owns booking"), Unknown)
    await desk.lookup.settle()


async def test_a_channel_answers_for_its_area(desk: Desk) -> None:
    said = await desk.lookup.find_channel(FERRY, ChannelId("C1"), "team-booking")
    assert isinstance(said, Owned)
    assert said.area.key == "travel/booking"
    assert await desk.lookup.find_channel(FERRY, ChannelId("C2"), "random") is None
    assert await desk.lookup.find_channel(FERRY, ChannelId("C2"), "") is None


async def test_an_area_that_is_gone_is_said_to_be_gone(desk: Desk) -> None:
    with pytest.raises(NotFound, match="not in the list any more"):
        await desk.lookup.find_area(FERRY, "nowhere", None)


async def test_hello_is_answered_and_nonsense_is_explained(desk: Desk) -> None:
    assert isinstance(await desk.lookup.answer(FERRY, "hi"), Greeting)
    with pytest.raises(UserError, match="in words"):
        await desk.lookup.answer(FERRY, ":tada:")
