"""Block Kit's blocks: which keys each takes, its limits, and where it may stand."""

from typing import Any

from bot.playground.block_kit import rich_text, tables
from bot.playground.block_kit.charts import chart
from bot.playground.block_kit.checks import (
    Findings,
    anything,
    boolean,
    identifier,
    integer,
    items,
    one_of,
    shape,
    string,
    url,
)
from bot.playground.block_kit.elements import IN_ACTIONS, IN_CONTEXT_ACTIONS, IN_INPUT, IN_SECTION, Spec, element
from bot.playground.block_kit.objects import plain, slack_file, text

MOST_CAPTION = 2000
"""Slack names no limit for a table's caption; this is that of its other labels."""


def _context_part(findings: Findings, value: Any, at: str) -> None:
    if isinstance(value, dict) and value.get("type") == "image":
        element(frozenset({"image"}))(findings, value, at)
    else:
        text(2000)(findings, value, at)


BLOCKS: dict[str, Spec] = {
    "section": (
        {},
        {"text": text(3000), "fields": items(text(2000), 10), "accessory": element(IN_SECTION), "expand": boolean},
    ),
    "divider": ({}, {}),
    "header": ({"text": plain(150)}, {"level": integer(1, 4)}),
    "context": ({"elements": items(_context_part, 10)}, {}),
    "actions": ({"elements": items(element(IN_ACTIONS), 25)}, {}),
    "context_actions": ({"elements": items(element(IN_CONTEXT_ACTIONS), 5)}, {}),
    "image": (
        {"alt_text": string(2000)},
        {"image_url": url, "slack_file": slack_file, "title": plain(2000)},
    ),
    "input": (
        {"label": plain(2000), "element": element(IN_INPUT)},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": ({"elements": rich_text.PARTS}, {}),
    "markdown": ({"text": string(12000)}, {}),
    "video": (
        {"alt_text": string(2000), "title": plain(199), "thumbnail_url": url, "video_url": url},
        {
            "author_name": string(49),
            "description": plain(199),
            "provider_icon_url": url,
            "provider_name": string(199),
            "title_url": url,
        },
    ),
    "table": ({"rows": tables.ROWS}, {"column_settings": tables.COLUMNS}),
    "data_table": (
        {"rows": tables.DATA_ROWS, "caption": string(MOST_CAPTION)},
        {"page_size": integer(1, 100), "row_header_column_index": integer(0, 19)},
    ),
    "data_visualization": ({"title": string(50), "chart": chart}, {}),
    "alert": ({"text": text(200)}, {"level": one_of({"default", "info", "warning", "error", "success"})}),
}

_EVERYWHERE = frozenset({"section", "divider", "header", "context", "actions", "image", "input", "rich_text", "video"})
ALLOWED = {
    "message": _EVERYWHERE | {"markdown", "table", "data_table", "data_visualization", "context_actions"},
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE,
}
_ONCE = {"table": 1, "data_visualization": 2}


def check_blocks(findings: Findings, blocks: Any, at: str, surface: str) -> None:
    """A list of blocks for a message, a modal or a Home tab."""
    if not isinstance(blocks, list):
        findings.add("must provide an array", at)
        return
    most = 50 if surface == "message" else 100
    if not blocks and surface != "message":
        findings.add("no fewer than 1 items allowed", at)
    if len(blocks) > most:
        findings.add(f"no more than {most} items allowed", at)
    for index, one in enumerate(blocks):
        _check_block(findings, one, f"{at}/{index}", surface)
    _check_identity(findings, [one for one in blocks if isinstance(one, dict)], at)


def _check_block(findings: Findings, block: Any, at: str, surface: str) -> None:
    kind = block.get("type") if isinstance(block, dict) else None
    if not isinstance(kind, str) or kind not in ALLOWED[surface]:
        findings.add(f"unsupported type: {kind}", f"{at}/type")
        return
    required, optional = BLOCKS[kind]
    shape(findings, block, at, {"type": anything, **required}, {"block_id": identifier, **optional})
    if kind == "section" and "text" not in block and "fields" not in block:
        findings.add("missing required field: text", at)
    if kind == "image" and ("image_url" in block) == ("slack_file" in block):
        findings.add("must provide exactly one of image_url or slack_file", at)
    if kind in ("table", "data_table"):
        tables.check_table(findings, block, at)


def _check_identity(findings: Findings, blocks: list[dict[str, Any]], at: str) -> None:
    seen: set[str] = set()
    for block in blocks:
        name = block.get("block_id")
        if isinstance(name, str) and name in seen:
            findings.add(f"block_id {name} already exists", at)
        seen.add(str(name))
        _check_action_ids(findings, block, at)
    for kind, most in _ONCE.items():
        if sum(block.get("type") == kind for block in blocks) > most:
            findings.add(f"no more than {most} {kind} allowed", at)


def _check_action_ids(findings: Findings, block: dict[str, Any], at: str) -> None:
    elements = block.get("elements")
    if block.get("type") not in ("actions", "context_actions") or not isinstance(elements, list):
        return
    names = [one["action_id"] for one in elements if isinstance(one, dict) and isinstance(one.get("action_id"), str)]
    for name in {name for name in names if names.count(name) > 1}:
        findings.add(f"`action_id` {name} already exists", at)
