"""Cards: inside Slack's limits, and nothing of what people wrote becomes a mention or formatting."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from bot.ids import WorkspaceId
from bot.lookup import blocks
from bot.lookup.answer_rules import Unknown
from bot.lookup.blocks import Choice, read_choice
from bot.lookup.examples import QUESTIONS, examples
from bot.lookup.hand_overs.blocks import as_metadata
from bot.lookup.hand_overs.rules import Passing
from bot.lookup.questions.reading import read
from bot.lookup.rules import decide
from bot.registry.rules import RegistryContent
from bot.registry.search.snapshot import RegistrySnapshot
from tests.registry.builders import a_book, a_person, an_area, an_assignment

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FERRY = WorkspaceId("T0FERRY")


@pytest.mark.parametrize(("name", "surface", "payload"), examples(), ids=lambda value: str(value)[:40])
def test_every_example_looks_as_agreed(
    name: str, surface: str, payload: dict[str, Any], snapshot: SnapshotAssertion
) -> None:
    assert (name, surface, payload) == snapshot


def test_the_examples_show_every_kind_of_answer() -> None:
    names = {name for name, _, _ in examples()}
    assert {f"lookup: {name}" for name, _ in QUESTIONS} <= names


HOSTILE = "<!channel> *bold* `code` <@U123> & ~x~ _y_ \u202eright\u202c > <https://evil.example|click>"


def hostile_card(sentence: str) -> dict[str, Any]:
    content = RegistryContent(
        (a_person("ana", name=HOSTILE),),
        (),
        (an_area("hostile", name=f"Zephyr {HOSTILE}", help_channel="#<!here>", oncall=HOSTILE, unowned=""),),
        (an_assignment("hostile", "pm", "ana", part=HOSTILE, source=HOSTILE, line=3),),
    )
    registry = RegistrySnapshot(content, a_book())
    said = decide(read(sentence, registry.role_names), registry, NOW.date())
    return blocks.card(said, FERRY, sentence, NOW).arguments()


@pytest.mark.parametrize(
    "sentence", ["who owns zephyr", "tpm of zephyr", f"who owns {HOSTILE} hovercraft", "<!channel> x"]
)
def test_hostile_text_never_becomes_a_mention_or_a_link(sentence: str) -> None:
    shown = [part["text"]["text"] for part in hostile_card(sentence)["blocks"] if part["type"] == "section"]
    shown += [
        one["text"]
        for part in hostile_card(sentence)["blocks"]
        if part["type"] == "context"
        for one in part["elements"]
    ]
    text = "\n".join(shown)
    for forbidden in ("<!", "<@", "<https", "\u202e", "`code`"):
        assert forbidden not in text


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_an_unknown_card_holds_any_text_within_the_limits(subject: str) -> None:
    near = an_area(name=subject or "x")
    message = blocks.unknown_card(Unknown(subject, None, 1.0, (near,), ((near,),)), subject)
    assert message.text
    assert len(message.blocks[0]["text"]["text"]) <= 3000
    assert "<" not in message.blocks[0]["text"]["text"]


@settings(max_examples=100)
@given(st.text(max_size=3000))
def test_buttons_and_forms_carry_any_text_within_the_limits(typed: str) -> None:
    card = blocks.card(Unknown(typed, None, 1.0), FERRY, typed, NOW)
    assert all(len(one["value"]) <= 2000 for one in card.blocks[-1]["elements"])
    assert len(as_metadata(Passing("C0", "1.1", "1.1", typed, "k" * 200, "r" * 200))) <= 3000


def test_a_choice_survives_its_button() -> None:
    choice = Choice("travel/böoking", "tpm", "wer macht das?" * 100)
    said = read_choice(choice.as_value())
    assert (said.area, said.role) == (choice.area, choice.role)
    assert len(Choice("k" * 200, "r" * 200, "\u2764" * 3000).as_value()) <= 2000
    assert json.loads(Choice(None, None, "").as_value()) == {}


def test_names_are_links_that_notify_nobody() -> None:
    payload = {name: shown for name, _, shown in examples()}["lookup: found"]
    assert "<slack://user?team=T0EXAMPLE&id=U0ANA|Ana Silva>" in json.dumps(payload)
    assert "<@" not in json.dumps(payload)


def test_an_area_that_nobody_has_on_purpose_says_why() -> None:
    returns = an_area("returns", name="Returns", parent="shop", unowned="Shared until spring.")
    content = RegistryContent(
        people=(a_person("ana", name="Ana Silva"),),
        areas=(an_area("shop", name="Shop"), returns),
        assignments=(an_assignment("shop", "pm", "ana"),),
    )
    snapshot = RegistrySnapshot(content, a_book())
    said = decide(read("returns", snapshot.role_names), snapshot, NOW.date())
    card = blocks.card(said, FERRY, "returns", NOW)
    assert "on purpose: Shared until spring." in card.text
    assert "on purpose: Shared until spring." in json.dumps(card.blocks)
