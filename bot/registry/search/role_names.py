"""Finds the roles that a sentence names, by any name the workspace has for them, and where they stand in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.registry.search.english import UNIT, is_everyday, rarity
from bot.registry.search.text import fold, stem
from bot.roles.rules import RoleBook

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*", re.UNICODE)
# A name that is also an everyday word ("support", "lead") is a role only where the sentence treats it as one.
_BEFORE = frozenset(["the", "a", "an", "is", "which", "our", "whos", "as", "or", "your", "their", "any", "from"])
_AFTER = frozenset(
    [
        "of",
        "for",
        "on",
        "in",
        "at",
        "over",
        "there",
        "here",
        "pls",
        "please",
        "behind",
        "responsible",
        "assigned",
        "who",
    ]
)
_JOINING = re.compile(r"[-_/.]")
_WHO = frozenset({"who"})
_OF = frozenset({"of", "for", "on"})
_POLITE = frozenset({"pls", "please"})
_DOER = re.compile(r"[a-z]+[eo]r")
# How people shorten the words of a title.
_SHORTENED = {
    "frontend": ("fe", "front end"), "backend": ("be", "back end"), "engineering": ("eng",), "manager": ("mgr",),
    "product": ("prod",), "technical": ("tech",), "program": ("programme",), "development": ("dev",),
    "marketing": ("mktg",), "senior": ("sr",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoleSaid:
    """A role named in a sentence, from character `start` to `end`."""

    role: str
    start: int
    end: int


class _Token(NamedTuple):
    folded: str
    start: int
    end: int


class RoleNames:
    """Every name of every role of a workspace, the longest first."""

    def __init__(self, book: RoleBook, areas: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._own = {role.key for role in book.own()}
        self._titles = {role.key: fold(role.name) for role in book}
        # "who approves it" asks for the Approver, where the registry has such a role.
        self._doing = {
            stem(title): key
            for key, title in sorted(self._titles.items())
            if key in self._own and _DOER.fullmatch(title)
        }
        # "who leads it", where the registry calls somebody a lead.
        self._done = {fold(name) for role in book.own() for name in (role.name, *role.names)}
        for name, key in book.names():
            for written in _ways_to_write(name):
                parts = tuple(_singular(token.folded) for token in _tokens(written))
                if parts:
                    self._by_first.setdefault(parts[0], []).append((parts, key))
        for held in self._by_first.values():
            held.sort(key=lambda pair: (-len(pair[0]), pair[1] not in self._own))
        self._areas = self._with_roles(areas)

    def find(self, text: str) -> list[RoleSaid]:
        """The roles named in `text`, in the order they stand there."""
        tokens = _tokens(text)
        found: list[RoleSaid] = []
        at = 0
        while at < len(tokens):
            said = self._at(tokens, at, text)
            length = self._area_at(tokens, at)
            if length > (said[1] if said else 0):
                at += length
                continue
            if said is None:
                at += 1
                continue
            key, length = said
            found.append(RoleSaid(key, tokens[at].start, tokens[at + length - 1].end))
            at += length
        return found

    def _with_roles(self, areas: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
        """The names of areas in which a role is named beside other words, as in "Leadership Council", by their first word."""
        found: dict[str, list[tuple[str, ...]]] = {}
        told = {word.rstrip("s") for word in self._by_first}
        for name in areas:
            # Most names are one word, or hold no word of a role: those are not taken apart.
            said = _JOINING.sub(" ", fold(name)).split()
            if len(said) < 2 or told.isdisjoint(word.rstrip("s") for word in said):
                continue
            parts = tuple(_singular(token.folded) for token in _tokens(name))
            if len(parts) > 1 and any(part in self._by_first for part in parts):
                found.setdefault(parts[0], []).append(parts)
        return found

    def _area_at(self, tokens: Sequence[_Token], at: int) -> int:
        """How many words long the name of an area is that begins here; 0 when none does."""
        lengths = [
            len(parts)
            for parts in self._areas.get(_singular(tokens[at].folded), ())
            if tuple(_singular(token.folded) for token in tokens[at : at + len(parts)]) == parts
        ]
        return max(lengths, default=0)

    def _at(self, tokens: Sequence[_Token], at: int, text: str) -> tuple[str, int] | None:
        for parts, key in self._by_first.get(_singular(tokens[at].folded), ()):
            said = tuple(_singular(token.folded) for token in tokens[at : at + len(parts)])
            if said == parts and (len(parts) > 1 or self._counts_alone(tokens, at, key, text)):
                return key, len(parts)
        does = self._doing.get(stem(tokens[at].folded)) if at and tokens[at - 1].folded in _WHO else None
        return (does, 1) if does else None

    def _counts_alone(self, tokens: Sequence[_Token], at: int, key: str, text: str) -> bool:
        word = tokens[at]
        single = _singular(word.folded)
        if key in self._own and single == self._titles[key]:
            # What the registry itself calls a role is one wherever it stands: "infra lead", "who chairs the board".
            return True
        if not is_everyday(word.folded) and not is_everyday(single):
            return True
        before = tokens[at - 1].folded.replace("'", "").replace("\u2019", "") if at else ""
        after = tokens[at + 1].folded if at + 1 < len(tokens) else ""
        ends = not after or bool(re.match(r"\s*[?,.!;:)]", text[word.end :])) or after in _POLITE
        if before in _BEFORE and (ends or after in _AFTER):
            return True
        # The registry's own name for a role: "lead of docs", "docs lead", "who leads docs".
        return key in self._own and (
            (before in _WHO and single in self._done)
            or (after in _OF and not at)
            or (ends and rarity(stem(before)) > UNIT and at > 0)
        )


def _ways_to_write(name: str) -> list[str]:
    words = fold(name).split()
    found = [" ".join(words)]
    if len(words) > 1:
        for place, word in enumerate(words):
            shortened = _SHORTENED.get(word, ())
            found.extend(" ".join([*words[:place], short, *words[place + 1 :]]) for short in shortened)
    return found


def _tokens(text: str) -> list[_Token]:
    return [_Token(fold(match.group()), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def _singular(word: str) -> str:
    word = word.replace("'s", "").replace("\u2019s", "")
    return word[:-1] if len(word) > 2 and word.endswith("s") and not word.endswith("ss") else word
