"""Carries a plan out inside the caller's transaction: people, roles, areas, holders, history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.database import Transaction
from bot.ids import AreaId, MemberId, WorkspaceId
from bot.registry import store as registry_store
from bot.registry.files.plan import Plan, What
from bot.registry.importing import store
from bot.registry.rules import Area, Assignment, Person, RegistryContent
from bot.roles import steps as roles
from bot.roles.rules import RoleDefinition
from bot.schedule import due_jobs
from bot.workspaces import steps as workspaces
from bot.workspaces.rules import Member

REGISTRY_CHANGED = "registry_changed"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who imports, when, and why: what history keeps."""

    actor: str
    at: datetime
    why: str


async def carry_out(
    tx: Transaction, workspace_id: WorkspaceId, plan: Plan, present: RegistryContent, signed: Signature
) -> bool:
    """Make the registry what `plan` says; False when not even a line number had to be written."""
    await _write_people(tx, workspace_id, plan)
    await _write_roles(tx, workspace_id, plan, present)
    area_ids, moved = await _write_areas(tx, workspace_id, plan, present, signed.at)
    rewritten = await _write_holders(tx, workspace_id, plan, present, area_ids, signed)
    await store.remove_people(tx, workspace_id, [change.key for change in plan.of(What.PERSON, "removed")])
    await store.add_history(tx, workspace_id, plan.changes, actor=signed.actor, at=signed.at, why=signed.why)
    if plan.changes or moved or rewritten:
        await announce_change(tx, workspace_id, signed.at)
        return True
    return False


async def announce_change(tx: Transaction, workspace_id: WorkspaceId, now: datetime) -> None:
    """Have snapshots read anew, and tell higher features that questions may have another answer."""
    await workspaces.registry_changed(tx, workspace_id)
    await due_jobs.announce(tx, workspace_id, REGISTRY_CHANGED, "registry", now)


async def _write_people(tx: Transaction, workspace_id: WorkspaceId, plan: Plan) -> None:
    added = {change.key for change in plan.of(What.PERSON, "added")}
    changed = {change.key for change in plan.of(What.PERSON, "changed")}
    if not added and not changed:
        return
    known = _Members(await workspaces.members(tx, workspace_id))
    linked: dict[str, list[tuple[Person, MemberId | None]]] = {"added": [], "changed": []}
    for person in plan.content.people:
        if person.key in added or person.key in changed:
            member = None if person.group_id else await known.find_or_add(tx, workspace_id, person)
            linked["added" if person.key in added else "changed"].append((person, member))
    await store.add_people(tx, workspace_id, linked["added"])
    await store.change_people(tx, workspace_id, linked["changed"])


class _Members:
    """The workspace's members by what a registry may know of them."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._by_slack_id: dict[str, MemberId] = {}
        self._by_email: dict[str, MemberId] = {}
        self._by_name: dict[str, MemberId] = {}
        for member in members:
            if member.slack_user_id:
                self._by_slack_id[member.slack_user_id] = member.id
            elif not member.email:
                self._by_name[member.name] = member.id
            if member.email:
                self._by_email[member.email] = member.id

    async def find_or_add(self, tx: Transaction, workspace_id: WorkspaceId, person: Person) -> MemberId:
        """By Slack id, else by e-mail; one known by name alone only when imported by that name before."""
        email = person.email.casefold() if person.email else None
        found = self._by_slack_id.get(person.slack_user_id or "") or self._by_email.get(email or "")
        if found is None and not person.slack_user_id and not email:
            found = self._by_name.get(person.name)
        if found is None:
            found = await workspaces.add_member(
                tx, workspace_id, person.name, email=email, slack_user_id=person.slack_user_id
            )
        if person.slack_user_id:
            self._by_slack_id[person.slack_user_id] = found
        if email:
            self._by_email[email] = found
        return found


async def _write_roles(tx: Transaction, workspace_id: WorkspaceId, plan: Plan, present: RegistryContent) -> None:
    """What the file says of roles, also where only its line is new: what it says is its own from now on."""
    known = {role.key: role for role in present.roles}
    wanted = [role for role in plan.content.roles if _is_new(role, known.get(role.key))]
    removed = [change.key for change in plan.of(What.ROLE, "removed")]
    if wanted or removed:
        await roles.change_definitions(tx, workspace_id, wanted, removed)


def _is_new(role: RoleDefinition, known: RoleDefinition | None) -> bool:
    return known is None or (known, known.source, known.line) != (role, role.source, role.line)


async def _write_areas(
    tx: Transaction, workspace_id: WorkspaceId, plan: Plan, present: RegistryContent, at: datetime
) -> tuple[dict[str, AreaId], bool]:
    """The row of every key, and whether lines or the order of areas that say the same were written."""
    ids = await registry_store.area_ids(tx, workspace_id)
    before = {area.key: (area.source, area.line, place) for place, area in enumerate(present.areas)}
    touched = {change.key for change in plan.of(What.AREA, "added", "changed")}
    wanted = list(zip(plan.content.areas, range(len(plan.content.areas)), strict=True))
    await store.add_areas(tx, workspace_id, [(area, place) for area, place in wanted if area.key not in ids])
    known = [(ids[area.key], area, place) for area, place in wanted if area.key in ids]
    await store.change_areas(tx, workspace_id, [one for one in known if one[1].key in touched])
    moved = [one for one in known if one[1].key not in touched and _has_moved(one[1], before)]
    await store.move_lines(tx, workspace_id, moved)
    ids = await registry_store.area_ids(tx, workspace_id) if touched else ids
    parents = [(ids[area.key], ids[area.parent] if area.parent else None) for area, _ in wanted if area.key in touched]
    await store.set_parents(tx, workspace_id, parents)
    gone = [ids[change.key] for change in plan.of(What.AREA, "removed")]
    await store.archive_areas(tx, workspace_id, gone, at)
    return ids, bool(moved)


def _has_moved(area: Area, before: dict[str, tuple[str, int, int]]) -> bool:
    return before[area.key][:2] != (area.source, area.line)


async def _write_holders(
    tx: Transaction,
    workspace_id: WorkspaceId,
    plan: Plan,
    present: RegistryContent,
    area_ids: dict[str, AreaId],
    signed: Signature,
) -> bool:
    """Add, change and remove assignments, keeping those that stay: they have been confirmed. Whether any was written."""
    listed = {area.key for area in plan.content.areas}
    ended = {change.key for change in plan.of(What.ASSIGNMENTS, "removed")} - listed
    stored = {_identity(one): one for one in present.assignments if one.area in listed or one.area in ended}
    wanted = {_identity(one): one for one in plan.content.assignments}
    removed = [one for identity, one in stored.items() if identity not in wanted]
    added = [one for identity, one in wanted.items() if identity not in stored]
    kept = [(stored[identity], one) for identity, one in wanted.items() if identity in stored]
    changed = [(old, new) for old, new in kept if old != new or (old.source, old.line) != (new.source, new.line)]
    people = await registry_store.people_ids(tx, workspace_id)
    await store.remove_assignments(tx, workspace_id, removed)
    await store.change_assignments(tx, workspace_id, changed, people)
    await store.add_assignments(tx, workspace_id, added, area_ids, people, named_by=signed.actor, named_at=signed.at)
    return bool(removed or added or changed)


def _identity(one: Assignment) -> tuple[object, ...]:
    return (one.area, one.role, one.person, one.part, one.from_date, one.to_date)
