"""Passing a message on: it is counted, and what follows is due at once."""

from bot.clock import Clock
from bot.database import Database
from bot.errors import NotFound
from bot.ids import SlackUserId, WorkspaceId
from bot.lookup import steps as lookup
from bot.lookup.hand_overs import steps
from bot.lookup.reply_rules import PendingReply
from bot.registry import steps as registry


class HandOvers:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def pass_on(
        self,
        workspace_id: WorkspaceId,
        by: SlackUserId,
        view_id: str,
        area: str,
        role: str,
        reply: PendingReply | None = None,
    ) -> None:
        """Count it once for each opened form, and do what `reply` says: answer in the thread, or tell the holder."""
        now = self._clock.now()
        async with self._database.write() as tx:
            found = await registry.areas_by_key(tx, workspace_id, [area])
            if not found or found[0].id is None:
                raise NotFound("That area is not in the list any more. Please choose another.")
            await steps.count(tx, workspace_id, f"hand_over:{view_id}", by, found[0].id, role, now)
            if reply is not None:
                await lookup.answer_later(tx, workspace_id, f"{reply.kind}:{view_id}", reply, now)
