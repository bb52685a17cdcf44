"""How a part of a payload is checked: findings with JSON pointers, worded as Slack words them."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

Check = Callable[["Findings", Any, str], None]


class Findings:
    """What is wrong with a payload, in the order in which it was found."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def add(self, what: str, at: str) -> None:
        self.messages.append(f"[ERROR] {what} [json-pointer:{at or '/'}]")

    def __bool__(self) -> bool:
        return bool(self.messages)


def shape(
    findings: Findings, value: Any, at: str, required: Mapping[str, Check], optional: Mapping[str, Check] | None = None
) -> bool:
    """An object with these keys and no others."""
    if not isinstance(value, dict):
        findings.add("must provide an object", at)
        return False
    optional = optional or {}
    for key in required:
        if key not in value:
            findings.add(f"missing required field: {key}", at)
    for key, part in value.items():
        check = required.get(key) or optional.get(key)
        if check is None:
            findings.add(f"invalid additional property: {key}", at)
        else:
            check(findings, part, f"{at}/{key}")
    return True


def string(most: int, least: int = 1, pattern: str | None = None) -> Check:
    def check(findings: Findings, value: Any, at: str) -> None:
        if not isinstance(value, str):
            findings.add("must provide a string", at)
        elif len(value) < least:
            findings.add(f"must be more than {least - 1} characters", at)
        elif len(value) > most:
            findings.add(f"must be less than {most + 1} characters", at)
        elif pattern and not re.fullmatch(pattern, value):
            findings.add(f"must match the pattern {pattern}", at)

    return check


def one_of(values: Collection[str]) -> Check:
    def check(findings: Findings, value: Any, at: str) -> None:
        if value not in values:
            findings.add(f"value must be one of {', '.join(sorted(values))}", at)

    return check


def items(check_one: Check, most: int, least: int = 1) -> Check:
    def check(findings: Findings, value: Any, at: str) -> None:
        if not isinstance(value, list):
            findings.add("must provide an array", at)
            return
        if len(value) < least:
            findings.add(f"no fewer than {least} items allowed", at)
        if len(value) > most:
            findings.add(f"no more than {most} items allowed", at)
        for index, part in enumerate(value):
            check_one(findings, part, f"{at}/{index}")

    return check


def boolean(findings: Findings, value: Any, at: str) -> None:
    if not isinstance(value, bool):
        findings.add("must provide a boolean", at)


def integer(least: int, most: int) -> Check:
    def check(findings: Findings, value: Any, at: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            findings.add("must provide an integer", at)
        elif not least <= value <= most:
            findings.add(f"must be between {least} and {most}", at)

    return check


def number(findings: Findings, value: Any, at: str) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        findings.add("must provide a number", at)


def anything(findings: Findings, value: Any, at: str) -> None:
    """Part of Slack's format that this app does not use in depth."""


url = string(3000, pattern=r"(?is)https?://\S+|slack://\S+|mailto:\S+")
identifier = string(255)
USER = string(32, pattern=r"[UW][A-Z0-9]{2,}")
CHANNEL = string(32, pattern=r"[CG][A-Z0-9]{2,}")
CONVERSATION = string(32, pattern=r"[CGDUW][A-Z0-9]{2,}")
DATE = string(10, pattern=r"\d{4}-\d{2}-\d{2}")
TIME = string(5, pattern=r"([01]\d|2[0-3]):[0-5]\d")
