"""The matrix: everything that roles settle or look after, and what each role has to do with it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.lookup.answer_rules import HeldRole
from bot.lookup.area_rules import held_role
from bot.registry.rules import Agreed, Area
from bot.registry.search.snapshot import RegistrySnapshot
from bot.roles.rules import Decision, RoleDefinition


class Part(StrEnum):
    """What a role has to do with something that is settled."""

    DECIDES = "decides"
    WITH_OTHERS = "decides together"
    DOES = "does it"
    ASKED_FIRST = "asked first"
    TOLD_AFTER = "told after"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One thing that is settled, and the part of each role that has one. `agreed`: PM and TPM say so themselves."""

    subject: str
    of: str
    parts: dict[str, Part]
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """The roles that have a part in anything, and what it is; with an area, who holds them there."""

    roles: tuple[RoleDefinition, ...]
    rows: tuple[MatrixRow, ...]
    area: Area | None = None
    held: tuple[HeldRole, ...] = ()
    agreed: Agreed | None = None


@dataclass(frozen=True, slots=True)
class WhichArea:
    """Several areas may be meant; at most three, best first."""

    areas: tuple[Area, ...]


def matrix(snapshot: RegistrySnapshot, area: Area | None, today: date) -> Matrix:
    """The matrix of a workspace; with an area, as PM and TPM have agreed there, and with names."""
    agreed = snapshot.agreed(area.key, today) if area is not None else None
    rows = tuple(_row(role, decision, agreed) for role in snapshot.roles for decision in role.decisions)
    used = {key for row in rows for key in row.parts}
    roles = tuple(role for role in snapshot.roles if role.key in used)
    holdings = snapshot.holdings(area.key, today) if area is not None else {}
    held = tuple(held_role(snapshot, holdings[role.key]) for role in roles if role.key in holdings)
    return Matrix(roles, rows, area, held, agreed)


def _row(role: RoleDefinition, decision: Decision, agreed: Agreed | None) -> MatrixRow:
    line = agreed.line(decision.line) if agreed is not None else None
    deciding = line.decider.roles if line is not None else (role.key, *decision.together_with)
    parts = dict.fromkeys(decision.tell_after, Part.TOLD_AFTER)
    parts |= dict.fromkeys(decision.ask_first, Part.ASKED_FIRST)
    if line is not None and role.key not in deciding:
        parts[role.key] = Part.ASKED_FIRST
    own = Part.DOES if decision.duty else Part.DECIDES if len(deciding) == 1 else Part.WITH_OTHERS
    parts |= dict.fromkeys(deciding, own)
    return MatrixRow(decision.label, role.key, parts, line is not None)
