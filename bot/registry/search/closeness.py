"""A closer look at the few areas that the index found: how much of the question each covers, and how much of its names."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.registry.search.english import rarity
from bot.registry.search.expansion import EXACT, Slot
from bot.registry.search.index import Index, Label
from bot.registry.search.office import AROUND_WORK
from bot.registry.search.text import Word

# What makes one area a better answer than another; fitted on questions with known answers, in tenths of a logit.
SCORE, LABEL, NAME_WORD, EVIDENCE, AS_SAID = 0.22, 0.38, 0.23, 0.29, 0.28
MOST_NAME_WORDS = 3
# How far a name of one word is trusted when another word of its stem was said.
OTHER_FORM = 0.7
WHOLE, LEAST_OF_NAME = 0.99, 0.05


class Match(NamedTuple):
    """One area that a question may be about. Shares lie between 0 and 1; `rank` orders, in tenths of a logit.

    `score`: BM25 over the best possible; `coverage`: the share of the question's telling words that the area has;
    `label`: how much of its best name was said; `named`: the share of the question that a name said whole takes up,
    and `name_words` of how many words that name is; `evidence`: how much telling weight was found in the area, however
    long the question is, in how many `words`; `around`: how many words of life around work were not found; `before`:
    the weight of an unfound word right before what was found, as in "hotel booking".
    """

    area: int
    rank: float
    score: float
    coverage: float
    label: float
    named: float
    name_words: int
    evidence: float
    words: int
    around: int
    before: float


class _Heard(NamedTuple):
    """What of the question one area has: the index's words with their trust and weight, the question's own stems, and
    how much of the weight was said in the index's own words.
    """

    terms: dict[str, tuple[float, float]]
    stems: list[str]
    covered: float
    as_said: float
    around: int


class CloseLook:
    """One question against the areas that may answer it."""

    def __init__(self, index: Index, wanted: Sequence[Slot], said: Sequence[Word], asked: float) -> None:
        self._index = index
        self._wanted = wanted
        self._asked = asked
        self._weights = {slot.stem: slot.weight for slot in wanted}
        self._order = [word for word in said if not word.joined]
        self._stems = [word.stem for word in self._order]
        self._silent = {stem for stem in self._stems if stem not in self._weights and not rarity(stem)}

    def best(self, found: Sequence[tuple[int, float]], most: int) -> list[Match]:
        """The best `most` of the areas, each given with what the index made of it, best first."""
        ranked = sorted((self._rank(area, score) for area, score in found), key=lambda one: (-one[0], one[1]))
        return [
            Match(
                area, rank, score, coverage, label, min(named / self._asked, 1.0), words, heard.covered,
                len(heard.stems), heard.around, self._before(heard.stems),
            )
            for rank, area, score, coverage, label, named, words, heard in ranked[:most]
        ]  # fmt: skip

    def _rank(self, area: int, score: float) -> tuple[float, int, float, float, float, float, int, _Heard]:
        heard = self._hear(area)
        label, named, words = self._best_name(self._index.labels[area], heard.terms)
        coverage = heard.covered / self._asked
        rank = (
            (SCORE * score + LABEL * label) * coverage
            + NAME_WORD * min(words, MOST_NAME_WORDS)
            + EVIDENCE * heard.covered
            + AS_SAID * heard.as_said
        )
        return rank, area, score, coverage, label, named, words, heard

    def _hear(self, area: int) -> _Heard:
        covered, as_said, around = 0.0, 0.0, 0
        terms: dict[str, tuple[float, float]] = {}
        stems: list[str] = []
        impact = self._index.impact
        for slot in self._wanted:
            likeness = 0.0
            for phrase, trusted in slot.phrases:
                if trusted > likeness and impact(phrase, area) > 0:
                    likeness = trusted
                    for term in phrase:
                        terms[term] = max(terms.get(term, (0.0, 0.0)), (trusted, slot.weight))
            if likeness:
                covered += slot.weight * likeness
                as_said += slot.weight if likeness == EXACT else 0.0
                stems.append(slot.stem)
            elif slot.stem in AROUND_WORK:
                around += 1
        return _Heard(terms, stems, covered, as_said, around)

    def _best_name(self, labels: Sequence[Label], terms: dict[str, tuple[float, float]]) -> tuple[float, float, int]:
        """How much of the best name was said; the weight and the words of the longest that was said whole."""
        best, named, words = 0.0, 0.0, 0
        for label in labels:
            if len(label.stems) > 1 and label.joined in terms:
                best, named, words = 1.0, max(named, terms[label.joined][1]), max(words, len(label.stems))
            elif not terms.keys().isdisjoint(label.stems):
                share, weight = self._share(label, terms)
                best = max(best, share)
                if share >= WHOLE and self._is_said_in_order(label.stems):
                    named, words = max(named, weight), max(words, len(label.stems))
        return best, named, words

    def _share(self, label: Label, terms: dict[str, tuple[float, float]]) -> tuple[float, float]:
        """The share of a name that was said, and the weight of all of it."""
        told = weight = 0.0
        for part in label.stems:
            weighs = max(self._index.weight(part), LEAST_OF_NAME)
            weight += weighs
            if part in self._silent:
                told += weighs
            elif part in terms:
                told += weighs * terms[part][0]
        share = told / weight
        if share == EXACT and len(label.stems) == 1 and not self._is_said_as_written(label):
            share = OTHER_FORM
        return share, weight

    def _is_said_as_written(self, label: Label) -> bool:
        """Whether a name of one word was said in this form: "government" has the stem of Govern, and is not meant."""
        written = _singular(label.surface)
        return any(_singular(word.surface) == written for word in self._order if word.stem == label.stems[0])

    def _is_said_in_order(self, label: Sequence[str]) -> bool:
        length = len(label)
        return any(tuple(self._stems[at : at + length]) == tuple(label) for at in range(len(self._stems) - length + 1))

    def _before(self, found: Sequence[str]) -> float:
        """The weight of the unfound word right before the weightiest run of found ones."""
        best, place = 0.0, 0
        start, weight = 0, 0.0
        for at, stem in enumerate([*self._stems, ""]):
            if stem in found:
                weight += self._weights[stem]
                continue
            if weight > best:
                best, place = weight, start
            start, weight = at + 1, 0.0
        return self._weights.get(self._stems[place - 1], 0.0) if place else 0.0


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
