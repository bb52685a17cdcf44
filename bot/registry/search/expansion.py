"""A question's words → the words of the registry that they may stand for, each with how far it is trusted."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.registry.search.abbreviations import LONGEST_PHRASE, MEANINGS
from bot.registry.search.english import is_english, rarity
from bot.registry.search.index import Index
from bot.registry.search.text import Word

EXACT, MEANING, PREFIX = 1.0, 0.9, 0.6
TYPO, TYPO_COST_PER_EDIT = 0.95, 0.12
SHORTEST_TYPO, TWO_EDITS_FROM, SHORTEST_PREFIX, MOST_PREFIXES = 4, 7, 4, 4


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing the question says: its weight, and the registry's terms for it with their likeness, best first."""

    stem: str
    weight: float
    terms: tuple[tuple[str, float], ...]

    @property
    def unseen(self) -> bool:
        """Whether the registry has no word for it."""
        return not self.terms


def slots(index: Index, said: Sequence[Word]) -> list[Slot]:
    """One slot for each different telling word of a question, in the order said."""
    plain = [word for word in said if not word.joined]
    meant = _meant(index, plain)
    joined = _joined(index, said, plain)
    found: dict[str, Slot] = {}
    for word in plain:
        if word.stem in found or rarity(word.stem) == 0.0:
            continue
        terms = dict(meant.get(word.stem, ()))
        terms.update(joined.get(word.stem, ()))
        if word.stem in index:
            terms[word.stem] = EXACT
        elif not terms:
            terms = _guesses(index, word.surface)
        found[word.stem] = _slot(index, word.stem, terms)
    return list(found.values())


def _slot(index: Index, stem: str, terms: dict[str, float]) -> Slot:
    ordered = tuple(sorted(terms.items(), key=lambda pair: (-pair[1], pair[0])))
    best = [index.weight(term) for term, likeness in ordered if likeness == EXACT]
    return Slot(stem, max(best, default=index.weight(stem)), ordered)


def _meant(index: Index, plain: Sequence[Word]) -> dict[str, dict[str, float]]:
    """What abbreviations and set phrases in the question may stand for, by the stem of each of their words."""
    found: dict[str, dict[str, float]] = {}
    for start in range(len(plain)):
        for length in range(1, min(LONGEST_PHRASE, len(plain) - start) + 1):
            phrase = tuple(word.stem for word in plain[start : start + length])
            for other in MEANINGS.get(phrase, ()):
                # A meaning of several words counts only where the registry knows all of them.
                if all(term in index for term in other):
                    for word in phrase:
                        found.setdefault(word, {}).update(dict.fromkeys(other, MEANING))
    return found


def _joined(index: Index, said: Sequence[Word], plain: Sequence[Word]) -> dict[str, dict[str, float]]:
    """Words that the registry writes as one: "web ide" and "web-ide" both say "webide"."""
    found: dict[str, dict[str, float]] = {}
    for first, second in zip(plain, plain[1:], strict=False):
        whole = first.surface + second.stem
        if whole in index and not (first.stem in index and second.stem in index):
            for word in (first, second):
                found.setdefault(word.stem, {})[whole] = EXACT
    parts: list[Word] = []
    for word in said:
        if not word.joined:
            parts.append(word)
        elif word.stem in index:
            for part in parts:
                if part.surface in word.surface and part.stem not in index:
                    found.setdefault(part.stem, {})[word.stem] = EXACT
    return found


def _guesses(index: Index, surface: str) -> dict[str, float]:
    """For a word that the registry does not know: what it may be mistyped from, or the beginning of."""
    if len(surface) < SHORTEST_TYPO or is_english(surface) or surface.isdigit():
        return {}
    found: dict[str, float] = {}
    edits = 1 if len(surface) < TWO_EDITS_FROM else 2
    for known in index.alike(surface):
        if abs(len(known) - len(surface)) > edits:
            continue
        distance = OSA.distance(surface, known, score_cutoff=edits)
        if 0 < distance <= edits:
            term = index.stem_of(known)
            found[term] = max(found.get(term, 0.0), TYPO - TYPO_COST_PER_EDIT * distance)
    if not found and len(surface) >= SHORTEST_PREFIX:
        found = dict.fromkeys((index.stem_of(known) for known in index.beginning_with(surface, MOST_PREFIXES)), PREFIX)
    return found
