"""Everything that one person's screen shows, as JSON for the page."""

from typing import TYPE_CHECKING

from bot.playground import shapes
from bot.playground.errors import SlackError
from bot.playground.model import Channel, Json, Member, Message
from bot.playground.people import Person

if TYPE_CHECKING:
    from bot.playground.slack import LocalSlack
    from bot.playground.workspace import Workspace

MOST_MESSAGES = 500


def of(slack: "LocalSlack", team: str | None, who: str | None, channel_id: str | None) -> Json:
    """The screen of `who` (key or id; the first person when left out) with one channel open."""
    if not slack.workspaces:
        return {"workspaces": []}
    workspace = slack.workspaces.get(team or "") or next(iter(slack.workspaces.values()))
    people = [one for one in workspace.people if not one.member.bot]
    shown: Json = {
        "workspaces": [{"id": one.id, "name": one.name} for one in slack.workspaces.values()],
        "team": workspace.id,
        "app": _app(workspace),
        "time": _time(slack),
        "people": [_person(one) for one in people],
        "names": _names(workspace),
    }
    if not people:
        return shown
    person = next((one for one in people if who in (one.id, one.key)), people[0])
    return shown | _their_screen(person, channel_id)


def _their_screen(person: Person, channel_id: str | None) -> Json:
    workspace = person.workspace
    dm = _dm_channel(person)
    channels = [one for one in workspace.channels.values() if not one.is_im and _may_see(person, one)]
    opened = next((one for one in [*channels, *([dm] if dm else [])] if one.id == channel_id), None)
    if opened is None:
        opened = next((one for one in channels if person.id in one.members), dm)
    return {
        "me": person.id,
        "channels": [_channel(person, one) for one in channels],
        "dm": dm.id if dm else None,
        "channel": _channel(person, opened) if opened else None,
        "messages": _messages(person, opened) if opened else [],
        "modal": _view(person, "modal"),
        "home": _view(person, "home"),
    }


def _dm_channel(person: Person) -> Channel | None:
    try:
        return person.workspace.direct_channel(person.id)
    except SlackError:
        return None


def _may_see(person: Person, channel: Channel) -> bool:
    open_to_all = channel.kind == "public" and not person.member.guest
    return person.id in channel.members or open_to_all


def _view(person: Person, kind: str) -> Json | None:
    view = person.modal if kind == "modal" else person.home
    if view is None:
        return None
    return shapes.view(person.workspace, view) | {"errors": view.errors}


def _messages(person: Person, channel: Channel) -> list[Json]:
    seen = person.workspace.seen_by(person.id, channel)[-MOST_MESSAGES:]
    return [_message(person.workspace, one) for one in seen]


def _message(workspace: "Workspace", message: Message) -> Json:
    return {
        "ts": message.ts,
        "channel": message.channel,
        "user": message.user,
        "text": message.text,
        "blocks": message.blocks,
        "state": message.state,
        "thread_ts": message.thread_ts if message.is_reply else None,
        "ephemeral": message.ephemeral,
        "edited": message.edited_ts is not None,
        "app": message.bot_id is not None,
        "link": workspace.permalink(message),
    }


def _channel(person: Person, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "archived": channel.archived,
        "joined": person.id in channel.members,
        "app_inside": person.workspace.bot_user in channel.members,
        "people": len(channel.members),
    }


def _person(person: Person) -> Json:
    member: Member = person.member
    return {
        "id": person.id,
        "key": person.key,
        "name": person.name,
        "title": member.title,
        "zone": member.zone,
        "local_time": person.local_time.isoformat(timespec="minutes"),
        "guest": member.guest or member.single_channel_guest,
        "deactivated": member.deactivated,
    }


def _names(workspace: "Workspace") -> Json:
    """What the ids in texts stand for."""
    people = {one.id: one.name for one in workspace.members.values()}
    channels = {one.id: one.name for one in workspace.channels.values() if not one.is_im}
    groups = {group_id: one["handle"] for group_id, one in workspace.user_groups.items()}
    return {"users": people, "channels": channels, "groups": groups}


def _app(workspace: "Workspace") -> Json:
    manifest = workspace.slack.manifest
    return {
        "name": manifest.bot_name,
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


def journal(slack: "LocalSlack", most: int) -> Json:
    """The newest deliveries and calls, newest first."""
    deliveries = [
        {
            "at": one.at.isoformat(),
            "kind": one.kind,
            "name": one.name,
            "outcome": one.outcome,
            "ms": one.ms,
            "attempt": one.attempt,
            "error": one.error,
            "payload": one.payload,
            "response": one.response,
        }
        for one in list(slack.deliveries)[-most:][::-1]
    ]
    calls = [
        {
            "at": one.at.isoformat(),
            "method": one.method,
            "status": one.status,
            "error": one.error,
            "fault": one.fault,
            "request": one.request,
            "response": one.response,
        }
        for one in list(slack.calls)[-most:][::-1]
    ]
    return {"deliveries": deliveries, "calls": calls}
