"""Who answers what: features register here, and each of Slack's names is registered with Bolt once, from here."""

from collections.abc import Awaitable, Callable, Container
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bot.errors import NotFound
from bot.slack.payloads import (
    Click,
    Command,
    DirectMessage,
    HomeOpened,
    MemberEvent,
    Mention,
    OptionsQuery,
    Shortcut,
    Submission,
    WorkspaceEvent,
)
from bot.slack.replies import Nothing, Options, Reply

P = TypeVar("P")
Handler = Callable[[P], Awaitable[Reply]]
Claim = Callable[[DirectMessage], Awaitable[bool]]


@dataclass(frozen=True)
class CommandWord:
    """What follows a command: `/standup new`. Without a word it is the command's own answer."""

    command: str
    word: str | None
    handler: Handler[Command]
    usage: str
    help: str


@dataclass(frozen=True)
class ShortcutName:
    """A shortcut as people find it in Slack's menus: on a message, or anywhere."""

    name: str
    on_message: bool
    description: str
    handler: Handler[Shortcut]


@dataclass
class Routes:
    """All that Rolecall listens to. Registering a name twice is an error: Bolt would call only the first."""

    commands: dict[str, dict[str | None, CommandWord]] = field(default_factory=dict)
    # By action_id up to `#`: ids within one block have to differ, so `lookup.candidate#2` goes to `lookup.candidate`.
    actions: dict[str, Handler[Click]] = field(default_factory=dict)
    submissions: dict[str, Handler[Submission]] = field(default_factory=dict)
    shortcuts: dict[str, ShortcutName] = field(default_factory=dict)
    options: dict[str, Callable[[OptionsQuery], Awaitable[Options]]] = field(default_factory=dict)
    direct_messages: list[tuple[Claim, Handler[DirectMessage]]] = field(default_factory=list)
    mentions: list[Handler[Mention]] = field(default_factory=list)
    member_events: list[Handler[MemberEvent]] = field(default_factory=list)
    home_opened: list[Handler[HomeOpened]] = field(default_factory=list)
    workspace_events: dict[str, Handler[WorkspaceEvent]] = field(default_factory=dict)

    def command(self, name: str, word: str | None, handler: Handler[Command], *, usage: str = "", help: str) -> None:  # noqa: A002
        """`name word …` goes to `handler`; word None takes what no word claims. `help` is a line of its help."""
        words = self.commands.setdefault(name, {})
        _once(words, word, f"{name} {word}")
        words[word] = CommandWord(name, word, handler, usage, help)

    def action(self, action_id: str, handler: Handler[Click]) -> None:
        _once(self.actions, action_id, action_id)
        self.actions[action_id] = handler

    def submission(self, callback_id: str, handler: Handler[Submission]) -> None:
        _once(self.submissions, callback_id, callback_id)
        self.submissions[callback_id] = handler

    def shortcut(
        self, callback_id: str, name: str, handler: Handler[Shortcut], *, on_message: bool, description: str
    ) -> None:
        """`name` has at most 24 characters, `description` 150."""
        _once(self.shortcuts, callback_id, callback_id)
        self.shortcuts[callback_id] = ShortcutName(name, on_message, description, handler)

    def option_source(self, action_id: str, handler: Callable[[OptionsQuery], Awaitable[Options]]) -> None:
        _once(self.options, action_id, action_id)
        self.options[action_id] = handler

    def direct_message(self, claims: Claim, handler: Handler[DirectMessage]) -> None:
        """The first whose `claims` says yes answers, in the order of registration."""
        self.direct_messages.append((claims, handler))

    def mention(self, handler: Handler[Mention]) -> None:
        if self.mentions:
            raise ValueError("mentions have a handler already")
        self.mentions.append(handler)

    def member_event(self, handler: Handler[MemberEvent]) -> None:
        self.member_events.append(handler)

    def home(self, handler: Handler[HomeOpened]) -> None:
        self.home_opened.append(handler)

    def workspace_event(self, name: str, handler: Handler[WorkspaceEvent]) -> None:
        _once(self.workspace_events, name, name)
        self.workspace_events[name] = handler

    def find_command(self, command: Command) -> tuple[Handler[Command], Command]:
        """The handler of the command's first word, with that word taken off; else the command's own."""
        words = self.commands.get(command.name, {})
        first, rest = [*command.text.split(maxsplit=1), "", ""][:2]
        if (found := words.get(first.casefold())) is not None:
            return found.handler, replace(command, text=rest)
        if (whole := words.get(None)) is not None:
            return whole.handler, command
        raise NotFound(f"Rolecall does not know {command.name}. Whoever runs it may have to update its manifest.")

    def find_action(self, action_id: str, *, silent: bool) -> Handler[Click]:
        """The handler of a click; a `silent` one (a link, an input being filled in) needs none."""
        if (found := self.actions.get(action_id.partition("#")[0])) is not None:
            return found
        if silent:
            return _say_nothing
        raise NotFound("This button is from an older message and does nothing any more. Please ask again.")

    def find_submission(self, callback_id: str) -> Handler[Submission]:
        if (found := self.submissions.get(callback_id)) is not None:
            return found
        raise NotFound("This form is from an older version of Rolecall. Please open it again.")

    def find_shortcut(self, callback_id: str) -> Handler[Shortcut]:
        if (found := self.shortcuts.get(callback_id)) is not None:
            return found.handler
        raise NotFound("Rolecall does not know this shortcut. Whoever runs it may have to update its manifest.")

    async def hear_direct_message(self, message: DirectMessage) -> None:
        """Give `message` to the first handler that claims it."""
        for claims, handler in self.direct_messages:
            if await claims(message):
                await handler(message)
                return

    def help_lines(self, name: str) -> list[tuple[str, str]]:
        """(how to type it, what it does) for each word of the command `name`, in the order of registration."""
        return [
            (" ".join(part for part in (word.command, word.word, word.usage) if part), word.help)
            for word in self.commands.get(name, {}).values()
        ]


async def _say_nothing(_click: Click) -> Reply:
    return Nothing()


def _once(registered: Container[str | None], name: str | None, shown: str) -> None:
    if name in registered:
        raise ValueError(f"{shown} has a handler already")
