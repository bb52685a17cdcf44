"""What a person gets for what they did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.model import Json, Message, View


@dataclass(frozen=True)
class Outcome:
    """Frozen; everything has a default that means "nothing special".

    `acked`: the app answered in time, also true when nothing had to be delivered. `ms`: how long it took.
    `error`: what Slack shows when something went wrong. `response`: the body of the acknowledgement.
    `message`: their own message, or the app's reply to their command. `errors`: block_id → sentence, in their modal.
    `modal`: what is on top of their screen now. `options`: what an external select offered.
    """

    acked: bool = True
    ms: float | None = None
    error: str | None = None
    response: Any = None
    message: Message | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    modal: View | None = None
    options: list[Json] = field(default_factory=list)
