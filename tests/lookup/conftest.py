"""A workspace with a registry, and the parts that answer in it."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.errors import TryLater
from bot.ids import ChannelId, MessageTs
from bot.lookup.handlers import LookupHandlers
from bot.lookup.jobs import LookupJobs
from bot.lookup.snapshots import Snapshots
from bot.lookup.use_cases import Lookup
from bot.registry.use_cases import Registry
from bot.schedule.engine import Engine
from bot.slack.delivery import Delivery, Sent
from bot.slack.messages import Message
from bot.slack.routes import Routes
from tests.registry.builders import FERRY, a_file, a_workspace


@dataclass
class WrittenDown:
    """Stands for delivery: keeps what was sent and where, and fails when told to."""

    sent: list[tuple[str, dict[str, Any], Message]] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    async def once(self, _attempt: Any, message: Message, **where: Any) -> Sent:
        self._send("once", where, message)
        return Sent(ChannelId("D1"), MessageTs("1.1"))

    async def ephemeral(
        self, _attempt: Any, channel_id: str, user_id: str, message: Message, *, thread_ts: str | None = None
    ) -> bool:
        self._send("ephemeral", {"channel_id": channel_id, "user_id": user_id, "thread_ts": thread_ts}, message)
        return True

    async def response_url(
        self, _attempt: Any, url: str, message: Message, *, replace_original: bool = False, thread_ts: str | None = None
    ) -> bool:
        self._send("response_url", {"url": url, "replace_original": replace_original}, message)
        return True

    async def update(self, _attempt: Any, channel_id: str, ts: str, message: Message) -> None:
        self._send("update", {"channel_id": channel_id, "ts": ts}, message)

    async def permalink(self, _attempt: Any, channel_id: str, ts: str) -> str | None:
        return f"https://ferry.example/{channel_id}/{ts}"

    def _send(self, how: str, where: dict[str, Any], message: Message) -> None:
        if self.failures:
            raise self.failures.pop()
        self.sent.append((how, where, message))


@dataclass
class Desk:
    """Everything that answers in the ferry company's workspace."""

    database: Database
    clock: MovableClock
    lookup: Lookup
    registry: Registry
    delivery: WrittenDown
    engine: Engine
    routes: Routes


@pytest.fixture
async def desk(database: Database, clock: MovableClock) -> Desk:
    await a_workspace(database)
    registry = Registry(database, clock)
    await registry.import_file(FERRY, a_file(), actor="Dana")
    lookup, delivery = Lookup(database, clock, Snapshots(database)), WrittenDown()
    jobs = LookupJobs(lookup, cast("Delivery", delivery), clock)
    routes = Routes()
    LookupHandlers(lookup, clock).register(routes)
    engine = Engine(database, clock, jobs.kinds(), "test")
    return Desk(database, clock, lookup, registry, delivery, engine, routes)


def slack_is_away() -> TryLater:
    return TryLater(reason="Slack is away", nothing_sent=True)
