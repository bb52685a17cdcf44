"""What stewards read about jobs that were set aside, and what they can do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.ids import ChannelId, MessageTs, SlackUserId

# What is set aside within a minute is told together, and no more often than this.
TOLD_TOGETHER = timedelta(minutes=1)
LEAST_BETWEEN = timedelta(minutes=5)
MOST_GROUPS = 15


class Decision(StrEnum):
    """What a steward decided about a job."""

    TRY_AGAIN = "try_again"
    DROP = "drop"


@dataclass(frozen=True)
class Notice:
    """One job that was set aside at `parked_at`, and what became of it. `batch`: the message that tells of it."""

    id: int
    kind: str
    subject: str
    reason: str
    parked_at: datetime
    batch: int | None = None
    decision: Decision | None = None
    decided_by: SlackUserId | None = None


@dataclass(frozen=True)
class StewardMessage:
    """The message about a batch to one steward, and where it stands once it is sent."""

    id: int
    batch: int
    steward: SlackUserId
    channel_id: ChannelId | None = None
    ts: MessageTs | None = None


@dataclass(frozen=True)
class Group:
    """Jobs of one kind that were set aside for one reason, and are decided about together.

    `first` is the first of their notices; `decided_by` is a name.
    """

    first: int
    what: str
    reason: str
    subjects: tuple[str, ...]
    decision: Decision | None = None
    decided_by: str = ""
    decided_by_id: SlackUserId | None = None

    @property
    def hint(self) -> str:
        return hint(self.reason)


def when_to_tell(now: datetime, last_told_at: datetime | None) -> datetime:
    """When stewards are told of something that was set aside now."""
    soon = now + TOLD_TOGETHER
    return soon if last_told_at is None else max(soon, last_told_at + LEAST_BETWEEN)


def what(kind: str) -> str:
    """A kind of job in words: its name says what it does. `standups.send_check_in` → `send check in`."""
    return kind.rpartition(".")[2].rpartition(":")[2].replace("_", " ")


def groups(notices: Iterable[Notice], names: dict[SlackUserId, str]) -> list[Group]:
    """Notices by kind, reason and decision, in the order in which they came; `names` by Slack id."""
    found: dict[tuple[str, str, Decision | None], list[Notice]] = {}
    for notice in notices:
        found.setdefault((notice.kind, notice.reason, notice.decision), []).append(notice)
    return [
        Group(
            first=several[0].id,
            what=what(kind),
            reason=reason,
            subjects=tuple(each.subject for each in several),
            decision=decision,
            decided_by=names.get(several[0].decided_by, "someone") if several[0].decided_by else "",
            decided_by_id=several[0].decided_by,
        )
        for (kind, reason, decision), several in found.items()
    ]


def hint(reason: str) -> str:
    """What to do about a reason, in a sentence."""
    for signs, sentence in _HINTS:
        if any(sign in reason for sign in signs):
            return sentence
    return "Try again once. If it comes back, whoever runs Rolecall finds the cause in its log."


_HINTS = (
    (("may have been posted",), "Look whether it is there: if so, drop it."),
    (("not_in_channel", "channel_not_found"), "Invite Rolecall to the channel, then try again."),
    (("is_archived", "is_inactive"), "The channel is archived: unarchive it and try again, or drop it."),
    (("missing_scope",), "Rolecall lacks a permission: `rolecall doctor` says which."),
    (
        ("token_revoked", "account_inactive", "invalid_auth", "not_authed", "not installed"),
        "Install Rolecall again, then try again.",
    ),
)
