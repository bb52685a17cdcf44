"""A database that is away, a person who left, an app that may not: a sentence each, and nothing half-written."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.database import Database
from bot.registry.files.reading import read_text
from bot.standups.blocks import AREAS, ZONE
from bot.standups.check_ins.blocks import CHECK_IN
from tests.journeys.company import Company, at, standup_form

LAUNCH = "2026-12-04"
# An event that fails is not acknowledged at all, so nobody has to wait long for that.
HASTE = 0.3


@contextmanager
def no_database(database: Database) -> Iterator[None]:
    """Every statement meanwhile finds it away."""

    def refuse(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        raise OperationalError(statement, {}, Exception("away"))

    engines = {engine.sync_engine for engine in database.engines}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", refuse)
    yield
    for engine in engines:
        event.remove(engine, "before_cursor_execute", refuse)


async def test_a_question_while_the_database_is_away_gets_a_sentence_and_then_its_answer(acme: Company) -> None:
    with no_database(acme.rolecall.database):
        card = await acme.asks("sam", "/whoowns checkout")
    assert "cannot reach its database" in card.words
    assert "Ana Silva" in (await acme.asks("sam", "/whoowns checkout")).words


async def test_a_dm_while_the_database_is_away_is_answered_when_it_is_back(acme: Company) -> None:
    acme.slack.deliverer.ack_within = HASTE
    with no_database(acme.rolecall.database):
        await acme.person("sam").dms("who owns checkout?")
    acme.slack.deliverer.ack_within = 3
    acme.clock.move_to(at(8, 2))
    await acme.slack.redeliver_due()
    await acme.settle()
    (answer,) = [one for one in acme.person("sam").dm if one.bot_id]
    assert "Ana Silva" in answer.words


async def test_a_form_sent_while_the_database_is_away_stays_open_with_what_was_typed(acme: Company) -> None:
    person = acme.person("dana")
    await person.types("#commerce", "/standup new")
    await person.searches(None, ZONE, "Europe/London")
    offered = (await person.searches(None, AREAS, "checkout")).options
    values = standup_form(channel=acme.channel_id("#commerce"), areas=[offered[0]["value"]])
    with no_database(acme.rolecall.database):
        outcome = await person.submits(values=values)
    assert "Nothing was saved" in " ".join(outcome.errors.values())
    again = await person.submits()
    assert not again.errors
    assert again.modal is not None
    assert again.modal.title == "Standup set up"


async def test_a_check_in_sent_while_the_database_is_away_is_saved_when_sent_again(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    fields = await acme.opens_form("ana")
    values = {fields["standups.new_name"]: "Launch", fields["standups.new_date"]: LAUNCH}
    with no_database(acme.rolecall.database):
        outcome = await acme.person("ana").submits(values=values)
    assert outcome.errors
    assert not (await acme.person("ana").submits()).errors
    await acme.settle()
    assert acme.told("ana", "answered, thank you")


async def test_who_left_is_neither_asked_nor_waited_for(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.workspace.change_person("bo", deactivated=True)
    await acme.advance(at(9, 45))
    await acme.names_date("ana", "Launch", LAUNCH)
    await acme.settle()
    (report,) = acme.reports()
    assert report.text.endswith("1 of 1 answered")
    assert "has left" in (await acme.asks("sam", "/whoowns checkout")).words


async def test_a_guest_sets_up_no_standup(acme: Company) -> None:
    await acme.workspace.joins("gus", "Gus Guest", guest=True)
    acme.workspace.channel("commerce").members[acme.person("gus").id] = None
    card = await acme.asks("gus", "/standup new")
    assert "full members" in card.words
    assert acme.person("gus").modal is None


async def test_someone_new_is_known_at_once(acme: Company) -> None:
    await acme.workspace.joins("nia", "Nia Novak", zone="Asia/Tokyo")
    await acme.person("nia").joins("#commerce")
    await acme.sets_up("nia", name="Nia's", channel=acme.channel_id("#commerce"))
    assert "Nia" in (await acme.asks("sam", "/standup list")).words


async def test_a_person_who_moves_is_asked_by_the_clocks_of_the_new_place(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(13))
    await acme.workspace.change_person("bo", zone="Asia/Tokyo")
    before = len(acme.person("bo").dm)
    await acme.advance(at(0, 30, day=25))
    assert len(acme.person("bo").dm) == before + 1


async def test_a_new_holder_is_asked_instead_and_the_old_one_reads_so(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    text = await acme.rolecall.does.registry.export(acme.id)
    changed = text.replace("pm: ana", "pm: dana")
    await acme.rolecall.does.registry.import_file(acme.id, read_text(changed, "registry.yaml"), actor="Dana Vance")
    await acme.advance(at(11))
    assert "no longer asked" in acme.check_in("ana").words
    assert "PM of Checkout" in acme.check_in("dana").words
    await acme.person("dana").clicks(acme.check_in("dana"), CHECK_IN)
    assert acme.person("dana").modal is not None


async def test_an_archived_channel_is_told_to_the_owner(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.workspace.archive("#commerce")
    await acme.advance(at(12, 5))
    assert len(acme.told("dana", "is archived")) == 1
