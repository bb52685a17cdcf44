"""What a sentence most likely asks of roles, by the words in which some thousands of questions were asked before.

`asked.txt` counts them: on each line how often the words behind it were said in questions of each sort, a role's or a
kind's. `python -m bench --write` makes it.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from bot.lookup.questions.intents import ROLE, Intent
from bot.registry.search.english import rarity
from bot.registry.search.text import words

# The sorts of a question that asks nothing of roles: it asks for the owner of an area, or for something else.
_NOTHING_OF_ROLES = (Intent.OWNER.value, "unknown")
# Several roles that settle something together, as the sort of a question.
TOGETHER = "+"
# Added to every count, so that a word never said of a role does not rule it out.
NEVER_SAID = 0.05
# Stands for every role named, as a word among the others.
ROLE_WORD = "§"
_KINDS = frozenset(
    kind.value for kind in (Intent.DEFINITION, Intent.COMPARE, Intent.METRICS, Intent.SKILLS, Intent.PITFALLS)
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a sentence was heard to ask.

    `about`: the logarithm of how much likelier it is about roles than not; `elsewhere`: that of how much likelier it asks
    for something else than for an owner; `kind` with how sure that is, 0 to 1; `roles`:
    how likely each is to be one of those that settle it, the likeliest first; `unheard`: the weight of its words that
    nobody said before; `length` in words.
    """

    about: float
    elsewhere: float
    kind: Intent
    sure: float
    roles: tuple[tuple[str, float], ...]
    unheard: float
    length: int


class Hearing:
    """Counts of words by the sort of question in which they were said."""

    def __init__(self, lines: Sequence[str]) -> None:
        asked = _counts(lines[0])
        self._sorts = sorted(asked)
        said_of = dict.fromkeys(self._sorts, 0)
        all_features = 0
        for line in lines[1:]:
            said, listed = line.split("\t")
            many = listed.count(" ") + 1
            all_features += many
            for sort, count in _counts(said).items():
                said_of[sort] += count * many
        all_asked = sum(asked.values())
        self._start = [math.log(asked[sort] / all_asked) for sort in self._sorts]
        whole = [math.log(said_of[sort] + NEVER_SAID * all_features) for sort in self._sorts]
        self._weights: dict[str, tuple[float, ...]] = {}
        for line in lines[1:]:
            said, listed = line.split("\t")
            counts = _counts(said)
            weights = tuple(
                math.log(counts.get(sort, 0) + NEVER_SAID) - of_all
                for sort, of_all in zip(self._sorts, whole, strict=True)
            )
            self._weights.update(dict.fromkeys(listed.split(" "), weights))

    def hear(self, marked: str) -> Heard:
        """What `marked` asks: a sentence with ROLE in the place of each role that it names."""
        said = heard_words(marked)
        known = [weights for one in features(said) if (weights := self._weights.get(one)) is not None]
        told: dict[str, float] = dict(zip(self._sorts, map(sum, zip(self._start, *known, strict=True)), strict=True))
        owner, else_ = (told.pop(sort) for sort in _NOTHING_OF_ROLES)
        shares = _shares(told)
        kinds = {Intent(sort): share for sort, share in shares.items() if sort in _KINDS}
        deciding = {sort: share for sort, share in shares.items() if sort not in _KINDS}
        kinds[Intent.DECIDES] = sum(deciding.values())
        kind = max(kinds, key=lambda one: kinds[one])
        return Heard(
            about=_together(told.values()) - _together((owner, else_)),
            elsewhere=else_ - owner,
            kind=kind,
            sure=kinds[kind],
            roles=_roles(_shares({sort: told[sort] for sort in deciding})),
            unheard=sum(rarity(stem) for stem in sorted(set(said)) if stem not in self._weights),
            length=len(said),
        )


def heard_words(marked: str) -> list[str]:
    """The stems of a sentence in order, ROLE_WORD for each role."""
    found: list[str] = []
    for place, part in enumerate(marked.split(ROLE)):
        if place:
            found.append(ROLE_WORD)
        found.extend(word.stem for word in words(part) if not word.joined)
    return found


def features(said: Sequence[str]) -> list[str]:
    """What is counted of a sentence: each stem once, and each two side by side."""
    return list(dict.fromkeys([*said, *(f"{one}_{other}" for one, other in pairwise(said))]))


@lru_cache(maxsize=1)
def shipped() -> Hearing:
    """What ships with Rolecall, read once."""
    return Hearing(resources.files(__package__).joinpath("asked.txt").read_text(encoding="utf-8").splitlines())


def _counts(text: str) -> dict[str, int]:
    """`pm 3 tpm 1` as numbers."""
    parts = text.split(" ")
    return dict(zip(parts[::2], map(int, parts[1::2]), strict=True))


def _roles(shares: dict[str, float]) -> tuple[tuple[str, float], ...]:
    found: dict[str, float] = {}
    for sort, share in shares.items():
        for role in sort.split(TOGETHER):
            found[role] = found.get(role, 0.0) + share
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _shares(told: dict[str, float]) -> dict[str, float]:
    whole = _together(told.values())
    return {sort: math.exp(one - whole) for sort, one in told.items()}


def _together(logarithms: Iterable[float]) -> float:
    found = list(logarithms)
    highest = max(found)
    return highest + math.log(sum(math.exp(one - highest) for one in found))
