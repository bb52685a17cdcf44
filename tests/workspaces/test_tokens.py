"""Tokens are kept encrypted, found quickly, and forgotten at once."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

from bot.clock import MovableClock
from bot.database import Database
from bot.errors import GiveUp
from bot.schedule import due_jobs
from bot.workspaces import steps
from bot.workspaces.secrets import Cipher
from bot.workspaces.tables import workspaces as table
from bot.workspaces.use_cases import Workspaces
from tests.workspaces.builders import ACME, BOT_USER, OTHER

TOKEN = "xoxb-1234-unguessable"
MINUTE = timedelta(seconds=60)


def some_workspaces(database: Database, clock: MovableClock, key: str | None = "key") -> Workspaces:
    return Workspaces(database, clock, Cipher(key) if key else None)


class Counter:
    """How many statements a database was given."""

    def __init__(self, database: Database) -> None:
        self.count = 0
        for engine in database.engines:
            event.listen(engine.sync_engine, "before_cursor_execute", self._note)

    def _note(self, *_: object) -> None:
        self.count += 1


@pytest.fixture
def workspaces(database: Database, clock: MovableClock) -> Workspaces:
    return some_workspaces(database, clock)


async def test_a_token_comes_back_as_it_was_given(workspaces: Workspaces) -> None:
    await workspaces.install(ACME, "Acme", BOT_USER, TOKEN)
    assert await workspaces.token_of(ACME) == (TOKEN, BOT_USER)
    assert await workspaces.token_of(OTHER) is None


async def test_the_database_does_not_hold_the_token_in_the_clear(database: Database, workspaces: Workspaces) -> None:
    await workspaces.install(ACME, "Acme", BOT_USER, TOKEN)
    async with database.read() as tx:
        row = await tx.one_or_none(select(table))
    assert row is not None
    assert row.bot_token_encrypted
    assert TOKEN not in str(row)


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sqlite_template, tmp_path / "rolecall.sqlite"))


async def test_the_file_of_the_database_does_not_hold_the_token(file: Path, clock: MovableClock) -> None:
    database = Database.connect(f"sqlite:///{file}")
    await some_workspaces(database, clock).install(ACME, "Acme", BOT_USER, TOKEN)
    await database.dispose()
    written = all_bytes_in(file.parent)
    assert b"T0ACME" in written
    assert TOKEN.encode() not in written


def all_bytes_in(folder: Path) -> bytes:
    """The database's file and what stands beside it, such as its log."""
    return b"".join(one.read_bytes() for one in folder.iterdir())


async def test_installing_again_replaces_the_token_and_the_name(workspaces: Workspaces) -> None:
    await workspaces.install(ACME, "Acme", BOT_USER, TOKEN)
    assert await workspaces.token_of(ACME) == (TOKEN, BOT_USER)
    await workspaces.install(ACME, "Acme Ltd", BOT_USER, "xoxb-new")
    assert await workspaces.token_of(ACME) == ("xoxb-new", BOT_USER)
    assert [workspace.name for workspace in await workspaces.list_workspaces()] == ["Acme Ltd"]


async def test_installing_plans_the_reading_of_members(
    database: Database, workspaces: Workspaces, clock: MovableClock
) -> None:
    await workspaces.install(ACME, "Acme", BOT_USER, TOKEN)
    async with database.read() as tx:
        (job,) = await due_jobs.list_jobs(tx)
    assert (job.workspace_id, job.kind, job.due_at) == (ACME, steps.SYNC_MEMBERS, clock.now())


async def test_without_a_key_no_token_is_stored(database: Database, clock: MovableClock) -> None:
    with pytest.raises(ValueError, match="Set ROLECALL_ENCRYPTION_KEY"):
        await some_workspaces(database, clock, key=None).install(ACME, "Acme", BOT_USER, TOKEN)


