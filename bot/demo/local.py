"""Starts everything in one event loop, talking only over loopback: the local Slack, Rolecall, its worker."""

import asyncio
import contextlib
import secrets
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
from pydantic import SecretStr

import migrations
from bot.app import Rolecall, unconnected_routes
from bot.clock import Clock, MovableClock, SystemClock
from bot.database import Database
from bot.demo import company as companies
from bot.demo.time_travel import DemoTime
from bot.ids import ChannelId, SlackUserId, WorkspaceId
from bot.playground import LocalSlack, Workspace
from bot.processes import working
from bot.settings import Settings
from bot.slack.connections import SocketConnection
from bot.slack.manifest import manifest
from bot.standups.files import read_standups

START_HOUR_UTC = 6
# What the inspector can look back on; each entry holds a whole payload.
REMEMBERED = 1_000


@dataclass(frozen=True)
class Demo:
    """What runs: the story and the page act on it."""

    slack: LocalSlack
    workspace: Workspace
    rolecall: Rolecall
    time: DemoTime


@contextlib.asynccontextmanager
async def running(
    company: companies.Company, *, port: int = 0, from_now: bool = True, start: datetime | None = None
) -> AsyncIterator[Demo]:
    """The demo on an SQLite file of its own, connected and with its registry and standups, at `start` or `demo_start`.

    The clock goes on at the machine's pace when `from_now`, else it stands until it is moved.
    """
    clock = MovableClock(start or demo_start(SystemClock()), running=from_now)
    time = DemoTime(clock)
    asked_for = manifest(unconnected_routes(), optional_scopes=True)
    with tempfile.TemporaryDirectory(prefix="rolecall-demo-") as directory:
        url = f"sqlite:///{Path(directory) / 'demo.sqlite'}"
        await asyncio.to_thread(migrations.upgrade, url)
        database = Database.connect(url)
        async with (
            LocalSlack(asked_for, time=time, port=port, remember=REMEMBERED) as slack,
            aiohttp.ClientSession() as session,
        ):
            workspace = companies.move_in(slack, company)
            settings = Settings(
                _env_file=None,  # what the person has set for a real Slack is not for here
                slack_bot_token=None,
                slack_app_token=None,
                slack_signing_secret=None,
                slack_api_url=slack.api_url,
                database_url=url,
                encryption_key=SecretStr(secrets.token_hex()),
                command_prefix="",
                stewards=companies.steward_of(workspace, company),
            )
            rolecall = Rolecall(settings, database, clock, session)
            time.drives(rolecall.engine, database, slack)
            connection = SocketConnection(rolecall.bolt, rolecall.clients, slack.app_token, slack.api_url)
            await connection.start()
            await slack.connected()
            try:
                await _fill(rolecall, workspace, company)
                async with working(rolecall):
                    await time.look()
                    yield Demo(slack, workspace, rolecall, time)
            finally:
                await connection.stop()
                await rolecall.settle()
                await database.dispose()


def demo_start(clock: Clock) -> datetime:
    """Early on the last Friday before the latest Monday: the story plays Friday, then it is Monday morning."""
    today = clock.now().astimezone(UTC)
    monday = today - timedelta(days=today.weekday())
    friday = monday - timedelta(days=3)
    return friday.replace(hour=START_HOUR_UTC, minute=0, second=0, microsecond=0)


async def _fill(rolecall: Rolecall, workspace: Workspace, company: companies.Company) -> None:
    workspace_id = WorkspaceId(workspace.id)
    does = rolecall.does
    await does.workspaces.install(workspace_id, workspace.name, SlackUserId(workspace.bot_user), workspace.bot_token)
    await rolecall.engine.drain()  # reads the members
    await does.registry.import_file(workspace_id, company.file, actor="the demo")
    if company.is_larkfield:
        written = read_standups(companies.STANDUPS.read_bytes(), companies.STANDUPS.name)
        await does.standups.import_file(workspace_id, written, _channel_finder(workspace))


def _channel_finder(workspace: Workspace) -> Callable[[str], Awaitable[ChannelId]]:
    async def find(name: str) -> ChannelId:
        return ChannelId(workspace.channel(name).id)

    return find
