"""What a workspace and a member are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from bot.ids import ChannelId, MemberId, SlackUserId, WorkspaceId

NO_ZONE = "UTC"
NOT_FOR_GUESTS = (
    "Sorry, Rolecall answers full members of this workspace only. Please ask somebody you work with here: "
    "they can ask Rolecall for you."
)


@dataclass(frozen=True)
class Workspace:
    """One Slack workspace in which Rolecall is installed."""

    id: WorkspaceId
    name: str
    registry_version: int


@dataclass(frozen=True)
class Member:
    """A person of a workspace. `slack_user_id` is None for one who was imported and has not been found in Slack yet.

    `zone` is an IANA name.
    """

    id: MemberId
    workspace_id: WorkspaceId
    slack_user_id: SlackUserId | None
    name: str
    email: str | None = None
    zone: str = NO_ZONE
    deactivated: bool = False
    guest: bool = False
    bot: bool = False
    dm_channel_id: ChannelId | None = None

    @property
    def can_be_asked(self) -> bool:
        """Whether Rolecall may send them anything: there, a person, and of this company."""
        return self.slack_user_id is not None and not (self.deactivated or self.bot or self.guest)

    @property
    def may_use(self) -> bool:
        """Whether Rolecall answers them: guests and people of other companies are refused."""
        return not (self.deactivated or self.bot or self.guest)


@dataclass(frozen=True)
class SlackProfile:
    """What Slack says of a user, with its gaps filled: all of Slack's fields but the id may be missing."""

    slack_user_id: SlackUserId
    name: str
    email: str | None
    zone: str
    deactivated: bool
    guest: bool
    bot: bool


def read_stewards(listed: str) -> frozenset[SlackUserId]:
    """Slack user ids as a setting lists them, parted by commas."""
    return frozenset(SlackUserId(one.strip()) for one in listed.split(",") if one.strip())


def differs(member: Member | None, profile: SlackProfile) -> bool:
    """Whether Slack says something that is not known; an e-mail that it does not tell is no difference."""
    if member is None:
        return True
    known = (member.name, member.zone, member.deactivated, member.guest, member.bot)
    told = (profile.name, profile.zone, profile.deactivated, profile.guest, profile.bot)
    return known != told or (profile.email is not None and member.email != profile.email)


def read_profile(user: Mapping[str, Any]) -> SlackProfile:
    """Slack's user object (users.info, users.list, `team_join`, `user_change`)."""
    profile = user.get("profile") or {}
    names = (profile.get("real_name"), user.get("real_name"), profile.get("display_name"), user.get("name"))
    zone = user.get("tz")
    return SlackProfile(
        slack_user_id=user["id"],
        name=next((name for name in names if name), user["id"]),
        email=(profile.get("email") or "").casefold() or None,
        zone=zone if zone in _zones() else NO_ZONE,
        deactivated=bool(user.get("deleted")),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger")),
        bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
    )


@cache
def _zones() -> frozenset[str]:
    """Read once: the standard library walks through its files at each call."""
    return frozenset(available_timezones())
