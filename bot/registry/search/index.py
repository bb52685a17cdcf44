"""The inverted index over areas: fielded BM25 with each word's effect on each area worked out beforehand."""

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.registry.rules import Area
from bot.registry.search.english import rarity
from bot.registry.search.text import LONGEST_WORD, MOST_JOINED, compounds_of, parts_of, stem

# How much a word in a field is worth. Measured: the exact figures hardly matter, their order does.
LABEL, CHANNEL, KEY, DESCRIPTION, GOAL, PATH, LINK, ANCESTOR = 4.0, 2.0, 1.5, 1.2, 0.8, 0.8, 0.6, 0.7
SATURATION = 1.2
LENGTH_MATTERS = 0.6
USUAL_DESCRIPTION = 20.0
# An everyday word that is the whole name of an area ("Plan") says at least this much.
NAME_SAYS = 0.45
# In a small registry every word is in a large share of the areas; it is weighed as if there were this many.
FEW_AREAS = 150
PREFIX, SHORTEST_IN_BUCKETS = 2, 4


@dataclass(frozen=True, slots=True)
class Label:
    """A name or an alias of an area, as stems; `joined` is the same written as one word, `surface` as it is written."""

    stems: tuple[str, ...]
    joined: str
    surface: str
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Postings:
    """The areas a word occurs in, ascending, and how much it says for each, 0 to 1."""

    areas: "array[int]"
    impacts: "array[float]"


class Index:
    """Words → areas. Areas are numbered in the order given."""

    def __init__(self, areas: Sequence[Area], ancestors: Mapping[str, Sequence[str]]) -> None:
        self.size = len(areas)
        reader = _Reader(areas)
        self.labels = reader.labels
        self._one_word_names = {label.stems[0] for labels in self.labels for label in labels if len(label.stems) == 1}
        self._numbers = reader.numbers
        self._starts, self._areas, self._impacts = reader.postings(ancestors)
        self._surfaces = reader.surfaces
        reader.let_go()
        self._buckets = _buckets(self._surfaces)
        self._weights: dict[str, float] = {}

    def postings(self, term: str) -> Postings | None:
        number = self._numbers.get(term)
        if number is None:
            return None
        here = slice(self._starts[number], self._starts[number + 1])
        return Postings(self._areas[here], self._impacts[here])

    def impact(self, phrase: Sequence[str], area: int) -> float:
        """How much an area says a phrase: as much as the word of it that it says least."""
        if len(phrase) == 1:
            return self._impact(phrase[0], area)
        return min((self._impact(term, area) for term in phrase), default=0.0)

    def _impact(self, term: str, area: int) -> float:
        number = self._numbers.get(term)
        if number is None:
            return 0.0
        end = self._starts[number + 1]
        at = bisect_left(self._areas, area, self._starts[number], end)
        return self._impacts[at] if at < end and self._areas[at] == area else 0.0

    def __contains__(self, term: object) -> bool:
        return term in self._numbers

    def is_telling(self, stem: str) -> bool:
        """Whether a word of a question is worth looking for."""
        return rarity(stem) > 0.0 or stem in self._one_word_names

    def weight(self, term: str) -> float:
        """How much a word tells: rare in English, and rare in this registry."""
        known = self._weights.get(term)
        if known is None:
            said = max(rarity(term), NAME_SAYS) if term in self._one_word_names else rarity(term)
            known = self._weights[term] = said * (0.35 + 0.65 * self._rare_here(term))
        return known

    def _rare_here(self, term: str) -> float:
        number = self._numbers.get(term)
        count = self._starts[number + 1] - self._starts[number] if number is not None else 0
        size = max(self.size, FEW_AREAS)
        return math.log((size + 1) / (count + 0.5)) / math.log((size + 1) / 0.5)

    def stem_of(self, surface: str) -> str:
        return self._surfaces[surface]

    def beginning_with(self, prefix: str, most: int) -> list[str]:
        """At most `most` words of the registry, as written there, that begin with `prefix`."""
        near = self._buckets.get("^" + prefix[:PREFIX], ())
        return sorted(known for known in near if known.startswith(prefix))[:most]

    def alike(self, surface: str) -> list[str]:
        """Words of the registry that share their beginning or their end with `surface`: what it may be a typo of."""
        found: dict[str, None] = {}
        for key in _bucket_keys(surface):
            found.update(dict.fromkeys(self._buckets.get(key, ())))
        return list(found)


