"""All SQL that reads the registry."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Row, Select, and_, bindparam, case, func, or_, select

from bot.database import Transaction
from bot.database.by_ids import ByIds
from bot.ids import AreaId, AssignmentId, WorkspaceId
from bot.registry.rules import Area, AreaKind, Assignment, Person
from bot.registry.tables import areas, assignments, registry_people

# Both databases take more; a bound keeps one statement small.
MOST_IN_ONE_QUERY = 500
MOST_LEVELS = 50


async def people(tx: Transaction, workspace_id: WorkspaceId) -> list[Person]:
    """Everyone the registry names, as it names them, in the order of their rows."""
    query = select(registry_people).where(registry_people.c.workspace_id == workspace_id)
    some = tx.portions(query.order_by(registry_people.c.id))
    return [_person(row) async for portion in some for row in portion]


async def people_ids(tx: Transaction, workspace_id: WorkspaceId) -> dict[str, int]:
    """The row of each person's key."""
    query = select(registry_people.c.key, registry_people.c.id).where(registry_people.c.workspace_id == workspace_id)
    return {row.key: row.id for row in await tx.all(query)}


async def all_areas(tx: Transaction, workspace_id: WorkspaceId) -> list[Area]:
    """Every area that is not archived, in the order of the file it came from."""
    query = _areas(workspace_id).where(areas.c.archived_at.is_(None)).order_by(areas.c.place, areas.c.id)
    return [_area(row) async for portion in tx.portions(query) for row in portion]


async def area_ids(tx: Transaction, workspace_id: WorkspaceId) -> dict[str, AreaId]:
    """The row of each area's key, archived ones included: a key that comes back gets its row back."""
    query = select(areas.c.key, areas.c.id).where(areas.c.workspace_id == workspace_id)
    return {row.key: AreaId(row.id) for row in await tx.all(query)}


async def areas_by_id(tx: Transaction, workspace_id: WorkspaceId, ids: Collection[AreaId]) -> list[Area]:
    """The areas of these rows, archived ones included, by name."""
    found: list[Area] = []
    for some in _portions(sorted(ids)):
        found += [_area(row) for row in await tx.execute(*_AREAS_BY_ID.of(some, workspace=workspace_id))]
    return sorted(found, key=lambda area: (area.name.casefold(), area.key))


async def area_names(tx: Transaction, workspace_id: WorkspaceId, ids: Collection[AreaId]) -> dict[AreaId, str]:
    """The names of the areas of these rows, archived ones included."""
    found: dict[AreaId, str] = {}
    for some in _portions(sorted(ids)):
        found.update({row.id: row.name for row in await tx.execute(*_AREA_NAMES.of(some, workspace=workspace_id))})
    return found


async def areas_by_key(tx: Transaction, workspace_id: WorkspaceId, keys: Collection[str]) -> list[Area]:
    """The areas of these keys that are not archived."""
    found: list[Area] = []
    for some in _portions(sorted(keys)):
        query = _areas(workspace_id).where(areas.c.key.in_(some), areas.c.archived_at.is_(None))
        found += [_area(row) for row in await tx.all(query)]
    return found


async def areas_called(tx: Transaction, workspace_id: WorkspaceId, typed: str, most: int) -> list[Area]:
    """Areas whose name or key holds `typed`, those whose name begins with it first; all of them for ""."""
    query = _areas(workspace_id).where(areas.c.archived_at.is_(None))
    if typed:
        name, lowered = func.lower(areas.c.name), typed.lower()
        query = query.where(or_(name.contains(lowered, autoescape=True), _key_holds(lowered)))
        query = query.order_by(name.startswith(lowered, autoescape=True).desc())
    return [_area(row) for row in await tx.all(query.order_by(areas.c.place, areas.c.id).limit(most))]


async def count_areas(tx: Transaction, workspace_id: WorkspaceId) -> int:
    query = select(func.count()).where(areas.c.workspace_id == workspace_id, areas.c.archived_at.is_(None))
    return int(await tx.scalar(query))


async def parents(tx: Transaction, workspace_id: WorkspaceId, ids: Collection[AreaId]) -> dict[AreaId, AreaId | None]:
    """child → parent for `ids` and everything above them; a statement for each level."""
    found: dict[AreaId, AreaId | None] = {}
    wanted = set(ids)
    for _ in range(MOST_LEVELS):
        missing = sorted(wanted - found.keys())
        if not missing:
            break
        for some in _portions(missing):
            rows = await tx.execute(*_PARENTS.of(some, workspace=workspace_id))
            found.update({row.id: row.parent_id for row in rows})
        wanted = {parent for parent in found.values() if parent is not None}
    return found


async def all_assignments(tx: Transaction, workspace_id: WorkspaceId) -> list[Assignment]:
    """Every assignment by keys, in the order of areas, roles and places."""
    query = _assignments(workspace_id).where(areas.c.archived_at.is_(None))
    some = tx.portions(query.order_by(areas.c.place, assignments.c.id))
    return [_assignment(row) async for portion in some for row in portion]


async def own_assignments(
    tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId, role: str | None = None
) -> list[Assignment]:
    """Who holds `role` (None: any) in the area itself, on whatever day, by role and place."""
    query = _assignments(workspace_id).where(assignments.c.area_id == area_id)
    if role is not None:
        query = query.where(assignments.c.role == role)
    rows = await tx.all(query.order_by(assignments.c.role, assignments.c.place, assignments.c.id))
    return [_assignment(row) for row in rows]


