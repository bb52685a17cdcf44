"""Changing the registry: importing it from a file, and writing it out again."""

from bot.clock import Clock
from bot.database import Database
from bot.ids import WorkspaceId
from bot.registry import steps
from bot.registry.files.plan import Plan, plan_import
from bot.registry.files.reading import RegistryFile
from bot.registry.files.writing import write_text
from bot.registry.importing.carrying_out import Signature, carry_out


class Registry:
    """The registry of each workspace."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def preview_import(self, workspace_id: WorkspaceId, file: RegistryFile, *, prune: bool = False) -> Plan:
        """What importing the file would change. Nothing is written."""
        async with self._database.read() as tx:
            return plan_import(file, await steps.load_content(tx, workspace_id), prune=prune)

    async def import_file(
        self, workspace_id: WorkspaceId, file: RegistryFile, *, actor: str, prune: bool = False, why: str = ""
    ) -> Plan:
        """Make the registry what the file says, all of it or nothing, and return what was changed.

        People are linked to members by Slack id or e-mail; who is not found becomes a member without a Slack id. The
        same file again changes nothing. Areas that the file does not name stay, unless `prune`. `actor` is a name.
        """
        async with self._database.write() as tx:
            present = await steps.load_content(tx, workspace_id)
            plan = plan_import(file, present, prune=prune)
            signed = Signature(actor, self._clock.now(), why or f"imported from {file.file}")
            await carry_out(tx, workspace_id, plan, present, signed)
        return plan

    async def export(self, workspace_id: WorkspaceId) -> str:
        """The registry as a file of version 1; importing it again changes nothing."""
        async with self._database.read() as tx:
            content = await steps.load_content(tx, workspace_id)
        return write_text(content)
