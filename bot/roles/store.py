"""All SQL of the roles."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, delete, select

from bot.database import Transaction
from bot.ids import WorkspaceId
from bot.roles.rules import OWN_FIELDS, Decision, RoleDefinition
from bot.roles.tables import role_definitions


async def definitions(tx: Transaction, workspace_id: WorkspaceId) -> list[RoleDefinition]:
    """What the workspace says itself, in the order in which it was first said."""
    query = select(role_definitions).where(role_definitions.c.workspace_id == workspace_id)
    return [_definition(row) for row in await tx.all(query.order_by(role_definitions.c.id))]


async def save(tx: Transaction, workspace_id: WorkspaceId, role: RoleDefinition) -> None:
    """Write one definition; what was said before of the same key is replaced."""
    said = {name: getattr(role, name) for name in (*OWN_FIELDS, "source", "line")}
    values = {"key": role.key, **said, "decisions": [asdict(decision) for decision in role.decisions]}
    insert = tx.insert(role_definitions).values(workspace_id=workspace_id, **values)
    await tx.execute(insert.on_conflict_do_update(index_elements=["workspace_id", "key"], set_=values))


async def remove(tx: Transaction, workspace_id: WorkspaceId, keys: Iterable[str]) -> None:
    """Forget the workspace's own definitions of `keys`; the library's come back where there are any."""
    mine = (role_definitions.c.workspace_id == workspace_id) & role_definitions.c.key.in_(list(keys))
    await tx.execute(delete(role_definitions).where(mine))


def _definition(row: Row[Any]) -> RoleDefinition:
    return RoleDefinition(
        key=row.key,
        name=row.name,
        names=tuple(row.names),
        what_to_ask=row.what_to_ask,
        purpose=row.purpose,
        scope=row.scope,
        responsibilities=tuple(row.responsibilities),
        decisions=tuple(_decision(said) for said in row.decisions),
        skills=tuple(row.skills),
        success_metrics=tuple(row.success_metrics),
        pitfalls=tuple(row.pitfalls),
        boundaries=tuple(row.boundaries),
        learn_more=row.learn_more,
        source=row.source,
        line=row.line,
    )


def _decision(said: dict[str, Any]) -> Decision:
    """A row of an earlier version may say less; what it does not say is as in a new decision."""
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    return Decision(**values)
