"""Knowing the workspaces and their members."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.database import Database
from bot.errors import NotAllowed
from bot.ids import SlackUserId, WorkspaceId
from bot.schedule import due_jobs
from bot.workspaces import steps, store
from bot.workspaces.rules import SlackProfile, Workspace
from bot.workspaces.secrets import Cipher

MEMBERS_CHANGED = "members_changed"
TOKEN_AGE = timedelta(seconds=60)
MOST_TOKENS = 5_000
MOST_ADMITTED = 50_000
PROFILES_AT_ONCE = 200


class Workspaces:
    """Workspaces and members of this installation."""

    def __init__(self, database: Database, clock: Clock, cipher: Cipher | None = None) -> None:
        self._database = database
        self._clock = clock
        self._cipher = cipher
        self._tokens: OrderedDict[WorkspaceId, tuple[datetime, tuple[str, SlackUserId] | None]] = OrderedDict()
        self._reading: dict[WorkspaceId, asyncio.Task[tuple[str, SlackUserId] | None]] = {}
        # Who was let in within the last minute: a look-up need not ask the database about it each time.
        self._admitted: OrderedDict[tuple[WorkspaceId, SlackUserId], datetime] = OrderedDict()

    async def install(self, workspace_id: WorkspaceId, name: str, bot_user_id: SlackUserId, bot_token: str) -> None:
        """Keep a workspace's bot token, encrypted. ValueError without an encryption key."""
        if self._cipher is None:
            raise ValueError("Set ROLECALL_ENCRYPTION_KEY before storing the token of a workspace.")
        async with self._database.write() as tx:
            await steps.install(
                tx,
                workspace_id,
                name,
                self._clock.now(),
                bot_user_id=bot_user_id,
                bot_token=bot_token,
                cipher=self._cipher,
            )
        self._forget(workspace_id)

    async def register(self, workspace_id: WorkspaceId, name: str, bot_user_id: SlackUserId) -> None:
        """Know the one workspace whose token is in the settings."""
        async with self._database.write() as tx:
            await steps.register(tx, workspace_id, name, self._clock.now(), bot_user_id=bot_user_id)

    async def token_of(self, workspace_id: WorkspaceId) -> tuple[str, SlackUserId] | None:
        """(bot token, bot's user id), at most a minute old; None when Rolecall is not installed there."""
        now = self._clock.now()
        kept = self._tokens.get(workspace_id)
        if kept is not None and timedelta() <= now - kept[0] < TOKEN_AGE:
            return kept[1]
        if (reading := self._reading.get(workspace_id)) is None:
            reading = asyncio.create_task(self._read_token(workspace_id))
            self._reading[workspace_id] = reading
        return await asyncio.shield(reading)

    async def _read_token(self, workspace_id: WorkspaceId) -> tuple[str, SlackUserId] | None:
        """One read for all who ask at the same time: the first check-ins of a morning do."""
        now, me = self._clock.now(), asyncio.current_task()
        try:
            stored = await store.installation(self._database.glance(), workspace_id)
            token = None
            if stored is not None and self._cipher is not None:
                token = (self._cipher.decrypt(stored.bot_token_encrypted), stored.bot_user_id)
            if self._reading.get(workspace_id) is me:  # else an install or uninstall was committed after this was read
                self._keep(workspace_id, now, token)
            return token
        finally:
            if self._reading.get(workspace_id) is me:
                del self._reading[workspace_id]

    async def check_key(self) -> None:
        """Raise GiveUp when the tokens that are stored cannot be read with the key of the settings."""
        async with self._database.read() as tx:
            encrypted = await store.any_encrypted_token(tx)
        if encrypted is not None and self._cipher is not None:
            self._cipher.decrypt(encrypted)

    async def uninstall(self, workspace_id: WorkspaceId) -> None:
        """Forget the token at once. The data stay until they are deleted on purpose."""
        async with self._database.write() as tx:
            await store.forget_token(tx, workspace_id)
        self._forget(workspace_id)

    def _keep(self, workspace_id: WorkspaceId, at: datetime, token: tuple[str, SlackUserId] | None) -> None:
        self._tokens[workspace_id] = (at, token)
        self._tokens.move_to_end(workspace_id)
        if len(self._tokens) > MOST_TOKENS:
            self._tokens.popitem(last=False)

    def _forget(self, workspace_id: WorkspaceId) -> None:
        self._tokens.pop(workspace_id, None)
        self._reading.pop(workspace_id, None)

    async def list_workspaces(self) -> Sequence[Workspace]:
        async with self._database.read() as tx:
            return await store.all_workspaces(tx)

    async def admit(self, workspace_id: WorkspaceId, user_id: SlackUserId) -> None:
        """Raise NotAllowed for guests, people of other companies and bots; what is known is at most a minute old."""
        now, who = self._clock.now(), (workspace_id, user_id)
        if (at := self._admitted.get(who)) is not None and timedelta() <= now - at < TOKEN_AGE:
            return
        refusal = await steps.refusal(self._database.glance(), workspace_id, user_id)
        if refusal is not None:
            raise NotAllowed(refusal)
        self._admitted[who] = now
        if len(self._admitted) > MOST_ADMITTED:
            self._admitted.popitem(last=False)

    async def save_profiles(self, workspace_id: WorkspaceId, profiles: Sequence[SlackProfile]) -> None:
        """Write what Slack says of people, a bounded number in a transaction; what has not changed is not written."""
        for profile in profiles:
            self._admitted.pop((workspace_id, profile.slack_user_id), None)
        for at in range(0, len(profiles), PROFILES_AT_ONCE):
            async with self._database.write() as tx:
                await store.lock(tx, workspace_id)
                if await steps.save_profiles(tx, workspace_id, profiles[at : at + PROFILES_AT_ONCE]):
                    await steps.registry_changed(tx, workspace_id)
                    await due_jobs.announce(tx, workspace_id, MEMBERS_CHANGED, "members", self._clock.now())