async def test_another_key_than_it_was_stored_with_is_told_as_a_sentence(
    database: Database, workspaces: Workspaces, clock: MovableClock
) -> None:
    await workspaces.install(ACME, "Acme", BOT_USER, TOKEN)
    with pytest.raises(GiveUp, match="ROLECALL_ENCRYPTION_KEY is not the one it was stored with"):
        await some_workspaces(database, clock, key="another").token_of(ACME)


async def test_a_token_is_read_once_a_minute(database: Database, workspaces: Workspaces, clock: MovableClock) -> None:
    await workspaces.install(ACME, "Acme", BOT_USER, TOKEN)
    reads = Counter(database)
    for _ in range(3):
        await workspaces.token_of(ACME)
    once = reads.count
    clock.move_to(clock.now() + MINUTE - timedelta(seconds=1))
    await workspaces.token_of(ACME)
    assert reads.count == once
    clock.move_to(clock.now() + timedelta(seconds=1))
    await workspaces.token_of(ACME)
    assert reads.count > once


async def test_all_who_ask_for_a_token_at_the_same_time_wait_for_one_read(
    database: Database, workspaces: Workspaces
) -> None:
    await workspaces.install(ACME, "Acme", BOT_USER, TOKEN)
    reads = Counter(database)
    assert set(await asyncio.gather(*(workspaces.token_of(ACME) for _ in range(20)))) == {(TOKEN, BOT_USER)}
    assert reads.count == 1


async def test_one_who_gives_up_does_not_take_the_token_from_the_others(
    database: Database, workspaces: Workspaces
) -> None:
    await workspaces.install(ACME, "Acme", BOT_USER, TOKEN)
    first, second = (asyncio.create_task(workspaces.token_of(ACME)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == (TOKEN, BOT_USER)


async def test_what_another_process_changes_is_known_within_a_minute(
    database: Database, workspaces: Workspaces, clock: MovableClock
) -> None:
    elsewhere = some_workspaces(database, clock)
    assert await workspaces.token_of(ACME) is None
    await elsewhere.install(ACME, "Acme", BOT_USER, TOKEN)
    clock.move_to(clock.now() + MINUTE)
    assert await workspaces.token_of(ACME) == (TOKEN, BOT_USER)
    await elsewhere.uninstall(ACME)
    clock.move_to(clock.now() + MINUTE)
    assert await workspaces.token_of(ACME) is None


async def test_uninstalling_forgets_the_token_at_once_and_keeps_the_workspace(
    database: Database, workspaces: Workspaces
) -> None:
    await workspaces.install(ACME, "Acme", BOT_USER, TOKEN)
    await workspaces.install(OTHER, "Other", BOT_USER, "xoxb-other")
    await workspaces.token_of(ACME)
    await workspaces.uninstall(ACME)
    assert await workspaces.token_of(ACME) is None
    assert await workspaces.token_of(OTHER) == ("xoxb-other", BOT_USER)
    async with database.read() as tx:
        assert await tx.scalar(select(table.c.bot_token_encrypted).where(table.c.id == ACME)) is None
    assert len(await workspaces.list_workspaces()) == 2


async def test_a_token_that_was_being_read_while_it_was_forgotten_is_not_kept(
    database: Database, workspaces: Workspaces
) -> None:
    await workspaces.install(ACME, "Acme", BOT_USER, TOKEN)
    await asyncio.gather(*(workspaces.token_of(ACME) for _ in range(3)), workspaces.uninstall(ACME))
    assert await workspaces.token_of(ACME) is None


async def test_a_workspace_whose_token_is_in_the_settings_stores_none(
    database: Database, workspaces: Workspaces
) -> None:
    await workspaces.register(ACME, "Acme", BOT_USER)
    assert await workspaces.token_of(ACME) is None
    assert [workspace.id for workspace in await workspaces.list_workspaces()] == [ACME]


def test_the_same_text_is_never_encrypted_alike() -> None:
    cipher = Cipher("key")
    assert cipher.encrypt(TOKEN) != cipher.encrypt(TOKEN)
    assert TOKEN not in cipher.encrypt(TOKEN)
