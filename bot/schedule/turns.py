"""Whose turn it is: no workspace and no kind of job waits until another's long queue is done."""

from collections import deque
from collections.abc import Collection, Iterable
from datetime import datetime

from bot.ids import WorkspaceId

# The due jobs of one kind in one workspace: they take their turn together, and are held back together.
Turn = tuple[WorkspaceId, str]
MOST_REMEMBERED = 20_000


class Turns:
    """The turns that are known to have due jobs. Whoever was served longest ago comes first."""

    def __init__(self) -> None:
        self._waiting: deque[Turn] = deque()
        self._held_back: dict[Turn, datetime] = {}
        self._served: dict[Turn, int] = {}
        self._count = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def found(self, turns: Iterable[Turn]) -> None:
        """These have due jobs, and no others."""
        self._waiting = deque(sorted(turns, key=lambda turn: self._served.get(turn, 0)))

    def next(self) -> Turn | None:
        """Who is served now; None when nobody is waiting."""
        if not self._waiting:
            return None
        turn = self._waiting.popleft()
        self._count += 1
        self._served.pop(turn, None)  # so that the first of the dict is the one served longest ago
        self._served[turn] = self._count
        if len(self._served) > MOST_REMEMBERED:
            del self._served[next(iter(self._served))]
        return turn

    def again(self, turn: Turn) -> None:
        """It has more jobs than were taken: it waits for its next turn."""
        self._waiting.append(turn)

    def hold_back(self, turn: Turn, until: datetime) -> None:
        """Slack takes none of its jobs before `until`."""
        self._held_back[turn] = max(until, self._held_back.get(turn, until))
        if turn in self._waiting:
            self._waiting.remove(turn)

    def held_back(self, now: datetime) -> Collection[Turn]:
        """Who is still held back."""
        for turn in [turn for turn, until in self._held_back.items() if until <= now]:
            del self._held_back[turn]
        return self._held_back.keys()

    def next_release(self) -> datetime | None:
        """When the first of those that are held back may go on."""
        return min(self._held_back.values(), default=None)