async def assignments_in_force(
    tx: Transaction, workspace_id: WorkspaceId, ids: Collection[AreaId], roles: Collection[str] | None, on: date
) -> list[tuple[AreaId, Assignment]]:
    """Who holds one of `roles` (None: any) in one of the areas on that day, the accountable one first."""
    found: list[tuple[AreaId, Assignment]] = []
    which = {"workspace": workspace_id, "on": on}
    query, given = (_IN_FORCE, which) if roles is None else (_IN_FORCE_AS, {**which, "roles": sorted(roles)})
    for some in _portions(sorted(ids)):
        rows = await tx.execute(*query.of(some, **given))
        found += [(AreaId(row.area_id), _assignment(row)) for row in rows]
    return found


async def next_change(tx: Transaction, workspace_id: WorkspaceId, roles: Collection[str], after: date) -> date | None:
    """The first day after `after` on which a holder of one of `roles` begins, or has ended the day before."""
    query = select(
        func.min(case((assignments.c.from_date > after, assignments.c.from_date))).label("begins"),
        func.min(case((assignments.c.to_date >= after, assignments.c.to_date))).label("ends"),
    ).where(assignments.c.workspace_id == workspace_id, assignments.c.role.in_(sorted(roles)))
    row = await tx.one_or_none(query)
    if row is None:
        return None
    days = [row.begins, row.ends + timedelta(days=1) if row.ends is not None else None]
    return min((day for day in days if day is not None), default=None)


def _key_holds(lowered: str) -> ColumnElement[bool]:
    return func.lower(areas.c.key).contains(lowered, autoescape=True)


def _portions(ids: Sequence[Any]) -> Iterable[Sequence[Any]]:
    for at in range(0, len(ids), MOST_IN_ONE_QUERY):
        yield ids[at : at + MOST_IN_ONE_QUERY]


# Put together once: an alias makes all columns anew.
_PARENT = areas.alias("parent")
_HOLDER, _DELEGATE = registry_people.alias("holder"), registry_people.alias("delegate")
_AREAS = select(areas, _PARENT.c.key.label("parent_key")).select_from(
    areas.outerjoin(_PARENT, and_(_PARENT.c.workspace_id == areas.c.workspace_id, _PARENT.c.id == areas.c.parent_id))
)
_AREAS_BY_ID = ByIds(_AREAS.where(areas.c.workspace_id == bindparam("workspace")), areas.c.id)
_AREA_NAMES = ByIds(select(areas.c.id, areas.c.name).where(areas.c.workspace_id == bindparam("workspace")), areas.c.id)
_PARENTS = ByIds(
    select(areas.c.id, areas.c.parent_id).where(areas.c.workspace_id == bindparam("workspace")), areas.c.id
)
_ASSIGNMENTS = select(
    assignments, areas.c.key.label("area_key"), _HOLDER.c.key.label("person_key"), _DELEGATE.c.key.label("delegate_key")
).select_from(
    assignments.join(
        areas, and_(areas.c.workspace_id == assignments.c.workspace_id, areas.c.id == assignments.c.area_id)
    )
    .join(_HOLDER, and_(_HOLDER.c.workspace_id == assignments.c.workspace_id, _HOLDER.c.id == assignments.c.person_id))
    .outerjoin(
        _DELEGATE,
        and_(_DELEGATE.c.workspace_id == assignments.c.workspace_id, _DELEGATE.c.id == assignments.c.delegate_id),
    )
)
_ON = bindparam("on", type_=Date())
_HOLDING = _ASSIGNMENTS.where(
    assignments.c.workspace_id == bindparam("workspace"),
    or_(assignments.c.from_date.is_(None), assignments.c.from_date <= _ON),
    or_(assignments.c.to_date.is_(None), assignments.c.to_date >= _ON),
).order_by(assignments.c.area_id, assignments.c.role, assignments.c.place)
_IN_FORCE = ByIds(_HOLDING, assignments.c.area_id)
_IN_FORCE_AS = ByIds(_HOLDING.where(assignments.c.role.in_(bindparam("roles", expanding=True))), assignments.c.area_id)


def _areas(workspace_id: WorkspaceId) -> Select[Any]:
    return _AREAS.where(areas.c.workspace_id == workspace_id)


def _assignments(workspace_id: WorkspaceId) -> Select[Any]:
    return _ASSIGNMENTS.where(assignments.c.workspace_id == workspace_id)


def _person(row: Row[Any]) -> Person:
    return Person(
        row.key, row.name, row.email, row.slack_user_id, row.group_id, member_id=row.member_id
    )  # fmt: skip


def _area(row: Row[Any]) -> Area:
    return Area(
        key=row.key,
        name=row.name,
        kind=AreaKind(row.kind),
        parent=row.parent_key,
        aliases=tuple(row.aliases),
        description=row.description,
        goal=row.goal,
        channel=row.channel,
        help_channel=row.help_channel,
        oncall=row.oncall,
        links=tuple(row.links),
        paths=tuple(row.paths),
        unowned=row.unowned,
        id=AreaId(row.id),
        source=row.source,
        line=row.line,
    )


def _assignment(row: Row[Any]) -> Assignment:
    return Assignment(
        area=row.area_key,
        role=row.role,
        person=row.person_key,
        place=row.place,
        from_date=row.from_date,
        to_date=row.to_date,
        part=row.part,
        delegate=row.delegate_key,
        id=AssignmentId(row.id),
        source=row.source,
        line=row.line,
        named_by=row.named_by,
        named_at=row.named_at,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
    )
