"""Reading the members from Slack: after installing, and once a day."""

from datetime import timedelta

from bot.clock import Clock
from bot.database import Transaction
from bot.errors import NotInstalled
from bot.schedule import due_jobs
from bot.schedule.engine import Done, JobKind
from bot.schedule.store import Job
from bot.slack.clients import SlackClients
from bot.workspaces import store
from bot.workspaces.rules import SlackProfile, read_profile
from bot.workspaces.steps import SYNC_MEMBERS
from bot.workspaces.use_cases import Workspaces

SYNC_EVERY = timedelta(days=1)
# Slack allows about 20 calls a minute: large pages get through a large workspace before it says no.
PAGE, MOST_PAGES = 999, 500


class WorkspacesJobs:
    def __init__(self, workspaces: Workspaces, clients: SlackClients, clock: Clock) -> None:
        self._workspaces = workspaces
        self._clients = clients
        self._clock = clock

    def kinds(self) -> dict[str, JobKind]:
        return {SYNC_MEMBERS: JobKind(self.sync_members, lease=timedelta(minutes=5), attempts=1_000)}

    async def sync_members(self, job: Job) -> Done:
        """Read users.list to its end. Missing it delays news of members; each event brings its own."""
        try:
            await self._workspaces.save_profiles(job.workspace_id, await self._read_all(job))
        except NotInstalled:
            return Done()  # installing again plans a new one
        now = self._clock.now()

        async def plan_next(tx: Transaction) -> None:
            await store.set_synced(tx, job.workspace_id, now)
            await due_jobs.plan(tx, job.workspace_id, SYNC_MEMBERS, job.subject, now + SYNC_EVERY)

        return Done(plan_next)

    async def _read_all(self, job: Job) -> list[SlackProfile]:
        profiles: list[SlackProfile] = []
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            page = await self._clients.call(job.workspace_id, "users.list", limit=PAGE, cursor=cursor)
            profiles += [read_profile(user) for user in page.get("members") or []]
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        return profiles
