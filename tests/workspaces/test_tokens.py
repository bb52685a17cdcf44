"""Tokens that are kept in memory: one read for all who ask at once, and never an old one after an install."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.util import await_only

from bot.clock import MovableClock
from bot.database import Database
from bot.workspaces.secrets import Cipher
from bot.workspaces.use_cases import Workspaces
from tests.gates import beside
from tests.workspaces.builders import ACME, BOT_USER


@pytest.fixture
async def workspaces(database: Database, clock: MovableClock) -> Workspaces:
    """Acme has installed Rolecall once."""
    founded = Workspaces(database, clock, Cipher("a key"))
    await founded.install(ACME, "Acme", BOT_USER, "xoxb-old")
    return founded


class Reading:
    """The first read of a token has what it asked for, and does not go on before it is told to."""

    def __init__(self) -> None:
        self.reached, self.go_on = asyncio.Event(), asyncio.Event()
        self.times = 0

    def hold(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT") and "bot_token_encrypted" in statement:
            self.times += 1
            if not self.reached.is_set():
                self.reached.set()
                await_only(self.go_on.wait())


@contextmanager
def held_reading(database: Database) -> Iterator[Reading]:
    reading = Reading()
    for engine in database.engines:
        event.listen(engine.sync_engine, "after_cursor_execute", reading.hold)
    yield reading
    for engine in database.engines:
        event.remove(engine.sync_engine, "after_cursor_execute", reading.hold)


async def test_an_install_during_the_read_of_a_token_leaves_no_old_one_behind(
    database: Database, workspaces: Workspaces
) -> None:
    with held_reading(database) as reading:
        asked_before = beside(workspaces.token_of(ACME))
        await reading.reached.wait()
        await workspaces.install(ACME, "Acme", BOT_USER, "xoxb-new")
        assert await workspaces.token_of(ACME) == ("xoxb-new", BOT_USER)
        reading.go_on.set()
        assert await asked_before == ("xoxb-old", BOT_USER)
    assert await workspaces.token_of(ACME) == ("xoxb-new", BOT_USER)


async def test_an_uninstall_during_the_read_of_a_token_leaves_none_behind(
    database: Database, workspaces: Workspaces
) -> None:
    with held_reading(database) as reading:
        asked_before = beside(workspaces.token_of(ACME))
        await reading.reached.wait()
        await workspaces.uninstall(ACME)
        reading.go_on.set()
        await asked_before
    assert await workspaces.token_of(ACME) is None


async def test_who_asks_for_a_token_at_the_same_time_shares_one_read(
    database: Database, workspaces: Workspaces
) -> None:
    with held_reading(database) as reading:
        asked = [beside(workspaces.token_of(ACME)) for _ in range(5)]
        await reading.reached.wait()
        reading.go_on.set()
        assert set(await asyncio.gather(*asked)) == {("xoxb-old", BOT_USER)}
    assert reading.times == 1
