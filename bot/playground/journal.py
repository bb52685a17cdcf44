"""What went over the wire: every call of the app and every delivery to it, the newest few thousand."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(eq=False)
class ApiCall:
    """One call of a Web API method or a response_url. `status` 0: the connection was cut."""

    at: datetime
    workspace: str
    method: str
    request: Json
    response: Json = field(default_factory=dict)
    status: int = 0
    fault: str | None = None

    @property
    def ok(self) -> bool:
        return bool(self.response.get("ok"))

    @property
    def error(self) -> str | None:
        return self.response.get("error")


@dataclass(eq=False)
class Delivery:
    """One attempt to hand something to the app.

    `kind`: command, event, block_actions, view_submission, view_closed, block_suggestion, shortcut, message_action.
    `outcome`: pending, acked, late (the app answered after the limit or not at all), refused (it answered with an
    error or nonsense), unreachable (nobody connected), lost (a fault). `ms` is the time to the acknowledgement, also
    when it came too late. `error` is Slack's word for what went wrong, as the person is shown it. `come_again`:
    False when the app forbade Slack to repeat it.
    """

    at: datetime
    workspace: str
    kind: str
    name: str
    payload: Json
    envelope_id: str
    attempt: int = 0
    reason: str | None = None
    outcome: str = "pending"
    ms: float | None = None
    response: Any = None
    error: str | None = None
    come_again: bool = True

    @property
    def acked(self) -> bool:
        return self.outcome == "acked"

    def refuse(self, error: str, detail: str = "") -> None:
        """The app acknowledged in time, but with something that Slack cannot use."""
        self.outcome, self.error = "refused", f"{error} {detail}".strip()


class Journal:
    """Bounded; whoever watches is told of each change. Never raises."""

    def __init__(self, size: int = 5_000) -> None:
        self.calls: deque[ApiCall] = deque(maxlen=size)
        self.deliveries: deque[Delivery] = deque(maxlen=size)
        self._watchers: set[Callable[[str], None]] = set()
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    def watch(self, tell: Callable[[str], None]) -> Callable[[], None]:
        """`tell` gets a word on what changed: message, view, delivery, call, people, time. Returns how to stop."""
        self._watchers.add(tell)
        return lambda: self._watchers.discard(tell)

    def changed(self, what: str) -> None:
        for tell in list(self._watchers):
            tell(what)

    def begin(self) -> None:
        self._under_way += 1
        self._quiet.clear()

    def end(self) -> None:
        self._under_way = max(0, self._under_way - 1)
        if not self._under_way:
            self._quiet.set()

    async def quiet(self) -> None:
        """Waits until no delivery and no call is under way, and what they set off has been looked at too."""
        while True:
            await self._quiet.wait()
            await asyncio.sleep(0)
            if self._quiet.is_set():
                return

    def clear(self) -> None:
        self.calls.clear()
        self.deliveries.clear()
