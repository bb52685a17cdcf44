"""Asking: one front door for every surface, and the messages whose answers follow by a job."""

from bot.clock import Clock
from bot.database import Database
from bot.errors import NotFound
from bot.ids import ChannelId, ReplyId, WorkspaceId
from bot.lookup import steps, store
from bot.lookup.answer_rules import Greeting, NothingListed, Owned, Said, Vacant
from bot.lookup.area_rules import answer_for_area
from bot.lookup.questions.reading import check, read
from bot.lookup.reply_rules import PendingReply
from bot.lookup.rules import decide, is_greeting
from bot.lookup.snapshots import Snapshots


class Lookup:
    """Answers questions of one installation."""

    def __init__(self, database: Database, clock: Clock, snapshots: Snapshots) -> None:
        self._database = database
        self._clock = clock
        self._snapshots = snapshots

    async def answer(self, workspace_id: WorkspaceId, sentence: str) -> Said:
        """The answer to a sentence. Counts it, without a name, when nobody could be named.

        Raises UserError when the sentence cannot be a question: too long, or without words.
        """
        said = await self.find(workspace_id, sentence)
        if not isinstance(said, Greeting | NothingListed) and steps.leaves_a_note(said):
            async with self._database.write() as tx:
                await steps.note(tx, workspace_id, sentence, said, self._clock.now())
        return said

    async def find(self, workspace_id: WorkspaceId, sentence: str) -> Said:
        """Like `answer`, without counting: one read, and none when nothing has to be looked up."""
        if is_greeting(sentence):
            return Greeting()
        check(sentence)
        snapshot = await self._snapshots.current(workspace_id)
        answer = decide(read(sentence, snapshot.role_names), snapshot, self._clock.now().date())
        return NothingListed() if not snapshot.areas and steps.leaves_a_note(answer) else answer

    async def find_area(self, workspace_id: WorkspaceId, area: str, role: str | None) -> Owned | Vacant:
        """Who holds `role` (None: every role) in the area of that key. NotFound when it is gone."""
        snapshot = await self._snapshots.current(workspace_id)
        if area not in snapshot.tree.areas:
            raise NotFound("That area is not in the list any more. Please ask again.")
        return answer_for_area(snapshot, area, role, self._clock.now().date())

    async def find_channel(self, workspace_id: WorkspaceId, channel_id: ChannelId, name: str) -> Owned | Vacant | None:
        """Who holds what in the area of a channel; None when no area, or more than one, has that channel."""
        snapshot = await self._snapshots.current(workspace_id)
        areas = snapshot.direct.by_channel(channel_id) or (snapshot.direct.by_channel(name) if name else ())
        return answer_for_area(snapshot, areas[0], None, self._clock.now().date()) if len(areas) == 1 else None

    async def answer_later(self, workspace_id: WorkspaceId, source_key: str, reply: PendingReply) -> None:
        """Keep what was asked until it is answered by a job. The same `source_key` again is ignored."""
        async with self._database.write() as tx:
            await steps.answer_later(tx, workspace_id, source_key, reply, self._clock.now())

    async def pending(self, workspace_id: WorkspaceId, reply_id: ReplyId) -> PendingReply | None:
        """What waits for an answer; None when it has been answered or forgotten."""
        async with self._database.read() as tx:
            return await store.reply(tx, workspace_id, reply_id)
