"""Who holds what: in an area that is known to be meant, and by a person."""

from collections.abc import Mapping
from datetime import date

from bot.lookup.answer_rules import HeldRole, Holds, Owned, Vacant
from bot.registry.rules import Holding, Person
from bot.registry.search.snapshot import RegistrySnapshot
from bot.roles.rules import RoleDefinition

SIDES = ("pm", "tpm")


def answer_for_area(
    snapshot: RegistrySnapshot, key: str, role: str | None, today: date, *, confidence: float = 1.0,
    candidates: tuple[str, ...] = (),
) -> Owned | Vacant:  # fmt: skip
    """Who holds `role` (None: each role) in an area that is known to be meant."""
    area, above = snapshot.area(key), tuple(snapshot.above(key))
    named = candidates or (key,)
    holdings = snapshot.holdings(key, today)
    held = [held_role(snapshot, holdings[one]) for one in snapshot.roles.order(holdings)]
    if role is not None and role not in holdings:
        return Vacant(area, above, snapshot.roles.get(role), _cover(held), tuple(held), named, confidence)
    if not held:
        return Vacant(area, above, None, None, (), named, confidence)
    held.sort(key=lambda one: one.role.key != role)
    missing = None if role is not None or area.unowned else _missing_side(snapshot, holdings)
    return Owned(area, above, tuple(held), role, named, confidence, missing, None if missing is None else _cover(held))


def _missing_side(snapshot: RegistrySnapshot, holdings: Mapping[str, Holding]) -> RoleDefinition | None:
    """PM or TPM, when the other one alone is held. A registry that never names one of the two does not miss it."""
    absent = [side for side in SIDES if side not in holdings]
    if len(absent) != 1 or absent[0] not in snapshot.role_keys():
        return None
    return snapshot.roles.get(absent[0])


def held_role(snapshot: RegistrySnapshot, holding: Holding) -> HeldRole:
    people = tuple(snapshot.person(one.person) for one in holding.assignments)
    return HeldRole(
        snapshot.roles.get(holding.role),
        people,
        holding.assignments,
        snapshot.area(holding.from_area),
        holding.levels_up,
        tuple(snapshot.person(one.delegate) if one.delegate else None for one in holding.assignments),
    )


def _cover(held: list[HeldRole]) -> HeldRole | None:
    """Who answers while a role is vacant: somebody of the nearest area above, else somebody of the area itself."""
    prefer = {"sponsor": 0, "em": 1, "tpm": 2, "pm": 3}
    from_above = [one for one in held if one.levels_up]
    pool = from_above or held
    return min(pool, key=lambda one: (one.levels_up, prefer.get(one.role.key, 9), one.role.key), default=None)


def held_by(person: Person, snapshot: RegistrySnapshot, today: date) -> Holds:
    held = snapshot.held_by(person.key, today)
    return Holds(person, tuple((snapshot.area(one.area), snapshot.roles.get(one.role)) for one in held))
