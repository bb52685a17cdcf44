"""What goes wrong between Rolecall and Slack, and in the database, as the seed says."""

import asyncio
import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.exc import OperationalError


class Fault(StrEnum):
    """What becomes of a call. The last three leave the caller without an answer although Slack may have acted."""

    RATE = "rate"
    REFUSED_CONNECTION = "refused_connection"
    FAILED_BEFORE = "failed_before"
    FAILED_AFTER = "failed_after"
    CUT_AFTER = "cut_after"
    TOO_SLOW = "too_slow"


# How often, in a thousand calls.
USUAL = {
    Fault.RATE: 20,
    Fault.REFUSED_CONNECTION: 5,
    Fault.FAILED_BEFORE: 5,
    Fault.FAILED_AFTER: 5,
    Fault.CUT_AFTER: 10,
    Fault.TOO_SLOW: 5,
}
OUTAGE = {Fault.REFUSED_CONNECTION: 300, Fault.FAILED_BEFORE: 500, Fault.FAILED_AFTER: 50, Fault.CUT_AFTER: 50}

# A team of five makes about 800 statements a day, and 90 commits.
STATEMENTS_A_STUMBLE, COMMITS_A_SILENCE = 4_000, 600
# By the loop's clock, which is that of waits and pauses. The longest is longer than a worker tries to write down.
AWAY_SECONDS = (0.0, 0.0, 0.3, 3.0, 30.0, 90.0)


@dataclass(frozen=True)
class Outage:
    """A time in which Slack answers hardly anybody."""

    begins: datetime
    ends: datetime


@dataclass
class Faults:
    """`note` hears of each fault. Until `stop`, after which everything works."""

    chance: random.Random
    outages: list[Outage]
    note: Callable[[str], None]
    stopped: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    # Until when Slack asked each workspace to wait.
    waits: dict[str, datetime] = field(default_factory=dict)
    _away_until: float = float("-inf")

    def of_call(self, method: str, now: datetime) -> Fault | None:
        """What happens to this call of Slack's Web API."""
        if self.stopped:
            return None
        rates = OUTAGE if any(each.begins <= now < each.ends for each in self.outages) else USUAL
        drawn = self.chance.randrange(1000)
        for fault, often in rates.items():
            if drawn < often:
                self._count(fault.value, f"{method}: {fault.value}")
                return fault
            drawn -= often
        return None

    def retry_after(self, workspace_id: str, now: datetime) -> int:
        """Seconds, as Slack says them with a refused rate."""
        seconds = self.chance.choice((1, 2, 5, 30, 60))
        self.waits[workspace_id] = max(self.waits.get(workspace_id, now), now + timedelta(seconds=seconds))
        return seconds

    def next_release(self, now: datetime) -> datetime | None:
        """When the next workspace need not wait any more."""
        return min((until for until in self.waits.values() if until > now), default=None)

    def at_statement(self) -> None:
        """The database goes away at times, for a moment or longer; what was not committed is lost then."""
        if self.stopped:
            return
        now = asyncio.get_running_loop().time()
        if now >= self._away_until:
            if self.chance.randrange(STATEMENTS_A_STUMBLE):
                return
            seconds = self.chance.choice(AWAY_SECONDS)
            self._away_until = now + seconds
            self._count("database_away", f"the database is away for {seconds} s")
        raise _away()

    def after_commit(self) -> None:
        """It is committed, and whoever did it does not hear of it."""
        if not self.stopped and self.chance.randrange(COMMITS_A_SILENCE) == 0:
            self._count("commit_unknown", "a commit is not answered")
            raise _away(as_it_saved=True)

    @property
    def database_failed(self) -> bool:
        """Whether a job may be held by somebody who does not know it, or could not let it go."""
        return bool(self.counts.keys() & {"database_away", "commit_unknown"})

    def excuse(self, begins: datetime, ends: datetime) -> bool:
        """Whether an outage between the two may have delayed what was to happen then."""
        return any(each.begins <= ends and begins <= each.ends + timedelta(hours=1) for each in self.outages)

    def _count(self, name: str, words: str) -> None:
        self.counts[name] = self.counts.get(name, 0) + 1
        self.note(words)


def _away(*, as_it_saved: bool = False) -> OperationalError:
    locked = sqlite3.OperationalError("database is locked")
    return OperationalError("a simulated statement", None, locked, connection_invalidated=as_it_saved)


def outages(chance: random.Random, begins: datetime, days: int) -> list[Outage]:
    """About one in five days, from some minutes to three hours; most of them while people work somewhere."""
    found = []
    for day in range(days):
        if chance.random() < 0.2:
            at = begins + timedelta(days=day, minutes=chance.randrange(24 * 60))
            found.append(Outage(at, at + timedelta(minutes=chance.choice((3, 10, 25, 60, 180)))))
    return found
