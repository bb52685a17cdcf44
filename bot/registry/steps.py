"""What other features may read of the registry inside their own transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import is_

from bot.database import Transaction
from bot.ids import AreaId, MemberId, WorkspaceId
from bot.registry import store
from bot.registry.rows import Reading
from bot.registry.rules import Agreement, Area, Assignment, Person, RegistryContent
from bot.registry.search.index import Index
from bot.registry.search.snapshot import RegistrySnapshot
from bot.roles import steps as roles
from bot.roles.rules import RoleBook
from bot.workspaces import steps as workspaces
from bot.workspaces.rules import Member


@dataclass(frozen=True, slots=True)
class SnapshotRows:
    """The rows of one version of a registry. `build` works on the processor alone: call it in a thread.

    `index` is that of the version before, where no area has changed since.
    """

    version: int
    content: RegistryContent
    members: Sequence[Member]
    roles: RoleBook
    index: Index | None = None

    def build(self, agreements: Iterable[Agreement] = ()) -> RegistrySnapshot:
        """The snapshot, with people as Slack knows them now."""
        members = {member.id: member for member in self.members}
        people = tuple(_as_slack_knows(person, members) for person in self.content.people)
        content = replace(self.content, people=people)
        return RegistrySnapshot(content, self.roles, self.version, agreements, self.index)


@dataclass(frozen=True, slots=True)
class AreaHolder:
    """Someone who holds a role in an area on a day. `from_area_id` is an ancestor when the role is inherited."""

    area_id: AreaId
    role: str
    person: Person
    accountable: bool
    from_area_id: AreaId
    part: str = ""
    delegate: Person | None = None

    @property
    def member_id(self) -> MemberId | None:
        """None for a Slack user group."""
        return self.person.member_id

    @property
    def inherited(self) -> bool:
        return self.area_id != self.from_area_id


async def load_content(
    tx: Transaction, workspace_id: WorkspaceId, before: RegistryContent | None = None
) -> RegistryContent:
    """The registry as its files say it: what an import is compared with, and what an export writes.

    Areas and assignments that are as they were `before` are given from there.
    """
    reading = Reading(before)
    return RegistryContent(
        tuple(await store.people(tx, workspace_id)),
        (await roles.role_book(tx, workspace_id)).own(),
        tuple(await store.all_areas(tx, workspace_id, reading)),
        tuple(await store.all_assignments(tx, workspace_id, reading)),
    )


async def load_snapshot(
    tx: Transaction, workspace_id: WorkspaceId, before: RegistrySnapshot | None = None
) -> SnapshotRows:
    """All that questions are answered from. What did not change since `before` is neither made nor kept anew."""
    content = await load_content(tx, workspace_id, before.content if before is not None else None)
    members = await workspaces.members(tx, workspace_id)
    version = await workspaces.registry_version(tx, workspace_id)
    index = before.index if before is not None and _are_the_same(before.areas, content.areas) else None
    return SnapshotRows(version, content, members, await roles.role_book(tx, workspace_id), index)


async def holders_on(
    tx: Transaction, workspace_id: WorkspaceId, area_ids: Collection[AreaId], role_keys: Collection[str], on: date
) -> list[AreaHolder]:
    """Who holds one of the roles in each area on that day, own or inherited, by area, role and place.

    The first holder of a role in an area is the accountable one. An area without a holder of a role has no line for it.
    """
    parents = await store.parents(tx, workspace_id, area_ids)
    found = await store.assignments_in_force(tx, workspace_id, parents.keys(), role_keys, on)
    held: dict[tuple[AreaId, str], list[Assignment]] = {}
    for area_id, assignment in found:
        held.setdefault((area_id, assignment.role), []).append(assignment)
    people = await people_by_key(tx, workspace_id)
    holders: list[AreaHolder] = []
    for area_id in sorted(set(area_ids)):
        for role in sorted(set(role_keys)):
            at = _nearest(area_id, role, parents, held)
            if at is not None:
                holders += [
                    AreaHolder(
                        area_id,
                        role,
                        people[one.person],
                        accountable=place == 0,
                        from_area_id=at,
                        part=one.part,
                        delegate=people[one.delegate] if one.delegate else None,
                    )
                    for place, one in enumerate(held[at, role])
                ]
    return holders


async def accountable_above(
    tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId, on: date
) -> list[tuple[int, AreaHolder]]:
    """Who is accountable for any role in the area itself (0 levels up) and in each above it, the nearest first."""
    parents = await store.parents(tx, workspace_id, [area_id])
    found = await store.assignments_in_force(tx, workspace_id, parents.keys(), None, on)
    people = await people_by_key(tx, workspace_id)
    line: list[AreaId] = []
    at: AreaId | None = area_id
    while at is not None and at not in line:
        line.append(at)
        at = parents.get(at)
    holders: dict[tuple[AreaId, str], AreaHolder] = {}
    for where, one in found:
        holders.setdefault(
            (where, one.role),
            AreaHolder(area_id, one.role, people[one.person], accountable=True, from_area_id=where),
        )
    return [(level, held) for level, where in enumerate(line) for key, held in holders.items() if key[0] == where]


async def own_assignments(tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId, role: str) -> list[Assignment]:
    """Who holds the role in the area itself, on whatever day, in their order."""
    return await store.own_assignments(tx, workspace_id, area_id, role)


async def next_change_of_holders(
    tx: Transaction, workspace_id: WorkspaceId, role_keys: Collection[str], after: date
) -> date | None:
    """The first day after `after` on which somebody else may hold one of the roles somewhere; None when none is known."""
    return await store.next_change(tx, workspace_id, role_keys, after)


async def people_by_key(tx: Transaction, workspace_id: WorkspaceId) -> dict[str, Person]:
    """Everyone the registry names, as Slack knows them now."""
    members = {member.id: member for member in await workspaces.members(tx, workspace_id)}
    return {person.key: _as_slack_knows(person, members) for person in await store.people(tx, workspace_id)}


async def areas(tx: Transaction, workspace_id: WorkspaceId, area_ids: Collection[AreaId]) -> list[Area]:
    """The areas of these ids, archived ones included, by name."""
    return await store.areas_by_id(tx, workspace_id, area_ids)


async def area_names(tx: Transaction, workspace_id: WorkspaceId, area_ids: Collection[AreaId]) -> dict[AreaId, str]:
    """The names of the areas of these ids, archived ones included; one that was deleted has none."""
    return await store.area_names(tx, workspace_id, area_ids)


async def areas_by_key(tx: Transaction, workspace_id: WorkspaceId, keys: Collection[str]) -> list[Area]:
    """The areas of these keys; a key that is not there has no area."""
    return await store.areas_by_key(tx, workspace_id, keys)


async def areas_called(tx: Transaction, workspace_id: WorkspaceId, typed: str, most: int = 100) -> list[Area]:
    """Areas whose name or key holds what was typed, for a select; at most `most`, all for ""."""
    return await store.areas_called(tx, workspace_id, typed, most)


async def count_areas(tx: Transaction, workspace_id: WorkspaceId) -> int:
    """How many areas there are: whether a select can show them all."""
    return await store.count_areas(tx, workspace_id)


def _nearest(
    area_id: AreaId,
    role: str,
    parents: Mapping[AreaId, AreaId | None],
    held: Mapping[tuple[AreaId, str], list[Assignment]],
) -> AreaId | None:
    """The area itself or the nearest above it where somebody holds the role."""
    at: AreaId | None = area_id
    passed: set[AreaId] = set()
    while at is not None and at not in passed:
        if (at, role) in held:
            return at
        passed.add(at)
        at = parents.get(at)
    return None


def _are_the_same(before: Sequence[Area], now: Sequence[Area]) -> bool:
    """Whether every area was given from `before`."""
    return len(before) == len(now) and all(map(is_, before, now))


def _as_slack_knows(person: Person, members: Mapping[MemberId, Member]) -> Person:
    member = members.get(person.member_id) if person.member_id is not None else None
    if member is None:
        return person
    if member.slack_user_id is None:
        return replace(person, gone=member.deactivated)
    return replace(
        person,
        name=member.name,
        email=member.email or person.email,
        slack_user_id=member.slack_user_id,
        gone=member.deactivated,
    )
