"""Asking: one front door for every surface, and the messages whose answers follow by a job."""

from collections.abc import Sequence
from datetime import timedelta

from bot.clock import Clock
from bot.database import Database
from bot.errors import NotFound
from bot.ids import AreaId, ChannelId, ReplyId, SlackUserId, WorkspaceId
from bot.lookup import steps, store
from bot.lookup.answer_rules import Greeting, NothingListed, Owned, Said, Vacant
from bot.lookup.area_rules import answer_for_area
from bot.lookup.notes import Note, Notes
from bot.lookup.questions.reading import check, read
from bot.lookup.questions.topics import topics_of
from bot.lookup.reply_rules import PendingReply
from bot.lookup.rules import decide, is_greeting
from bot.lookup.snapshots import Snapshots
from bot.registry import steps as registry
from bot.registry.rules import Area
from bot.workspaces import steps as workspaces


class Lookup:
    """Answers questions of one installation."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        snapshots: Snapshots,
        keep_questions: timedelta = steps.KEEP_QUESTIONS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._snapshots = snapshots
        self.keep_questions = keep_questions
        self._notes = Notes(database, keep_questions)

    async def answer(self, workspace_id: WorkspaceId, sentence: str) -> Said:
        """The answer to a sentence. It is counted afterwards, without a name, when nobody could be named.

        Raises UserError when the sentence cannot be a question: too long, or without words.
        """
        said = await self.find(workspace_id, sentence)
        if not isinstance(said, Greeting | NothingListed) and steps.leaves_a_note(said):
            self._notes.add(Note(workspace_id, sentence, said, self._clock.now()))
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

    async def answer_for(self, workspace_id: WorkspaceId, area: str, role: str | None) -> Owned | Vacant:
        """Like `find_area`, and counts a vacancy."""
        said = await self.find_area(workspace_id, area, role)
        if steps.leaves_a_note(said):
            self._notes.add(Note(workspace_id, "", said, self._clock.now()))
        return said

    async def settle(self) -> None:
        """Wait until what was asked in vain is counted: before the database is closed."""
        await self._notes.settle()

    async def note_unanswered(self, workspace_id: WorkspaceId, sentence: str, role: str | None) -> None:
        """None of the areas offered was meant."""
        async with self._database.write() as tx:
            await steps.note_unanswered(tx, workspace_id, sentence, role, self._clock.now(), self.keep_questions)

    async def refusal(self, workspace_id: WorkspaceId, user_id: SlackUserId) -> str | None:
        """Why a person gets no answer, when they may not ask."""
        async with self._database.read() as tx:
            return await workspaces.refusal(tx, workspace_id, user_id)

    async def name_of(self, workspace_id: WorkspaceId, user_id: SlackUserId) -> str:
        """What a person is called."""
        async with self._database.read() as tx:
            member = await workspaces.member_by_slack_id(tx, workspace_id, user_id)
        return member.name if member is not None else "Somebody"

    async def greet(self, workspace_id: WorkspaceId, user_id: SlackUserId, channel_id: ChannelId) -> None:
        """Have the first words sent to a person, once ever; guests get none."""
        async with self._database.write() as tx:
            if await workspaces.refusal(tx, workspace_id, user_id) is None:
                await steps.greet(tx, workspace_id, user_id, channel_id, self._clock.now())

    async def greeted(self, workspace_id: WorkspaceId, greeting_id: int) -> tuple[SlackUserId, ChannelId] | None:
        """Whom the first words go to, and their DM."""
        async with self._database.read() as tx:
            return await store.greeting(tx, workspace_id, greeting_id)

    async def catch_up(self, workspace_id: WorkspaceId) -> None:
        """Wait until questions are answered from the registry as it is now."""
        async with self._database.read() as tx:
            version = await workspaces.registry_version(tx, workspace_id)
        if (await self._snapshots.get(workspace_id, version)).version < version:
            await self._snapshots.settle()

    async def find_areas(self, workspace_id: WorkspaceId, typed: str) -> Sequence[Area]:
        """Areas whose name or key holds what was typed, for a select."""
        async with self._database.read() as tx:
            return await registry.areas_called(tx, workspace_id, typed)

    async def area_of(self, workspace_id: WorkspaceId, area_id: int) -> Area:
        """The area of a row; NotFound when it is gone."""
        async with self._database.read() as tx:
            found = await registry.areas(tx, workspace_id, [AreaId(area_id)])
        if not found:
            raise NotFound("That area is not in the list any more. Please choose another.")
        return found[0]

    async def role_of_topic(self, workspace_id: WorkspaceId, sentence: str) -> str | None:
        """The role that settles what the sentence is about, when that is sure: dates are the TPM's."""
        snapshot = await self._snapshots.current(workspace_id)
        found = topics_of(snapshot.roles).find(sentence)
        return found.topic.role if found is not None and found.sure else None

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
