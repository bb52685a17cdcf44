"""What an approved proposal changes in the registry, with its line of history, inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.database import Transaction
from bot.errors import NotFound, UserError
from bot.ids import AreaId, SlackUserId, WorkspaceId
from bot.registry import store as registry_store
from bot.registry.files.plan import Change, What, said_of, said_of_holders
from bot.registry.importing import store as writing
from bot.registry.importing.carrying_out import Signature, announce_change
from bot.registry.proposals import store
from bot.registry.proposals.rules import Proposal, ProposalKind, Wanted, free_key, succeed
from bot.registry.rules import Area, AreaKind, Assignment, Person
from bot.workspaces import steps as workspaces


async def carry_out(tx: Transaction, workspace_id: WorkspaceId, proposal: Proposal, signed: Signature) -> str:
    """Make the registry say what was approved. Where a file says it: the file and line that has to be changed instead.

    UserError when it cannot be done, NotFound when the area is gone by now.
    """
    wanted = proposal.wanted
    if wanted.kind is ProposalKind.QUESTION:
        return ""
    if wanted.kind is ProposalKind.HOLDER and wanted.new_area:
        area = await _new_area(tx, workspace_id, proposal, signed)
    else:
        area = await _area(tx, workspace_id, wanted.area_id)
        if area.source:
            return await _place(tx, workspace_id, area, wanted)
    if wanted.kind is ProposalKind.HOLDER:
        await _add_alias(tx, workspace_id, area, wanted.alias, signed)
        await _put_holder(tx, workspace_id, area, wanted, signed)
    elif wanted.kind is ProposalKind.AREA_GONE:
        await _archive(tx, workspace_id, area, signed)
    await announce_change(tx, workspace_id, signed.at)
    return ""


async def _area(tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId | None) -> Area:
    found = await registry_store.areas_by_id(tx, workspace_id, [area_id]) if area_id is not None else []
    present = await registry_store.areas_by_key(tx, workspace_id, [area.key for area in found])
    if not present:
        raise NotFound("That area is not in the list any more, so there is nothing to change. Please decline.")
    return present[0]


async def _place(tx: Transaction, workspace_id: WorkspaceId, area: Area, wanted: Wanted) -> str:
    """The line of the file that says who holds the role, else that of the area."""
    held = await registry_store.own_assignments(tx, workspace_id, _id(area), wanted.role) if wanted.role else []
    line = next((one.line for one in held if one.source), area.line)
    return f"{area.source}:{line}"


async def _new_area(tx: Transaction, workspace_id: WorkspaceId, proposal: Proposal, signed: Signature) -> Area:
    wanted = proposal.wanted
    above = await _area(tx, workspace_id, wanted.area_id) if wanted.area_id is not None else None
    taken = await registry_store.area_ids(tx, workspace_id)
    area = Area(
        free_key(wanted.new_area, above.key if above is not None else None, taken.keys()),
        wanted.new_area,
        AreaKind.FEATURE if above is not None else AreaKind.PRODUCT,
        above.key if above is not None else None,
    )
    await writing.add_areas(tx, workspace_id, [(area, len(taken))])
    made = replace(area, id=(await registry_store.area_ids(tx, workspace_id))[area.key])
    if above is not None:
        await writing.set_parents(tx, workspace_id, [(_id(made), above.id)])
    await store.set_area(tx, workspace_id, proposal.id, _id(made))
    await _note(tx, workspace_id, [Change(What.AREA, area.key, None, said_of(area))], signed)
    return made


async def _add_alias(tx: Transaction, workspace_id: WorkspaceId, area: Area, alias: str, signed: Signature) -> None:
    """The words it was asked for in vain find it from now on."""
    if not alias or alias.casefold() in {name.casefold() for name in (area.name, *area.aliases)}:
        return
    named = replace(area, aliases=(*area.aliases, alias))
    await store.set_aliases(tx, workspace_id, _id(area), named.aliases)
    await _note(tx, workspace_id, [Change(What.AREA, area.key, said_of(area), said_of(named))], signed)


async def _put_holder(
    tx: Transaction, workspace_id: WorkspaceId, area: Area, wanted: Wanted, signed: Signature
) -> None:
    person = await _person(tx, workspace_id, wanted.person, signed)
    before = await registry_store.own_assignments(tx, workspace_id, _id(area))
    held = [one for one in before if one.role == wanted.role]
    change = succeed(held, Assignment(area.key, wanted.role, person), signed.at.date())
    if change.added is None:
        return
    for one in change.ended:
        if one.id is not None and one.to_date is not None:
            await store.end_assignment(tx, workspace_id, one.id, one.to_date)
    await writing.remove_assignments(tx, workspace_id, change.removed)
    await store.move_behind(tx, workspace_id, _id(area), wanted.role)
    people = await registry_store.people_ids(tx, workspace_id)
    where = {area.key: _id(area)}
    await writing.add_assignments(
        tx, workspace_id, [change.added], where, people, named_by=signed.actor, named_at=signed.at
    )
    await _note_holders(tx, workspace_id, area, before, signed)


async def _archive(tx: Transaction, workspace_id: WorkspaceId, area: Area, signed: Signature) -> None:
    if await store.has_areas_below(tx, workspace_id, _id(area)):
        raise UserError(f"{area.name} has other areas below it, so it stays. Say first where those belong.")
    before = await registry_store.own_assignments(tx, workspace_id, _id(area))
    over: date = signed.at.date()
    for one in before:
        if one.id is not None and (one.to_date is None or one.to_date > over):
            await store.end_assignment(tx, workspace_id, one.id, over)
    await writing.archive_areas(tx, workspace_id, [_id(area)], signed.at)
    await _note_holders(tx, workspace_id, area, before, signed)
    await _note(tx, workspace_id, [Change(What.AREA, area.key, said_of(area), None)], signed)


async def _person(tx: Transaction, workspace_id: WorkspaceId, user_id: SlackUserId | None, signed: Signature) -> str:
    """The key by which the registry knows the member, from now on if not before."""
    member = await workspaces.member_by_slack_id(tx, workspace_id, user_id) if user_id is not None else None
    if member is None:
        raise NotFound("Rolecall does not know this person any more. Please decline.")
    known = await store.person_of(tx, workspace_id, member.id)
    if known is not None:
        return known
    key = free_key(member.name, None, (await registry_store.people_ids(tx, workspace_id)).keys())
    person = Person(key, member.name, member.email, member.slack_user_id)
    await writing.add_people(tx, workspace_id, [(person, member.id)])
    await _note(tx, workspace_id, [Change(What.PERSON, key, None, said_of(person))], signed)
    return key


async def _note_holders(
    tx: Transaction, workspace_id: WorkspaceId, area: Area, before: Sequence[Assignment], signed: Signature
) -> None:
    after = await registry_store.own_assignments(tx, workspace_id, _id(area))
    was, is_now = said_of_holders(before) or None, said_of_holders(after) or None
    if was != is_now:
        await _note(tx, workspace_id, [Change(What.ASSIGNMENTS, area.key, was, is_now)], signed)


async def _note(tx: Transaction, workspace_id: WorkspaceId, changes: Sequence[Change], signed: Signature) -> None:
    await writing.add_history(tx, workspace_id, changes, actor=signed.actor, at=signed.at, why=signed.why)


def _id(area: Area) -> AreaId:
    if area.id is None:
        raise ValueError(f"area {area.key} has no row")
    return area.id
