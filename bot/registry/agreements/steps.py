"""What is read and changed of agreements inside the caller's transaction."""

from datetime import UTC, date, datetime, time

from bot.database import Transaction
from bot.errors import NotFound, UserError
from bot.ids import AreaId, MemberId, WorkspaceId
from bot.registry import steps as registry
from bot.registry.agreements import store
from bot.registry.agreements.rules import (
    ASKED,
    CHANGED_MEANWHILE,
    SIDES,
    Standing,
    two_sides,
    who_is_asked,
    who_is_told,
)
from bot.registry.rules import Agreement, Person
from bot.roles import steps as roles
from bot.roles.rules import AgreementLine
from bot.schedule import due_jobs
from bot.workspaces import steps as workspaces

TELL = "agreements.tell"  # agreement_notice:5
WEIGH = "agreements.weigh"  # registry
WHOLE = "registry"
# Whoever holds a role from a day on is asked on that day, when most of the world is awake.
ASK_AT = time(9)


async def in_force(tx: Transaction, workspace_id: WorkspaceId) -> list[Agreement]:
    """The newest version of each area's agreement with its signatures; whether it holds depends on who holds the roles."""
    return [version.agreement for version in await store.newest(tx, workspace_id)]


async def standing(tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId, on: date) -> Standing:
    """The agreement of an area, or of the one above from which it has both roles.

    Raises UserError when the area has no two people to agree, NotFound when it is gone.
    """
    holders = await registry.holders_on(tx, workspace_id, [area_id], SIDES, on)
    accountable = {one.role: one for one in holders if one.accountable}
    from_areas = {one.from_area_id for one in accountable.values()}
    at = from_areas.pop() if len(accountable) == len(SIDES) and len(from_areas) == 1 else area_id
    found = await registry.areas(tx, workspace_id, [at])
    if not found:
        raise NotFound("That area is not in the list any more. Please ask again.")
    people: dict[str, Person] = {role: one.person for role, one in accountable.items()}
    pm, tpm = two_sides(found[0], people.get("pm"), people.get("tpm"))
    book = await roles.role_book(tx, workspace_id)
    versions = await store.versions(tx, workspace_id, at)
    return Standing(found[0], pm, tpm, tuple(versions), book.agreement_lines)


async def write_version(
    tx: Transaction, workspace_id: WorkspaceId, present: Standing, side: str, lines: tuple[AgreementLine, ...], also: str,
    now: datetime, source_key: str,
) -> int:  # fmt: skip
    """Add the version after `present` by the holder of `side`; raises UserError when another came first."""
    person, area_id = present.holder(side), present.area.id
    if area_id is None:
        raise ValueError("an area without a row has no agreement")
    version_id = await store.add_version(
        tx, workspace_id, area_id, present.number + 1, lines, also,
        made_by=(member_of(person), person.name), made_at=now, source_key=source_key,
    )  # fmt: skip
    if version_id is None:
        raise UserError(CHANGED_MEANWHILE)
    return version_id


async def sign(
    tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId, version_id: int, side: str, now: datetime
) -> Standing:
    """The holder of `side` agrees to the version. Both get to know; again changes nothing."""
    present = await standing(tx, workspace_id, area_id, now.date())
    person = present.holder(side)
    if await store.sign(tx, workspace_id, version_id, side, member_of(person), person.name, now):
        present = await standing(tx, workspace_id, area_id, now.date())
        for told, reason in who_is_told(present, side):
            await _tell(tx, workspace_id, version_id, told, reason, now)
        await keep_notices_true(tx, workspace_id, area_id, present.number - 1, now)
        await due_jobs.plan(tx, workspace_id, WEIGH, WHOLE, now)
        await workspaces.registry_changed(tx, workspace_id)
    return present


async def weigh(tx: Transaction, workspace_id: WorkspaceId, now: datetime) -> None:
    """Ask whoever holds a role now, where an agreement was made by somebody who held it before; and look again in time."""
    newest = await store.newest(tx, workspace_id)
    changes = await registry.next_change_of_holders(tx, workspace_id, SIDES, now.date()) if newest else None
    if changes is not None:
        await due_jobs.plan(tx, workspace_id, WEIGH, WHOLE, datetime.combine(changes, ASK_AT, UTC))
    for version in newest:
        area_id = version.agreement.area_id
        try:
            present = await standing(tx, workspace_id, area_id, now.date())
        except UserError:
            continue  # nobody, or one person, or a group holds a role now: there are no two to agree
        if present.area.id == area_id:
            asked = [await _tell(tx, workspace_id, version.id, one, ASKED, now) for one in who_is_asked(present)]
            if any(asked):
                await keep_notices_true(tx, workspace_id, area_id, present.number, now)


async def keep_notices_true(
    tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId, since: int, now: datetime
) -> None:
    """Have the messages about versions from `since` on say what holds now."""
    for notice in await store.notices(tx, workspace_id, area_id, since):
        await due_jobs.plan(tx, workspace_id, TELL, _subject(notice.id), now)


async def _tell(
    tx: Transaction, workspace_id: WorkspaceId, version_id: int, person: Person, reason: str, now: datetime
) -> bool:
    notice_id = await store.add_notice(tx, workspace_id, version_id, member_of(person), reason)
    if notice_id is not None:
        await due_jobs.plan(tx, workspace_id, TELL, _subject(notice_id), now)
    return notice_id is not None


def member_of(person: Person) -> MemberId:
    """The member behind a holder; `two_sides` has refused groups, which have none."""
    if person.member_id is None:
        raise ValueError(f"{person.key} is no member")
    return person.member_id


def _subject(notice_id: int) -> str:
    return f"agreement_notice:{notice_id}"
