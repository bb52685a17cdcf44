"""What people do and see: the screen of one person, driven from Python or from the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.playground import clicking, composing, events, reacting, shortcuts, submitting
from bot.playground.errors import CannotDo
from bot.playground.model import Channel, Member, Message, View
from bot.playground.outcome import Outcome

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace


@dataclass(frozen=True)
class Person:
    """Everything raises CannotDo when Slack's screen would not let this person do it."""

    workspace: "Workspace"
    id: str

    @property
    def member(self) -> Member:
        return self.workspace.members[self.id]

    @property
    def key(self) -> str:
        return self.member.key

    @property
    def name(self) -> str:
        return self.member.name

    @property
    def local_time(self) -> datetime:
        return self.workspace.slack.time.now().astimezone(ZoneInfo(self.member.zone))

    # What they see

    def sees(self, channel: "str | Channel") -> list[Message]:
        """The messages of a channel by name or id, oldest first, with replies and what only they can see."""
        return self.workspace.seen_by(self.id, self._channel(channel))

    @property
    def dm(self) -> list[Message]:
        """Their conversation with the app, oldest first."""
        return self.workspace.seen_by(self.id, self.workspace.direct_channel(self.id))

    @property
    def dm_channel(self) -> str:
        """The D… id of their conversation with the app."""
        return self.workspace.direct_channel(self.id).id

    @property
    def modal(self) -> View | None:
        """The modal on top of their screen."""
        return self.workspace.screens.top(self.id)

    @property
    def modals(self) -> list[View]:
        return list(self.workspace.screens.stack(self.id))

    @property
    def home(self) -> View | None:
        """The app's Home tab as published for them."""
        return self.workspace.screens.home(self.id)

    # What they do

    async def types(self, channel: "str | Channel", text: str, thread_ts: str | None = None) -> Outcome:
        """A message, or a slash command. @key and #channel become mentions, as Slack's composer makes them."""
        return await composing.types(self, self._channel(channel), text, thread_ts)

    async def dms(self, text: str, thread_ts: str | None = None) -> Outcome:
        """A message to the app in its Messages tab."""
        return await composing.types(self, self.workspace.direct_channel(self.id), text, thread_ts)

    async def clicks(
        self, target: Message | View | None, action_id: str, value: str | None = None, *, block_id: str | None = None
    ) -> Outcome:
        """A button or an overflow option. `value` tells buttons of one action_id apart, or names the option.

        `target` None is the modal on top.
        """
        return await clicking.clicks(self, self._target(target), action_id, value, block_id)

    async def selects(
        self, target: Message | View | None, action_id: str, value: Any, *, block_id: str | None = None
    ) -> Outcome:
        """Something in a menu, picker, radio or checkbox group, by value, label, id, Person or date."""
        return await clicking.selects(self, self._target(target), action_id, value, block_id)

    async def searches(self, target: Message | View | None, action_id: str, text: str) -> Outcome:
        """Types into an external select; Outcome.options is what it offers."""
        return await clicking.searches(self, self._target(target), action_id, text)

    async def fills(self, view: View | None, values: Mapping[str, Any]) -> Outcome:
        """Enters values by block_id or action_id; tells the app only of inputs that have dispatch_action."""
        return await submitting.fills(self, self._view(view), values)

    async def submits(self, view: View | None = None, values: Mapping[str, Any] | None = None) -> Outcome:
        """Enters values and presses the submit button. Outcome.errors: what the screen or the app found wrong."""
        return await submitting.submits(self, self._view(view), values or {})

    async def closes(self, view: View | None = None, *, everything: bool = False) -> Outcome:
        """Cancel; with `everything` the cross in the corner, which closes the whole stack."""
        return await submitting.closes(self, self._view(view), everything)

    async def reacts(self, message: Message, emoji: str) -> None:
        """Puts an emoji (by name, without colons) on a message, or takes it away again."""
        await reacting.reacts(self, message, emoji)

    async def opens_home(self) -> Outcome:
        """Looks at the app's Home tab: app_home_opened."""
        return await shortcuts.opens_app(self, "home")

    async def opens_dm(self) -> Outcome:
        """Looks at the app's Messages tab: app_home_opened with tab messages."""
        return await shortcuts.opens_app(self, "messages")

    async def uses_message_shortcut(self, callback_id: str, message: Message) -> Outcome:
        return await shortcuts.on_message(self, callback_id, message)

    async def uses_global_shortcut(self, callback_id: str) -> Outcome:
        return await shortcuts.anywhere(self, callback_id)

    async def joins(self, channel: "str | Channel") -> None:
        found = self._channel(channel)
        if found.kind != "public" or found.archived:
            raise CannotDo(f"nobody can just join {found.name}")
        await events.joined(self.workspace, found, self.id)

    async def leaves(self, channel: "str | Channel") -> None:
        await events.left(self.workspace, self._channel(channel), self.id)

    async def invites_bot(self, channel: "str | Channel") -> None:
        await self._invites(channel, self.workspace.bot_user)

    async def invites(self, channel: "str | Channel", who: "Person") -> None:
        await self._invites(channel, who.id)

    async def removes_bot(self, channel: "str | Channel") -> None:
        await events.left(self.workspace, self._channel(channel), self.workspace.bot_user)

    async def deletes(self, message: Message) -> None:
        if message.user != self.id:
            raise CannotDo(f"{self.name} may only delete their own messages")
        self.workspace.take_away(message)
        await events.deleted(self.workspace, self.workspace.channels[message.channel], message)

    def talks_to(self, who: "Person") -> Channel:
        """Their direct messages, opened when there were none. The app is not in there."""
        return self.workspace.dm_between(self, who)

    async def _invites(self, channel: "str | Channel", user_id: str) -> None:
        found = self._channel(channel)
        if self.id not in found.members:
            raise CannotDo(f"{self.name} is not in {found.name}")
        await events.joined(self.workspace, found, user_id, inviter=self.id)

    def _channel(self, channel: "str | Channel") -> Channel:
        return channel if isinstance(channel, Channel) else self.workspace.channel(channel)

    def _view(self, view: View | None) -> View:
        found = view or self.modal
        if found is None:
            raise CannotDo(f"nothing is open on {self.name}'s screen")
        return found

    def _target(self, target: Message | View | None) -> Message | View:
        return self._view(None) if target is None else target
