"""The inverted index over areas: fielded BM25 with each word's effect on each area worked out beforehand."""

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.registry.rules import Area
from bot.registry.search.english import rarity
from bot.registry.search.text import Word, words

# How much a word in a field is worth. Measured: the exact figures hardly matter, their order does.
LABEL, CHANNEL, KEY, DESCRIPTION, GOAL, PATH, LINK, ANCESTOR = 4.0, 2.0, 1.5, 1.2, 0.8, 0.8, 0.6, 0.7
SATURATION = 1.2
LENGTH_MATTERS = 0.6
USUAL_DESCRIPTION = 20.0
# An everyday word that is the whole name of an area ("Plan") says at least this much.
NAME_SAYS = 0.45
# In a small registry every word is in a large share of the areas; it is weighed as if there were this many.
FEW_AREAS = 150


@dataclass(frozen=True, slots=True)
class Label:
    """A name or an alias of an area, as stems; `joined` is the same written as one word, `surface` as it is written."""

    stems: tuple[str, ...]
    joined: str
    surface: str


@dataclass(frozen=True, slots=True)
class Postings:
    """The areas a word occurs in, ascending, and how much it says for each, 0 to 1."""

    areas: "array[int]"
    impacts: "array[float]"

    def impact(self, area: int) -> float:
        at = bisect_left(self.areas, area)
        return self.impacts[at] if at < len(self.areas) and self.areas[at] == area else 0.0


class Index:
    """Words → areas. Areas are numbered in the order given."""

    def __init__(self, areas: Sequence[Area], ancestors: Mapping[str, Iterable[Area]]) -> None:
        self.size = len(areas)
        self.labels: list[tuple[Label, ...]] = [_labels(area) for area in areas]
        self._one_word_names = {label.stems[0] for labels in self.labels for label in labels if len(label.stems) == 1}
        building: "dict[str, tuple[array[int], array[float]]]" = {}
        surfaces: dict[str, str] = {}
        for number, area in enumerate(areas):
            for term, mass in _masses(area, ancestors.get(area.key, ()), surfaces).items():
                held = building.get(term)
                if held is None:
                    held = building[term] = (array("I"), array("f"))
                held[0].append(number)
                held[1].append(mass / (SATURATION + mass))
        self._postings = {term: Postings(*pair) for term, pair in building.items()}
        self._surfaces = surfaces
        self._sorted_surfaces = sorted(surfaces)
        self._buckets = _buckets(self._sorted_surfaces)
        self._weights: dict[str, float] = {}

    def postings(self, term: str) -> Postings | None:
        return self._postings.get(term)

    def impact(self, phrase: Sequence[str], area: int) -> float:
        """How much an area says a phrase: as much as the word of it that it says least."""
        if len(phrase) == 1:
            only = self._postings.get(phrase[0])
            return only.impact(area) if only else 0.0
        held = [self._postings.get(term) for term in phrase]
        return min((one.impact(area) if one else 0.0 for one in held), default=0.0)

    def __contains__(self, term: object) -> bool:
        return term in self._postings

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
        found = self._postings.get(term)
        count = len(found.areas) if found else 0
        size = max(self.size, FEW_AREAS)
        return math.log((size + 1) / (count + 0.5)) / math.log((size + 1) / 0.5)

    def stem_of(self, surface: str) -> str:
        return self._surfaces[surface]

    def beginning_with(self, prefix: str, most: int) -> list[str]:
        """At most `most` words of the registry, as written there, that begin with `prefix`."""
        at = bisect_left(self._sorted_surfaces, prefix)
        found: list[str] = []
        while at < len(self._sorted_surfaces) and len(found) < most and self._sorted_surfaces[at].startswith(prefix):
            found.append(self._sorted_surfaces[at])
            at += 1
        return found

    def alike(self, surface: str) -> list[str]:
        """Words of the registry that share their beginning or their end with `surface`: what it may be a typo of."""
        found: dict[str, None] = {}
        for key in _bucket_keys(surface):
            found.update(dict.fromkeys(self._buckets.get(key, ())))
        return list(found)


def _labels(area: Area) -> tuple[Label, ...]:
    found: dict[Label, None] = {}
    for name in (area.name, *area.aliases):
        parts = [word for word in _name_words(name) if not word.joined]
        if parts:
            whole = _whole(parts)
            found[Label(tuple(part.stem for part in parts), whole.stem, whole.surface)] = None
    return tuple(found)


def _masses(area: Area, above: Iterable[Area], surfaces: dict[str, str]) -> dict[str, float]:
    mass: dict[str, float] = {}
    for label in (area.name, *area.aliases):
        _add(mass, surfaces, _name_words(label), LABEL)
        _add_label_forms(mass, surfaces, label)
    _add(mass, surfaces, words(area.key.rsplit("/", 1)[-1]), KEY)
    for channel in {area.channel, area.help_channel} - {""}:
        _add(mass, surfaces, words(channel), CHANNEL)
    description = words(area.description)
    length = 1 - LENGTH_MATTERS + LENGTH_MATTERS * len(description) / USUAL_DESCRIPTION
    _add(mass, surfaces, description, DESCRIPTION / length)
    _add(mass, surfaces, words(area.goal), GOAL)
    for path in area.paths:
        _add(mass, surfaces, words(path), PATH)
    for link in area.links:
        _add(mass, surfaces, words(link.partition("://")[2].partition("/")[2]), LINK)
    for ancestor in above:
        _add(mass, surfaces, _name_words(ancestor.name), ANCESTOR)
    return mass


def _add(mass: dict[str, float], surfaces: dict[str, str], found: Iterable[Word], weight: float) -> None:
    """Add a field's words to what an area says; a word counts twice at most in one field."""
    times: dict[str, int] = {}
    for word in found:
        term = word.stem
        times[term] = times.get(term, 0) + 1
        if times[term] <= 2:
            mass[term] = mass.get(term, 0.0) + weight
        surfaces.setdefault(word.surface, term)


@lru_cache(maxsize=32768)
def _name_words(name: str) -> tuple[Word, ...]:
    """The words of a name; names of ancestors are read once for each area below them."""
    return tuple(words(name))


def _add_label_forms(mass: dict[str, float], surfaces: dict[str, str], label: str) -> None:
    """A label of several words is also known by its words written as one, and by its initials."""
    parts = [word for word in _name_words(label) if not word.joined]
    if 1 < len(parts) <= 3:
        _add(mass, surfaces, [_whole(parts)], LABEL)
    if 3 <= len(parts) <= 6:
        initials = "".join(part.surface[0] for part in parts)
        mass[initials] = mass.get(initials, 0.0) + LABEL * 0.75


def _whole(parts: Sequence[Word]) -> Word:
    """Several words written as one."""
    before = "".join(part.surface for part in parts[:-1])
    return Word(before + parts[-1].surface, before + parts[-1].stem)


def _bucket_keys(surface: str) -> tuple[str, str]:
    return "^" + surface[:2], surface[-3:] + "$"


def _buckets(surfaces: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for surface in surfaces:
        if len(surface) >= 4:
            for key in _bucket_keys(surface):
                found.setdefault(key, []).append(surface)
    return {key: tuple(held) for key, held in found.items()}
