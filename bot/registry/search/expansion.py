"""A question's words → the words of the registry that they may stand for, each with how far it is trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA

from bot.registry.search.abbreviations import LONGEST_PHRASE, MEANINGS
from bot.registry.search.english import is_english
from bot.registry.search.index import Index
from bot.registry.search.text import Word, stem

EXACT, MEANING, PREFIX = 1.0, 0.9, 0.6
TYPO, TYPO_COST_PER_EDIT = 0.95, 0.12
SHORTEST_TYPO, TWO_EDITS_FROM, SHORTEST_PREFIX, MOST_PREFIXES = 5, 7, 3, 4
# An English word is no beginning of another, except of one made from it: vouch, voucher.
SHORTEST_ENGLISH_PREFIX, LONGEST_ENDING = 5, 3


# One word of the registry, or several that count only together.
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing the question says: its weight, and the registry's words for it with their likeness, best first."""

    stem: str
    weight: float
    phrases: tuple[tuple[Phrase, float], ...]

    @property
    def unseen(self) -> bool:
        """Whether the registry has no word for it."""
        return not self.phrases


def slots(index: Index, said: Sequence[Word]) -> list[Slot]:
    """One slot for each different telling word of a question, in the order said."""
    plain = [word for word in said if not word.joined]
    meant = _meant(index, plain)
    joined = _joined(index, said, plain)
    found: dict[str, Slot] = {}
    for word in plain:
        if word.stem in found or not index.is_telling(word.stem):
            continue
        phrases = dict(meant.get(word.stem, ()))
        phrases.update(joined.get(word.stem, ()))
        if word.stem in index:
            phrases[(word.stem,)] = EXACT
        elif not phrases:
            phrases = _guesses(index, word)
        found[word.stem] = _slot(index, word.stem, phrases)
    for word in said:
        if word.joined and word.stem in index and word.stem not in found and not _has_telling_part(index, word, plain):
            found[word.stem] = _slot(index, word.stem, {(word.stem,): EXACT})
    return list(found.values())


def _has_telling_part(index: Index, whole: Word, plain: Sequence[Word]) -> bool:
    """Whether "a/b" says something without being read as one word."""
    return any(
        len(part.surface) > 1 and part.surface in whole.surface and index.is_telling(part.stem) for part in plain
    )


def _slot(index: Index, said: str, phrases: dict[Phrase, float]) -> Slot:
    ordered = tuple(sorted(phrases.items(), key=lambda pair: (-pair[1], pair[0])))
    best = [index.weight(phrase[0]) for phrase, likeness in ordered if likeness == EXACT]
    return Slot(said, max(best, default=index.weight(said)), ordered)


def _meant(index: Index, plain: Sequence[Word]) -> dict[str, dict[Phrase, float]]:
    """What abbreviations and set phrases in the question may stand for, by the stem of each of their words."""
    found: dict[str, dict[Phrase, float]] = {}
    for start in range(len(plain)):
        for length in range(1, min(LONGEST_PHRASE, len(plain) - start) + 1):
            phrase = tuple(word.stem for word in plain[start : start + length])
            for other in MEANINGS.get(phrase, ()):
                # A meaning of several words counts only where the registry knows all of them.
                if all(term in index for term in other):
                    for word in phrase:
                        found.setdefault(word, {})[other] = MEANING
    return found


def _joined(index: Index, said: Sequence[Word], plain: Sequence[Word]) -> dict[str, dict[Phrase, float]]:
    """Words that the registry writes as one: "web ide" and "web-ide" both say "webide"."""
    found: dict[str, dict[Phrase, float]] = {}
    for first, second in pairwise(plain):
        for whole in _written_as_one(first, second) if first.stem else ():
            if index.is_telling(whole) and whole in index and not (first.stem in index and second.stem in index):
                found.setdefault(first.stem, {})[(whole,)] = EXACT
                found.setdefault(second.stem, {})[(whole,)] = EXACT
    parts: list[Word] = []
    for word in said:
        if not word.joined:
            parts.append(word)
        elif word.stem in index:
            for part in parts:
                if part.surface in word.surface and part.stem not in index:
                    found.setdefault(part.stem, {})[(word.stem,)] = EXACT
    return found


def _written_as_one(first: Word, second: Word) -> tuple[str, str]:
    """Two words as the stem of a name of both, and as that of one word that is no name."""
    return first.surface + second.stem, stem(first.surface + second.surface)


def _guesses(index: Index, word: Word) -> dict[Phrase, float]:
    """For a word that the registry does not know: what it may be mistyped from, or the beginning of."""
    surface = word.surface
    english = is_english(word.stem)
    if len(surface) < (SHORTEST_ENGLISH_PREFIX if english else SHORTEST_PREFIX) or surface.isdigit():
        return {}
    found: dict[Phrase, float] = {}
    edits = 0 if english or len(surface) < SHORTEST_TYPO else 1 if len(surface) < TWO_EDITS_FROM else 2
    for known in index.alike(surface) if edits else ():
        if abs(len(known) - len(surface)) > edits:
            continue
        distance = OSA.distance(surface, known, score_cutoff=edits)
        if 0 < distance <= edits:
            phrase = (index.stem_of(known),)
            found[phrase] = max(found.get(phrase, 0.0), TYPO - TYPO_COST_PER_EDIT * distance)
    if not found:
        begun = index.beginning_with(surface, MOST_PREFIXES)
        if english:
            begun = [known for known in begun if len(known) <= len(surface) + LONGEST_ENDING]
        found = dict.fromkeys(((index.stem_of(known),) for known in begun), PREFIX)
    return found
