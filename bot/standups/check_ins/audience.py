"""Who is asked, by the registry as it stands on a day."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from bot.database import Transaction
from bot.ids import AreaId, MemberId, WorkspaceId
from bot.registry import steps as registry
from bot.standups.check_ins.rules import PM, TPM, Held, Seat, seats
from bot.standups.rules import StandupPlan

ROLES = (PM, TPM)


async def seats_of(tx: Transaction, workspace_id: WorkspaceId, plan: StandupPlan, on: date) -> tuple[Seat, ...]:
    """Who is asked for a standup on that day: the PMs and TPMs of its areas, own or inherited, and chosen people.

    A standup over people alone asks each about the areas in which they are PM or TPM themselves.
    """
    if plan.area_ids:
        return seats(await _held_in(tx, workspace_id, plan.area_ids, on), plan.people)
    return seats(await _held_by(tx, workspace_id, plan.people, on), plan.people)


async def vacancies(tx: Transaction, workspace_id: WorkspaceId, plan: StandupPlan, on: date) -> list[str]:
    """What keeps areas of a standup from having both sides, in words: "Refunds has no TPM"."""
    held = {(one.area_id, one.role) for one in await _held_in(tx, workspace_id, plan.area_ids, on)}
    names = await area_names(tx, workspace_id, plan.area_ids)
    return [
        f"{names[area_id]} has no {role.upper()}"
        for area_id in plan.area_ids
        for role in ROLES
        if area_id in names and (area_id, role) not in held
    ]


async def area_names(tx: Transaction, workspace_id: WorkspaceId, ids: Iterable[AreaId]) -> dict[AreaId, str]:
    """The names of areas; one that was deleted has none."""
    return await registry.area_names(tx, workspace_id, set(ids))


async def _held_in(tx: Transaction, workspace_id: WorkspaceId, area_ids: Sequence[AreaId], on: date) -> list[Held]:
    holders = await registry.holders_on(tx, workspace_id, area_ids, ROLES, on)
    order = {area_id: place for place, area_id in enumerate(area_ids)}
    return [
        Held(one.area_id, one.role, one.member_id)
        for one in sorted(holders, key=lambda one: order[one.area_id])
        if one.member_id is not None  # a user group cannot be asked
    ]


async def _held_by(tx: Transaction, workspace_id: WorkspaceId, people: Collection[MemberId], on: date) -> list[Held]:
    content = await registry.load_content(tx, workspace_id)
    members = {person.key: person.member_id for person in content.people if person.member_id in people}
    areas = {area.key: area.id for area in content.areas}
    return [
        Held(area_id, one.role, member_id)
        for one in content.assignments
        if one.role in ROLES
        and one.in_force(on)
        and (member_id := members.get(one.person)) is not None
        and (area_id := areas.get(one.area)) is not None
    ]
