"""A closer look at the few areas that the index found: how much of the question each covers, and how much of its names."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.registry.search.english import rarity
from bot.registry.search.expansion import EXACT, Slot
from bot.registry.search.index import Index, Label
from bot.registry.search.office import AROUND_WORK
from bot.registry.search.text import Word

# What makes one area a better answer than another; fitted on questions with known answers, in tenths of a logit.
SCORE, LABEL, NAME_WORD, EVIDENCE = 0.21, 0.31, 0.2, 0.46
MOST_NAME_WORDS = 3
# How far a name of one word is trusted when another word of its stem was said.
OTHER_FORM = 0.7
WHOLE = 0.99


@dataclass(frozen=True, slots=True)
class Match:
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


@dataclass(frozen=True, slots=True)
class _Heard:
    """What of the question one area has: the index's words with their trust and weight, and the question's own stems."""

    terms: dict[str, tuple[float, float]]
    stems: frozenset[str]
    covered: float
    around: int


@dataclass(frozen=True, slots=True)
class _Name:
    share: float = 0.0
    named: float = 0.0
    words: int = 0


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

    def at(self, area: int, score: float) -> Match:
        """How the question fits one area; `score` is what the index made of it."""
        heard = self._hear(area)
        name = self._best_name(self._index.labels[area], heard)
        coverage, named = heard.covered / self._asked, min(name.named / self._asked, 1.0)
        rank = (
            (SCORE * score + LABEL * name.share) * coverage
            + NAME_WORD * min(name.words, MOST_NAME_WORDS)
            + EVIDENCE * heard.covered
        )
        return Match(
            area, rank, score, coverage, name.share, named, name.words, heard.covered, len(heard.stems),
            heard.around, self._before(heard.stems),
        )  # fmt: skip

    def _hear(self, area: int) -> _Heard:
        covered, around = 0.0, 0
        terms: dict[str, tuple[float, float]] = {}
        stems: list[str] = []
        for slot in self._wanted:
            likeness = 0.0
            for phrase, trusted in slot.phrases:
                if trusted > likeness and self._index.impact(phrase, area) > 0:
                    likeness = trusted
                    for term in phrase:
                        terms[term] = max(terms.get(term, (0.0, 0.0)), (trusted, slot.weight))
            covered += slot.weight * likeness
            if likeness:
                stems.append(slot.stem)
            elif slot.stem in AROUND_WORK:
                around += 1
        return _Heard(terms, frozenset(stems), covered, around)

    def _best_name(self, labels: Sequence[Label], heard: _Heard) -> _Name:
        """The name most of which was said, and the longest that was said whole."""
        best = _Name()
        for label in labels:
            found = self._name(label, heard)
            best = _Name(max(best.share, found.share), max(best.named, found.named), max(best.words, found.words))
        return best

    def _name(self, label: Label, heard: _Heard) -> _Name:
        if len(label.stems) > 1 and label.joined in heard.terms:
            weight = heard.terms[label.joined][1]
            return _Name(1.0, weight, len(label.stems))
        if heard.terms.keys().isdisjoint(label.stems):
            return _Name()
        weights = [max(self._index.weight(part), 0.05) for part in label.stems]
        trusts = [1.0 if part in self._silent else heard.terms.get(part, (0.0, 0.0))[0] for part in label.stems]
        if len(trusts) == 1 and trusts[0] == EXACT and not self._is_said_as_written(label):
            trusts = [OTHER_FORM]
        told = sum(weight * trust for weight, trust in zip(weights, trusts, strict=True))
        share = told / sum(weights)
        if share >= WHOLE and self._is_said_in_order(label.stems):
            return _Name(share, sum(weights), len(label.stems))
        return _Name(share)

    def _is_said_as_written(self, label: Label) -> bool:
        """Whether a name of one word was said in this form: "government" has the stem of Govern, and is not meant."""
        written = _singular(label.surface)
        return any(_singular(word.surface) == written for word in self._order if word.stem == label.stems[0])

    def _is_said_in_order(self, label: Sequence[str]) -> bool:
        length = len(label)
        return any(tuple(self._stems[at : at + length]) == tuple(label) for at in range(len(self._stems) - length + 1))

    def _before(self, found: frozenset[str]) -> float:
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
