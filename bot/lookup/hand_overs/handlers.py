"""The shortcut "Hand over" on a message, and the form it opens."""

from dataclasses import replace

from bot.clock import Clock
from bot.errors import NotFound, UserError
from bot.ids import ChannelId, MessageTs
from bot.lookup.answer_rules import Ambiguous, Decides, Owned, Unknown, Vacant
from bot.lookup.hand_overs import blocks
from bot.lookup.hand_overs.rules import Belongs, Passing, belongs, draft
from bot.lookup.hand_overs.use_cases import HandOvers
from bot.lookup.reply_rules import PendingReply, ReplyKind
from bot.lookup.use_cases import Lookup
from bot.slack.messages import View
from bot.slack.payloads import Click, OptionsQuery, Shortcut, Submission
from bot.slack.replies import OpenModal, Options, PushModal, UpdateModal
from bot.slack.routes import Routes

HAND_OVER = "lookup.hand_over"


class HandOverHandlers:
    def __init__(self, lookup: Lookup, hand_overs: HandOvers, clock: Clock) -> None:
        self._lookup = lookup
        self._hand_overs = hand_overs
        self._clock = clock

    def register(self, routes: Routes) -> None:
        routes.shortcut(
            HAND_OVER, "Hand over", self.open, on_message=True, description="Passes this message on to whose it is"
        )
        routes.action(blocks.AREA, self.choose_area)
        routes.action(blocks.CANDIDATE, self.choose_candidate)
        routes.action(blocks.ROLE, self.choose_role)
        routes.action(blocks.COPY, self.copy)
        routes.action(blocks.TELL, self.tell)
        routes.submission(blocks.FORM, self.reply_here)
        routes.option_source(blocks.AREA, self.find_areas)

    async def open(self, shortcut: Shortcut) -> OpenModal:
        """Whose the message is; where that is not clear, the person says what it is about."""
        passing = Passing(shortcut.channel_id or "", shortcut.message_ts or "", shortcut.thread_ts or "", shortcut.text)
        try:
            said = await self._lookup.find(shortcut.workspace_id, shortcut.text)
        except UserError:
            return OpenModal(blocks.choose_form((), passing))
        role = said.roles[0].key if isinstance(said, Decides) else None
        if isinstance(said, Decides) and said.area is not None:
            said = await self._lookup.find_area(shortcut.workspace_id, said.area.key, None)
        if isinstance(said, Owned) and said.role is None and role is None:
            role = await self._lookup.role_of_topic(shortcut.workspace_id, shortcut.text)
        if isinstance(said, Owned | Vacant):
            return OpenModal(self._form(shortcut, belongs(said, role), passing))
        near = said.candidates if isinstance(said, Ambiguous) else said.nearest if isinstance(said, Unknown) else ()
        return OpenModal(blocks.choose_form(near, passing))

    async def choose_area(self, click: Click) -> UpdateModal:
        area = await self._lookup.area_of(click.workspace_id, int(click.value))
        return await self._show(click, area.key, "")

    async def choose_candidate(self, click: Click) -> UpdateModal:
        return await self._show(click, click.value, "")

    async def choose_role(self, click: Click) -> UpdateModal:
        return await self._show(click, blocks.read_passing(click.private_metadata).area, click.value)

    async def copy(self, click: Click) -> PushModal:
        """The text on a page of its own, to be marked and copied."""
        passing, to = await self._passing(click)
        await self._hand_overs.pass_on(click.workspace_id, click.user_id, _view_id(click), passing.area, passing.role)
        typed = click.view_values.text(blocks.text_block_id(passing))
        return PushModal(blocks.copy_modal(typed or draft(to)))

    async def tell(self, click: Click) -> UpdateModal:
        """A DM to whose it is."""
        passing, to = await self._passing(click)
        if to.can_be_told is None or to.person is None:
            raise NotFound("Nobody can be written there now. Please choose another area.")
        reply = PendingReply(
            ReplyKind.HAND_OVER_TELL, click.user_id, ChannelId(passing.channel), self._clock.now(),
            text=passing.text, thread_ts=MessageTs(passing.ts) if passing.ts else None,
            area=passing.area, role=passing.role or None, whom=to.can_be_told,
        )  # fmt: skip
        await self._hand_overs.pass_on(
            click.workspace_id, click.user_id, _view_id(click), passing.area, passing.role, reply
        )
        done = replace(passing, told=True)
        return UpdateModal(blocks.done_form(to, done, click.workspace_id, f"{to.person.name} is told by DM."))

    async def reply_here(self, submission: Submission) -> UpdateModal:
        """What was written, in the thread of the message."""
        passing = blocks.read_passing(submission.private_metadata)
        to = await self._belongs(submission, passing)
        text = submission.values.text(blocks.text_block_id(passing)) or draft(to)
        thread = passing.thread or passing.ts
        reply = PendingReply(
            ReplyKind.HAND_OVER_HERE, submission.user_id, ChannelId(passing.channel), self._clock.now(),
            text=text, thread_ts=MessageTs(thread) if thread else None,
            area=passing.area, role=passing.role or None,
        )  # fmt: skip
        await self._hand_overs.pass_on(
            submission.workspace_id, submission.user_id, submission.view_id, passing.area, passing.role, reply
        )
        done = replace(passing, said=True)
        note = "It will be in the thread in a moment. Where I may not post, I tell you by DM."
        return UpdateModal(blocks.done_form(to, done, submission.workspace_id, note))

    async def find_areas(self, query: OptionsQuery) -> Options:
        return Options(blocks.area_choices(await self._lookup.find_areas(query.workspace_id, query.text)))

    async def _show(self, click: Click, area: str, role: str) -> UpdateModal:
        passing = blocks.read_passing(click.private_metadata).about(area, role)
        return UpdateModal(self._form(click, await self._belongs(click, passing), passing))

    def _form(self, asked: Shortcut | Click, to: Belongs, passing: Passing) -> View:
        role = to.role.key if to.role is not None else ""
        return blocks.whose_form(to, passing.about(to.area.key, role), asked.workspace_id)

    async def _passing(self, click: Click) -> tuple[Passing, Belongs]:
        passing = blocks.read_passing(click.private_metadata)
        return passing, await self._belongs(click, passing)

    async def _belongs(self, asked: Click | Submission, passing: Passing) -> Belongs:
        said = await self._lookup.find_area(asked.workspace_id, passing.area, None)
        if isinstance(said, Owned) and passing.role and passing.role not in {one.role.key for one in said.held}:
            said = await self._lookup.find_area(asked.workspace_id, passing.area, passing.role)
        return belongs(said, passing.role or None)


def _view_id(click: Click) -> str:
    return str((click.view or {}).get("id", ""))
