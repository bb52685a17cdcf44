"""Block Kit as Slack checks it: payloads of messages and views, with the limits repeated here on purpose.

The limits stand a second time in the app's own builders. What checks and what is checked share no code.
"""

import json
from typing import Any

from bot.playground.block_kit.blocks import check_blocks
from bot.playground.block_kit.checks import Findings, boolean, shape, string
from bot.playground.block_kit.checks import anything as _anything
from bot.playground.block_kit.objects import plain

MESSAGE_TEXT = 40_000
BLOCK_TEXTS = 13_200
BLOCK_OVERHEAD = 60
"""Slack refuses messages whose blocks hold too much text in all (msg_blocks_too_long), and keeps the limit to itself.

Reported: 13,297 characters in one block pass and one more fails; 9,597 in 50 blocks pass; 11,341 in 45 fail.
A cost of 60 for each block agrees with all three (slackapi/bolt-js, threads 2509 and 2867).
"""
VIEW_BYTES = 250_000

_VIEW = {
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
    "private_metadata": string(3000, 0),
}


def problems_of_blocks(blocks: Any, surface: str = "message") -> list[str]:
    """What Slack would say against these blocks of a message; empty when it takes them."""
    findings = Findings()
    check_blocks(findings, blocks, "/blocks", surface)
    return findings.messages


def too_much_text(blocks: list[dict[str, Any]]) -> bool:
    return _text_length(blocks) + BLOCK_OVERHEAD * len(blocks) > BLOCK_TEXTS


def problems_of_view(view: Any, allowed: tuple[str, ...] = ("modal",)) -> list[str]:
    """What Slack would say against this view; `allowed` are the types this method takes: modal, home."""
    findings = Findings()
    if not isinstance(view, dict):
        findings.add("must provide an object", "/view")
        return findings.messages
    kind = view.get("type")
    if kind not in allowed:
        findings.add(f"unsupported type: {kind}" if "type" in view else "missing required field: type", "/view")
        return findings.messages
    if kind == "modal":
        required = {"type": _anything, "title": plain(24), "blocks": _anything}
        optional = {
            **_VIEW,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
        }
    else:
        required, optional = {"type": _anything, "blocks": _anything}, dict(_VIEW)
    shape(findings, view, "/view", required, optional)
    check_blocks(findings, view.get("blocks"), "/view/blocks", str(kind))
    _check_inputs(findings, view)
    return findings.messages


def view_too_large(view: Any) -> bool:
    return len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES


def _check_inputs(findings: Findings, view: dict[str, Any]) -> None:
    blocks = [block for block in view.get("blocks") or [] if isinstance(block, dict)]
    inputs = [block for block in blocks if block.get("type") == "input"]
    if inputs and view["type"] == "modal" and "submit" not in view:
        findings.add("must define `submit` to use an `input` block in modals", "/view")
    focused = [
        block for block in inputs if isinstance(block.get("element"), dict) and block["element"].get("focus_on_load")
    ]
    if len(focused) > 1:
        findings.add("only one element can have `focus_on_load`", "/view/blocks")


def _text_length(part: Any) -> int:
    if isinstance(part, list):
        return sum(_text_length(one) for one in part)
    if isinstance(part, dict):
        own = len(part["text"]) if isinstance(part.get("text"), str) else 0
        return own + sum(_text_length(one) for one in part.values() if isinstance(one, dict | list))
    return 0
