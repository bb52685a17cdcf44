"""Words → areas, best first, each with what decides whether it is trusted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.registry.search.closeness import CloseLook, Match
from bot.registry.search.expansion import EXACT, Phrase, Slot, slots
from bot.registry.search.index import Index
from bot.registry.search.text import Word

LOOKED_AT_CLOSELY, MOST_FOUND = 20, 8
# A word of so many areas only ranks those that a rarer word has found.
TOO_MANY_AREAS = 200
# Finding one area's impact takes as long as passing over so many.
LOOK_UP_COSTS = 12


@dataclass(frozen=True, slots=True)
class Found:
    """The matches, best first; how much was asked, in how many words, and the share of it that no area knows at all."""

    matches: tuple[Match, ...]
    asked: float
    unseen: float
    words: int = 0


def search(index: Index, said: Sequence[Word]) -> Found:
    """Rank the areas of `index` by what was said. The same words give the same answer, ties in the index's order."""
    wanted = slots(index, said)
    asked = sum(slot.weight for slot in wanted)
    if not asked:
        return Found((), 0.0, 0.0)
    unseen = sum(slot.weight for slot in wanted if slot.unseen) / asked
    totals = _accumulate(index, wanted)
    best = _highest(totals)
    matches = CloseLook(index, wanted, said, asked).best([(area, total / asked) for area, total in best], MOST_FOUND)
    return Found(tuple(matches), asked, unseen, len(wanted))


def _highest(totals: Mapping[int, float]) -> list[tuple[int, float]]:
    """The areas worth a closer look, best first, in the index's order where they are equal."""
    figures = sorted(totals.values(), reverse=True)
    least = figures[LOOKED_AT_CLOSELY - 1] if len(figures) > LOOKED_AT_CLOSELY else 0.0
    kept = [pair for pair in totals.items() if pair[1] >= least]
    return sorted(kept, key=lambda pair: (-pair[1], pair[0]))[:LOOKED_AT_CLOSELY]


def _accumulate(index: Index, wanted: Sequence[Slot]) -> dict[int, float]:
    totals: dict[int, float] = {}
    for slot in sorted(wanted, key=lambda one: (-one.weight, one.stem)):
        weight, impacts = slot.weight, _impacts(index, slot, totals)
        if not totals:
            totals = {area: weight * impact for area, impact in impacts}
            continue
        for area, impact in impacts:
            totals[area] = totals.get(area, 0.0) + weight * impact
    return totals


def _impacts(index: Index, slot: Slot, found_before: dict[int, float]) -> Iterable[tuple[int, float]]:
    """The best impact of a slot's words on each area; of a very common word only on areas already found."""
    if len(slot.phrases) == 1 and slot.phrases[0][1] == EXACT:
        return _pairs(index, slot.phrases[0][0], found_before)
    best: dict[int, float] = {}
    for phrase, likeness in slot.phrases:
        for area, impact in _pairs(index, phrase, found_before):
            if impact * likeness > best.get(area, 0.0):
                best[area] = impact * likeness
    return best.items()


def _pairs(index: Index, phrase: Phrase, found_before: dict[int, float]) -> Iterable[tuple[int, float]]:
    held = [postings for term in phrase if (postings := index.postings(term)) is not None]
    if not held:
        return []
    rarest = min(held, key=lambda postings: len(postings.areas))
    pairs: Iterable[tuple[int, float]] = zip(rarest.areas, rarest.impacts, strict=True)
    if found_before and len(rarest.areas) > TOO_MANY_AREAS:
        if len(rarest.areas) > LOOK_UP_COSTS * len(found_before):
            return [(area, index.impact(phrase, area)) for area in found_before]
        pairs = ((area, impact) for area, impact in pairs if area in found_before)
    return pairs if len(phrase) == 1 else [(area, index.impact(phrase, area)) for area, _ in pairs]
