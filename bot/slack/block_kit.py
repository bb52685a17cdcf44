"""Block Kit in small builders that keep Slack's limits, and the escaping of all text that is not ours."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from bot.ids import ChannelId, SlackUserId, WorkspaceId
from bot.slack.messages import Block, View

# docs.slack.dev, reference/block-kit
SECTION_TEXT = 3000
HEADER_TEXT = 150
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
OPTION_TEXT = 75
OPTION_VALUE = 150
OPTIONS = 100
PLACEHOLDER = 150
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 2000
ACTIONS = 25
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MODAL_TITLE = 24
TABLE_ROWS = 100
TABLE_COLUMNS = 20
PRIVATE_METADATA = 3000
INPUT_LABEL = 2000
MESSAGE_TEXT = 4000  # chat.postMessage recommends this and truncates far above

# Slack has no escape for `*`, `_`, `~` and backticks: signs that look like them stand in their place. Between two letters
# an underscore formats nothing: `#team_checkout` stays as it is, and can be copied.
_MARKS = re.compile(r"[*~`]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_ALIKE = {"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"}
# A space of no width, before which no quotation begins.
ZERO_WIDTH = "\u200b"
_QUOTES = re.compile(r"^(\s*)&gt;", re.MULTILINE)
_HALF_ENTITY = re.compile(r"&[a-z]{0,4}$")
# Marks that turn the direction of text, and control characters: they could make a name read as another.
_UNSEEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


# Most names hold nothing of all that, and are looked through once.
_HARMLESS = re.compile(r"[A-Za-z0-9 .,:;()/'\u2019-]*")


def escape(text: str) -> str:
    """`text` so that it shows as typed: no mention, link or formatting comes from it, and no turned direction."""
    if _HARMLESS.fullmatch(text):
        return text
    return _MARKS.sub(lambda mark: _ALIKE[mark[0]], _without_tokens(text))


def code(text: str) -> str:
    """`text` in the letters of code. It cannot hold a backtick, but one that looks like it."""
    return f"`{_without_tokens(text).replace('`', _ALIKE['`'])}`"


def _without_tokens(text: str) -> str:
    shown = _UNSEEN.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _QUOTES.sub(f"\\1{ZERO_WIDTH}&gt;", shown)  # at the start of a line it would be a quotation


def plain(text: str) -> str:
    """`text` for places without formatting (buttons, headers, options): only what cannot be seen is taken out."""
    return _UNSEEN.sub("", text)


def shorten(text: str, most: int) -> str:
    """mrkdwn in at most `most` characters, with an ellipsis where something was cut off.

    Half a link or half an entity would show as garbage or swallow what follows: it is left out whole.
    """
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    if kept.rfind("<") > kept.rfind(">"):
        kept = kept[: kept.rfind("<")]
    return _HALF_ENTITY.sub("", kept).rstrip() + "…"


def _cut(text: str, most: int) -> str:
    """Like `shorten`, for plain text, where `<` and `&` mean themselves."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def person_link(workspace_id: WorkspaceId, user_id: SlackUserId | None, name: str) -> str:
    """A person by name, linked to their profile. A link does not notify, as a mention would."""
    if user_id is None:
        return escape(name)
    return f"<{person_url(workspace_id, user_id)}|{escape(name)}>"


def person_url(workspace_id: WorkspaceId, user_id: SlackUserId) -> str:
    """Opens the person's profile and DM in the Slack app."""
    return f"slack://user?team={quote(workspace_id)}&id={quote(user_id)}"


def mention(user_id: SlackUserId) -> str:
    """A mention: it notifies, so it stands only in a message to that person."""
    return f"<@{user_id}>"


def channel_link(channel_id: ChannelId) -> str:
    return f"<#{channel_id}>"


def mrkdwn(text: str, most: int = SECTION_TEXT) -> dict[str, Any]:
    """Formatted text. `verbatim`: Slack must not make mentions of names such as `@here` that someone typed."""
    return {"type": "mrkdwn", "text": shorten(text, most), "verbatim": True}


