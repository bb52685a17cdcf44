"""What a role is, what it settles, and how a workspace's own definitions lie over the built-in library."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

# How long two try by themselves before they bring in the next one.
STUCK_AFTER_DAYS = 2
# A name that is short and written in capitals stands for the role beside a person's name: PM, TPM, QA.
LONGEST_ABBREVIATION = 5


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that has to be settled, or with `duty` looked after. The roles beside it are keys.

    `asked_as` holds the words in which people ask for it; `together_with` the roles that settle it jointly; `stuck` where
    to go when it is not settled, the first one first. `joined` puts an area behind it ("the scope of Checkout"), `short`
    is its name in a list, `line` the line of a PM-TPM agreement that says who has it. A duty reads on from a name:
    "answers for adoption and revenue".
    """

    subject: str
    asked_as: tuple[str, ...] = ()
    together_with: tuple[str, ...] = ()
    ask_first: tuple[str, ...] = ()
    tell_after: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    duty: bool = False
    joined: str = "of"
    short: str = ""
    line: str = ""

    @property
    def label(self) -> str:
        """Its name in a list."""
        return self.short or self.subject


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """One role. Everything but the key may be empty: a registry may use a key that nobody has defined yet.

    `boundaries` say where it ends: each the key of a neighbour, a colon and a sentence.
    `source` and `line` say where the workspace's own words stand; "" is Slack.
    """

    key: str
    name: str = ""
    names: tuple[str, ...] = ()
    what_to_ask: str = ""
    purpose: str = ""
    scope: str = ""
    responsibilities: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    skills: tuple[str, ...] = ()
    success_metrics: tuple[str, ...] = ()
    pitfalls: tuple[str, ...] = ()
    boundaries: tuple[str, ...] = ()
    learn_more: str = ""
    source: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def title(self) -> str:
        """What people call the role: its name, or its key when it has none."""
        return self.name or self.key

    @property
    def short(self) -> str:
        """The shortest usual name, for lines that hold a person's name too: PM, TPM, EM."""
        first = self.names[0] if self.names else ""
        if first.isupper() and len(first) <= LONGEST_ABBREVIATION:
            return first
        return self.key.upper() if len(self.key) <= LONGEST_ABBREVIATION - 1 else self.title

    def called(self) -> tuple[str, ...]:
        """Every name that people may use for the role, its key included, without repetition."""
        return tuple(dict.fromkeys(name for name in (self.name, self.key, *self.names) if name))

    def decides(self) -> tuple[Decision, ...]:
        """What it settles, without what it only looks after."""
        return tuple(decision for decision in self.decisions if not decision.duty)

    def overridden_by(self, own: "RoleDefinition") -> "RoleDefinition":
        """This definition with whatever `own` says put in its place; other names are added, not replaced."""
        said: dict[str, Any] = {name: value for name in OWN_FIELDS if (value := getattr(own, name))}
        said["names"] = tuple(dict.fromkeys((*own.names, *self.names)))
        return replace(self, **said, source=own.source, line=own.line)

    def differing_from(self, shipped: "RoleDefinition") -> "RoleDefinition":
        """Only what this says otherwise than `shipped`: what is stored, so that the rest follows the library."""
        nothing = RoleDefinition(self.key)
        same = [name for name in OWN_FIELDS if getattr(self, name) == getattr(shipped, name)]
        said: dict[str, Any] = {name: getattr(nothing, name) for name in same}
        said["names"] = tuple(name for name in self.names if name not in shipped.names)
        return replace(self, **said)

    def own_boundaries(self) -> dict[str, str]:
        """The sentence of each neighbour that is said here, by the neighbour's key."""
        parts = (said.partition(":") for said in self.boundaries)
        return {neighbour.strip(): line.strip() for neighbour, _, line in parts}

    @property
    def says_anything(self) -> bool:
        """Whether anything but the key is said."""
        return any(getattr(self, name) for name in OWN_FIELDS)


# What a workspace may say itself of a role, in its order.
OWN_FIELDS: tuple[str, ...] = tuple(one.name for one in fields(RoleDefinition) if one.compare and one.name != "key")


