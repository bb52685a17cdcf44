"""What people fill in: the state of every input as Slack reports it, and what its screen lets them enter."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from bot.playground.errors import CannotDo
from bot.playground.model import Json, Member, elements_in

Values = dict[str, dict[str, Json]]

_SINGLE = {
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
}
_SEVERAL = {
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
}
_OPTION_TYPES = frozenset(
    {"static_select", "external_select", "radio_buttons", "multi_static_select", "multi_external_select", "checkboxes"}
)


def initial_state(element: Json) -> Json | None:
    """None for what holds no value, such as a button."""
    kind = element["type"]
    if kind in _SINGLE:
        key, initial = _SINGLE[kind]
        return {"type": kind, key: element.get(initial) or None}
    if kind in _SEVERAL:
        key, initial = _SEVERAL[kind]
        return {"type": kind, key: list(element.get(initial, []))}
    return None


def initial_values(blocks: list[Json], before: Values | None = None) -> Values:
    """The state of a fresh screen; what was filled in `before` under the same ids and type stays, as in Slack."""
    values: Values = {}
    for block, element in elements_in(blocks):
        state = initial_state(element)
        if state is None:
            continue
        kept = (before or {}).get(block["block_id"], {}).get(element["action_id"])
        keep = kept is not None and kept["type"] == element["type"]
        values.setdefault(block["block_id"], {})[element["action_id"]] = kept if keep and kept else state
    return values


def is_empty(state: Json) -> bool:
    return not any(value for key, value in state.items() if key != "type")


def entered(element: Json, given: Any, offered: list[Json] | None = None) -> Json:
    """The state after the person entered `given`: text, number, date, an option's value or label, ids, or a list.

    None empties it. Raises CannotDo for what the screen would not let anybody enter.
    """
    kind = element["type"]
    if kind in _SEVERAL:
        many = [] if given is None else [given] if isinstance(given, str | Member) else list(given)
        chosen = [_one(element, one, offered) for one in many]
        most = element.get("max_selected_items")
        if most and len(chosen) > most:
            raise CannotDo(f"{element['action_id']} takes at most {most}")
        return {"type": kind, _SEVERAL[kind][0]: chosen}
    if kind not in _SINGLE:
        raise CannotDo(f"nothing can be entered into a {kind}")
    single = None if given is None or given == "" else _one(element, given, offered)
    return {"type": kind, _SINGLE[kind][0]: single}


def _one(element: Json, given: Any, offered: list[Json] | None) -> Any:
    kind = element["type"]
    if kind in _OPTION_TYPES:
        return _option(element, str(given), offered)
    if kind == "datepicker":
        return date.fromisoformat(str(given)).isoformat()
    if kind == "timepicker":
        return time.fromisoformat(str(given)).strftime("%H:%M")
    if kind == "rich_text_input" and isinstance(given, str):
        return _rich_text(given)
    if kind == "datetimepicker":
        return int(given.timestamp()) if isinstance(given, datetime) else int(given)
    if isinstance(given, dict):
        return given
    return getattr(given, "id", None) or str(given)


def _rich_text(words: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": words}]}
    return {"type": "rich_text", "elements": [section]}


def _option(element: Json, given: str, offered: list[Json] | None) -> Json:
    options = [*all_options(element), *_initial_options(element), *(offered or [])]
    for option in options:
        if given in (option["value"], option["text"]["text"]):
            return option
    known = ", ".join(option["value"] for option in options)
    raise CannotDo(f"{element['action_id']} does not offer {given!r}; it offers {known or 'nothing'}")


def _initial_options(element: Json) -> list[Json]:
    """What an external menu already shows, it offers, whatever is searched for."""
    one = element.get("initial_option")
    return [*([one] if one else []), *element.get("initial_options", [])]


def all_options(element: Json) -> list[Json]:
    if "options" in element:
        return list(element["options"])
    return [option for group in element.get("option_groups", []) for option in group["options"]]


def what_is_missing(blocks: Iterable[Json], values: Values) -> dict[str, str]:
    """What Slack's screen says under each input before it sends anything; empty when all is well."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = values.get(block["block_id"], {}).get(element["action_id"], {})
        if is_empty(state):
            if not block.get("optional", False):
                found[block["block_id"]] = "Please complete this required field."
        elif problem := _problem(element, state):
            found[block["block_id"]] = problem
    return found


def _problem(element: Json, state: Json) -> str | None:
    kind = element["type"]
    text = str(state.get("value", ""))
    if kind == "plain_text_input":
        if len(text) < element.get("min_length", 0):
            return f"Enter at least {element['min_length']} characters."
        if len(text) > element.get("max_length", 3000):
            return f"Enter no more than {element.get('max_length', 3000)} characters."
    if kind == "number_input":
        return _number_problem(element, text)
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        return "Enter a valid email address."
    if kind == "url_text_input" and not re.fullmatch(r"(?i)[a-z]+://\S+", text):
        return "Enter a valid URL."
    return None


def _number_problem(element: Json, text: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(pattern, text):
        return "Enter a number." if element["is_decimal_allowed"] else "Enter a whole number."
    if "min_value" in element and float(text) < float(element["min_value"]):
        return f"Enter a number of at least {element['min_value']}."
    if "max_value" in element and float(text) > float(element["max_value"]):
        return f"Enter a number of at most {element['max_value']}."
    return None
