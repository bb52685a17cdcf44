"""Questions about roles that several hands wrote: the counts that ship, and how they do on the hand that was left out."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.answers import ORGANISATIONS, TODAY, Sample, fit
from bench.rows import Row
from bot.lookup.candidates import rank
from bot.lookup.questions import hearing
from bot.lookup.questions.hearing import TOGETHER, Hearing, heard_words
from bot.lookup.questions.hearing import features as features_of
from bot.lookup.questions.intents import Intent
from bot.lookup.questions.reading import read
from bot.lookup.questions.topics import topics_of
from bot.lookup.settling import figures
from bot.lookup.terminal.asking import FileAnswers
from bot.lookup.terminal.evaluation import evaluate, read_questions
from bot.registry.files.reading import read_path
from bot.registry.search.role_names import RoleNames
from bot.registry.search.snapshot import RegistrySnapshot
from bot.roles.library import LIBRARY, library_book
from bot.roles.rules import RoleBook

ASKED = ORGANISATIONS.parent / "asked"
TABLE = Path(hearing.__file__).parent / "asked.txt"
PHRASES = "phrases"
UNKNOWN_COUNTS = 3.0


@dataclass(frozen=True)
class Asked:
    """One question with the sort it is of. `by`: the hand that wrote it, an organisation, or the library's phrases."""

    by: str
    marked: str
    sort: str


def asked() -> list[Asked]:
    """All that is counted: what the hands asked, what the organisations of the tests ask, the library's own phrases."""
    book = library_book()
    names = RoleNames(book)
    found = [
        Asked(path.stem, read(entry["q"], names).marked, sort_of(entry))
        for path in sorted(ASKED.glob("*.jsonl"))
        for entry in read_questions(path)
    ]
    found += [
        Asked(path.stem, read(entry["q"], names).marked, sort_of(entry))
        for path in sorted(ORGANISATIONS.glob("*.jsonl"))
        for entry in read_questions(path)
    ]
    for role in book:
        for decision in role.decisions:
            sort = TOGETHER.join(sorted((role.key, *decision.together_with)))
            found += [Asked(PHRASES, phrase, sort) for phrase in (decision.subject, *decision.asked_as)]
        found += [Asked(PHRASES, said, role.key) for said in (*role.responsibilities, role.purpose, role.scope)]
    return found


def sort_of(entry: dict[str, Any]) -> str:
    """The sort of a question of a file: the roles that settle it, else its kind: asked of roles, an owner, or unknown."""
    kind = str(entry["kind"])
    return TOGETHER.join(sorted(entry["roles"])) if kind == Intent.DECIDES.value else kind


def table(counted: Iterable[Asked]) -> Iterator[str]:
    """The lines of the file that ships: how many questions there are of each sort, then the words by their counts."""
    asked_of: Counter[str] = Counter()
    said_in: dict[str, Counter[str]] = {}
    for one in counted:
        asked_of[one.sort] += 1
        for feature in features_of(heard_words(one.marked)):
            said_in.setdefault(feature, Counter())[one.sort] += 1
    lines: dict[str, list[str]] = {}
    for feature in sorted(said_in):
        lines.setdefault(_written(said_in[feature]), []).append(feature)
    yield _written(asked_of)
    for said, listed in sorted(lines.items()):
        yield f"{said}\t{' '.join(listed)}"


def measure() -> list[Row]:
    """For each hand how its questions are answered by the counts of the others, in an organisation of the tests."""
    counted = asked()
    rows: list[Row] = []
    for path in sorted(ASKED.glob("*.jsonl")):
        others = Hearing(list(table(one for one in counted if one.by != path.stem)))
        answers = FileAnswers.from_path(ORGANISATIONS / "nordhafen.yaml", TODAY, others)
        told = evaluate(answers, read_questions(path), time.perf_counter).as_json()
        rows += [
            Row(f"the {path.stem} hand, left out: {what.replace('_', ' ')}", 100 * told[what], "%")
            for what in ("roles_right", "kind_right", "unknown_refused")
        ]
    return rows


def weights() -> list[float]:
    """The model of what is about roles, fitted on each hand and each organisation as heard by the counts of the others."""
    counted = asked()
    samples: list[Sample] = []
    for path in (*sorted(ASKED.glob("*.jsonl")), *sorted(ORGANISATIONS.glob("*-questions.jsonl"))):
        others = Hearing(list(table(one for one in counted if one.by != path.stem)))
        place = ORGANISATIONS / f"{path.stem.removesuffix('-questions')}.yaml"
        content = read_path(place if place.exists() else ORGANISATIONS / "nordhafen.yaml").content
        snapshot = RegistrySnapshot(content, RoleBook(LIBRARY, content.roles))
        for entry in read_questions(path):
            question = read(entry["q"], snapshot.role_names)
            ranked = rank(question, snapshot, TODAY)
            if not ranked.direct:
                heard, topic = others.hear(question.marked), topics_of(snapshot.roles).find(question.apart)
                told = figures(question, heard, topic.likely if topic is not None else 0.0, ranked)
                is_about = "roles" in entry and entry["kind"] != "unknown"
                counts = UNKNOWN_COUNTS if entry["kind"] == "unknown" else 1.0
                samples.append(Sample(place.stem, path.stem, tuple(map(float, told)), is_about, counts))
    return fit(samples)


def write() -> None:
    """Count everything anew and put it where it ships."""
    TABLE.write_text("\n".join([*table(asked()), ""]), encoding="utf-8")


def _written(counts: Counter[str]) -> str:
    return " ".join(f"{sort} {counts[sort]}" for sort in sorted(counts))
