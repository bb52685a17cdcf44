"""What a workspace consists of: members, channels, messages, views."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
SLACKBOT = "USLACKBOT"


@dataclass
class Member:
    """Someone in a workspace. `zone` is an IANA name."""

    id: str
    key: str
    name: str
    handle: str
    email: str | None = None
    zone: str = "UTC"
    title: str = ""
    admin: bool = False
    owner: bool = False
    guest: bool = False
    single_channel_guest: bool = False
    deactivated: bool = False
    bot: bool = False
    stranger: bool = False
    updated: int = 0


@dataclass
class Channel:
    """A conversation; `kind` is public, private, im or dm.

    An im has `person`, who talks with the app there; in a dm two people talk, and the app never hears of it.
    """

    id: str
    name: str
    kind: str
    created: int
    creator: str
    topic: str = ""
    purpose: str = ""
    archived: bool = False
    person: str | None = None
    members: dict[str, None] = field(default_factory=dict)

    @property
    def is_im(self) -> bool:
        return self.kind == "im"

    @property
    def is_room(self) -> bool:
        """A channel with a name, public or private."""
        return self.kind in ("public", "private")

    @property
    def event_type(self) -> str:
        return {"public": "channel", "private": "group"}.get(self.kind, "im")


@dataclass(eq=False)
class Message:
    """One message. `visible_to` is set on ephemeral ones: the id of the only person who sees it.

    `reactions`: emoji → who reacted with it. `revision` grows with each change that a screen would show.
    """

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    bot_id: str | None = None
    visible_to: str | None = None
    edited_ts: str | None = None
    subtype: str | None = None
    state: dict[str, dict[str, Json]] = field(default_factory=dict)
    offered: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    reactions: dict[str, dict[str, None]] = field(default_factory=dict)
    revision: int = 0

    @property
    def ephemeral(self) -> bool:
        return self.visible_to is not None

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def words(self) -> str:
        """Everything readable in it: the texts of its blocks, one a line, or its text."""
        return "\n".join(texts_in(self.blocks)) if self.blocks else self.text

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in reading order."""
        return [element["text"]["text"] for _, element in elements_in(self.blocks) if element["type"] == "button"]


@dataclass(eq=False)
class View:
    """A modal or a Home tab as it stands on a person's screen; `values` is what has been filled in so far."""

    id: str
    person: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    offered: dict[tuple[str, str], list[Json]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return str(self.body["type"])

    @property
    def title(self) -> str:
        return str(self.body.get("title", {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        return str(self.body.get("callback_id", ""))

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.body["blocks"]
        return blocks

    @property
    def words(self) -> str:
        return "\n".join([self.title, *texts_in(self.blocks)])

    @property
    def inputs(self) -> list[str]:
        """The block_ids that can be filled in, in reading order."""
        return [block["block_id"] for block in self.blocks if block["type"] == "input"]


def elements_in(blocks: list[Json]) -> list[tuple[Json, Json]]:
    """Every interactive element with its block, in reading order."""
    found: list[tuple[Json, Json]] = []
    for block in blocks:
        if block["type"] == "section" and "accessory" in block:
            found.append((block, block["accessory"]))
        elif block["type"] == "input":
            found.append((block, block["element"]))
        elif block["type"] in ("actions", "context_actions"):
            found.extend((block, element) for element in block["elements"])
    return [(block, element) for block, element in found if "action_id" in element]


def find_element(
    blocks: list[Json], action_id: str, value: str | None = None, block_id: str | None = None
) -> tuple[Json, Json] | None:
    """The block and the element of this action_id; `value` and `block_id` tell several of them apart."""
    candidates = [
        (block, element)
        for block, element in elements_in(blocks)
        if element["action_id"] == action_id and block_id in (None, block["block_id"])
    ]
    if value is not None and len(candidates) > 1:
        candidates = [pair for pair in candidates if pair[1].get("value") == value] or candidates
    return candidates[0] if candidates else None


def texts_in(blocks: list[Json]) -> list[str]:
    """The readable texts of blocks, in reading order."""
    found: list[str] = []
    for block in blocks:
        _collect(block, found)
    return found


def _collect(part: Any, found: list[str]) -> None:
    if isinstance(part, list):
        for one in part:
            _collect(one, found)
    elif isinstance(part, dict):
        text = part.get("text")
        if isinstance(text, str) and part.get("type") in ("plain_text", "mrkdwn", "text", "markdown"):
            found.append(text)
            return
        for key in ("title", "caption", "label", "text", "fields", "rows", "elements", "element", "accessory", "hint"):
            if key in part:
                _collect(part[key], found)
        for key in ("placeholder", "options", "initial_option", "description"):
            if key in part and isinstance(part[key], dict | list):
                _collect(part[key], found)
