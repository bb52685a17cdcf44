"""Asking and measuring in a terminal, on a registry file alone."""

import json
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.errors import UserError
from bot.lookup.terminal.asking import FileAnswers
from bot.lookup.terminal.evaluation import evaluate, read_questions

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def clinic() -> FileAnswers:
    return FileAnswers.from_path(HERE / "organisations" / "clinic.yaml", date(2026, 11, 23))


def test_the_answer_as_json_keeps_its_contract(clinic: FileAnswers) -> None:
    said = clinic.json("tpm of sms reminders")
    assert said["kind"] == "owner"
    assert said["area"] == "patient/appointments/reminders"
    assert said["candidates"][0] == said["area"]
    assert len(said["candidates"]) <= 3
    assert (said["role"], said["inherited_from"], said["vacant"]) == ("tpm", "patient/appointments", False)
    assert said["people"][0] == {
        "key": "max",
        "name": "Max Orr",
        "role": "tpm",
        "accountable": True,
        "area": "patient/appointments",
        "inherited": True,
    }
    json.dumps(said)


def test_each_line_has_its_answer_in_order_whatever_it_holds(clinic: FileAnswers) -> None:
    lines = ["who owns claims\n", "\n", ":tada:\n", "x" * 3001 + "\n", "pm vs tpm"]
    answers = list(clinic.json_lines(lines))
    assert [one["kind"] for one in answers] == ["owner", "unknown", "unknown", "unknown", "compare"]
    assert "3,000" in answers[3]["message"]
    keys = {"kind", "area", "candidates", "role", "roles", "people", "confidence"}
    assert all(keys <= one.keys() for one in answers)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("who owns billing", "Product (PM): Ida Lund"),
        ("pm of sms reminders", "has no PM of its own; Appointments, one level up, answers for it."),
        ("tpm of the portal", "PatientPortal has no TPM. Until then ask Omar Diaz"),
        ("who owns drone delivery", "I don't know who owns “drone delivery”, and I won't guess."),
        ("what is a tpm", "Technical Program Manager"),
        ("what goes wrong between pm and tpm", "Between the two:"),
        ("who decides the launch date of the northside merger", "is decided by Jin Park (TPM)."),
        ("pm vs tpm appointments", "decides what ships,"),
        ("em vs designer", "The EM decides who builds it, the Product Designer how it looks"),
        ("what does Tess Wynn own", "Bed Board: Product Manager"),
        ("wlan", "urgent: @network-night"),
    ],
)
def test_a_person_reads_the_card_as_text(clinic: FileAnswers, question: str, words: str) -> None:
    assert words in clinic.text(question, NOW)


def test_what_cannot_be_asked_is_refused_in_text(clinic: FileAnswers) -> None:
    with pytest.raises(UserError, match="in words"):
        clinic.text("🤔", NOW)


def test_questions_about_roles_are_measured_by_the_roles_named(clinic: FileAnswers) -> None:
    questions = [
        {"q": "what is a tpm", "kind": "definition", "roles": ["tpm"]},
        {"q": "who owns billing", "kind": "decides", "roles": ["sponsor"]},
        {"q": "whats for lunch", "kind": "unknown", "roles": []},
    ]
    measure = evaluate(clinic, questions, time.perf_counter).as_json()
    assert (measure["kind_right"], measure["roles_right"], measure["unknown_refused"]) == (0.6667, 0.5, 1.0)


def test_a_confident_answer_to_what_nobody_owns_counts_as_wrong(clinic: FileAnswers) -> None:
    measure = evaluate(clinic, [{"q": "who owns billing", "kind": "unknown", "area": None}], time.perf_counter)
    assert measure.as_json()["confident_and_wrong"] == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [("{}\n", r"q\.jsonl:1: a question needs"), ('{"q": "a", "kind": "b"}\nx', r"q\.jsonl:2: this is not JSON")],
)
def test_a_wrong_file_of_questions_names_its_line(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=words):
        read_questions(file)
    with pytest.raises(UserError, match="cannot be read"):
        read_questions(tmp_path / "nowhere.jsonl")
