"""How well questions are answered in each made-up organisation, and whether a fit on the others holds for it."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.rows import Row
from bot.lookup.candidates import KNOWN, rank
from bot.lookup.questions.reading import LONGEST_QUESTION, read
from bot.lookup.sureness import sureness
from bot.lookup.terminal.asking import FileAnswers
from bot.lookup.terminal.evaluation import evaluate, read_questions
from bot.registry.files.reading import read_path
from bot.registry.search.snapshot import RegistrySnapshot
from bot.roles.library import LIBRARY
from bot.roles.rules import RoleBook

ORGANISATIONS = Path(__file__).parents[1] / "tests" / "lookup" / "organisations"
TODAY = date(2026, 11, 23)
ROUNDS, STEP, DAMPING = 600, 0.5, 0.002
# Made as long as a question may be, these made patterns look back and forth without end.
TIRING = (
    "not ", "but not ", "i asked ", "asked a ", "i know that ", "what does ", "pm ", "pm or ", "pm vs tpm ", "who owns ", "a-",
    "a/", "a.b ", "#a", "@a", "<", "<@U012AB3CD>", "https://a", "is it the pm ", "said it isn't ", "is it ", "does a pm ", "pm what ", "\n", "who ", "7", "billing ",
)  # fmt: skip
# A question of another organisation is mostly unknown, so it counts less than one that is known to be.
OWN_UNKNOWN, OF_OTHERS = 5.0, 0.15


@dataclass(frozen=True)
class Sample:
    """The figures of the best match for one question, and whether the right area was among the first three."""

    asked_of: str
    written_for: str
    figures: tuple[float, ...]
    is_near: bool
    counts: float


def measure(directory: Path = ORGANISATIONS) -> list[Row]:
    """A few rows for each organisation of `directory`: as it is, and with a model fitted without it."""
    names = sorted(path.stem for path in directory.glob("*.yaml"))
    questions = {name: read_questions(directory / f"{name}-questions.jsonl") for name in names}
    rows: list[Row] = []
    samples: list[Sample] = []
    for name in names:
        told = evaluate(FileAnswers.from_path(directory / f"{name}.yaml", TODAY), questions[name], time.perf_counter)
        said = told.as_json()
        rows += [
            Row(f"{name}: {what.replace('_', ' ')}", 100 * said[what], "%")
            for what in ("top1", "top3", "unknown_refused", "confident_and_wrong_share", "role_right")
        ]
        samples += _samples(directory, name, questions)
    rows.append(Row("the slowest of the longest questions there can be", _slowest(directory), "ms", 1000))
    for name in names:
        others = [one for one in samples if name not in (one.asked_of, one.written_for)]
        model = fit(others)
        own = [one for one in samples if one.asked_of == one.written_for == name]
        kept = [sureness(model, one.figures) >= KNOWN for one in own if one.is_near]
        refused = [sureness(model, one.figures) < KNOWN for one in own if not one.is_near]
        rows.append(Row(f"{name}: right ones kept by a model of the others", 100 * sum(kept) / max(len(kept), 1), "%"))
        rows.append(Row(f"{name}: wrong ones refused by it", 100 * sum(refused) / max(len(refused), 1), "%"))
    return rows


def _slowest(directory: Path) -> float:
    """Milliseconds of the processor for the question that takes longest."""
    answers = FileAnswers.from_path(next(iter(sorted(directory.glob("*.yaml")))), TODAY)
    taken = []
    for piece in TIRING:
        began = time.process_time()
        answers.json((piece * LONGEST_QUESTION)[: LONGEST_QUESTION - 1] + "x")
        taken.append(1000 * (time.process_time() - began))
    return max(taken)


def fit(samples: Sequence[Sample]) -> list[float]:
    """The weights of a logistic model, the constant first, by plain descent on figures of one scale."""
    count = len(samples[0].figures)
    middles = [sum(one.figures[at] for one in samples) / len(samples) for at in range(count)]
    spreads = [
        math.sqrt(sum((one.figures[at] - middles[at]) ** 2 for one in samples) / len(samples)) or 1.0
        for at in range(count)
    ]
    scaled = [[(one.figures[at] - middles[at]) / spreads[at] for at in range(count)] for one in samples]
    weights = [0.0] * (count + 1)
    whole = sum(one.counts for one in samples)
    for _ in range(ROUNDS):
        slope = [0.0] * (count + 1)
        for one, figures in zip(samples, scaled, strict=True):
            off = one.counts * (sureness(weights, figures) - one.is_near)
            slope[0] += off
            for at, figure in enumerate(figures, 1):
                slope[at] += off * figure
        weights = [
            weight - STEP * (part / whole + (DAMPING * weight if at else 0.0))
            for at, (weight, part) in enumerate(zip(weights, slope, strict=True))
        ]
    unscaled = [weight / spread for weight, spread in zip(weights[1:], spreads, strict=True)]
    constant = weights[0] - sum(weight * middle for weight, middle in zip(unscaled, middles, strict=True))
    return [constant, *unscaled]


def _samples(directory: Path, name: str, questions: dict[str, list[dict[str, Any]]]) -> list[Sample]:
    """The organisation's own questions, and those of the others, which it mostly cannot answer."""
    content = read_path(directory / f"{name}.yaml").content
    snapshot = RegistrySnapshot(content, RoleBook(LIBRARY, content.roles))
    found: list[Sample] = []
    for written_for, entries in questions.items():
        for entry in entries:
            own = written_for == name
            if not own and entry["kind"] != "owner":
                continue
            ranked = rank(read(entry["q"], snapshot.role_names), snapshot, TODAY)
            if ranked.direct or not ranked.figures or (not own and ranked.named_outright):
                continue
            right = {entry.get("area"), *(entry.get("also") or ())} if own else set()
            is_near = any(one.area.key in right for one in ranked.candidates[:3])
            counts = OF_OTHERS if not own else 1.0 if entry["kind"] == "owner" else OWN_UNKNOWN
            found.append(Sample(name, written_for, ranked.figures, is_near, counts))
    return found
