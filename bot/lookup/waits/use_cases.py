"""Asking to be told, and who waits."""

from collections.abc import Sequence
from datetime import timedelta

from bot.clock import Clock
from bot.database import Database
from bot.ids import SlackUserId, WaitId, WorkspaceId
from bot.lookup.waits import steps, store
from bot.lookup.waits.store import Wait


class Waits:
    """Those who wait for an answer; each at most for `keep`."""

    def __init__(self, database: Database, clock: Clock, keep: timedelta) -> None:
        self._database = database
        self._clock = clock
        self.keep = keep

    async def wait(
        self, workspace_id: WorkspaceId, asker: SlackUserId, *, question: str, area: str | None, role: str | None
    ) -> None:
        """Tell `asker` by DM once a question, or a role in an area, is settled. Twice is once."""
        async with self._database.write() as tx:
            now = self._clock.now()
            await steps.wait(tx, workspace_id, asker, now, self.keep, question=question, area=area, role=role)

    async def waiting(self, workspace_id: WorkspaceId) -> Sequence[Wait]:
        async with self._database.read() as tx:
            return await store.waiting(tx, workspace_id)

    async def find(self, workspace_id: WorkspaceId, wait_id: WaitId) -> Wait | None:
        async with self._database.read() as tx:
            return await store.wait(tx, workspace_id, wait_id)
