"""The areas a question may mean, best first, each with how sure that is."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, islice

from bot.lookup.questions.reading import Question
from bot.lookup.sureness import sureness
from bot.registry.rules import Area
from bot.registry.search.closeness import Match
from bot.registry.search.ranking import Found
from bot.registry.search.snapshot import RegistrySnapshot
from bot.registry.search.text import BREAK, Word

# Above the first an area is named instead of asked for; above the second the registry holds what is asked for at all.
CERTAIN, KNOWN = 0.6, 0.15
# Below this, what is nearest has nothing to do with the question.
NEARBY = 0.001
# A question of so many telling words is a story.
A_STORY, MOST_CLAUSES = 8, 4
MOST_CANDIDATES = 3
ASKING = frozenset(["who", "whos", "whose", "whom", "which", "what", "whats", "where", "anyone", "owner"])
DIRECT, ALL, NAMED_OUTRIGHT = 0.97, 0.97, 0.6
CLOSE = 0.05


MOST_MARGIN, MOST_WORDS, MOST_AROUND = 0.5, 4, 2
# Two logistic models over `figures`, the constant first: whether the match is what is meant, and whether it or one of the
# two behind it is. Fitted on questions with known answers; `python -m bench answers` shows how such a fit travels.
IS_MEANT = (-6.4, 5.74, 5.03, 0.34, -2.15, -4.34, -1.72, 0.87, 0.26)
IS_NEAR = (-6.15, 6.27, 3.14, 0.29, -2.12, -4.33, -1.62, 0.9, 0.71)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An area that may be meant; `strength` orders, `confidence` (0 to 1) says how sure it is."""

    area: Area
    strength: float
    confidence: float
    coverage: float = 1.0
    named: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidates, best first; `known`: how sure it is that one of the first is meant, by the
    `figures` of the best.

    `direct`: an outright key named them; `named_outright`: a whole name was said.
    """

    candidates: tuple[Candidate, ...] = ()
    direct: bool = False
    named_outright: bool = False
    coverage: float = 0.0
    known: float = 0.0
    figures: tuple[float, ...] = ()


def rank(question: Question, snapshot: RegistrySnapshot, today: date) -> Ranked:
    """The areas that `question` may be about on `today`."""
    found = snapshot.search(question.said)
    direct = _direct(question, snapshot)
    if direct and not _is_place_only(question, snapshot, direct, found):
        strengths = {match.area: match.rank for match in found.matches}
        numbers = {area.key: number for number, area in enumerate(snapshot.areas)} if len(direct) > 1 else {}
        return Ranked(_ordered(snapshot, direct, strengths, numbers), direct=True, named_outright=True, known=1.0)
    whole = _by_words(question, snapshot, today, found)
    if whole.known >= KNOWN or found.words < A_STORY:
        return whole
    # Whoever tells a story asks in one clause of it: "… anyway, which team does mounts?"
    asking = (replace(question, said=clause) for clause in _clauses(question.said) if _asks(clause))
    alone = [_by_words(one, snapshot, today, snapshot.search(one.said)) for one in islice(asking, MOST_CLAUSES)]
    return max((whole, *alone), key=lambda one: one.known)


def _clauses(said: Sequence[Word]) -> Iterable[tuple[Word, ...]]:
    return (tuple(clause) for between, clause in groupby(said, key=lambda word: word is BREAK) if not between)


def _asks(clause: Sequence[Word]) -> bool:
    return any(word.surface in ASKING for word in clause)


def _by_words(question: Question, snapshot: RegistrySnapshot, today: date, found: Found) -> Ranked:
    if not found.matches:
        return Ranked()
    matches = _prefer_where_role_is_held(found, question.role, snapshot, today)
    candidates = tuple(
        Candidate(
            snapshot.areas[match.area],
            match.rank,
            sureness(IS_MEANT, figures(match, _margin(match, matches, snapshot), found)),
            match.coverage,
            match.named > 0,
        )
        for match in matches[:MOST_CANDIDATES]
    )
    best = matches[0]
    told = figures(best, _margin(best, matches, snapshot), found)
    known = sureness(IS_NEAR, told)
    # Whoever says only what an area says of itself may well mean it, even in everyday words: "money back".
    known = max(known, KNOWN) if best.coverage >= ALL and best.words > 1 else known
    return Ranked(
        candidates,
        named_outright=best.named > NAMED_OUTRIGHT or best.name_words > 1,
        coverage=best.coverage,
        known=known,
        figures=told,
    )


def _is_place_only(question: Question, snapshot: RegistrySnapshot, direct: Sequence[str], found: Found) -> bool:
    """Whether a channel is only where it happens: "somebody breaks the code of conduct in #random"."""
    best = found.matches[0] if found.matches else None
    return (
        not (question.keys.links or question.keys.paths)
        and best is not None
        and best.name_words > 1
        and not any(snapshot.related(snapshot.areas[best.area].key, key) for key in direct)
    )


def _direct(question: Question, snapshot: RegistrySnapshot) -> list[str]:
    keys, direct = question.keys, snapshot.direct
    found: list[str] = []
    for channel in keys.channels:
        found.extend(direct.by_channel(channel))
    for link in keys.links:
        found.extend(direct.by_link(link))
    for path in keys.paths:
        found.extend(direct.by_repository(path) or direct.by_path(path))
    return list(dict.fromkeys(found))


def _ordered(
    snapshot: RegistrySnapshot, keys: Iterable[str], strengths: dict[int, float], numbers: dict[str, int]
) -> tuple[Candidate, ...]:
    """Areas of an outright key; when there are several, what else was said decides, then the deeper one."""
    candidates = [
        Candidate(
            snapshot.area(key),
            1.0 + strengths.get(numbers.get(key, -1), 0.0) + 0.03 * len(snapshot.tree.ancestors(key)),
            DIRECT,
        )
        for key in keys
    ]
    return tuple(sorted(candidates, key=lambda one: (-one.strength, one.area.key)))


def _prefer_where_role_is_held(found: Found, role: str | None, snapshot: RegistrySnapshot, today: date) -> list[Match]:
    """Among matches that are all but equal, the one where the role asked for is held, then the one with more of its own."""

    def preference(match: Match) -> tuple[float, bool, int, int]:
        area = snapshot.areas[match.area]
        near = round((found.matches[0].rank - match.rank) / CLOSE) if found.matches[0].rank - match.rank > CLOSE else 0
        held = role is None or snapshot.tree.own_holders(area.key, role, today)
        return (near, not held, 0, 0)

    return sorted(found.matches, key=lambda match: (*preference(match), -match.rank, match.area))


def _margin(match: Match, matches: list[Match], snapshot: RegistrySnapshot) -> float:
    """How far the match stands above the next one that is no relative of it."""
    key = snapshot.areas[match.area].key
    for other in matches:
        if other.area != match.area and not snapshot.related(key, snapshot.areas[other.area].key):
            return max(match.rank - other.rank, 0.0)
    return match.rank


def figures(match: Match, margin: float, found: Found) -> tuple[float, ...]:
    """What decides whether a match is trusted, in the order of the models."""
    return (
        match.rank,
        min(margin, MOST_MARGIN),
        min(match.words, MOST_WORDS),
        found.unseen,
        match.before,
        min(match.around, MOST_AROUND),
        math.log1p(found.words),
        match.evidence,
    )
