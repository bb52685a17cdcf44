"""Slack's Web API: who calls, may they, and the method itself."""

from typing import TYPE_CHECKING, Any

from bot.playground.errors import SlackError
from bot.playground.model import Json
from bot.playground.web_api import auth, chat, conversations, usergroups, users, views
from bot.playground.web_api.registry import METHODS, Call, Declared

if TYPE_CHECKING:
    from bot.playground.slack import LocalSlack
    from bot.playground.workspace import Workspace

__all__ = ["METHODS", "answer"]

_MODULES = (auth, chat, conversations, usergroups, users, views)


async def answer(slack: "LocalSlack", name: str, token: str | None, arguments: Json) -> Json:
    """The body of Slack's answer. Raises SlackError."""
    declared = METHODS.get(name)
    if declared is None:
        raise SlackError("unknown_method", req_method=name)
    workspace = _caller(slack, declared, token)
    _check_scopes(slack, declared, arguments)
    body = await declared.run(Call(slack, workspace, name, arguments))
    return {"ok": True, **body}


def _caller(slack: "LocalSlack", declared: Declared, token: str | None) -> "Workspace":
    """Whose token this is; for app-level methods any workspace stands in."""
    if not token:
        raise SlackError("not_authed")
    workspaces = list(slack.workspaces.values())
    if declared.app_level:
        if token != slack.app_token:
            raise SlackError("not_allowed_token_type" if token.startswith("xoxb-") else "invalid_auth")
        return workspaces[0]
    if token == slack.app_token:
        raise SlackError("not_allowed_token_type")
    for workspace in workspaces:
        if workspace.bot_token == token:
            if not workspace.installed:
                raise SlackError("account_inactive")
            return workspace
    raise SlackError("invalid_auth")


def _check_scopes(slack: "LocalSlack", declared: Declared, arguments: Json) -> None:
    granted = slack.manifest.scopes
    needed: tuple[str, ...] = declared.scopes
    if "{kind}" in "".join(needed):
        needed = _scopes_by_kind(slack, needed, arguments)
    if needed and not granted.intersection(needed):
        raise SlackError("missing_scope", needed=",".join(needed), provided=",".join(sorted(granted)))


def _scopes_by_kind(slack: "LocalSlack", needed: tuple[str, ...], arguments: dict[str, Any]) -> tuple[str, ...]:
    """conversations.* need the scope of the kind of conversation: channels:, groups: or im:."""
    channel_id = str(arguments.get("channel", ""))
    kinds = {"public": "channels", "private": "groups", "im": "im"}
    for workspace in slack.workspaces.values():
        channel = workspace.channels.get(channel_id)
        if channel:
            return tuple(scope.replace("{kind}", kinds[channel.kind]) for scope in needed)
    return tuple(scope.replace("{kind}", kind) for scope in needed for kind in kinds.values())
