"""What the tests of sending and hearing are made of."""

import socket
from dataclasses import dataclass
from datetime import datetime

from bot.ids import ChannelId, SlackUserId, WorkspaceId
from bot.slack.messages import Message
from tests.playground_fixtures import Bot

HELLO = Message("Hello", [{"type": "section", "text": {"type": "mrkdwn", "text": "*Hello*"}}])


@dataclass(frozen=True)
class Attempt:
    """What delivery asks of a job."""

    workspace_id: WorkspaceId
    first_attempt_at: datetime
    may_have_been_sent: bool = False


def ana_of(bot: Bot) -> SlackUserId:
    return SlackUserId(bot.ana.id)


def channel_of(bot: Bot, name: str = "general") -> ChannelId:
    return ChannelId(bot.acme.channel(name).id)


def texts(bot: Bot, channel: str = "#general") -> list[str]:
    return [message.text for message in bot.ana.sees(channel)]


def a_closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
