"""table and data_table as Slack checks them: cells, rows of one length, and how much text they hold in all."""

from typing import Any

from bot.playground.block_kit.checks import Findings, anything, boolean, items, number, one_of, shape, string
from bot.playground.block_kit.rich_text import rich_text

MOST_CHARACTERS = 10_000
"""In all cells of a table together."""


def _cell(findings: Findings, value: Any, at: str) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "raw_text":
        shape(findings, value, at, {"type": anything, "text": string(MOST_CHARACTERS)})
    elif kind == "raw_number":
        shape(findings, value, at, {"type": anything, "value": number, "text": string(MOST_CHARACTERS)})
    elif kind == "rich_text":
        rich_text(findings, value, at)
    else:
        findings.add(f"unsupported type: {kind}", f"{at}/type")


def _row(findings: Findings, value: Any, at: str) -> None:
    items(_cell, 20)(findings, value, at)


def _column(findings: Findings, value: Any, at: str) -> None:
    if value is not None:
        shape(findings, value, at, {}, {"align": one_of({"left", "center", "right"}), "is_wrapped": boolean})


COLUMNS = items(_column, 20)
ROWS = items(_row, 100)
DATA_ROWS = items(_row, 101, 2)


def check_table(findings: Findings, block: dict[str, Any], at: str) -> None:
    """What concerns all rows together."""
    rows = [row for row in block.get("rows") or [] if isinstance(row, list)]
    if _characters(rows) > MOST_CHARACTERS:
        findings.add(f"no more than {MOST_CHARACTERS} characters allowed in all cells", f"{at}/rows")
    if block["type"] != "data_table" or not rows:
        return
    if any(len(row) != len(rows[0]) for row in rows):
        findings.add("all rows must have the same number of cells", f"{at}/rows")
    if any(isinstance(cell, dict) and cell.get("type") == "rich_text" for cell in rows[0]):
        findings.add("rich_text is not allowed in the header row", f"{at}/rows/0")


def _characters(part: Any) -> int:
    if isinstance(part, list):
        return sum(_characters(one) for one in part)
    if isinstance(part, dict):
        own = len(part["text"]) if isinstance(part.get("text"), str) else 0
        return own + _characters(part.get("elements", []))
    return 0
