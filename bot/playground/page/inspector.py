"""What went over the wire, in short for the list, and one entry whole."""

from typing import TYPE_CHECKING, Any

from bot.playground.errors import CannotDo
from bot.playground.journal import ApiCall, Delivery, Entry, Note
from bot.playground.model import Json

if TYPE_CHECKING:
    from bot.playground.slack import LocalSlack

MOST = 300


def entries(slack: "LocalSlack", since: int) -> Json:
    """The newest entries that are new or different since a revision, oldest first."""
    journal = slack.journal
    everything: list[Entry] = [*journal.calls, *journal.deliveries, *journal.notes]
    different = sorted((one for one in everything if one.revision > since), key=lambda one: one.serial)
    return {"revision": journal.revision, "entries": [_short(one) for one in different[-MOST:]]}


def whole(slack: "LocalSlack", serial: int) -> Json:
    """What was sent and what came back. Raises CannotDo when it is no longer remembered."""
    journal = slack.journal
    for call in journal.calls:
        if call.serial == serial:
            return {"sent": call.request, "answer": call.response}
    for delivery in journal.deliveries:
        if delivery.serial == serial:
            return {"sent": delivery.payload, "answer": delivery.response}
    raise CannotDo("that is too long ago; it was forgotten")


def _short(one: Entry) -> Json:
    shown: Json = {"serial": one.serial, "at": one.at.isoformat(), "team": one.workspace}
    match one:
        case ApiCall():
            shown |= {"what": "call", "name": one.method, "status": one.status, "ms": one.ms, "fault": one.fault}
            shown |= {"ok": one.ok, "error": one.error, "why": _why(one.response), "about": _place(one.request)}
        case Delivery():
            shown |= {"what": "delivery", "name": one.name, "kind": one.kind, "outcome": one.outcome, "ms": one.ms}
            shown |= {"ok": one.acked, "error": one.error, "attempt": one.attempt, "about": _who(one.payload)}
        case Note():
            shown |= {"what": "note", "name": one.title, "ok": not one.bad, "why": one.text}
    return shown


def _why(response: Json) -> str:
    """What Slack says beside the error code."""
    messages = response.get("response_metadata", {}).get("messages", [])
    needed = f"needed: {response['needed']}" if response.get("needed") else ""
    return "; ".join([*map(str, messages), *([needed] if needed else [])])


def _place(request: Json) -> str:
    return str(request.get("channel") or request.get("user_id") or request.get("user") or request.get("users") or "")


def _who(payload: Json) -> str:
    """Who set it off: a command and an event name them in other places than a click."""
    user: Any = payload.get("user_id") or payload.get("user") or payload.get("event", {}).get("user")
    return str(user.get("id", "")) if isinstance(user, dict) else str(user or "")
