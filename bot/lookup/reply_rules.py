"""What waits for an answer: a message or a click, and where its answer goes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.ids import ChannelId, MessageTs, SlackUserId


class Place(StrEnum):
    """Where a card is read, and so which buttons it has.

    Where others are, it can be shared with them; a shared copy has no buttons, because it is everybody's.
    """

    AMONG_OTHERS = "among_others"
    ALONE = "alone"
    SHARED = "shared"


class ReplyKind(StrEnum):
    """What is to be answered, and so where the answer goes.

    A STRANGER is somebody of another company who mentioned Rolecall. HAND_OVER only keeps one from being counted
    twice: it is not answered.
    """

    DIRECT_MESSAGE = "direct_message"
    MENTION = "mention"
    STRANGER = "stranger"
    CANDIDATE = "candidate"
    NONE_OF_THESE = "none_of_these"
    SHARE = "share"
    HAND_OVER = "hand_over"
    HAND_OVER_HERE = "hand_over_here"
    HAND_OVER_TELL = "hand_over_tell"


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
    whom: SlackUserId | None = None


def place_of(channel_id: str) -> Place:
    """Nobody else reads the DM with Rolecall."""
    return Place.ALONE if not channel_id or channel_id.startswith("D") else Place.AMONG_OTHERS
