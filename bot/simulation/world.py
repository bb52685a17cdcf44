"""What everybody shares: the company, its Slack, the time, what people mean to do, and the diary of what happened."""

import hashlib
import heapq
import random
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.app import UseCases
from bot.clock import MovableClock
from bot.ids import WorkspaceId
from bot.simulation.books import Books
from bot.simulation.company import Company
from bot.simulation.faults import Faults
from bot.simulation.slack import SimulatedSlack

REMEMBERED = 30


@dataclass(order=True)
class Act:
    """Something that somebody is going to do at a moment."""

    at: datetime
    number: int
    words: str = field(compare=False)
    do: Callable[[UseCases], Awaitable[None]] = field(compare=False)


@dataclass(frozen=True)
class Mark:
    """A text by which an answer is known again; None for "Nothing changed". It may be about one area alone."""

    text: str | None = None
    area_id: int | None = None


@dataclass
class Said:
    """What a member sent off for a check-in, in order.

    `open` are attempts that have not been answered: until then nobody knows what stands there.
    """

    marks: list[Mark] = field(default_factory=list)
    open: set[str] = field(default_factory=set)


class Diary:
    """The last things that happened, and a digest of all: two runs of a seed are the same when it is."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._digest = hashlib.sha256()
        self.last: deque[str] = deque(maxlen=REMEMBERED)
        self.counts: Counter[str] = Counter()

    def note(self, words: str) -> None:
        line = f"{self._clock.now():%a %d %b %H:%M:%S} {words}"
        self._digest.update(line.encode())
        self.last.append(line)

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()[:16]


@dataclass
class World:
    """One simulation's state outside the app."""

    company: Company
    clock: MovableClock
    slack: SimulatedSlack
    faults: Faults
    books: Books
    diary: Diary
    chance: random.Random
    said: dict[tuple[WorkspaceId, int], Said] = field(default_factory=dict)
    # Runs of whose report something was changed, until it was found right.
    unchecked: set[tuple[WorkspaceId, int]] = field(default_factory=set)
    # Messages of which an owner said that they are there: what changes later cannot be shown in them, and comes anew.
    vouched: set[tuple[WorkspaceId, str]] = field(default_factory=set)
    kills: list[datetime] = field(default_factory=list)
    _acts: list[Act] = field(default_factory=list)
    _numbers: int = 0

    def plan(self, at: datetime, words: str, do: Callable[[UseCases], Awaitable[None]]) -> None:
        """Have somebody do something at `at`."""
        self._numbers += 1
        heapq.heappush(self._acts, Act(max(at, self.clock.now()), self._numbers, words, do))

    def next_act(self) -> datetime | None:
        return self._acts[0].at if self._acts else None

    def acts_until(self, at: datetime) -> list[Act]:
        """Take what is to be done by `at`."""
        taken = []
        while self._acts and self._acts[0].at <= at:
            taken.append(heapq.heappop(self._acts))
        return taken
