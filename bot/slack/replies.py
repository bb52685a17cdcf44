"""What a handler returns. The wrapper sends it as its last act, after the transaction has been committed."""

from dataclasses import dataclass, field
from typing import Any

from bot.slack.messages import Message, View


@dataclass(frozen=True)
class Nothing:
    """Acknowledge, and show nothing; of a form: close it."""


@dataclass(frozen=True)
class Ephemeral:
    """Show `message` to the person alone: the answer to a command or to a button in a message."""

    message: Message


@dataclass(frozen=True)
class OpenModal:
    """Open `view` with the trigger of the command, shortcut or click."""

    view: View


@dataclass(frozen=True)
class PushModal:
    """Put `view` on top of the modal in which the click or submit happened."""

    view: View


@dataclass(frozen=True)
class UpdateModal:
    """Put `view` in place of the modal in which the click or submit happened."""

    view: View


@dataclass(frozen=True)
class FieldErrors:
    """Keep the form open with its text, and say at each block what to put right."""

    errors: dict[str, str]


@dataclass(frozen=True)
class Options:
    """The choices of an external select, at most 100."""

    options: list[dict[str, Any]] = field(default_factory=list)


Reply = Nothing | Ephemeral | OpenModal | PushModal | UpdateModal | FieldErrors | Options
