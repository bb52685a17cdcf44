"""rich_text as Slack checks it: sections, lists, quotes, preformatted text, and what may stand in them."""

from typing import Any

from bot.playground.block_kit.checks import (
    CHANNEL,
    USER,
    Check,
    Findings,
    anything,
    boolean,
    integer,
    items,
    one_of,
    shape,
    string,
    url,
)

_ANY_TIME = integer(0, 9_999_999_999)


def _style(findings: Findings, value: Any, at: str) -> None:
    keys = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
    shape(findings, value, at, {}, dict.fromkeys(keys, boolean))


_INLINE: dict[str, tuple[dict[str, Check], dict[str, Check]]] = {
    "text": ({"text": string(40_000)}, {"style": _style}),
    "link": ({"url": url}, {"text": string(40_000, 0), "unsafe": boolean, "style": _style}),
    "emoji": ({"name": string(255)}, {"unicode": string(64), "skin_tone": integer(1, 6), "style": _style}),
    "user": ({"user_id": USER}, {"style": _style}),
    "usergroup": ({"usergroup_id": string(32, pattern="S[A-Z0-9]+")}, {"style": _style}),
    "channel": ({"channel_id": CHANNEL}, {"style": _style}),
    "broadcast": ({"range": one_of({"here", "channel", "everyone"})}, {"style": _style}),
    "date": ({"timestamp": _ANY_TIME, "format": string(255)}, {"url": url, "fallback": string(255), "style": _style}),
    "color": ({"value": string(7, pattern="#[0-9A-Fa-f]{6}")}, {"style": _style}),
}


def _inline(findings: Findings, value: Any, at: str) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in _INLINE:
        findings.add(f"unsupported type: {kind}", f"{at}/type")
        return
    required, optional = _INLINE[kind]
    shape(findings, value, at, {"type": anything, **required}, optional)


_WORDS = items(_inline, 1000, 0)


def _list_item(findings: Findings, value: Any, at: str) -> None:
    shape(findings, value, at, {"type": one_of({"rich_text_section"}), "elements": _WORDS})


_PARTS: dict[str, tuple[dict[str, Check], dict[str, Check]]] = {
    "rich_text_section": ({"elements": _WORDS}, {}),
    "rich_text_preformatted": ({"elements": _WORDS}, {"border": integer(0, 1), "language": string(64)}),
    "rich_text_quote": ({"elements": _WORDS}, {"border": integer(0, 1)}),
    "rich_text_list": (
        {"style": one_of({"bullet", "ordered"}), "elements": items(_list_item, 1000)},
        {"indent": integer(0, 8), "offset": integer(0, 10_000), "border": integer(0, 1)},
    ),
}


def _part(findings: Findings, value: Any, at: str) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in _PARTS:
        findings.add(f"unsupported type: {kind}", f"{at}/type")
        return
    required, optional = _PARTS[kind]
    shape(findings, value, at, {"type": anything, **required}, optional)


PARTS = items(_part, 1000, 0)


def rich_text(findings: Findings, value: Any, at: str) -> None:
    """A whole rich_text object, as cells of tables and inputs hold it."""
    shape(findings, value, at, {"type": one_of({"rich_text"}), "elements": PARTS}, {"block_id": string(255)})
