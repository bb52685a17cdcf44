"""Measures answers against a file of questions with their right answers. What `rolecall evaluate` calls."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import UserError
from bot.lookup.terminal.asking import FileAnswers

AREA_KINDS = ("owner", "unknown")
MOST_QUESTIONS = 100_000


@dataclass(slots=True)
class Measure:
    """Counts over one file. `right` and `asked` by what is measured; `wrong` holds the questions that went wrong."""

    questions: int = 0
    right: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    confident_and_wrong: int = 0
    seconds: float = 0.0
    wrong: list[dict[str, Any]] = field(default_factory=list)

    def count(self, what: str, is_right: bool) -> bool:
        self.asked[what] = self.asked.get(what, 0) + 1
        self.right[what] = self.right.get(what, 0) + is_right
        return is_right

    def share(self, what: str) -> float | None:
        """The share that is right, 0 to 1; None when nothing of the kind was asked."""
        return round(self.right[what] / self.asked[what], 4) if self.asked.get(what) else None

    def lines(self) -> list[str]:
        """The figures for people, and every question that went wrong."""
        figures = {name: value for name, value in self.as_json().items() if name != "wrong" and value is not None}
        found = [f"{name.replace('_', ' '):26} {value}" for name, value in figures.items()]
        return found + [
            f"wrong: {one['q']}  (expected {one['expected']}, got {one['area'] or one['kind']})" for one in self.wrong
        ]

    def as_json(self) -> dict[str, Any]:
        """The figures that `rolecall evaluate --json` prints."""
        return {
            "questions": self.questions,
            "top1": self.share("top1"),
            "top3": self.share("top3"),
            "unknown_refused": self.share("unknown_refused"),
            "confident_and_wrong": self.confident_and_wrong,
            "confident_and_wrong_share": round(self.confident_and_wrong / self.questions, 4)
            if self.questions
            else None,
            "role_right": self.share("role"),
            "kind_right": self.share("kind"),
            "roles_right": self.share("roles"),
            "ms_per_question": round(1000 * self.seconds / self.questions, 3) if self.questions else None,
            "wrong": self.wrong,
        }


def read_questions(path: Path) -> list[dict[str, Any]]:
    """The questions of a JSON-lines file. Raises UserError with the line that cannot be read."""
    found: list[dict[str, Any]] = []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path.name} cannot be read: {error}.") from error
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError as error:
            raise UserError(f"{path.name}:{number}: this is not JSON: {error}.") from error
        if not (isinstance(entry, dict) and isinstance(entry.get("q"), str) and isinstance(entry.get("kind"), str)):
            raise UserError(f'{path.name}:{number}: a question needs "q" and "kind".')
        found.append(entry)
        if len(found) > MOST_QUESTIONS:
            raise UserError(f"{path.name} has more than {MOST_QUESTIONS:,} questions.")
    return found


def evaluate(answers: FileAnswers, questions: Sequence[dict[str, Any]], timer: Callable[[], float]) -> Measure:
    """Ask every question and count what is right; `timer` gives seconds, and only its differences count."""
    measure = Measure()
    for entry in questions:
        started = timer()
        given = answers.json(entry["q"])
        measure.seconds += timer() - started
        measure.questions += 1
        is_right = _of_role(measure, entry, given) if "roles" in entry else _of_area(measure, entry, given)
        if not is_right:
            shown = {key: given[key] for key in ("kind", "area", "candidates", "role", "roles", "confidence")}
            measure.wrong.append({"q": entry["q"], "expected": entry.get("area") or entry.get("roles"), **shown})
    return measure


def _of_area(measure: Measure, entry: dict[str, Any], given: dict[str, Any]) -> bool:
    accepted = {entry.get("area"), *(entry.get("also") or ())} - {None}
    if given["kind"] == "owner" and given["area"] not in accepted:
        measure.confident_and_wrong += 1
    if entry["kind"] == "unknown":
        return measure.count("unknown_refused", given["kind"] == "unknown")
    first = given["area"] if given["kind"] == "owner" else next(iter(given["candidates"]), None)
    measure.count("top3", bool(accepted & set(given["candidates"])))
    if entry.get("role") is not None:
        measure.count("role", given["role"] == entry["role"])
    return measure.count("top1", given["kind"] in ("owner", "ambiguous") and first in accepted)


def _of_role(measure: Measure, entry: dict[str, Any], given: dict[str, Any]) -> bool:
    wanted = set(entry["roles"])
    kind_right = measure.count("kind", given["kind"] == entry["kind"])
    if entry["kind"] == "unknown":
        if given["kind"] == "owner":
            measure.confident_and_wrong += 1
        return measure.count("unknown_refused", kind_right)
    named = given["roles"]
    return measure.count("roles", wanted <= set(named) and len(named) <= len(wanted) + 1) and kind_right
