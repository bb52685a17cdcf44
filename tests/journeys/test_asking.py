"""A question, typed in Slack, becomes the right card for the one who asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy import event

from bot.clock import MovableClock
from bot.database import Database
from bot.lookup import steps as lookup
from bot.lookup.blocks import CANDIDATE, NONE_OF_THESE
from bot.registry.files.reading import read_text
from tests.journeys.company import Company, a_company

ASKED_IN_VAIN = "smart fridge firmware"


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What is sent to the database meanwhile, apart from the beginning and the end of transactions."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.upper().startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    engines = {engine.sync_engine for engine in database.engines}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield sent
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


async def notes(company: Company) -> list[tuple[str, int]]:
    await company.rolecall.settle()
    async with company.rolecall.database.read() as tx:
        return [(each.question, each.times) for each in await lookup.unanswered(tx, company.id)]


async def test_whoowns_names_who_holds_each_role_to_the_asker_alone(acme: Company) -> None:
    card = await acme.asks("sam", "/whoowns checkout")
    assert "*Checkout*" in card.words
    assert "|Ana Silva>" in card.words
    assert "|Bo Chen>" in card.words
    assert "Product (PM)" in card.words
    assert "<@" not in card.words


async def test_it_answers_the_same_over_signed_http(database: Database, clock: MovableClock) -> None:
    with freeze_time(clock.now(), real_asyncio=True):
        async with a_company(database, clock, by_http=True) as acme:
            assert "|Bo Chen>" in (await acme.asks("sam", "/whoowns checkout")).words


async def test_an_area_without_holders_is_answered_for_by_the_one_above(acme: Company) -> None:
    card = await acme.asks("sam", "/whoowns apple pay")
    first = card.words.splitlines()[0]
    assert "Apple Pay" in first
    assert "Checkout" in first
    assert "one level up" in first
    assert "|Ana Silva>" in card.words


async def test_a_vacant_role_is_said_first_with_whom_to_ask_until_then(acme: Company) -> None:
    card = await acme.asks("sam", "/whoowns who is the tpm of refunds")
    assert card.words.startswith("*Refunds has no TPM.*")
    assert "|Dana Vance>" in card.words.splitlines()[0]


async def test_one_of_two_that_are_called_the_same_is_chosen_by_button(acme: Company) -> None:
    card = await acme.asks("sam", "/whoowns loyalty points")
    assert card.buttons[-1] == "None of these"
    assert len(card.buttons) == 3
    clicked = await acme.person("sam").clicks(card, f"{CANDIDATE}#0")
    assert clicked.acked
    await acme.settle()
    shown = acme.person("sam").sees("#commerce")
    assert shown == [card]  # the card itself has become the answer
    assert "Loyalty Points" in shown[-1].words
    assert "Which one?" not in shown[-1].words
    assert shown[-1].ephemeral


async def test_none_of_these_notes_the_question_once_without_a_name(acme: Company) -> None:
    card = await acme.asks("sam", "/whoowns loyalty points")
    acme.slack.faults.double("block_actions", times=1)
    await acme.person("sam").clicks(card, NONE_OF_THESE)
    await acme.settle()
    assert "I don't know who owns “loyalty points”" in card.words
    assert await notes(acme) == [("loyalty points", 1)]


async def test_what_nobody_owns_is_not_guessed_and_is_noted_without_a_name(acme: Company) -> None:
    card = await acme.asks("sam", f"/whoowns {ASKED_IN_VAIN}")
    assert "I won't guess" in card.words
    assert await notes(acme) == [(ASKED_IN_VAIN, 1)]


async def test_a_mention_in_a_channel_is_answered_to_the_asker_alone_and_once(acme: Company) -> None:
    acme.slack.faults.double("event")
    outcome = await acme.person("sam").types("#commerce", "@rolecall who owns checkout?")
    assert outcome.acked
    await acme.settle()
    answers = [one for one in acme.person("sam").sees("#commerce") if one.bot_id]
    assert len(answers) == 1
    assert answers[0].visible_to == acme.person("sam").id
    assert "|Bo Chen>" in answers[0].words
    assert not [one for one in acme.person("dana").sees("#commerce") if one.bot_id]


async def test_a_dm_explains_what_a_role_is_in_its_thread_once(acme: Company) -> None:
    acme.slack.faults.double("event")
    outcome = await acme.person("sam").dms("what is a TPM")
    assert outcome.message is not None
    await acme.settle()
    (answer,) = [one for one in acme.person("sam").dm if one.bot_id]
    assert answer.thread_ts == outcome.message.ts
    assert "Technical Program Manager" in answer.words


async def test_an_event_that_was_lost_comes_again_and_is_answered_once(acme: Company) -> None:
    acme.slack.faults.lose("event", times=1)
    await acme.person("sam").dms("who owns checkout?")
    await acme.settle()
    assert len([one for one in acme.person("sam").dm if one.bot_id]) == 1


@pytest.mark.parametrize(
    "question",
    ["who owns " + "everything " * 300, ":tada: :rocket:", "🎉🚀", "<!channel> <!here>", "@sam @dana ???", "*_~`>"],
    ids=["3,000 characters", "emoji names", "emoji", "mass mention", "names", "marks"],
)
async def test_what_is_no_question_gets_a_sentence(acme: Company, question: str) -> None:
    card = await acme.asks("sam", f"/whoowns {question}")
    assert len(card.words) > 20
    assert "Something went wrong" not in card.words
    assert "<!" not in card.words
    assert "<!" not in card.text
    assert "<@" not in card.words


async def test_a_mass_mention_in_a_question_is_never_repeated_as_one(acme: Company) -> None:
    for command in ("/whoowns smart <!channel> fridge", "/rolecall who owns the <!everyone> fridge"):
        card = await acme.asks("sam", command)
        assert "<!" not in card.words + card.text
    await acme.person("sam").dms("who owns the <!here> fridge?")
    await acme.settle()
    said = acme.person("sam").dm[-1]
    assert said.bot_id
    assert "<!" not in said.words + said.text


async def test_a_look_up_takes_two_statements_at_most(acme: Company) -> None:
    await acme.asks("sam", "/whoowns checkout")
    with statements(acme.rolecall.database) as sent:
        await acme.asks("sam", "/whoowns checkout")
    assert len(sent) <= 2, sent


async def test_whoowns_alone_and_help_say_how_to_ask(acme: Company) -> None:
    assert "/whoowns refunds" in (await acme.asks("sam", "/whoowns")).words
    shown = (await acme.asks("sam", "/rolecall help")).words
    assert all(command in shown for command in ("/whoowns", "/rolecall", "/standup new"))


async def test_a_new_registry_is_answered_from_at_once_after_it_was_asked(acme: Company) -> None:
    """At the latest the second time: the first may be answered from the one before while the new one is read."""
    await acme.asks("sam", "/whoowns checkout")
    text = await acme.rolecall.does.registry.export(acme.id)
    await acme.rolecall.does.registry.import_file(
        acme.id, read_text(text.replace("name: Search", "name: Discovery"), "registry.yaml"), actor="Dana Vance"
    )
    await acme.asks("sam", "/whoowns discovery")
    await acme.rolecall.snapshots.settle()
    assert "|Lena Voss>" in (await acme.asks("sam", "/whoowns discovery")).words
