"""The Web API's methods: each declares its name and scopes and gets one checked Call."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.playground.errors import SlackError
from bot.playground.model import Channel, Json, Member

if TYPE_CHECKING:
    from bot.playground.slack import LocalSlack
    from bot.playground.workspace import Workspace

Method = Callable[["Call"], Awaitable[Json]]


@dataclass(frozen=True)
class Declared:
    name: str
    run: Method
    scopes: tuple[str, ...]
    app_level: bool
    per_minute: int


METHODS: dict[str, Declared] = {}


def method(name: str, *scopes: str, app_level: bool = False, per_minute: int = 100) -> Callable[[Method], Method]:
    """`scopes`: one of them is needed; `per_minute`: Slack's rate tier (2: 20, 3: 50, 4: 100)."""

    def declare(run: Method) -> Method:
        METHODS[name] = Declared(name, run, scopes, app_level, per_minute)
        return run

    return declare


@dataclass(frozen=True)
class Call:
    """One call of a method, its token already checked. The readers raise SlackError for malformed arguments."""

    slack: "LocalSlack"
    workspace: "Workspace"
    method: str
    arguments: Json

    def text(self, name: str) -> str | None:
        value = self.arguments.get(name)
        if value is None:
            return None
        if isinstance(value, dict | list):
            raise invalid(f"must provide a string [json-pointer:/{name}]")
        return str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise invalid(f"missing required field: {name}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.arguments.get(name)
        if value is None:
            return default
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int, most: int) -> int:
        value = self.arguments.get(name)
        if value in (None, ""):
            return default
        try:
            number = int(str(value))
        except ValueError:
            raise invalid(f"must provide a number [json-pointer:/{name}]") from None
        if not 0 < number <= most:
            raise SlackError("invalid_limit")
        return number

    def json(self, name: str) -> Any:
        """An argument that is JSON, or a string of JSON in a form."""
        value = self.arguments.get(name)
        if isinstance(value, str):
            if not value:
                return None
            try:
                return json.loads(value)
            except ValueError:
                raise SlackError(f"invalid_{name}_format" if name == "blocks" else "invalid_arguments") from None
        return value

    def channel(self, *, name: str = "channel", member: bool = False) -> Channel:
        """A conversation that the app may see; `member`: it must be in it."""
        channel_id = self.required(name)
        channel = self.workspace.channels.get(channel_id)
        inside = channel is not None and self.workspace.bot_user in channel.members
        if channel is None or (channel.kind != "public" and not inside):
            raise SlackError("channel_not_found")
        if member and not inside:
            raise SlackError("not_in_channel")
        return channel

    def member(self, name: str = "user") -> Member:
        member = self.workspace.members.get(self.required(name))
        if member is None:
            raise SlackError("user_not_found")
        return member

    def page(self, items: list[Any], default: int, most: int) -> tuple[list[Any], Json]:
        """One page of `items` by cursor and limit, and the response_metadata that goes with it."""
        limit = self.number("limit", default, most)
        start = 0
        cursor = self.text("cursor")
        if cursor:
            if not cursor.startswith("bmV4dDo") or not cursor[7:].isdigit():
                raise SlackError("invalid_cursor")
            start = int(cursor[7:])
        more = start + limit < len(items)
        following = f"bmV4dDo{start + limit}" if more else ""
        return items[start : start + limit], {"next_cursor": following}


def invalid(message: str) -> SlackError:
    return SlackError("invalid_arguments", messages=[f"[ERROR] {message}"])