@dataclass(frozen=True, slots=True)
class Boundary:
    """Where one role ends and its neighbour begins.

    `line` names the roles by their keys in braces; `mixed_up` pairs what is often asked of the wrong one with the key of
    the right one; `together` is what both settle.
    """

    between: tuple[str, str]
    line: str
    together: tuple[str, ...] = ()
    mixed_up: tuple[tuple[str, str], ...] = ()
    pitfalls: tuple[str, ...] = ()

    def said_of(self, names: Mapping[str, str]) -> str:
        """The line with `names` in the place of the role keys, beginning with a capital letter unless a name does not."""
        text = self.line
        for key in self.between:
            text = text.replace(f"{{{key}}}", names[key])
        return text[:1].upper() + text[1:]


class Decider(StrEnum):
    """Who settles a line of a PM-TPM agreement."""

    PM = "pm"
    TPM = "tpm"
    BOTH = "both"

    @property
    def roles(self) -> tuple[str, ...]:
        """The keys of the roles that it stands for."""
        return ("pm", "tpm") if self is Decider.BOTH else (self.value,)


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One line of a PM-TPM agreement: what has to be settled, and who does."""

    key: str
    subject: str
    decider: Decider


@dataclass(frozen=True, slots=True)
class Library:
    """What is shipped: roles in the order in which cards list them, a boundary for every pair, the agreement's lines."""

    roles: tuple[RoleDefinition, ...] = ()
    boundaries: tuple[Boundary, ...] = ()
    agreement: tuple[AgreementLine, ...] = ()

    def __iter__(self) -> Iterator[RoleDefinition]:
        return iter(self.roles)


class RoleBook:
    """The roles of one workspace: the library, overridden and extended by the workspace's own definitions."""

    def __init__(self, library: Library, own: Iterable[RoleDefinition] = ()) -> None:
        self._shipped = {role.key: role for role in library}
        self._own = {role.key: role for role in own}
        self._boundaries = {frozenset(one.between): one for one in library.boundaries}
        for role in self._own.values():
            for neighbour, line in role.own_boundaries().items():
                pair = frozenset((role.key, neighbour))
                shipped_line = self._boundaries.get(pair) or Boundary((role.key, neighbour), line)
                self._boundaries[pair] = replace(shipped_line, line=line)
        self.agreement_lines = library.agreement
        shipped = self._shipped
        merged = {key: shipped[key].overridden_by(role) if key in shipped else role for key, role in self._own.items()}
        self._roles: Mapping[str, RoleDefinition] = {**shipped, **merged}

    def __iter__(self) -> Iterator[RoleDefinition]:
        return iter(self._roles.values())

    def __contains__(self, key: object) -> bool:
        return key in self._roles

    def get(self, key: str) -> RoleDefinition:
        """The role's definition; a key that nobody has defined is known by its key alone."""
        return self._roles.get(key) or RoleDefinition(key)

    def shipped(self, key: str) -> RoleDefinition | None:
        """The library's own definition, under whatever the workspace says."""
        return self._shipped.get(key)

    def own(self) -> tuple[RoleDefinition, ...]:
        """What the workspace itself has said, without the library."""
        return tuple(self._own.values())

    def own_of(self, key: str) -> RoleDefinition | None:
        """What the workspace itself has said of one role; None when nothing."""
        return self._own.get(key)

    def between(self, one: str, other: str) -> Boundary | None:
        """Where one role ends and the other begins; None where nobody has said it."""
        return self._boundaries.get(frozenset((one, other)))

    def counterpart(self, key: str) -> str | None:
        """The role it is taken for most: PM and TPM for one another, the PM for the others."""
        found = {"pm": "tpm", "tpm": "pm"}.get(key, "pm")
        return found if self.between(key, found) else None

    def order(self, keys: Iterable[str]) -> list[str]:
        """`keys` in the order in which cards list roles: the library's, then the workspace's own, then by name."""
        place = {key: index for index, key in enumerate(self._roles)}
        return sorted(set(keys), key=lambda key: (place.get(key, len(place)), key))

    def names(self) -> list[tuple[str, str]]:
        """Every (name, role key). A name used twice means the workspace's own role, else the one listed first."""
        taken: dict[str, str] = {}
        for role in (*(self._roles[key] for key in self._own), *self._roles.values()):
            for name in role.called():
                taken.setdefault(name.casefold(), role.key)
        return list(taken.items())
