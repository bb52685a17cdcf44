"""What Slack sent, read once into values that name what they hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from bot.ids import ChannelId, MessageTs, SlackUserId, WorkspaceId

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class FormValues:
    """The inputs of a form by block_id: each input block holds one element, whatever its action_id."""

    state: Payload = field(default_factory=dict)

    def text(self, block_id: str) -> str:
        """What was typed, without surrounding white space; empty when nothing was."""
        return str(self._element(block_id).get("value") or "").strip()

    def choice(self, block_id: str) -> str | None:
        """The value of the option chosen in a select or in radio buttons."""
        return (self._element(block_id).get("selected_option") or {}).get("value")

    def choices(self, block_id: str) -> list[str]:
        """The values of the options chosen in a multi-select or in checkboxes."""
        return [option["value"] for option in self._element(block_id).get("selected_options") or []]

    def user(self, block_id: str) -> SlackUserId | None:
        return self._element(block_id).get("selected_user")

    def users(self, block_id: str) -> list[SlackUserId]:
        return list(self._element(block_id).get("selected_users") or [])

    def channel(self, block_id: str) -> ChannelId | None:
        element = self._element(block_id)
        return element.get("selected_channel") or element.get("selected_conversation")

    def date(self, block_id: str) -> date | None:
        chosen = self._element(block_id).get("selected_date")
        return date.fromisoformat(chosen) if chosen else None

    def time(self, block_id: str) -> time | None:
        chosen = self._element(block_id).get("selected_time")
        return time.fromisoformat(chosen) if chosen else None

    def block_ids(self) -> list[str]:
        return list(self.state)

    def _element(self, block_id: str) -> Payload:
        elements = self.state.get(block_id) or {}
        return next(iter(elements.values()), {})


@dataclass(frozen=True)
class Command:
    """A slash command. `name` is the command as it is typed, with its slash."""

    workspace_id: WorkspaceId
    user_id: SlackUserId
    channel_id: ChannelId
    name: str
    text: str
    trigger_id: str
    response_url: str
    channel_name: str = ""


@dataclass(frozen=True)
class Click:
    """A button, select or menu used in a message, a modal or Home. `view` is the raw view it stood in, if any."""

    workspace_id: WorkspaceId
    user_id: SlackUserId
    action_id: str
    value: str
    trigger_id: str
    channel_id: ChannelId | None = None
    message_ts: MessageTs | None = None
    thread_ts: MessageTs | None = None
    response_url: str | None = None
    view: Payload | None = None

    @property
    def view_values(self) -> FormValues:
        """What the form held when it was clicked in."""
        return FormValues(((self.view or {}).get("state") or {}).get("values") or {})

    @property
    def private_metadata(self) -> str:
        return str((self.view or {}).get("private_metadata") or "")


@dataclass(frozen=True)
class Submission:
    """A form sent off. `view_id` is unique to one opened form: the source key of what it causes.

    `inputs` are the blocks that can show an error; `stack_is_full` says that no further modal fits on this one.
    """

    workspace_id: WorkspaceId
    user_id: SlackUserId
    callback_id: str
    private_metadata: str
    values: FormValues
    view_id: str
    inputs: tuple[str, ...] = ()
    stack_is_full: bool = False


@dataclass(frozen=True)
class OptionsQuery:
    """What has been typed into an external select."""

    workspace_id: WorkspaceId
    user_id: SlackUserId
    action_id: str
    text: str


@dataclass(frozen=True)
class Shortcut:
    """A shortcut used anywhere, or on a message: then `text` is what the message says and `author` who wrote it."""

    workspace_id: WorkspaceId
    user_id: SlackUserId
    callback_id: str
    trigger_id: str
    channel_id: ChannelId | None = None
    message_ts: MessageTs | None = None
    thread_ts: MessageTs | None = None
    text: str = ""
    author: SlackUserId | None = None


@dataclass(frozen=True)
class Typed:
    """Words said to Rolecall: a DM, or a mention in a channel. `event_id` is Slack's and unique.

    `from_elsewhere`: by somebody of another company, in a channel that is shared with it.
    """

    workspace_id: WorkspaceId
    user_id: SlackUserId
    channel_id: ChannelId
    ts: MessageTs
    thread_ts: MessageTs | None
    text: str
    event_id: str
    from_elsewhere: bool = False


class DirectMessage(Typed):
    """A message in the DM with Rolecall."""


class Mention(Typed):
    """A message in a channel that mentions Rolecall; `text` is without that mention."""


@dataclass(frozen=True)
class MemberEvent:
    """`team_join` or `user_change`: Slack's user object as it is now."""

    workspace_id: WorkspaceId
    user: Payload
    event_id: str


@dataclass(frozen=True)
class HomeOpened:
    """`app_home_opened`: a person looks at `tab` (`home` or `messages`)."""

    workspace_id: WorkspaceId
    user_id: SlackUserId
    channel_id: ChannelId
    tab: str
    event_id: str


@dataclass(frozen=True)
class WorkspaceEvent:
    """Something that concerns the whole workspace, such as `app_uninstalled`."""

    workspace_id: WorkspaceId
    event: Payload
    event_id: str
