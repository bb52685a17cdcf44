"""The payloads of interactions, and what the app's answers to them may hold."""

from typing import TYPE_CHECKING, Any

from bot.playground import shapes
from bot.playground.block_kit import MESSAGE_TEXT, problems_of_blocks
from bot.playground.errors import SlackError
from bot.playground.model import SLACKBOT, Channel, Json, Message
from bot.playground.tickets import ResponseUrl

if TYPE_CHECKING:
    from bot.playground.people import Person
    from bot.playground.workspace import Workspace


def base(person: "Person", kind: str, *, trigger_view: str | None = None, trigger: bool = True) -> Json:
    """What every interaction payload has in common."""
    workspace = person.workspace
    slack = workspace.slack
    payload: Json = {
        "type": kind,
        "team": shapes.team(workspace),
        "user": shapes.short_user(workspace, person.member),
        "api_app_id": slack.app_id,
        "token": slack.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if trigger:
        payload["trigger_id"] = slack.tickets.trigger(workspace.id, person.id, trigger_view)
    return payload


def channel_fragment(channel: Channel) -> Json:
    name = {"im": "directmessage", "dm": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)
    return {"id": channel.id, "name": name}


def response_url(person: "Person", channel: Channel, message: Message | None = None) -> str:
    ticket = ResponseUrl("", person.workspace.id, person.id, channel.id, 0)
    if message:
        ticket.message_ts, ticket.ephemeral, ticket.thread_ts = message.ts, message.ephemeral, message.thread_ts
    slack = person.workspace.slack
    return f"{slack.url}/actions/{person.workspace.id}/{slack.tickets.response_url(ticket)}"


def reply(
    workspace: "Workspace", channel: Channel, user_id: str, answer: Json, *, thread_ts: str | None = None
) -> Message:
    """What the app answered to a command or sent to a response_url, posted. Raises SlackError."""
    content = checked_content(answer)
    visible_to = None if answer.get("response_type") == "in_channel" else user_id
    if channel.archived:
        raise SlackError("is_archived")
    return workspace.put(
        channel,
        workspace.bot_user,
        content["text"],
        blocks=content["blocks"],
        thread_ts=answer.get("thread_ts") or thread_ts,
        bot_id=workspace.bot_id,
        visible_to=visible_to,
    )


def checked_content(answer: Json) -> Json:
    """Text and blocks of an answer. Raises SlackError no_text, msg_too_long, invalid_blocks."""
    text: Any = answer.get("text") or ""
    blocks: Any = answer.get("blocks") or []
    if not isinstance(text, str) or (not text and not blocks):
        raise SlackError("no_text")
    if len(text) > MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    problems = problems_of_blocks(blocks)
    if problems:
        raise SlackError("invalid_blocks", messages=problems)
    return {"text": text, "blocks": blocks}


def shown_failure(person: "Person", channel: Channel, text: str, thread_ts: str | None = None) -> Message:
    """Slackbot tells the person, and only them, that something went wrong."""
    return person.workspace.put(channel, SLACKBOT, text, visible_to=person.id, thread_ts=thread_ts)
