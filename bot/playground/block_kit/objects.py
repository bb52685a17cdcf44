"""Block Kit's composition objects: texts, options, confirmations."""

from collections.abc import Callable
from typing import Any

from bot.playground.block_kit.checks import (
    Check,
    Findings,
    boolean,
    items,
    one_of,
    shape,
    string,
    url,
)


def plain(most: int, least: int = 1) -> Check:
    """A plain_text object."""

    def check(findings: Findings, value: Any, at: str) -> None:
        shape(findings, value, at, {"type": one_of({"plain_text"}), "text": string(most, least)}, {"emoji": boolean})

    return check


def text(most: int, least: int = 1) -> Check:
    """A plain_text or mrkdwn object."""

    def check(findings: Findings, value: Any, at: str) -> None:
        if isinstance(value, dict) and value.get("type") == "plain_text":
            plain(most, least)(findings, value, at)
            return
        shape(
            findings,
            value,
            at,
            {"type": one_of({"plain_text", "mrkdwn"}), "text": string(most, least)},
            {"verbatim": boolean},
        )

    return check


def option(label: Callable[[int], Check] = plain, *, with_url: bool = False) -> Check:
    def check(findings: Findings, value: Any, at: str) -> None:
        optional = {"description": label(75), **({"url": url} if with_url else {})}
        shape(findings, value, at, {"text": label(75), "value": string(150)}, optional)

    return check


def option_group(findings: Findings, value: Any, at: str) -> None:
    shape(findings, value, at, {"label": plain(75), "options": items(option(), 100)})


def confirm(findings: Findings, value: Any, at: str) -> None:
    shape(
        findings,
        value,
        at,
        {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
        {"style": one_of({"primary", "danger"})},
    )


def dispatch_config(findings: Findings, value: Any, at: str) -> None:
    triggers = one_of({"on_enter_pressed", "on_character_entered"})
    shape(findings, value, at, {}, {"trigger_actions_on": items(triggers, 2)})


def conversation_filter(findings: Findings, value: Any, at: str) -> None:
    kinds = items(one_of({"im", "mpim", "private", "public"}), 4)
    shape(
        findings,
        value,
        at,
        {},
        {"include": kinds, "exclude_external_shared_channels": boolean, "exclude_bot_users": boolean},
    )


def slack_file(findings: Findings, value: Any, at: str) -> None:
    shape(findings, value, at, {}, {"id": string(32), "url": url})
