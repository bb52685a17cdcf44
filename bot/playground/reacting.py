"""Reactions: a person's emoji on a message, put there or taken away again."""

import re
from typing import TYPE_CHECKING

from bot.playground.errors import CannotDo
from bot.playground.model import Message

if TYPE_CHECKING:
    from bot.playground.people import Person

_EMOJI = re.compile(r"[a-z0-9_+'-]{1,100}")


async def reacts(person: "Person", message: Message, emoji: str) -> None:
    """Tells the app reaction_added or reaction_removed, if it has subscribed to them."""
    workspace = person.workspace
    channel = workspace.channels[message.channel]
    if message.ephemeral or message not in workspace.seen_by(person.id, channel):
        raise CannotDo("only messages that everybody there can see take reactions")
    if not _EMOJI.fullmatch(emoji):
        raise CannotDo(f"{emoji!r} is no emoji's name")
    people = message.reactions.setdefault(emoji, {})
    added = person.id not in people
    if added:
        people[person.id] = None
    else:
        del people[person.id]
    if not people:
        del message.reactions[emoji]
    workspace.touch(message)
    if workspace.bot_user not in channel.members:
        return
    item = {"type": "message", "channel": channel.id, "ts": message.ts}
    event = {"user": person.id, "reaction": emoji, "item_user": message.user, "item": item}
    await workspace.slack.deliverer.tell(workspace, "reaction_added" if added else "reaction_removed", event)
