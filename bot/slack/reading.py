"""Reads what Slack sent into the values of payloads."""

from typing import Any

from bot.ids import WorkspaceId
from bot.slack.payloads import (
    Click,
    Command,
    DirectMessage,
    FormValues,
    HomeOpened,
    MemberEvent,
    Mention,
    OptionsQuery,
    Payload,
    Shortcut,
    Submission,
    WorkspaceEvent,
)

# A message with one of these subtypes is still a person speaking.
SPOKEN = {None, "file_share", "thread_broadcast"}


def read_command(body: Payload, prefix: str = "") -> Command:
    """`prefix` is what this installation puts before its commands' names: `/acme-whoowns` is our `/whoowns`."""
    return Command(
        workspace_id=body["team_id"],
        user_id=body["user_id"],
        channel_id=body.get("channel_id", ""),
        name="/" + body["command"].removeprefix("/").removeprefix(prefix),
        text=(body.get("text") or "").strip(),
        trigger_id=body.get("trigger_id", ""),
        response_url=body.get("response_url", ""),
        channel_name=body.get("channel_name", ""),
    )


def read_click(body: Payload) -> Click:
    action = body["actions"][0]
    container = body.get("container") or {}
    message = body.get("message") or {}
    return Click(
        workspace_id=_workspace(body),
        user_id=body["user"]["id"],
        action_id=action["action_id"],
        value=_value(action),
        trigger_id=body.get("trigger_id", ""),
        channel_id=(body.get("channel") or {}).get("id") or container.get("channel_id"),
        message_ts=message.get("ts") or container.get("message_ts"),
        thread_ts=message.get("thread_ts") or container.get("thread_ts"),
        response_url=body.get("response_url"),
        view=body.get("view"),
    )


def read_submission(body: Payload) -> Submission:
    view = body["view"]
    return Submission(
        workspace_id=_workspace(body),
        user_id=body["user"]["id"],
        callback_id=view["callback_id"],
        private_metadata=view.get("private_metadata") or "",
        values=FormValues((view.get("state") or {}).get("values") or {}),
        view_id=view["id"],
        inputs=tuple(block["block_id"] for block in view.get("blocks") or [] if block.get("type") == "input"),
        stack_is_full=view.get("previous_view_id") not in (None, view.get("root_view_id")),
    )


def read_shortcut(body: Payload) -> Shortcut:
    message = body.get("message") or {}
    return Shortcut(
        workspace_id=_workspace(body),
        user_id=body["user"]["id"],
        callback_id=body["callback_id"],
        trigger_id=body.get("trigger_id", ""),
        channel_id=(body.get("channel") or {}).get("id"),
        message_ts=body.get("message_ts") or message.get("ts"),
        thread_ts=message.get("thread_ts"),
        text=_words(message),
        author=message.get("user"),
    )


def read_options_query(body: Payload) -> OptionsQuery:
    return OptionsQuery(
        workspace_id=_workspace(body),
        user_id=body["user"]["id"],
        action_id=body["action_id"],
        text=body.get("value") or "",
    )


def read_direct_message(body: Payload) -> DirectMessage:
    return DirectMessage(**_typed(body, body["event"].get("text") or ""))


def read_mention(body: Payload, bot_user_id: str | None) -> Mention:
    text = str(body["event"].get("text") or "")
    if bot_user_id:
        text = text.replace(f"<@{bot_user_id}>", " ")
    return Mention(**_typed(body, text))


def read_member_event(body: Payload) -> MemberEvent:
    return MemberEvent(workspace_id=body["team_id"], user=body["event"]["user"], event_id=body["event_id"])


def read_home_opened(body: Payload) -> HomeOpened:
    event = body["event"]
    return HomeOpened(
        workspace_id=body["team_id"],
        user_id=event["user"],
        channel_id=event.get("channel", ""),
        tab=event.get("tab", "home"),
        event_id=body["event_id"],
    )


def read_workspace_event(body: Payload) -> WorkspaceEvent:
    return WorkspaceEvent(workspace_id=body["team_id"], event=body["event"], event_id=body["event_id"])


def _typed(body: Payload, text: str) -> dict[str, Any]:
    event = body["event"]
    return {
        "workspace_id": body["team_id"],
        "user_id": event["user"],
        "channel_id": event["channel"],
        "ts": event["ts"],
        "thread_ts": event.get("thread_ts"),
        "text": text.strip(),
        "event_id": body.get("event_id") or f"{event['channel']}:{event['ts']}",
        "from_elsewhere": _is_from_elsewhere(body),
    }


def _is_from_elsewhere(body: Payload) -> bool:
    """Another team than the one that heard it; within an enterprise the teams are of one company."""
    event = body["event"]
    team = event.get("user_team") or event.get("source_team") or event.get("team")
    return team not in (None, body["team_id"]) and not body.get("enterprise_id")


def _words(message: Payload) -> str:
    """What a message says; of an alert that came as attachments, what stands in them."""
    parts = [message.get("text") or ""]
    if not parts[0].strip():
        parts = [one.get("text") or one.get("fallback") or "" for one in message.get("attachments") or []]
    return "\n".join(part for part in parts if part).strip()


def _workspace(body: Payload) -> WorkspaceId:
    workspace_id: WorkspaceId = (body.get("team") or {}).get("id") or body["user"]["team_id"]
    return workspace_id


PICKED = (
    "value",
    "selected_user",
    "selected_conversation",
    "selected_channel",
    "selected_date",
    "selected_time",
)


def _value(action: Payload) -> str:
    chosen = action.get("selected_option") or {}
    return str(next((action[name] for name in PICKED if action.get(name)), chosen.get("value") or ""))


def is_spoken_dm(event: dict[str, Any], bot_user_id: str | None) -> bool:
    """Whether a message event is a person speaking to Rolecall in its DM."""
    return event.get("channel_type") == "im" and is_spoken(event, bot_user_id)


def is_spoken(event: dict[str, Any], bot_user_id: str | None) -> bool:
    """Whether a person speaks, and not a bot, Rolecall itself, or Slack telling of an edit."""
    return event.get("subtype") in SPOKEN and not event.get("bot_id") and event.get("user") not in (None, bot_user_id)


def is_silent(body: dict[str, Any]) -> bool:
    """Whether the click needs no answer: a link button opens its address, and an input of a form is only filled in."""
    action = body["actions"][0]
    return bool(action.get("url")) or action.get("type") != "button"
