"""What waits for an answer: a message or a click, and where its answer goes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.ids import ChannelId, MessageTs, SlackUserId


class ReplyKind(StrEnum):
    """What is to be answered, and so where the answer goes."""

    DIRECT_MESSAGE = "direct_message"
    MENTION = "mention"
    CANDIDATE = "candidate"
    NONE_OF_THESE = "none_of_these"


@dataclass(frozen=True, slots=True)
class PendingReply:
    """A message or a click that still waits for its answer."""

    kind: ReplyKind
    asker: SlackUserId
    channel_id: ChannelId
    asked_at: datetime
    text: str = ""
    thread_ts: MessageTs | None = None
    response_url: str | None = None
    area: str | None = None
    role: str | None = None
