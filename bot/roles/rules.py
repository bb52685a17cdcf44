"""What a role is, what it settles, and how a workspace's own definitions lie over the built-in library."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

# What goes wrong where the two meet, and what they settle together.
BETWEEN_PM_AND_TPM: tuple[str, ...] = (
    "The two are taken for one another, and the wrong one is asked",
    "Both do the same work, or neither does",
    "Nobody is clearly accountable",
    "They talk too little, and others hear two stories",
)
TOGETHER_PM_AND_TPM: tuple[str, ...] = ("the launch call", "scope against date")
OFTEN_MIXED_UP: tuple[tuple[str, str], ...] = (("status reports", "tpm"), ("what a customer was promised", "pm"))


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that has to be settled. The roles beside it are keys.

    `asked_as` holds the words in which people ask for it; `together_with` the roles that settle it jointly.
    """

    subject: str
    asked_as: tuple[str, ...] = ()
    together_with: tuple[str, ...] = ()
    ask_first: tuple[str, ...] = ()
    tell_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """One role. Everything but the key may be empty: a registry may use a key that nobody has defined yet."""

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
    learn_more: str = ""

    @property
    def title(self) -> str:
        """What people call the role: its name, or its key when it has none."""
        return self.name or self.key

    @property
    def short(self) -> str:
        """The shortest usual name, for lines that hold a person's name too: PM, TPM, EM."""
        return self.key.upper() if len(self.key) <= 4 else self.title

    def called(self) -> tuple[str, ...]:
        """Every name that people may use for the role, its key included, without repetition."""
        return tuple(dict.fromkeys(name for name in (self.name, self.key, *self.names) if name))

    def overridden_by(self, own: "RoleDefinition") -> "RoleDefinition":
        """This definition with whatever `own` says put in its place; other names are added, not replaced."""
        said = {
            field.name: value
            for field in fields(own)
            if (value := getattr(own, field.name)) and field.name not in ("key", "names")
        }
        return replace(self, **said, names=tuple(dict.fromkeys((*own.names, *self.names))))


class RoleBook:
    """The roles of one workspace: the library, overridden and extended by the workspace's own definitions."""

    def __init__(self, library: Iterable[RoleDefinition], own: Iterable[RoleDefinition] = ()) -> None:
        shipped = {role.key: role for role in library}
        self._own = {role.key: role for role in own}
        merged = {key: shipped[key].overridden_by(role) if key in shipped else role for key, role in self._own.items()}
        self._roles: Mapping[str, RoleDefinition] = {**shipped, **merged}

    def __iter__(self) -> Iterator[RoleDefinition]:
        return iter(self._roles.values())

    def __contains__(self, key: object) -> bool:
        return key in self._roles

    def get(self, key: str) -> RoleDefinition:
        """The role's definition; a key that nobody has defined is known by its key alone."""
        return self._roles.get(key) or RoleDefinition(key)

    def own(self) -> tuple[RoleDefinition, ...]:
        """What the workspace itself has said, without the library."""
        return tuple(self._own.values())

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
