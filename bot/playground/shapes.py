"""Members, channels, messages and views as Slack writes them in JSON."""

import copy
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.playground.model import Channel, Json, Member, Message, View

if TYPE_CHECKING:
    from bot.playground.slack import LocalSlack
    from bot.playground.workspace import Workspace


def team(workspace: "Workspace") -> Json:
    return {"id": workspace.id, "domain": workspace.domain}


def short_user(workspace: "Workspace", member: Member) -> Json:
    return {"id": member.id, "username": member.handle, "name": member.handle, "team_id": workspace.id}


def _profile(workspace: "Workspace", member: Member) -> Json:
    profile: Json = {
        "title": member.title,
        "phone": "",
        "real_name": member.name,
        "real_name_normalized": member.name,
        "display_name": member.handle,
        "display_name_normalized": member.handle,
        "status_text": "",
        "status_emoji": "",
        "avatar_hash": "g0000000000",
        "team": workspace.id,
    }
    if member.email and "users:read.email" in workspace.slack.manifest.scopes:
        profile["email"] = member.email
    if member.bot:
        profile |= {"bot_id": workspace.bot_id, "api_app_id": workspace.slack.app_id}
    return profile


def user(workspace: "Workspace", member: Member) -> Json:
    """As users.info gives it: e-mail only with its scope, zone and roles only of people who are still here."""
    shown: Json = {
        "id": member.id,
        "team_id": workspace.id,
        "name": member.handle,
        "deleted": member.deactivated,
        "profile": _profile(workspace, member),
        "is_bot": member.bot,
        "is_app_user": False,
        "updated": member.updated,
    }
    if member.deactivated:
        return shown
    return shown | {
        "color": "9f69e7",
        "real_name": member.name,
        **zone(member, workspace.slack.time.now()),
        "is_admin": member.admin or member.owner,
        "is_owner": member.owner,
        "is_primary_owner": False,
        "is_restricted": member.guest or member.single_channel_guest,
        "is_ultra_restricted": member.single_channel_guest,
        "is_email_confirmed": True,
        **({"is_stranger": True} if member.stranger else {}),
    }


def zone(member: Member, now: datetime) -> Json:
    local = now.astimezone(ZoneInfo(member.zone))
    offset = local.utcoffset()
    return {
        "tz": member.zone,
        "tz_label": local.tzname() or member.zone,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
    }


def channel(workspace: "Workspace", one: Channel, *, members: bool = False) -> Json:
    if one.is_im:
        return {
            "id": one.id,
            "created": one.created,
            "is_im": True,
            "is_org_shared": False,
            "is_archived": False,
            "user": one.person,
            "is_user_deleted": workspace.members[one.person or ""].deactivated,
            "priority": 0,
            "is_open": True,
            "context_team_id": workspace.id,
        }
    private = one.kind == "private"
    note = {"creator": one.creator, "last_set": one.created}
    return {
        "id": one.id,
        "name": one.name,
        "name_normalized": one.name,
        "is_channel": not private,
        "is_group": private,
        "is_im": False,
        "is_mpim": False,
        "is_private": private,
        "created": one.created,
        "creator": one.creator,
        "is_archived": one.archived,
        "is_general": one.name == "general",
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "is_member": workspace.bot_user in one.members,
        "context_team_id": workspace.id,
        "updated": one.created * 1000,
        "topic": {"value": one.topic, **note},
        "purpose": {"value": one.purpose, **note},
        "previous_names": [],
        **({"num_members": len(one.members)} if members else {}),
    }


def user_group(workspace: "Workspace", group_id: str, handle: str, name: str, users: list[str]) -> Json:
    now = int(workspace.slack.time.now().timestamp())
    return {
        "id": group_id,
        "team_id": workspace.id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": name,
        "description": "",
        "handle": handle,
        "is_external": False,
        "date_create": now,
        "date_update": now,
        "date_delete": 0,
        "auto_type": None,
        "auto_provision": False,
        "enterprise_subteam_id": "",
        "created_by": workspace.bot_user,
        "updated_by": workspace.bot_user,
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
        "users": users,
        "user_count": len(users),
    }


def message(workspace: "Workspace", one: Message, *, metadata: bool = False, thread: bool = False) -> Json:
    """As history gives it; `thread` adds the reply counts of a parent."""
    shown: Json = {"type": "message", "user": one.user, "ts": one.ts, "team": workspace.id, "text": one.text}
    if one.subtype:
        shown["subtype"] = one.subtype
    if one.bot_id:
        shown |= {"bot_id": one.bot_id, "app_id": workspace.slack.app_id, "bot_profile": bot_profile(workspace)}
    else:
        shown["client_msg_id"] = f"00000000-0000-4000-8000-{one.ts.replace('.', '')[-12:]}"
    if one.blocks:
        shown["blocks"] = copy.deepcopy(one.blocks)
    if one.thread_ts:
        shown["thread_ts"] = one.thread_ts
        if one.is_reply:
            parent = workspace.find(one.channel, one.thread_ts)
            shown["parent_user_id"] = parent.user if parent else one.user
    if one.edited_ts:
        shown["edited"] = {"user": one.user, "ts": one.edited_ts}
    if metadata and one.metadata:
        shown["metadata"] = copy.deepcopy(one.metadata)
    replies = workspace.replies(one) if thread else []
    if replies:
        users = list(dict.fromkeys(reply.user for reply in replies))
        shown |= {
            "thread_ts": one.ts,
            "reply_count": len(replies),
            "reply_users_count": len(users),
            "latest_reply": replies[-1].ts,
            "reply_users": users[:5],
            "is_locked": False,
            "subscribed": True,
        }
    return shown


def bot_profile(workspace: "Workspace") -> Json:
    manifest = workspace.slack.manifest
    return {
        "id": workspace.bot_id,
        "app_id": workspace.slack.app_id,
        "user_id": workspace.bot_user,
        "name": manifest.bot_name,
        "icons": {},
        "deleted": False,
        "updated": 0,
        "team_id": workspace.id,
    }


def view(workspace: "Workspace", one: View, *, state: bool = True) -> Json:
    body = copy.deepcopy(one.body)
    return {
        "id": one.id,
        "team_id": workspace.id,
        "type": one.kind,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "close": None,
        "submit": None,
        **body,
        "state": {"values": copy.deepcopy(one.values) if state else {}},
        "hash": one.hash,
        "previous_view_id": one.previous,
        "root_view_id": one.root,
        "app_id": workspace.slack.app_id,
        "app_installed_team_id": workspace.id,
        "bot_id": workspace.bot_id,
    }


def with_block_ids(slack: "LocalSlack", blocks: list[Any]) -> list[Json]:
    """A copy of blocks in which every block has a block_id and every element an action_id, as Slack fills them in."""
    filled: list[Json] = copy.deepcopy(blocks)
    for block in filled:
        block.setdefault("block_id", slack.serials.next("b"))
        inside = [block.get("accessory"), block.get("element"), *_elements(block)]
        for element in inside:
            if isinstance(element, dict) and element.get("type") not in (None, "image", "mrkdwn", "plain_text"):
                element.setdefault("action_id", slack.serials.next("a"))
    return filled


def _elements(block: Json) -> list[Any]:
    return list(block["elements"]) if block["type"] in ("actions", "context_actions") else []
