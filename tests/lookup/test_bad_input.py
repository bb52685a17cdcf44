"""Whatever is typed is answered, refused with a sentence, or said to be unknown; cut to a bound, and escaped."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.ids import WorkspaceId
from bot.lookup import blocks
from bot.lookup.questions.reading import LONGEST_QUESTION, MOST_WORDS, read
from bot.lookup.terminal.asking import FileAnswers
from bot.lookup.wording import SEVERAL
from bot.registry.files.reading import read_text
from bot.registry.search.role_names import RoleNames
from bot.roles.library import library_book

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WORKSPACE = WorkspaceId("T0EXAMPLE")
PIECES = [
    "who ", "owns ", "not ", "but ", "i asked ", "pm ", "tpm ", "or ", "vs ", "what does ", "a", "B", "-", "/", ".", ",",
    ":", "?", "*", "_", "~", "`", "```", "<", ">", "&", "@", "#", "<!channel>", "<@U012AB3CD>", "<#C012AB3CD|x>", "https://",
    "\n", "\u200f", "\u05d0", "\u8ab0", "\U0001f389", "é", "billing ", "appointments ", "7",
]  # fmt: skip


@pytest.fixture(scope="module")
def clinic() -> FileAnswers:
    return FileAnswers.from_path(Path(__file__).parent / "organisations" / "clinic.yaml", TODAY)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60).map("".join))
@settings(max_examples=300)
def test_anything_typed_has_an_answer_of_the_promised_form(clinic: FileAnswers, sentence: str) -> None:
    said = clinic.json(sentence)
    assert {"kind", "area", "candidates", "role", "roles", "people", "confidence"} <= said.keys()
    assert 0 <= said["confidence"] <= 1
    assert len(said["candidates"]) <= 3
    json.dumps(said)
    assert clinic.json(sentence) == said


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join))
@settings(max_examples=60)
def test_of_the_longest_question_there_can_be_so_many_words_are_read(clinic: FileAnswers, piece: str) -> None:
    sentence = (piece * LONGEST_QUESTION)[: LONGEST_QUESTION - 1] + "x"
    assert clinic.json(sentence)["kind"]
    question = read(sentence, RoleNames(library_book()))
    assert len(question.said) <= MOST_WORDS
    assert len(question.subject) <= len(sentence)


def test_in_a_story_the_clause_that_asks_is_what_counts(clinic: FileAnswers) -> None:
    story = "yesterday a visitor from abroad showed me holiday photographs near the elevator and praised the curtains"
    assert clinic.json(f"{story}. anyway, which team does claims?")["area"] == "patient/billing/claims"
    assert clinic.json(f"{story}. anyway, which team does curtains?")["kind"] == "unknown"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("pm", "definition"),
        ("the tpm?", "definition"),
        ("من يملك الفواتير", "unknown"),
        ("\u200fwho owns billing\u200f", "owner"),
        ("```who owns billing```", "owner"),
        ("*who* owns _billing_ `now`", "owner"),
        ("<!channel> who owns billing", "owner"),
        ("who owns billing? and who is the tpm of claims? and what about the bed board?", "ambiguous"),
        ("🎉🎉🎉", "unknown"),
        (":tada: :wave:", "unknown"),
        ("", "unknown"),
        ("x" * (LONGEST_QUESTION + 1), "unknown"),
    ],
)
def test_unusual_questions_are_answered_or_said_to_be_unknown(clinic: FileAnswers, sentence: str, kind: str) -> None:
    assert clinic.json(sentence)["kind"] == kind


@pytest.mark.parametrize("sentence", ["🎉", ":tada:", "", "  \n", "x" * (LONGEST_QUESTION + 1), "?!"])
def test_what_cannot_be_a_question_is_refused_with_what_to_do_instead(clinic: FileAnswers, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        clinic.answer(sentence)
    assert "Ask" in refused.value.message


HOSTILE = """
version: 1
people: [{key: ana, name: "<!channel> *Ana* `x` <@U0EVIL1>"}]
areas:
  - {key: a, name: "*Billing* <!here> `x`", description: "<!everyone> & <https://evil.example|click>", roles: {pm: ana}}
  - {key: b, name: "_Billing_ desk <!channel>", roles: {pm: ana}}
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "who owns billing",
        "billing desk",
        "<!channel> *smart fridge* `<@U0EVIL1>`",
        "what does ana own",
        "pm of billing",
    ],
)
def test_neither_question_nor_registry_can_mention_anybody(sentence: str) -> None:
    answers = FileAnswers(read_text(HOSTILE, "hostile.yaml"), TODAY)
    card = blocks.card(answers.answer(sentence), WORKSPACE, sentence, NOW)
    texts = [card.arguments()["text"], *_mrkdwn(card.blocks)]
    assert not any(mention in text for text in texts for mention in ("<!", "<@U0EVIL1>", "<https://evil"))


def _mrkdwn(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [str(value["text"])] if value.get("type") == "mrkdwn" else []
        return own + [text for one in value.values() for text in _mrkdwn(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in _mrkdwn(one)]
    return []


@pytest.mark.parametrize(
    ("sentence", "several"),
    [
        ("who owns claims? and who decides the budget? and what is a pm?", True),
        ("what does a tpm do? and who owns claims", True),
        ("who owns claims?", False),
        ("can anyone help me? who owns claims?", False),
        ("claims are late?? who can look at it, which team?", False),
        ("where do claims go? which team i mean", False),
    ],
)
def test_who_asks_several_things_is_told_that_one_is_answered(
    clinic: FileAnswers, sentence: str, *, several: bool
) -> None:
    assert (SEVERAL in clinic.text(sentence, NOW)) == several
    shown = blocks.card(clinic.answer(sentence), WORKSPACE, sentence, NOW)
    assert (SEVERAL in shown.text) == several
    assert (
        any(block["type"] == "context" and SEVERAL in block["elements"][0]["text"] for block in shown.blocks) == several
    )
