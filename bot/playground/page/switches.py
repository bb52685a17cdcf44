"""The faults, as the page switches them."""

from typing import TYPE_CHECKING, Any

from bot.playground.faults import CALL_FAULTS
from bot.playground.model import Json
from bot.playground.web_api.registry import METHODS

if TYPE_CHECKING:
    from bot.playground.slack import LocalSlack


def switch(slack: "LocalSlack", wanted: Json) -> None:
    """{"kind", "target", "share", "times", "value"} on, in place of one of its kind; {"off": kind}; {"clear": true};
    {"cut_sockets": true}. Raises ValueError with a sentence.
    """
    if wanted.get("clear"):
        slack.faults.clear()
    elif wanted.get("cut_sockets"):
        slack.cut_sockets()
    elif "off" in wanted:
        slack.faults.switch_off_kind(str(wanted["off"]))
    else:
        settings = _settings(wanted)
        kind = str(wanted.get("kind", ""))
        slack.faults.switch_off_kind(kind)
        slack.faults.switch_on(kind, str(wanted.get("target") or "*"), **settings)
    slack.journal.changed("faults")


def shown(slack: "LocalSlack") -> Json:
    faults = [
        {"kind": one.kind, "target": one.target, "share": one.share, "value": one.value, "struck": one.struck}
        for one in slack.faults.on
        if not one.spent
    ]
    posting = [name for name in METHODS if name.startswith(("chat.", "views.", "conversations."))]
    return {
        "on": faults,
        "methods": sorted(posting),
        "call_faults": sorted(CALL_FAULTS),
        "sockets": slack.sockets.count,
    }


def _settings(wanted: Json) -> dict[str, Any]:
    unknown = set(wanted) - {"kind", "target", "share", "times", "value", "channel"}
    if unknown:
        raise ValueError(f"A fault has no {', '.join(sorted(unknown))}.")
    settings = {name: wanted[name] for name in ("share", "times", "value", "channel") if wanted.get(name) is not None}
    share = settings.get("share", 1.0)
    if not isinstance(share, int | float) or not 0 < share <= 1:
        raise ValueError("A share is a number above 0 and at most 1.")
    value = settings.get("value", 1)
    if wanted.get("kind") != "refused" and (not isinstance(value, int | float) or value < 0):
        raise ValueError("The value of this fault is a number: seconds, or an HTTP status.")
    return settings
