"""All SQL that reads the registry."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, Table, and_, bindparam, case, func, or_, select

from bot.database import Transaction
from bot.database.by_ids import ByIds
from bot.ids import AreaId, WorkspaceId
from bot.registry.rows import Reading, as_area, as_assignment, as_person
from bot.registry.rules import Area, Assignment, Person
from bot.registry.tables import areas, assignments, registry_people

# Both databases take more; a bound keeps one statement small.
MOST_IN_ONE_QUERY = 500
MOST_LEVELS = 50


async def people(tx: Transaction, workspace_id: WorkspaceId) -> list[Person]:
    """Everyone the registry names, as it names them, in the order of their rows."""
    query = _PEOPLE.where(registry_people.c.workspace_id == workspace_id).order_by(registry_people.c.id)
    return [as_person(row) async for portion in tx.portions(query) for row in portion]


async def people_ids(tx: Transaction, workspace_id: WorkspaceId) -> dict[str, int]:
    """The row of each person's key."""
    query = select(registry_people.c.key, registry_people.c.id).where(registry_people.c.workspace_id == workspace_id)
    return {row.key: row.id for row in await tx.all(query)}


async def all_areas(tx: Transaction, workspace_id: WorkspaceId, reading: Reading) -> list[Area]:
    """Every area that is not archived, in the order of the file it came from."""
    query = _areas(workspace_id).where(areas.c.archived_at.is_(None)).order_by(areas.c.place, areas.c.id)
    return [reading.area(row) async for portion in tx.portions(query) for row in portion]


async def area_ids(tx: Transaction, workspace_id: WorkspaceId) -> dict[str, AreaId]:
    """The row of each area's key, archived ones included: a key that comes back gets its row back."""
    query = select(areas.c.key, areas.c.id).where(areas.c.workspace_id == workspace_id)
    return {row.key: AreaId(row.id) for row in await tx.all(query)}


async def areas_by_id(tx: Transaction, workspace_id: WorkspaceId, ids: Collection[AreaId]) -> list[Area]:
    """The areas of these rows, archived ones included, by name."""
    found: list[Area] = []
    for some in _portions(sorted(ids)):
        found += [as_area(row) for row in await tx.execute(*_AREAS_BY_ID.of(some, workspace=workspace_id))]
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
        found += [as_area(row) for row in await tx.all(query)]
    return found


async def areas_called(tx: Transaction, workspace_id: WorkspaceId, typed: str, most: int) -> list[Area]:
    """Areas whose name or key holds `typed`, those whose name begins with it first; all of them for ""."""
    query = _areas(workspace_id).where(areas.c.archived_at.is_(None))
    if typed:
        name, lowered = func.lower(areas.c.name), typed.lower()
        query = query.where(or_(name.contains(lowered, autoescape=True), _key_holds(lowered)))
        query = query.order_by(name.startswith(lowered, autoescape=True).desc())
    return [as_area(row) for row in await tx.all(query.order_by(areas.c.place, areas.c.id).limit(most))]


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


async def all_assignments(tx: Transaction, workspace_id: WorkspaceId, reading: Reading) -> list[Assignment]:
    """Every assignment by keys, in the order of areas, roles and places."""
    query = _assignments(workspace_id).where(areas.c.archived_at.is_(None))
    some = tx.portions(query.order_by(areas.c.place, assignments.c.id))
    return [reading.assignment(row) async for portion in some for row in portion]


async def own_assignments(
    tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId, role: str | None = None
) -> list[Assignment]:
    """Who holds `role` (None: any) in the area itself, on whatever day, by role and place."""
    query = _assignments(workspace_id).where(assignments.c.area_id == area_id)
    if role is not None:
        query = query.where(assignments.c.role == role)
    rows = await tx.all(query.order_by(assignments.c.role, assignments.c.place, assignments.c.id))
    return [as_assignment(row) for row in rows]


async def assignments_in_force(
    tx: Transaction, workspace_id: WorkspaceId, ids: Collection[AreaId], roles: Collection[str] | None, on: date
) -> list[tuple[AreaId, Assignment]]:
    """Who holds one of `roles` (None: any) in one of the areas on that day, the accountable one first."""
    found: list[tuple[AreaId, Assignment]] = []
    which = {"workspace": workspace_id, "on": on}
    query, given = (_IN_FORCE, which) if roles is None else (_IN_FORCE_AS, {**which, "roles": sorted(roles)})
    for some in _portions(sorted(ids)):
        rows = await tx.execute(*query.of(some, **given))
        found += [(AreaId(row.area_id), as_assignment(row[:-1])) for row in rows]
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


def _of(table: Table, *names: str) -> list[ColumnElement[Any]]:
    return [table.c[name] for name in names]


# Put together once: an alias makes all columns anew. The columns stand in the order of the fields of what they make.
_PARENT = areas.alias("parent")
_HOLDER, _DELEGATE = registry_people.alias("holder"), registry_people.alias("delegate")
_PEOPLE = select(*_of(registry_people, "key", "name", "email", "slack_user_id", "group_id", "member_id"))
ALL_OF_AREAS = select(
    *_of(areas, "key", "name", "kind"),
    _PARENT.c.key.label("parent"),
    *_of(areas, "aliases", "description", "goal", "channel", "help_channel", "oncall", "links", "paths", "unowned"),
    *_of(areas, "id", "source", "line"),
).select_from(
    areas.outerjoin(_PARENT, and_(_PARENT.c.workspace_id == areas.c.workspace_id, _PARENT.c.id == areas.c.parent_id))
)
_AREAS_BY_ID = ByIds(ALL_OF_AREAS.where(areas.c.workspace_id == bindparam("workspace")), areas.c.id)
_AREA_NAMES = ByIds(select(areas.c.id, areas.c.name).where(areas.c.workspace_id == bindparam("workspace")), areas.c.id)
_PARENTS = ByIds(
    select(areas.c.id, areas.c.parent_id).where(areas.c.workspace_id == bindparam("workspace")), areas.c.id
)
ALL_OF_ASSIGNMENTS = select(
    areas.c.key.label("area"),
    assignments.c.role,
    _HOLDER.c.key.label("person"),
    *_of(assignments, "place", "from_date", "to_date", "part"),
    _DELEGATE.c.key.label("delegate"),
    *_of(assignments, "id", "source", "line", "named_by", "named_at", "confirmed_by", "confirmed_at"),
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
_HOLDING = (
    ALL_OF_ASSIGNMENTS.add_columns(assignments.c.area_id)
    .where(
        assignments.c.workspace_id == bindparam("workspace"),
        or_(assignments.c.from_date.is_(None), assignments.c.from_date <= _ON),
        or_(assignments.c.to_date.is_(None), assignments.c.to_date >= _ON),
    )
    .order_by(assignments.c.area_id, assignments.c.role, assignments.c.place)
)
_IN_FORCE = ByIds(_HOLDING, assignments.c.area_id)
_IN_FORCE_AS = ByIds(_HOLDING.where(assignments.c.role.in_(bindparam("roles", expanding=True))), assignments.c.area_id)


def _areas(workspace_id: WorkspaceId) -> Select[Any]:
    return ALL_OF_AREAS.where(areas.c.workspace_id == workspace_id)


def _assignments(workspace_id: WorkspaceId) -> Select[Any]:
    return ALL_OF_ASSIGNMENTS.where(assignments.c.workspace_id == workspace_id)
