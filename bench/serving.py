"""Servers in processes of their own, on databases that hold a made-up company."""

import asyncio
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select, text, update

import migrations
from bench.asking import SECRET, WORKSPACE
from bench.made_up import Company
from bot.clock import SystemClock
from bot.database import Database
from bot.ids import SlackUserId, WorkspaceId
from bot.playground import LocalSlack
from bot.registry.files.reading import RegistryFile
from bot.registry.tables import areas
from bot.registry.use_cases import Registry
from bot.workspaces import steps as workspaces
from bot.workspaces.use_cases import Workspaces

ROOT = Path(__file__).parent.parent
START_SECONDS = 30


@dataclass(frozen=True)
class Running:
    """A server that listens at `url`; `ready_after` is in seconds from its start."""

    url: str
    pid: int
    ready_after: float

    @property
    def megabytes(self) -> float:
        """What of it is in memory now."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


async def fill(database_url: str, company: Company) -> None:
    """Migrate an empty database and import the company, with the index that the bare app needs."""
    await asyncio.to_thread(migrations.upgrade, database_url)
    database, clock = Database.connect(database_url), SystemClock()
    try:
        await Workspaces(database, clock).register(WorkspaceId(WORKSPACE), "Bench", SlackUserId("U0BOT"))
        file = RegistryFile("bench.yaml", company.content)
        await Registry(database, clock).import_file(WorkspaceId(WORKSPACE), file, actor="bench")
        async with database.write() as tx:
            await tx.execute(text("CREATE INDEX bench_areas_name ON areas (workspace_id, name)"))
            await tx.execute(text("ANALYZE"))
    finally:
        await database.dispose()


async def change(database: Database, *, rewrite: str | None = None) -> None:
    """A new version of the registry; `rewrite` is what one of its areas says from now on."""
    async with database.write() as tx:
        if rewrite is not None:
            one = select(func.min(areas.c.id)).where(areas.c.workspace_id == WORKSPACE).scalar_subquery()
            await tx.execute(update(areas).where(areas.c.id == one).values(description=rewrite))
        await workspaces.registry_changed(tx, WorkspaceId(WORKSPACE))


@asynccontextmanager
async def local_slack() -> AsyncIterator[LocalSlack]:
    """Somebody who says whose the bot token is."""
    async with LocalSlack(ROOT / "manifest.yml") as slack:
        slack.add_workspace(WORKSPACE, "Bench")
        yield slack


@asynccontextmanager
async def rolecall(slack: LocalSlack, database_url: str, directory: Path) -> AsyncIterator[Running]:
    """`rolecall serve` by HTTP, as it is run for real."""
    settings = {
        "ROLECALL_SLACK_BOT_TOKEN": slack.workspaces[WORKSPACE].bot_token,
        "ROLECALL_SLACK_SIGNING_SECRET": SECRET,
        "ROLECALL_SLACK_API_URL": slack.api_url,
        "ROLECALL_DATABASE_URL": database_url,
        "ROLECALL_PORT": "0",
        "ROLECALL_LOG_LEVEL": "ERROR",
    }
    async with _process(["-m", "bot", "serve"], settings, directory) as running:
        yield running


@asynccontextmanager
async def bare(database_url: str, directory: Path) -> AsyncIterator[Running]:
    """The app that Rolecall is compared with."""
    async with _process(["-m", "bench.bare", database_url], {}, directory) as running:
        yield running


def address_of(line: str, what: str) -> str:
    """The address in the line with which a server says that it listens."""
    if (found := re.search(r"http://[^)\s]+", line)) is None:
        raise RuntimeError(f"{what} did not start: {line or 'it said nothing'}")
    return found.group()


@asynccontextmanager
async def _process(arguments: list[str], settings: Mapping[str, str], directory: Path) -> AsyncIterator[Running]:
    """A Python process that prints its address; it is stopped, and in the end killed, whatever happens."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("ROLECALL_")}
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        env={**others, **settings, "PYTHONPATH": str(ROOT)},
        cwd=directory,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            line = (await process.stdout.readline()).decode()
        url = address_of(line, " ".join(arguments[:3]))
        yield Running(url, process.pid, time.perf_counter() - began)
    finally:
        await _stop(process)


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(10):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
