"""From a sentence to an answer, on a small registry."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lookup.answer_rules import Ambiguous, Answer, Decides, Definition, Holds, Owned, Unknown, Vacant
from bot.lookup.questions.intents import Intent
from bot.lookup.questions.reading import read
from bot.lookup.rules import decide
from bot.lookup.terminal.contract import as_json
from bot.registry.rules import Person
from bot.registry.search.direct import DirectKeys
from bot.registry.search.snapshot import RegistrySnapshot
from tests.registry.builders import a_book, a_file

FILE = a_file()
SNAPSHOT = RegistrySnapshot(FILE.content, a_book(FILE))
MONDAY = date(2026, 11, 23)


def answer(sentence: str, on: date = MONDAY) -> Answer:
    return decide(read(sentence, SNAPSHOT.role_names), SNAPSHOT, on)


@pytest.mark.parametrize(
    ("sentence", "area"),
    [
        ("who owns booking?", "travel/booking"),
        ("seat reservation", "travel/booking"),
        ("bookng is down", "travel/booking"),
        ("SeatReservation broken again, who", "travel/booking"),
        ("<#C1234567|team-booking> who", "travel/booking"),
        ("https://docs.ferry.example/booking/faq.html", "travel/booking"),
        ("ferry/booking", "travel/booking"),
        ("web/booking/src/seat.py", "travel/booking"),
        ("gift voucher", "travel/booking/vouchers"),
        ("the new ships program", "fleet"),
        ("refund, not the booking", "travel/refunds"),
    ],
)
def test_an_area_is_found_by_whatever_names_it(sentence: str, area: str) -> None:
    found = answer(sentence)
    assert isinstance(found, Owned)
    assert found.area.key == area
    assert found.candidates[0] == area


def test_the_role_asked_for_comes_first() -> None:
    found = answer("who is the TPM of booking")
    assert isinstance(found, Owned)
    assert (found.role, found.held[0].role.key) == ("tpm", "tpm")
    assert [person.key for person in found.held[0].people] == ["bo", "cy"]


def test_an_area_with_nobody_of_its_own_inherits_and_says_from_where() -> None:
    found = answer("gift vouchers pm")
    assert isinstance(found, Owned)
    assert found.inherited_from is not None
    assert found.inherited_from.key == "travel/booking"
    assert found.held[0].levels_up == 1


def test_a_role_that_nobody_holds_is_vacant_with_who_to_ask_until_then() -> None:
    found = answer("tpm of refunds")
    assert isinstance(found, Vacant)
    assert found.cover is not None
    assert (found.cover.people[0].key, found.cover.from_area.key) == ("priya", "travel")
    assert as_json(found)["kind"] == "owner"


def test_a_holder_whose_time_is_over_holds_nothing() -> None:
    assert isinstance(answer("pm of refunds", date(2025, 6, 1)), Vacant)


def test_what_no_area_covers_is_unknown() -> None:
    for sentence in ("who owns the smart fridge app", "payroll slip is wrong, who", "x" * 2999):
        assert isinstance(answer(sentence), Unknown)


def test_a_person_is_answered_with_what_they_hold() -> None:
    for sentence in ("<@U0BO>", "what does Bo Chen own?", "bo chen"):
        found = answer(sentence)
        assert isinstance(found, Holds)
        assert found.person.key == "bo"
        assert [(area.key, role.key) for area, role in found.held] == [("travel/booking", "tpm")]


def test_a_first_name_is_enough_where_one_person_has_it_and_nothing_else_is_said() -> None:
    for sentence in ("what does Bo do?", "bo", "what areas does bo hold"):
        found = answer(sentence)
        assert isinstance(found, Holds)
        assert found.person.key == "bo"
    assert isinstance(answer("who walks Bo's dog"), Unknown)


def test_a_first_name_that_two_people_have_names_nobody() -> None:
    people = [Person("bo", "Bo Chen"), Person("bo2", "Bo Lind")]
    assert DirectKeys([], people).by_first_name("bo") == ("bo", "bo2")


def test_somebody_the_registry_does_not_name_holds_nothing() -> None:
    found = answer("<@U0STRANGER>")
    assert isinstance(found, Holds)
    assert found.held == ()


def test_a_definition_names_the_role() -> None:
    found = answer("what is a TPM")
    assert isinstance(found, Definition)
    assert (found.aspect, [role.key for role in found.roles]) == (Intent.DEFINITION, ["tpm"])


def test_who_decides_gives_the_role_and_with_an_area_the_names() -> None:
    found = answer("who decides the launch date")
    assert isinstance(found, Decides)
    assert ([role.key for role in found.roles], found.area) == (["tpm"], None)
    there = answer("who decides the launch date of booking")
    assert isinstance(there, Decides)
    assert there.area is not None
    assert there.area.key == "travel/booking"
    assert as_json(there)["people"][0]["key"] == "bo"


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("is chasing other teams a PM's job", ["tpm"]),
        ("user stories: pm? tpm?", ["pm"]),
        ("we need another 300k for the program, who can give it", ["sponsor"]),
        ("what do the PM and the TPM have to agree on before the dog walk", ["pm", "tpm"]),
        ("fish tanks, is that pm or tpm", ["pm", "tpm"]),
    ],
)
def test_what_is_asked_of_one_role_may_belong_to_another_or_to_both(sentence: str, roles: list[str]) -> None:
    found = answer(sentence)
    assert isinstance(found, Decides | Definition)
    assert [role.key for role in found.roles] == roles


def test_two_areas_that_fit_equally_are_both_offered() -> None:
    file = a_file(
        "version: 1\nareas:\n  - {key: a, name: Web shop checkout}\n  - {key: b, name: Store checkout}\n  - {key: c, name: Ships}\n"
    )
    snapshot = RegistrySnapshot(file.content, a_book(file))
    found = decide(read("checkout", snapshot.role_names), snapshot, MONDAY)
    assert isinstance(found, Ambiguous)
    assert {area.key for area in found.candidates} == {"a", "b"}


@settings(max_examples=150)
@given(st.text(max_size=200))
def test_any_text_has_an_answer_and_always_the_same(sentence: str) -> None:
    first = as_json(answer(sentence))
    assert as_json(answer(sentence)) == first
    assert first["kind"]
    assert 0 <= first["confidence"] <= 1


def test_three_thousand_characters_are_answered_quickly() -> None:
    for sentence in ("who owns " + "booking " * 370, "(" * 3000, "not " * 750, "a/b" * 1000, "<" * 3000):
        assert as_json(answer(sentence[:3000]))["kind"]


def test_the_side_that_nobody_holds_is_said_even_when_no_role_was_asked_for() -> None:
    found = answer("who owns refunds?")
    assert isinstance(found, Owned)
    assert found.missing is not None
    assert found.missing.key == "tpm"
    assert found.cover is not None
    assert found.cover.people[0].name == "Priya Nair"
    assert as_json(found)["role"] is None


def test_no_side_is_missed_where_both_are_held_here_or_above() -> None:
    found = answer("gift voucher")
    assert isinstance(found, Owned)
    assert found.missing is None


def test_a_registry_that_never_names_a_tpm_misses_none() -> None:
    file = a_file("version: 1\npeople: [{key: ana, name: Ana}]\nareas: [{key: till, name: Till, roles: {pm: ana}}]\n")
    found = decide(read("till", SNAPSHOT.role_names), RegistrySnapshot(file.content, a_book(file)), MONDAY)
    assert isinstance(found, Owned)
    assert found.missing is None
