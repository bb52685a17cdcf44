"""What other features may do with roles inside their own transaction."""

from collections.abc import Iterable

from bot.database import Transaction
from bot.ids import WorkspaceId
from bot.roles import store
from bot.roles.library import LIBRARY
from bot.roles.rules import RoleBook, RoleDefinition
from bot.workspaces import steps as workspaces


async def role_book(tx: Transaction, workspace_id: WorkspaceId) -> RoleBook:
    """Every role of the workspace: the library under its own words, and its own roles."""
    return RoleBook(LIBRARY, await store.definitions(tx, workspace_id))


async def change_definitions(
    tx: Transaction, workspace_id: WorkspaceId, save: Iterable[RoleDefinition], remove: Iterable[str] = ()
) -> None:
    """Write and forget definitions of the workspace's own."""
    removed = list(remove)
    for role in save:
        await store.save(tx, workspace_id, role)
    if removed:
        await store.remove(tx, workspace_id, removed)
    await workspaces.registry_changed(tx, workspace_id)
