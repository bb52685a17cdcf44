"""What one person's screen shows around the messages, as JSON for the page."""

from typing import TYPE_CHECKING

from bot.playground import shapes
from bot.playground.attention import Notification
from bot.playground.errors import SlackError
from bot.playground.model import Channel, Json
from bot.playground.people import Person

if TYPE_CHECKING:
    from bot.playground.slack import LocalSlack
    from bot.playground.workspace import Workspace

MOST_RINGS = 5


def of(slack: "LocalSlack", team: str | None, who: str | None) -> Json:
    """The screen of `who` (key or id; the first person when left out)."""
    if not slack.workspaces:
        return {"workspaces": []}
    workspace = slack.workspaces.get(team or "") or next(iter(slack.workspaces.values()))
    people = [one for one in workspace.people if not one.member.bot]
    shown: Json = {
        "workspaces": [{"id": one.id, "name": one.name, "domain": one.domain} for one in slack.workspaces.values()],
        "team": workspace.id,
        "app": _app(workspace),
        "time": _time(slack),
        "people": [_person(one) for one in people],
        "names": _names(workspace),
        "rings": [_notification(one) for one in list(workspace.attention.newest)[-MOST_RINGS:]],
        "faults": len(slack.faults.on),
    }
    if not people:
        return shown
    person = next((one for one in people if who in (one.id, one.key)), people[0])
    return shown | _theirs(person)


def _theirs(person: Person) -> Json:
    channels = person.workspace.channels.values()
    attention = person.workspace.attention
    return {
        "me": person.id,
        "channels": [_channel(person, one) for one in channels if may_see(person, one)],
        "dm": _with_the_app(person),
        "phone": [_notification(one) for one in reversed(attention.shown(person.id))],
        "modal": _view(person, "modal"),
        "home": _view(person, "home"),
    }


def may_see(person: Person, channel: Channel) -> bool:
    """Whether the channel stands in their sidebar: their own, and public ones unless they are a guest."""
    open_to_all = channel.kind == "public" and not person.member.guest
    return person.id in channel.members or open_to_all


def _with_the_app(person: Person) -> str | None:
    """The channel in which they and the app talk; somebody who left has none."""
    try:
        return person.workspace.direct_channel(person.id).id
    except SlackError:
        return None


def _view(person: Person, kind: str) -> Json | None:
    view = person.modal if kind == "modal" else person.home
    if view is None:
        return None
    return shapes.view(person.workspace, view) | {"errors": view.errors}


def _channel(person: Person, channel: Channel) -> Json:
    attention = person.workspace.attention
    joined = person.id in channel.members
    unread, concerning = attention.unread(person.id, channel) if joined else (0, 0)
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "archived": channel.archived,
        "joined": joined,
        "app_inside": person.workspace.bot_user in channel.members,
        "people": len(channel.members),
        "with": next((one for one in channel.members if one != person.id), None) if not channel.is_room else None,
        "unread": unread,
        "concerning": concerning,
        "read_until": attention.read_until(person.id, channel.id),
    }


def _notification(one: Notification) -> Json:
    message = one.message
    return {
        "serial": one.serial,
        "person": one.person,
        "from": message.user,
        "channel": message.channel,
        "ts": message.ts,
        "thread_ts": message.thread_ts if message.is_reply else None,
        "text": message.text,
    }


def _person(person: Person) -> Json:
    member = person.member
    return {
        "id": person.id,
        "key": person.key,
        "handle": member.handle,
        "name": person.name,
        "title": member.title,
        "zone": member.zone,
        "local_time": person.local_time.isoformat(timespec="minutes"),
        "guest": member.guest or member.single_channel_guest,
        "deactivated": member.deactivated,
        "unseen": person.workspace.attention.unseen(person.id),
    }


def _names(workspace: "Workspace") -> Json:
    """What the ids in texts stand for."""
    people = {one.id: one.name for one in workspace.members.values()}
    channels = {one.id: one.name for one in workspace.channels.values() if one.is_room}
    groups = {group_id: one["handle"] for group_id, one in workspace.user_groups.items()}
    return {"users": people, "channels": channels, "groups": groups}


def _app(workspace: "Workspace") -> Json:
    manifest = workspace.slack.manifest
    return {
        "name": manifest.bot_name,
        "handle": workspace.members[workspace.bot_user].handle,
        "user": workspace.bot_user,
        "home": manifest.home_tab,
        "messages": manifest.messages_tab and not manifest.messages_read_only,
        "threads_only": manifest.agent_view,
        "prompts": [{"title": title, "message": message} for title, message in manifest.suggested_prompts],
        "commands": [
            {"command": one.name, "description": one.description, "hint": one.usage_hint}
            for one in manifest.commands.values()
        ],
        "shortcuts": [
            {"name": one.name, "callback_id": one.callback_id, "kind": one.kind} for one in manifest.shortcuts.values()
        ],
    }


def _time(slack: "LocalSlack") -> Json:
    stops = [{"label": label, "at": at.isoformat()} for label, at in slack.time.stops()]
    return {"now": slack.time.now().isoformat(), "stops": stops}
