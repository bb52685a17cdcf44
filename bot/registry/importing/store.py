"""All SQL that an import writes: many rows a statement, each only when something changes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, update

from bot.database import Transaction
from bot.ids import AreaId, MemberId, WorkspaceId
from bot.registry.files.plan import Change
from bot.registry.rules import Area, Assignment, Person
from bot.registry.tables import areas, assignments, registry_history, registry_people

ROWS_AT_ONCE = 500
_AREA_FIELDS = [
    "key",
    "name",
    "description",
    "goal",
    "channel",
    "help_channel",
    "oncall",
    "unowned",
    "source",
    "line",
    "aliases",
    "links",
    "paths",
]


async def add_people(
    tx: Transaction, workspace_id: WorkspaceId, added: Sequence[tuple[Person, MemberId | None]]
) -> None:
    rows = [{"workspace_id": workspace_id, **_person_values(person, member)} for person, member in added]
    await _many(tx, registry_people.insert(), rows)


async def change_people(
    tx: Transaction, workspace_id: WorkspaceId, changed: Sequence[tuple[Person, MemberId | None]]
) -> None:
    rows = [{"this_key": person.key, **_person_values(person, member)} for person, member in changed]
    mine = (registry_people.c.workspace_id == workspace_id) & (registry_people.c.key == bindparam("this_key"))
    columns = ("key", "name", "email", "slack_user_id", "member_id", "group_id")
    await _many(tx, update(registry_people).where(mine).values(**{name: bindparam(name) for name in columns}), rows)


async def remove_people(tx: Transaction, workspace_id: WorkspaceId, keys: Sequence[str]) -> None:
    mine = (registry_people.c.workspace_id == workspace_id) & (registry_people.c.key == bindparam("this_key"))
    await _many(tx, delete(registry_people).where(mine), [{"this_key": key} for key in keys])


async def add_areas(tx: Transaction, workspace_id: WorkspaceId, added: Sequence[tuple[Area, int]]) -> None:
    """New rows, without parents: those may come later in the same file."""
    rows = [{"workspace_id": workspace_id, **_area_values(area, place)} for area, place in added]
    await _many(tx, areas.insert(), rows)


async def change_areas(tx: Transaction, workspace_id: WorkspaceId, changed: Sequence[tuple[AreaId, Area, int]]) -> None:
    """Write what the file says of areas that have a row; an archived one comes back."""
    rows = [{"this_id": area_id, **_area_values(area, place)} for area_id, area, place in changed]
    columns: dict[str, Any] = {name: bindparam(name) for name in (*_AREA_FIELDS, "kind", "place")}
    await _many(tx, update(areas).where(_is_area(workspace_id)).values(archived_at=None, **columns), rows)


async def set_parents(
    tx: Transaction, workspace_id: WorkspaceId, parents: Sequence[tuple[AreaId, AreaId | None]]
) -> None:
    rows = [{"this_id": area_id, "above": parent} for area_id, parent in parents]
    await _many(tx, update(areas).where(_is_area(workspace_id)).values(parent_id=bindparam("above")), rows)


async def archive_areas(tx: Transaction, workspace_id: WorkspaceId, ids: Sequence[AreaId], at: datetime) -> None:
    rows = [{"this_id": area_id} for area_id in ids]
    await _many(tx, update(areas).where(_is_area(workspace_id)).values(archived_at=at, parent_id=None), rows)


async def move_lines(tx: Transaction, workspace_id: WorkspaceId, moved: Sequence[tuple[AreaId, Area, int]]) -> None:
    """Areas that say the same on another line, or in another order."""
    rows = [
        {"this_id": area_id, "source": area.source, "line": area.line, "place": place} for area_id, area, place in moved
    ]
    columns: dict[str, Any] = {name: bindparam(name) for name in ("source", "line", "place")}
    await _many(tx, update(areas).where(_is_area(workspace_id)).values(**columns), rows)


async def add_assignments(
    tx: Transaction, workspace_id: WorkspaceId, added: Iterable[Assignment], area_ids: dict[str, AreaId],
    people_ids: dict[str, int], *, named_by: str, named_at: datetime,
) -> None:  # fmt: skip
    rows = [
        {
            "workspace_id": workspace_id,
            "area_id": area_ids[one.area],
            "person_id": people_ids[one.person],
            "delegate_id": people_ids[one.delegate] if one.delegate else None,
            "named_by": named_by,
            "named_at": named_at,
            "confirmed_by": "",
            "confirmed_at": None,
            **{
                name: getattr(one, name) for name in ("role", "place", "from_date", "to_date", "part", "source", "line")
            },
        }
        for one in added
    ]
    await _many(tx, assignments.insert(), rows)


async def change_assignments(
    tx: Transaction,
    workspace_id: WorkspaceId,
    changed: Iterable[tuple[Assignment, Assignment]],
    people_ids: dict[str, int],
) -> None:
    """(stored, wanted): what may change while it stays the same assignment."""
    rows = [
        {
            "this_id": stored.id,
            "place": wanted.place,
            "delegate_id": people_ids[wanted.delegate] if wanted.delegate else None,
            "source": wanted.source,
            "line": wanted.line,
        }
        for stored, wanted in changed
    ]
    columns: dict[str, Any] = {name: bindparam(name) for name in ("place", "delegate_id", "source", "line")}
    await _many(tx, update(assignments).where(_is_assignment(workspace_id)).values(**columns), rows)


async def remove_assignments(tx: Transaction, workspace_id: WorkspaceId, removed: Iterable[Assignment]) -> None:
    rows = [{"this_id": one.id} for one in removed]
    await _many(tx, delete(assignments).where(_is_assignment(workspace_id)), rows)


async def add_history(
    tx: Transaction, workspace_id: WorkspaceId, changes: Iterable[Change], *, actor: str, at: datetime, why: str
) -> None:
    rows = [
        {
            "workspace_id": workspace_id,
            "at": at,
            "actor": actor,
            "what": change.what.value,
            "subject": change.key,
            "before": change.before,
            "after": change.after,
            "why": why,
        }
        for change in changes
    ]
    await _many(tx, registry_history.insert(), rows)


def _is_area(workspace_id: WorkspaceId) -> Any:
    return (areas.c.workspace_id == workspace_id) & (areas.c.id == bindparam("this_id"))


def _is_assignment(workspace_id: WorkspaceId) -> Any:
    return (assignments.c.workspace_id == workspace_id) & (assignments.c.id == bindparam("this_id"))


def _person_values(person: Person, member: MemberId | None) -> dict[str, Any]:
    said = {name: getattr(person, name) for name in ("key", "name", "email", "slack_user_id", "group_id")}
    return {**said, "member_id": member}


def _area_values(area: Area, place: int) -> dict[str, Any]:
    said = {name: getattr(area, name) for name in _AREA_FIELDS}
    lists = {name: list(said[name]) for name in ("aliases", "links", "paths")}
    return {**said, **lists, "kind": area.kind.value, "place": place}


async def _many(tx: Transaction, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    for at in range(0, len(rows), ROWS_AT_ONCE):
        await tx.execute(statement, list(rows[at : at + ROWS_AT_ONCE]))
