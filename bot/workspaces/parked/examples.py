"""An example of what stewards read."""

from typing import Any

from bot.ids import SlackUserId, WorkspaceId
from bot.workspaces.parked.blocks import parked_message
from bot.workspaces.parked.rules import Decision, Group

WORKSPACE = WorkspaceId("T0EXAMPLE")
WAITING = Group(
    7, "send check in", "Slack refused chat.postMessage: missing_scope", tuple(f"check_in:{n}" for n in range(91, 134))
)
POSTING = Group(50, "post answers", "Slack refused chat.postMessage: not_in_channel", ("run:7",))
DROPPED = Group(51, "remind", "KeyError", ("check_in:12",), Decision.DROP, "Dana Vance", SlackUserId("U0DANA"))
RETRIED = Group(
    52, "sync members", "users.list: 503", ("workspace",), Decision.TRY_AGAIN, "Dana Vance", SlackUserId("U0DANA")
)


def examples() -> list[tuple[str, str, dict[str, Any]]]:
    """(name, surface, payload)."""
    return [
        ("workspaces.parked: waiting", "message", parked_message([WAITING, POSTING, DROPPED], WORKSPACE).arguments()),
        ("workspaces.parked: decided", "message", parked_message([DROPPED, RETRIED], WORKSPACE).arguments()),
    ]
