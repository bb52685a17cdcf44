"""Reading the members from Slack: after installing, and once a day."""

from datetime import timedelta

from bot.clock import Clock
from bot.database import Transaction
from bot.errors import NotInstalled, Refused, TryLater
from bot.ids import WorkspaceId
from bot.schedule import due_jobs
from bot.schedule.engine import Done, JobKind
from bot.schedule.store import Job
from bot.slack.delivery import Delivery
from bot.workspaces import store
from bot.workspaces.rules import read_profile
from bot.workspaces.steps import SYNC_MEMBERS
from bot.workspaces.use_cases import Workspaces

SYNC_EVERY = timedelta(days=1)
# Slack allows about 20 calls a minute.
PAGE = 999


class WorkspacesJobs:
    def __init__(self, workspaces: Workspaces, delivery: Delivery, clock: Clock) -> None:
        self._workspaces = workspaces
        self._delivery = delivery
        self._clock = clock
        # Where the next page begins in workspaces that take more than a minute's calls.
        self._next_page: dict[WorkspaceId, str] = {}

    def kinds(self) -> dict[str, JobKind]:
        return {SYNC_MEMBERS: JobKind(self.sync_members, lease=timedelta(minutes=5), attempts=1_000)}

    async def sync_members(self, job: Job) -> Done:
        """Read users.list to its end. Missing it delays news of members; each event brings its own."""
        try:
            await self._read_all(job.workspace_id)
        except NotInstalled:
            self._next_page.pop(job.workspace_id, None)
            return Done()  # installing again plans a new one
        now = self._clock.now()

        async def plan_next(tx: Transaction) -> None:
            await store.set_synced(tx, job.workspace_id, now)
            await due_jobs.plan(tx, job.workspace_id, SYNC_MEMBERS, job.subject, now + SYNC_EVERY)

        return Done(plan_next)

    async def _read_all(self, workspace_id: WorkspaceId) -> None:
        """Page by page, from where an attempt that had to wait left off."""
        while True:
            cursor = self._next_page.get(workspace_id)
            try:
                page = await self._delivery.look_up(workspace_id, "users.list", limit=PAGE, cursor=cursor)
            except Refused as refused:
                if cursor is None or refused.code != "invalid_cursor":
                    raise
                del self._next_page[workspace_id]
                raise TryLater(reason="the next page is not there any more") from refused
            await self._workspaces.save_profiles(
                workspace_id, [read_profile(user) for user in page.get("members") or []]
            )
            following = (page.get("response_metadata") or {}).get("next_cursor")
            if not following or following == cursor:
                self._next_page.pop(workspace_id, None)
                return
            self._next_page[workspace_id] = following
