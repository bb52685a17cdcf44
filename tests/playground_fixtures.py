"""The bot's side of Slack, wired as app.py wires it, against a local Slack that keeps the test's time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import aiohttp
from slack_bolt.async_app import AsyncApp

from bot.clock import MovableClock
from bot.ids import SlackUserId, WorkspaceId
from bot.playground import LocalSlack, Person, Workspace
from bot.slack.clients import Installation, Installations, SlackClients
from bot.slack.connections import EVENTS_PATH, HttpServer, SocketConnection, http_app
from bot.slack.delivery import Delivery
from bot.slack.listeners import DEADLINE_SECONDS, bolt_app
from bot.slack.manifest import manifest
from bot.slack.routes import Routes
from bot.workspaces.use_cases import Workspaces

Way = Literal["socket", "http"]


class SlackTime:
    """Slack's time is the test's: the clock stands until the test moves it."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    def stops(self) -> list[tuple[str, datetime]]:
        return []

    async def go_to(self, at: datetime) -> None:
        self._clock.move_to(at)


class SlacksOwnTokens:
    """The tokens of all workspaces of a local Slack in which the app is installed."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack

    async def installation(self, workspace_id: WorkspaceId) -> Installation | None:
        workspace = self._slack.workspaces.get(workspace_id)
        if workspace is None or not workspace.installed:
            return None
        return Installation(workspace.bot_token, SlackUserId(workspace.bot_user))


class StoredTokens:
    """The tokens that are stored by workspace."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def installation(self, workspace_id: WorkspaceId) -> Installation | None:
        found = await self._workspaces.token_of(workspace_id)
        return None if found is None else Installation(*found)


class NoTokens:
    """Rolecall is installed nowhere."""

    async def installation(self, _workspace_id: WorkspaceId) -> Installation | None:
        return None


@dataclass(frozen=True)
class Bot:
    """A running bot, and all that a test needs to drive it."""

    slack: LocalSlack
    clock: MovableClock
    clients: SlackClients
    delivery: Delivery
    app: AsyncApp
    url: str | None = None

    @property
    def acme(self) -> Workspace:
        return self.slack.workspaces["T0ACME"]

    @property
    def ana(self) -> Person:
        return self.acme.person("ana")

    @property
    def bo(self) -> Person:
        return self.acme.person("bo")


def a_company(slack: LocalSlack, team_id: str = "T0ACME", name: str = "Acme") -> Workspace:
    """Ana and Bo; the app is in #general and in the private #secret, and not in #random."""
    company = slack.add_workspace(team_id, name)
    company.add_person("ana", "Ana Silva", email=f"ana@{name.lower()}.example", zone="Europe/Lisbon")
    company.add_person("bo", "Bo Chen", email=f"bo@{name.lower()}.example", zone="Asia/Singapore")
    company.add_channel("general", bot=True)
    company.add_channel("secret", members=["ana"], private=True, bot=True)
    company.add_channel("random")
    return company


@asynccontextmanager
async def a_local_slack(
    clock: MovableClock, routes: Routes | None = None, *, prefix: str = "", optional_scopes: bool = False
) -> AsyncIterator[LocalSlack]:
    """A local Slack whose manifest is made from `routes`, with one company in it."""
    made = manifest(routes or Routes(), prefix=prefix, optional_scopes=optional_scopes)
    async with LocalSlack(made, time=SlackTime(clock)) as slack:
        a_company(slack)
        yield slack


@asynccontextmanager
async def a_bot(
    slack: LocalSlack,
    clock: MovableClock,
    routes: Routes | None = None,
    *,
    by: Way | None = "socket",
    prefix: str = "",
    installations: Installations | None = None,
    deadline: float = DEADLINE_SECONDS,
) -> AsyncIterator[Bot]:
    """A bot with these routes, connected `by` socket or HTTP; None: it only calls Slack and hears nothing."""
    tokens = installations or SlacksOwnTokens(slack)
    async with aiohttp.ClientSession() as session:
        clients = SlackClients(tokens, session, slack.api_url)
        secret = slack.signing_secret if by == "http" else None
        app = bolt_app(
            routes or Routes(),
            clients,
            tokens,
            signing_secret=secret,
            api_url=slack.api_url,
            command_prefix=prefix,
            deadline=deadline,
        )
        bot = Bot(slack, clock, clients, Delivery(clients, clock), app)
        async with _connected(bot, by) as connected:
            yield connected


@asynccontextmanager
async def a_running_bot(
    clock: MovableClock,
    routes: Routes,
    *,
    by: Way = "socket",
    prefix: str = "",
    installations: Installations | None = None,
    deadline: float = DEADLINE_SECONDS,
) -> AsyncIterator[Bot]:
    """A local Slack of its own and the bot in it, with what `routes` register."""
    async with (
        a_local_slack(clock, routes, prefix=prefix) as slack,
        a_bot(slack, clock, routes, by=by, prefix=prefix, installations=installations, deadline=deadline) as bot,
    ):
        yield bot


@asynccontextmanager
async def _connected(bot: Bot, by: Way | None) -> AsyncIterator[Bot]:
    if by is None:
        yield bot
    elif by == "socket":
        connection = SocketConnection(bot.app, bot.clients, bot.slack.app_token, bot.slack.api_url)
        await connection.start()
        await bot.slack.connected()
        yield bot
        await bot.slack.quiet()
        await connection.stop()
    else:
        server = HttpServer(http_app(bot.app, _nothing_missing), "127.0.0.1", 0)
        await server.start()
        url = f"http://127.0.0.1:{server.port}{EVENTS_PATH}"
        await bot.slack.deliver_by_http(url)
        yield Bot(bot.slack, bot.clock, bot.clients, bot.delivery, bot.app, url)
        await bot.slack.quiet()
        await server.stop()


async def _nothing_missing() -> str | None:
    return None
