"""What people read when something did not work: what happened, and what to do next."""

import uuid

import structlog

from bot.database import PerhapsSaved, Unavailable
from bot.errors import GiveUp, Refused, TryLater, UserError
from bot.slack.block_kit import escape, modal, section
from bot.slack.messages import Message, View

log = structlog.get_logger(__name__)

FAILURE_MODAL = "slack.failure"


class SavedTooLate(Exception):
    """The time was over, but what the person did had been saved by then."""


def explain(error: Exception, *, where: str) -> UserError:
    """`error` as a sentence for the person. One that nobody foresaw is logged under an incident id."""
    if isinstance(error, UserError):
        return error
    if (sentence := _foreseen(error)) is not None:
        log.warning("request_failed", where=where, error=type(error).__name__, reason=getattr(error, "reason", ""))
        return UserError(sentence)
    incident = uuid.uuid4().hex[:8]
    log.error("unforeseen", where=where, incident=incident, exc_info=error)
    return UserError(
        f"Something went wrong in Rolecall (incident {incident}). Please try again; "
        "if it happens again, give that number to whoever runs Rolecall here."
    )


def _foreseen(error: Exception) -> str | None:
    match error:
        case PerhapsSaved():
            return (
                "Rolecall lost its database while it was saving, so it may or may not be saved. "
                "Please look in a minute before you do it again."
            )
        case Unavailable():
            return "Rolecall cannot reach its database right now. Nothing was saved; please try again in a minute."
        case SavedTooLate():
            return (
                "That took longer than Slack allows. It was saved, but Rolecall could not show you the rest; "
                "please look before you do it again."
            )
        case TimeoutError():
            return "That took longer than Slack allows, so it was stopped. Nothing was saved; please try again."
        case TryLater():
            return "Slack did not answer Rolecall in time. Please try again in a minute."
        case Refused(code=code) if "trigger" in code:
            return "Slack closed the door before the form could open. Please try again."
        case Refused(code=code):
            return f"Slack refused that ({code}). Please tell whoever runs Rolecall here."
        case GiveUp(reason=reason):
            return f"That cannot be done: {reason}."
        case _:
            return None


def failure_message(error: UserError) -> Message:
    return Message(error.message, [section(f":warning: {escape(error.message)}")])


def failure_modal(error: UserError) -> View:
    return modal(FAILURE_MODAL, "That did not work", [section(f":warning: {escape(error.message)}")], close="Close")
