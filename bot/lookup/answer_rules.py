"""What an answer can be. Each state carries all that a card or a terminal needs to show it."""

from dataclasses import dataclass

from bot.lookup.questions.intents import Intent
from bot.registry.rules import Agreed, Area, Assignment, Person
from bot.roles.rules import AgreementLine, Boundary, Decision, RoleDefinition


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One role of an answer: who holds it, accountable first, and the area that it comes from.

    `stand_ins` answer while the holder at the same place is away; None where nobody is named for that.
    """

    role: RoleDefinition
    people: tuple[Person, ...]
    assignments: tuple[Assignment, ...]
    from_area: Area
    levels_up: int
    stand_ins: tuple[Person | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Owned:
    """An area and every role held there, the role asked for first; `above` are its ancestors, nearest first.

    `missing` is the other side when no role was asked for and only one of PM and TPM is held, here or above; `cover`
    is who to ask until somebody holds it.
    """

    area: Area
    above: tuple[Area, ...]
    held: tuple[HeldRole, ...]
    role: str | None
    candidates: tuple[str, ...]
    confidence: float
    missing: RoleDefinition | None = None
    cover: HeldRole | None = None

    @property
    def inherited_from(self) -> Area | None:
        """The ancestor that answers when the area has nobody of its own for what was asked."""
        if self.role is not None:
            return self.held[0].from_area if self.held[0].levels_up else None
        return None if any(not one.levels_up for one in self.held) else self.held[0].from_area


@dataclass(frozen=True, slots=True)
class Vacant:
    """An area where nobody holds the role asked for (None: any role); `cover` is who to ask until somebody does."""

    area: Area
    above: tuple[Area, ...]
    role: RoleDefinition | None
    cover: HeldRole | None
    held: tuple[HeldRole, ...]
    candidates: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several areas may be meant; at most three, best first, each with the path above it."""

    candidates: tuple[Area, ...]
    above: tuple[tuple[Area, ...], ...]
    role: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing in the registry covers it. `subject` is how it was called.

    `nearest` are areas that share something with it, each with the path above it: too little to say that one is meant.
    """

    subject: str
    role: str | None
    confidence: float
    nearest: tuple[Area, ...] = ()
    above: tuple[tuple[Area, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """What is known about roles: `aspect` says which side of them is asked for.

    With an area, `held` are those of the roles that somebody has there, and `agreed` what PM and TPM have agreed on.
    `boundary` is where one of two roles ends and the other begins, or a single role and its `counterpart`, the one it is
    taken for.
    """

    aspect: Intent
    roles: tuple[RoleDefinition, ...]
    confidence: float
    area: Area | None = None
    held: tuple[HeldRole, ...] = ()
    boundary: Boundary | None = None
    counterpart: RoleDefinition | None = None
    agreed: Agreed | None = None

    @property
    def agreed_otherwise(self) -> tuple[AgreementLine, ...]:
        """The lines of the agreement that the two have changed."""
        return self.agreed.changed_lines if self.agreed is not None else ()


@dataclass(frozen=True, slots=True)
class Decides:
    """Which roles settle something; with an area, who holds them there, in the order of `roles`.

    `others` are the other roles that the decision names; `boundary` is that to the role it is taken for most. Where PM
    and TPM have agreed on who settles it, `roles` are those of the agreement. `perhaps` is the role that it may be
    instead, where the question leaves that open.
    """

    roles: tuple[RoleDefinition, ...]
    decision: Decision
    others: tuple[RoleDefinition, ...]
    area: Area | None
    held: tuple[HeldRole, ...]
    confidence: float
    boundary: Boundary | None = None
    agreed: Agreed | None = None
    perhaps: RoleDefinition | None = None


@dataclass(frozen=True, slots=True)
class Holds:
    """What one person holds."""

    person: Person
    held: tuple[tuple[Area, RoleDefinition], ...]
    confidence: float = 1.0


Answer = Owned | Vacant | Ambiguous | Unknown | Definition | Decides | Holds


@dataclass(frozen=True, slots=True)
class Greeting:
    """Somebody said hello, or asked for help: they are told what to ask."""


@dataclass(frozen=True, slots=True)
class NothingListed:
    """The registry holds no area yet, so no question about one can be answered."""


Said = Answer | Greeting | NothingListed
