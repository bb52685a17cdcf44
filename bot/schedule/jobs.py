"""What a feature writes to have a kind of job done: a handler, or a way to prepare several jobs at once."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.database import Transaction
from bot.ids import WorkspaceId
from bot.schedule.store import DEFAULT_LEASE, Job


@dataclass(frozen=True)
class Together:
    """What one job did, to be written down with what others of its workspace did: `write` gets all their items."""

    write: Callable[[Transaction, WorkspaceId, Sequence[Any]], Awaitable[None]]
    item: Any


@dataclass(frozen=True)
class Done:
    """A job is done. `record` writes down what it did, in the transaction that removes the job.

    `together` does so for several jobs at once; it runs in the same transaction, after every `record`.
    """

    record: Callable[[Transaction], Awaitable[None]] | None = None
    together: Together | None = None


JobHandler = Callable[[Job], Awaitable[Done]]
Act = Callable[[], Awaitable[Done]]


@dataclass(frozen=True)
class JobKind:
    """How jobs of a kind are done: by whom, how long they may take, how often they may fail.

    `prepare` takes the place of a handler where many are due at once: it reads what several jobs of one workspace need,
    and gives by id what is to be done for each. `on_parked` writes what follows when a job is set aside, in the same
    transaction, and says whether a person is asked about it; else stewards are.
    """

    handler: JobHandler | None = None
    lease: timedelta = DEFAULT_LEASE
    # An outage of some hours is no reason to set a job aside: at most five minutes lie between two attempts.
    attempts: int = 100
    on_parked: Callable[[Transaction, Job], Awaitable[bool]] | None = None
    prepare: Callable[[Sequence[Job]], Awaitable[Mapping[int, Act]]] | None = None

    def __post_init__(self) -> None:
        if (self.handler is None) == (self.prepare is None):
            raise ValueError("a kind of job has a handler, or a way to prepare several")
