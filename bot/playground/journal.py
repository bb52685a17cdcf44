"""What went over the wire: every call of the app and every delivery to it, the newest few thousand."""

import asyncio
import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(eq=False)
class Entry:
    """Something that happened. `serial` is its place among all entries; `revision` grows when it changes."""

    at: datetime
    workspace: str
    serial: int = field(default=0, init=False)
    revision: int = field(default=0, init=False)


@dataclass(eq=False)
class ApiCall(Entry):
    """One call of a Web API method or a response_url. `status` 0: the connection was cut. `ms`: until answered."""

    method: str
    request: Json
    response: Json = field(default_factory=dict)
    status: int = 0
    fault: str | None = None
    ms: float | None = None

    @property
    def ok(self) -> bool:
        return bool(self.response.get("ok"))

    @property
    def error(self) -> str | None:
        return self.response.get("error")


@dataclass(eq=False)
class Delivery(Entry):
    """One attempt to hand something to the app.

    `kind`: command, event, block_actions, view_submission, view_closed, block_suggestion, shortcut, message_action.
    `outcome`: pending, acked, late (the app answered after the limit or not at all), refused (it answered with an
    error or nonsense), unreachable (nobody connected), lost (a fault). `ms` is the time to the acknowledgement, also
    when it came too late. `error` is Slack's word for what went wrong, as the person is shown it. `come_again`:
    False when the app forbade Slack to repeat it.
    """

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


@dataclass(eq=False)
class Note(Entry):
    """What whoever runs the local Slack knows of the app's inside: a job that comes again, one that was set aside."""

    title: str
    text: str
    bad: bool = False


class Journal:
    """Bounded; whoever watches is told of each change. Never raises."""

    def __init__(self, size: int = 5_000) -> None:
        self.calls: deque[ApiCall] = deque(maxlen=size)
        self.deliveries: deque[Delivery] = deque(maxlen=size)
        self.notes: deque[Note] = deque(maxlen=size)
        self.revision = 0
        self._serials = itertools.count(1)
        self._watchers: set[Callable[[str], None]] = set()
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    def watch(self, tell: Callable[[str], None]) -> Callable[[], None]:
        """`tell` gets a word on what changed: message, view, people, time, faults, wire. Returns how to stop."""
        self._watchers.add(tell)
        return lambda: self._watchers.discard(tell)

    def changed(self, what: str) -> None:
        for tell in list(self._watchers):
            tell(what)

    def add(self, entry: Entry) -> None:
        entry.serial = next(self._serials)
        match entry:
            case ApiCall():
                self.calls.append(entry)
            case Delivery():
                self.deliveries.append(entry)
            case Note():
                self.notes.append(entry)
        self.touch(entry)

    def touch(self, entry: Entry) -> None:
        """Something about the entry is different now."""
        self.revision += 1
        entry.revision = self.revision
        self.changed("wire")

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
        self.notes.clear()
