"""People and channels on a card: links that can be followed and notify nobody."""

import re

from bot.ids import ChannelId, WorkspaceId
from bot.lookup.answer_rules import HeldRole
from bot.lookup.wording import person_note
from bot.registry.rules import Person
from bot.slack.block_kit import channel_link, escape, person_link

MOST_HOLDERS_SHOWN = 8
_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{6,}")


def person(one: Person, workspace_id: WorkspaceId) -> str:
    """A person by name, linked to their profile; a user group by name alone, because its mention notifies."""
    return person_link(workspace_id, one.slack_user_id, one.name or "This person")


def people_of(held: HeldRole, workspace_id: WorkspaceId) -> str:
    """Everyone who holds a role, the accountable one first, with what has to be said of each."""
    shown = [
        person(one, workspace_id) + escape(person_note(one, assignment.part))
        for one, assignment in zip(held.people[:MOST_HOLDERS_SHOWN], held.assignments, strict=False)
    ]
    more = len(held.people) - MOST_HOLDERS_SHOWN
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def channel(name: str) -> str:
    """A channel as the registry writes it: linked when it is an id, else by name."""
    bare = name.lstrip("#")
    return channel_link(ChannelId(bare)) if _CHANNEL_ID.fullmatch(bare) else f"#{escape(bare)}"