def plain_text(text: str, most: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": _cut(plain(text), most), "emoji": True}


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text, HEADER_TEXT)}


def section(text: str, *, accessory: Block | None = None, expand: bool = False, block_id: str | None = None) -> Block:
    """A paragraph of mrkdwn; `expand` keeps Slack from folding a long one behind "see more"."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory is not None:
        block["accessory"] = accessory
    if expand:
        block["expand"] = True
    return _with_id(block, block_id)


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text, CONTEXT_TEXT) for text in texts[:CONTEXT_ELEMENTS]]}


def table(rows: Sequence[Sequence[str]]) -> Block:
    """Plain text in rows and columns, the first row as heads. Slack takes it in messages alone, one in each."""
    if len(rows) > TABLE_ROWS or any(len(row) > TABLE_COLUMNS for row in rows):
        raise ValueError(f"a table has at most {TABLE_ROWS} rows of {TABLE_COLUMNS}")
    cells = [[{"type": "raw_text", "text": plain(text)} for text in row] for row in rows]
    return {"type": "table", "rows": cells}


def divider() -> Block:
    return {"type": "divider"}


def actions(elements: Sequence[Block], block_id: str | None = None) -> Block:
    return _with_id({"type": "actions", "elements": list(elements[:ACTIONS])}, block_id)


def button(
    text: str, action_id: str, value: str = "", *, style: str | None = None, url: str | None = None, label: str = ""
) -> Block:
    """A button. `style` is `primary` or `danger`; `label` is what a screen reader says where `text` is too short."""
    block: Block = {"type": "button", "text": plain_text(text, BUTTON_TEXT), "action_id": action_id}
    if len(value) > BUTTON_VALUE:
        raise ValueError(f"the value of button {action_id} is longer than Slack takes")
    if value:
        block["value"] = value
    if style:
        block["style"] = style
    if url:
        block["url"] = url
    if label:
        block["accessibility_label"] = _cut(plain(label), BUTTON_TEXT)
    return block


def option(text: str, value: str) -> Block:
    if len(value) > OPTION_VALUE:
        raise ValueError("the value of an option is longer than Slack takes")
    return {"text": plain_text(text, OPTION_TEXT), "value": value}


def input_block(
    block_id: str, label: str, element: Block, *, optional: bool = False, hint: str = "", dispatch: bool = False
) -> Block:
    """A field of a form. `element` gets the block's id as its action_id unless it has its own."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, INPUT_LABEL),
        "element": {"action_id": block_id, **element},
    }
    if optional:
        block["optional"] = True
    if hint:
        block["hint"] = plain_text(hint, INPUT_LABEL)
    if dispatch:
        block["dispatch_action"] = True
    return block


def text_input(*, initial: str = "", multiline: bool = False, most: int = SECTION_TEXT, placeholder: str = "") -> Block:
    element: Block = {"type": "plain_text_input", "multiline": multiline, "max_length": most}
    if initial:
        element["initial_value"] = initial[:most]
    if placeholder:
        element["placeholder"] = plain_text(placeholder, PLACEHOLDER)
    return element


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None = None,
    close: str = "Cancel",
    private_metadata: str = "",
) -> View:
    """A modal view; raises ValueError where cutting would lose what the submission needs."""
    if len(private_metadata) > PRIVATE_METADATA:
        raise ValueError(f"the private_metadata of {callback_id} is longer than Slack takes")
    if not 1 <= len(blocks) <= VIEW_BLOCKS:
        raise ValueError(f"modal {callback_id} has {len(blocks)} blocks; Slack takes 1 to {VIEW_BLOCKS}")
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain_text(title, MODAL_TITLE),
        "close": plain_text(close, MODAL_TITLE),
        "blocks": list(blocks),
    }
    if submit:
        view["submit"] = plain_text(submit, MODAL_TITLE)
    if private_metadata:
        view["private_metadata"] = private_metadata
    return view


def _with_id(block: Block, block_id: str | None) -> Block:
    if block_id is not None:
        block["block_id"] = block_id
    return block