class _Reader:
    """Reads the areas' texts once: every different word is taken apart, stemmed and numbered a single time."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self._areas = areas
        self.surfaces: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self._known: dict[str, tuple[int, ...]] = {}
        self._own_names: dict[str, tuple[int, ...]] = {}
        self.labels: list[tuple[Label, ...]] = []
        self._of_labels: list[tuple[tuple[int, ...], ...]] = []
        for area in areas:
            self._read_labels(area)

    def postings(self, ancestors: Mapping[str, Sequence[str]]) -> "tuple[array[int], array[int], array[float]]":
        """Where the postings of each stem begin; the areas that say it, ascending; and how much each of them does.

        Three arrays for all stems: tens of thousands of small ones would be looked at by every garbage collection.
        """
        terms, told = array("I"), array("f")
        lengths = array("I")
        for number, area in enumerate(self._areas):
            masses = self._masses(number, area, ancestors.get(area.key, ()))
            terms.extend(masses)
            told.extend(masses.values())
            lengths.append(len(masses))
        starts = array("I", bytes(4 * (len(self.numbers) + 1)))
        for term in terms:
            starts[term + 1] += 1
        for term in range(len(self.numbers)):
            starts[term + 1] += starts[term]
        free = starts[:]
        areas, impacts = array("I", bytes(4 * len(terms))), array("f", bytes(4 * len(terms)))
        at = 0
        for number, length in enumerate(lengths):
            for place in range(at, at + length):
                term, mass = terms[place], told[place]
                areas[free[term]] = number
                impacts[free[term]] = mass / (SATURATION + mass)
                free[term] += 1
            at += length
        return starts, areas, impacts

    def let_go(self) -> None:
        """Let go of what only reading needed, bit by bit: all at once, others would wait 10 ms for their turn."""
        for known in (self._known, self._own_names):
            while known:
                known.popitem()
        while self._of_labels:
            self._of_labels.pop()

    def _masses(self, number: int, area: Area, above: Iterable[str]) -> dict[int, float]:
        mass: dict[int, float] = {}
        for terms in self._of_labels[number]:
            _add(mass, terms, LABEL)
        for label in self.labels[number]:
            self._add_label_forms(mass, label)
        _add(mass, self._read(area.key.rsplit("/", 1)[-1]), KEY)
        for channel in {area.channel, area.help_channel} - {""}:
            _add(mass, self._read(channel), CHANNEL)
        if area.description:
            said = self._read(area.description)
            length = 1 - LENGTH_MATTERS + LENGTH_MATTERS * len(said) / USUAL_DESCRIPTION
            _add(mass, said, DESCRIPTION / length)
        if area.goal:
            _add(mass, self._read(area.goal), GOAL)
        for path in area.paths:
            _add(mass, self._read(path), PATH)
        for link in area.links:
            _add(mass, self._read(link.partition("://")[2].partition("/")[2]), LINK)
        for key in above:
            _add(mass, self._own_names.get(key, ()), ANCESTOR)
        return mass

    def _read_labels(self, area: Area) -> None:
        found: dict[Label, None] = {}
        of_labels = []
        for name in (area.name, *area.aliases):
            of_labels.append(tuple(self._read(name)))
            parts = [part for compound in compounds_of(name) for part in parts_of(compound)]
            if parts:
                # The stems as they were met: each is in memory once.
                stems = tuple(self.surfaces[part] for part in parts)
                before = "".join(parts[:-1])
                found[Label(stems, before + stems[-1], before + parts[-1], _initials(parts))] = None
        self._own_names[area.key] = of_labels[0]
        self._of_labels.append(tuple(of_labels))
        self.labels.append(tuple(found))

    def _add_label_forms(self, mass: dict[int, float], label: Label) -> None:
        """A label of several words is also known by its words written as one, and by its initials."""
        if 1 < len(label.stems) <= 3:
            self.surfaces.setdefault(label.surface, label.joined)
            _add(mass, (self._number(label.joined),), LABEL)
        if label.initials:
            _add(mass, (self._number(label.initials),), LABEL * 0.75)

    def _read(self, text: str) -> Sequence[int]:
        """The numbers of the text's stems, in order."""
        compounds = compounds_of(text)
        if len(compounds) == 1:
            return self._known.get(compounds[0]) or self._learn(compounds[0])
        found: list[int] = []
        known = self._known
        for compound in compounds:
            found += known.get(compound) or self._learn(compound)
        return found

    def _learn(self, compound: str) -> tuple[int, ...]:
        parts = parts_of(compound)
        found = [self._meet(part) for part in parts]
        if 1 < len(parts) <= MOST_JOINED:
            found.append(self._meet("".join(parts)[:LONGEST_WORD]))
        known = self._known[compound] = tuple(found)
        return known

    def _meet(self, surface: str) -> int:
        term = self.surfaces.get(surface)
        if term is None:
            term = self.surfaces[surface] = stem(surface)
        return self._number(term)

    def _number(self, term: str) -> int:
        return self.numbers.setdefault(term, len(self.numbers))


def _add(mass: dict[int, float], terms: Sequence[int], weight: float) -> None:
    """Add a field's words to what an area says; a word counts twice at most in one field."""
    if len(terms) < 2 or len(set(terms)) == len(terms):
        for term in terms:
            mass[term] = mass.get(term, 0.0) + weight
        return
    times: dict[int, int] = {}
    for term in terms:
        times[term] = times.get(term, 0) + 1
    for term, count in times.items():
        mass[term] = mass.get(term, 0.0) + weight * min(count, 2)


def _initials(parts: Sequence[str]) -> str:
    return "".join(part[0] for part in parts) if 3 <= len(parts) <= 6 else ""


def _bucket_keys(surface: str) -> tuple[str, str]:
    return "^" + surface[:PREFIX], surface[-3:] + "$"


def _buckets(surfaces: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for surface in surfaces:
        if len(surface) >= SHORTEST_IN_BUCKETS:
            for key in _bucket_keys(surface):
                held = found.get(key)
                if held is None:
                    found[key] = [surface]
                else:
                    held.append(surface)
    return {key: tuple(held) for key, held in found.items()}
