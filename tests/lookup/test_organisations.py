"""Answers in organisations of very different kinds, measured as `rolecall evaluate` does."""

import time
from datetime import date
from pathlib import Path

import pytest

from bot.lookup.terminal.asking import FileAnswers
from bot.lookup.terminal.evaluation import evaluate, read_questions

HERE = Path(__file__).parent / "organisations"
ORGANISATIONS = sorted(path.stem for path in HERE.glob("*.yaml"))


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_an_organisation_is_answered_well_and_seldom_with_a_wrong_name(name: str) -> None:
    answers = FileAnswers.from_path(HERE / f"{name}.yaml", date(2026, 11, 23))
    measure = evaluate(answers, read_questions(HERE / f"{name}-questions.jsonl"), time.perf_counter).as_json()
    assert measure["top1"] >= 0.95
    assert measure["top3"] >= 0.97
    assert measure["unknown_refused"] >= 0.9
    assert measure["confident_and_wrong_share"] <= 0.02
    assert measure["role_right"] >= 0.95


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_questions_about_roles_name_the_roles_that_settle_them(name: str) -> None:
    answers = FileAnswers.from_path(HERE / f"{name}.yaml", date(2026, 11, 23))
    measure = evaluate(answers, read_questions(HERE / "role-questions.jsonl"), time.perf_counter).as_json()
    assert measure["roles_right"] >= 0.95
    assert measure["kind_right"] >= 0.95
    assert measure["unknown_refused"] == 1.0
