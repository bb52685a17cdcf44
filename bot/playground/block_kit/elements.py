"""Block Kit's interactive elements: which keys each takes, and its limits."""

from typing import Any

from bot.playground.block_kit.checks import (
    CHANNEL,
    CONVERSATION,
    DATE,
    TIME,
    USER,
    Check,
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
from bot.playground.block_kit.objects import (
    confirm,
    conversation_filter,
    dispatch_config,
    option,
    option_group,
    plain,
    slack_file,
    text,
)
from bot.playground.block_kit.rich_text import rich_text

Spec = tuple[dict[str, Check], dict[str, Check]]

_COMMON: dict[str, Check] = {"action_id": identifier}
_ASKING: dict[str, Check] = {**_COMMON, "confirm": confirm, "focus_on_load": boolean}
_MENU: dict[str, Check] = {**_ASKING, "placeholder": plain(150)}
_MANY: dict[str, Check] = {**_MENU, "max_selected_items": integer(1, 100)}
_TYPED: dict[str, Check] = {
    **_COMMON,
    "placeholder": plain(150),
    "dispatch_action_config": dispatch_config,
    "focus_on_load": boolean,
}
_RICH_OPTIONS = items(option(text), 10)
_OPTIONS: dict[str, Check] = {"options": items(option(), 100), "option_groups": items(option_group, 100)}


def _feedback(findings: Findings, value: Any, at: str) -> None:
    shape(findings, value, at, {"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})


ELEMENTS: dict[str, Spec] = {
    "button": (
        {"text": plain(75)},
        {
            **_COMMON,
            "url": url,
            "value": string(2000),
            "style": one_of({"primary", "danger"}),
            "confirm": confirm,
            "accessibility_label": string(75),
        },
    ),
    "overflow": ({"options": items(option(with_url=True), 5)}, {**_COMMON, "confirm": confirm}),
    "static_select": ({}, {**_MENU, **_OPTIONS, "initial_option": option()}),
    "multi_static_select": ({}, {**_MANY, **_OPTIONS, "initial_options": items(option(), 100)}),
    "external_select": ({}, {**_MENU, "initial_option": option(), "min_query_length": integer(0, 3000)}),
    "multi_external_select": (
        {},
        {**_MANY, "initial_options": items(option(), 100), "min_query_length": integer(0, 3000)},
    ),
    "users_select": ({}, {**_MENU, "initial_user": USER}),
    "multi_users_select": ({}, {**_MANY, "initial_users": items(USER, 100)}),
    "channels_select": ({}, {**_MENU, "initial_channel": CHANNEL, "response_url_enabled": boolean}),
    "multi_channels_select": ({}, {**_MANY, "initial_channels": items(CHANNEL, 100)}),
    "conversations_select": (
        {},
        {
            **_MENU,
            "initial_conversation": CONVERSATION,
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": conversation_filter,
        },
    ),
    "multi_conversations_select": (
        {},
        {
            **_MANY,
            "initial_conversations": items(CONVERSATION, 100),
            "default_to_current_conversation": boolean,
            "filter": conversation_filter,
        },
    ),
    "datepicker": ({}, {**_MENU, "initial_date": DATE}),
    "timepicker": ({}, {**_MENU, "initial_time": TIME, "timezone": string(64)}),
    "datetimepicker": ({}, {**_ASKING, "initial_date_time": integer(1_000_000_000, 9_999_999_999)}),
    "radio_buttons": ({"options": _RICH_OPTIONS}, {**_ASKING, "initial_option": option(text)}),
    "checkboxes": ({"options": _RICH_OPTIONS}, {**_ASKING, "initial_options": _RICH_OPTIONS}),
    "plain_text_input": (
        {},
        {
            **_TYPED,
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
    ),
    "number_input": (
        {"is_decimal_allowed": boolean},
        {**_TYPED, "initial_value": string(64), "min_value": string(64), "max_value": string(64)},
    ),
    "email_text_input": ({}, {**_TYPED, "initial_value": string(3000)}),
    "url_text_input": ({}, {**_TYPED, "initial_value": string(3000)}),
    "rich_text_input": ({}, {**_TYPED, "initial_value": rich_text}),
    "file_input": ({}, {**_COMMON, "filetypes": items(string(64), 100), "max_files": integer(1, 10)}),
    "image": ({"alt_text": string(2000)}, {"image_url": url, "slack_file": slack_file}),
    "feedback_buttons": (
        {"positive_button": _feedback, "negative_button": _feedback},
        {**_COMMON},
    ),
    "icon_button": (
        {"icon": one_of({"trash"}), "text": plain(75)},
        {
            **_COMMON,
            "value": string(2000),
            "confirm": confirm,
            "accessibility_label": string(75),
            "visible_to_user_ids": items(USER, 100),
        },
    ),
}

MENUS = frozenset(name for name in ELEMENTS if name.endswith("_select"))
PICKERS = frozenset({"datepicker", "timepicker", "datetimepicker"})
CHOICES = frozenset({"radio_buttons", "checkboxes"})
TYPED = frozenset(
    {"plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input", "file_input"}
)
IN_ACTIONS = MENUS | PICKERS | CHOICES | {"button", "overflow"}
IN_SECTION = IN_ACTIONS | {"image"}
IN_INPUT = MENUS | PICKERS | CHOICES | TYPED
IN_CONTEXT_ACTIONS = frozenset({"feedback_buttons", "icon_button"})


def element(allowed: frozenset[str]) -> Check:
    """An element of one of these types."""

    def check(findings: Findings, value: Any, at: str) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in allowed:
            findings.add(f"unsupported type: {kind}", f"{at}/type")
            return
        required, optional = ELEMENTS[kind]
        shape(findings, value, at, {"type": anything, **required}, optional)
        _check_choices(findings, value, at)

    return check


def _check_choices(findings: Findings, value: dict[str, Any], at: str) -> None:
    kind = value["type"]
    if kind in ("static_select", "multi_static_select") and ("options" in value) == ("option_groups" in value):
        findings.add("must provide exactly one of options or option_groups", at)
    if kind == "image" and ("image_url" in value) == ("slack_file" in value):
        findings.add("must provide exactly one of image_url or slack_file", at)
    offered = offered_options(value)
    if offered is None:
        return
    values = [one["value"] for one in offered if isinstance(one, dict) and "value" in one]
    if len(set(map(str, values))) != len(values):
        findings.add("option values must be unique", f"{at}/options")
    chosen = [value["initial_option"]] if "initial_option" in value else value.get("initial_options", [])
    for one in chosen if isinstance(chosen, list) else []:
        if one not in offered:
            findings.add("initial option must match one of the options provided", at)
    if kind == "plain_text_input" and value.get("min_length", 0) > value.get("max_length", 3000):
        findings.add("min_length must not be more than max_length", at)


def offered_options(element: dict[str, Any]) -> list[Any] | None:
    """The options of an element that has a fixed list of them; None for others or when it is malformed."""
    if isinstance(element.get("options"), list):
        return list(element["options"])
    groups = element.get("option_groups")
    if isinstance(groups, list):
        return [one for group in groups if isinstance(group, dict) for one in group.get("options", [])]
    return None
