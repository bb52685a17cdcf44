"""Typing into a channel: messages, mentions and slash commands."""

import re
from typing import TYPE_CHECKING

from bot.playground import events
from bot.playground.errors import CannotDo, SlackError
from bot.playground.interactions import channel_fragment, reply, response_url, shown_failure
from bot.playground.journal import Delivery
from bot.playground.manifest import Command
from bot.playground.model import Channel, Json
from bot.playground.outcome import Outcome

if TYPE_CHECKING:
    from bot.playground.people import Person
    from bot.playground.workspace import Workspace

_TOKEN = re.compile(r"<(?:@[UW]\w+(?:\|[^>]*)?|#C\w+(?:\|[^>]*)?|![a-z]+[^>]*|https?://[^>]+)>")
_LINK = re.compile(r"(?<![<|\w])https?://[^\s<>|]+")
_NAME = re.compile(r"(?<![\w<])([@#])([\w.-]*\w)")


async def types(person: "Person", channel: Channel, text: str, thread_ts: str | None) -> Outcome:
    _refuse(person, channel)
    if text.startswith("/"):
        return await _command(person, channel, text, thread_ts)
    workspace = person.workspace
    if thread_ts and not workspace.find(channel.id, thread_ts):
        raise CannotDo("there is no such thread")
    message = workspace.put(channel, person.id, escaped(workspace, text), thread_ts=thread_ts)
    settled = await events.posted(workspace, channel, message)
    failed = [one for one in settled if not one.acked]
    ms = max((one.ms for one in settled if one.ms is not None), default=None)
    return Outcome(not failed, ms, failed[0].error if failed else None, message=message, modal=person.modal)


def _refuse(person: "Person", channel: Channel) -> None:
    if person.member.deactivated:
        raise CannotDo(f"{person.name} is deactivated")
    if person.id not in channel.members:
        raise CannotDo(f"{person.name} is not in {channel.name or 'that conversation'}")
    if channel.archived:
        raise CannotDo(f"{channel.name} is archived")
    manifest = person.workspace.slack.manifest
    if channel.is_im and (not manifest.messages_tab or manifest.messages_read_only):
        raise CannotDo("Sending messages to this app has been turned off.")


def escaped(workspace: "Workspace", text: str) -> str:
    """Text as Slack stores it: names become mentions, links get brackets, & < > become entities."""
    parts: list[str] = []
    last = 0
    for token in _TOKEN.finditer(text):
        parts += [_escaped_words(workspace, text[last : token.start()]), token.group()]
        last = token.end()
    return "".join([*parts, _escaped_words(workspace, text[last:])])


def _escaped_words(workspace: "Workspace", text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _LINK.sub(lambda found: f"<{found.group()}>", text)
    return mentions(workspace, text, with_names=False)


def mentions(workspace: "Workspace", text: str, *, with_names: bool) -> str:
    """@handle and #channel as ids, where there is such a member or channel."""

    def replace(found: re.Match[str]) -> str:
        sign, name = found.groups()
        if sign == "#":
            channel = next((one for one in workspace.channels.values() if one.name == name and one.is_room), None)
            return f"<#{channel.id}|{channel.name}>" if channel else found.group()
        member = next((one for one in workspace.members.values() if name.lower() in (one.handle, one.key)), None)
        if member:
            return f"<@{member.id}|{member.handle}>" if with_names else f"<@{member.id}>"
        group = next((one for one in workspace.user_groups.values() if one["handle"] == name), None)
        if group:
            return f"<!subteam^{group['id']}|@{name}>" if with_names else f"<!subteam^{group['id']}>"
        return found.group()

    return _NAME.sub(replace, text)


async def _command(person: "Person", channel: Channel, text: str, thread_ts: str | None) -> Outcome:
    name, _, words = text.partition(" ")
    command = person.workspace.slack.manifest.commands.get(name)
    if thread_ts:
        sentence = f"{name} is not supported in threads. Sorry!"
        message = shown_failure(person, channel, sentence, thread_ts)
        return Outcome(False, None, sentence, message=message, modal=person.modal)
    if command is None or not person.workspace.installed:
        return _failed(
            person,
            channel,
            f"{name} is not a valid command. In Slack, all messages that start with the “/” character are "
            "interpreted as commands.",
        )
    payload = _payload(person, channel, command, words.strip())
    settled = await person.workspace.slack.deliverer.ask(person.workspace, "command", name, payload)
    if not settled.acked:
        return _failed(person, channel, f'{name} failed with the error "{settled.error}"', settled.error)
    return _answered(person, channel, settled)


def _answered(person: "Person", channel: Channel, delivery: Delivery) -> Outcome:
    response = delivery.response
    answer: Json = response if isinstance(response, dict) else {"text": str(response or "")}
    message = None
    if answer.get("text") or answer.get("blocks"):
        try:
            message = reply(person.workspace, channel, person.id, answer)
        except SlackError as refusal:
            detail = "; ".join(refusal.body.get("response_metadata", {}).get("messages", []))
            delivery.refuse(refusal.code, detail)
            person.workspace.slack.journal.touch(delivery)
            return _failed(person, channel, f'{delivery.name} failed with the error "{refusal.code}"', refusal.code)
    return Outcome(True, delivery.ms, None, response, message, modal=person.modal)


def _failed(person: "Person", channel: Channel, text: str, error: str | None = None) -> Outcome:
    message = shown_failure(person, channel, text)
    return Outcome(False, None, error or text, message=message, modal=person.modal)


def _payload(person: "Person", channel: Channel, command: Command, words: str) -> Json:
    workspace = person.workspace
    slack = workspace.slack
    place = channel_fragment(channel)
    return {
        "token": slack.verification_token,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": place["id"],
        "channel_name": place["name"],
        "user_id": person.id,
        "user_name": person.member.handle,
        "command": command.name,
        "text": mentions(workspace, words, with_names=True) if command.should_escape else words,
        "api_app_id": slack.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(person, channel),
        "trigger_id": slack.tickets.trigger(workspace.id, person.id),
    }
