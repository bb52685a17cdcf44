"""Whole companies in a local Slack, and the whole of Rolecall connected to it over the wire."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot.app import Rolecall, unconnected_routes
from bot.clock import MovableClock
from bot.database import Database
from bot.ids import ChannelId, SlackUserId, WorkspaceId
from bot.playground import ApiCall, LocalSlack, Message, Person, Workspace
from bot.registry.files.reading import read_text
from bot.settings import Settings
from bot.slack.connections import EVENTS_PATH, HttpServer, SocketConnection, http_app
from bot.slack.manifest import manifest
from bot.standups.blocks import AREAS, CHANNEL, DAYS, NAME, READ_AT, ZONE
from bot.standups.blocks import PEOPLE as PEOPLE_FIELD
from bot.standups.check_ins.blocks import CHECK_IN
from bot.standups.check_ins.form_blocks import DATE_BLOCK, NEW_DATE_BLOCK, NEW_NAME_BLOCK, PATH_BLOCK, STATUS_BLOCK
from tests.playground_fixtures import SlackTime

# Journeys of which each database has to show that nothing is lost and nothing doubled.
ON_BOTH = pytest.mark.parametrize("kept_database", ["sqlite", "postgresql"], indirect=True)
LONDON, LISBON, LOS_ANGELES, TOKYO = "Europe/London", "Europe/Lisbon", "America/Los_Angeles", "Asia/Tokyo"
# Who is in Slack, and by which clock.
PEOPLE = {
    "dana": ("Dana Vance", LONDON),
    "ana": ("Ana Silva", LISBON),
    "bo": ("Bo Chen", LONDON),
    "ivy": ("Ivy Moor", TOKYO),
    "lena": ("Lena Voss", LOS_ANGELES),
    "sam": ("Sam Reed", LONDON),
}
REGISTRY = """
version: 1
people:
  - {{key: dana, name: Dana Vance, email: dana@{domain}}}
  - {{key: ana, name: {pm}, email: ana@{domain}}}
  - {{key: bo, name: Bo Chen, email: bo@{domain}}}
  - {{key: ivy, name: Ivy Moor, email: ivy@{domain}}}
  - {{key: lena, name: Lena Voss, email: lena@{domain}}}
areas:
  - {{key: commerce, name: Commerce, roles: {{em: dana}}}}
  - {{key: checkout, name: Checkout, parent: commerce, description: Paying for what is in the cart., roles: {{pm: ana, tpm: bo}}}}
  - {{key: apple-pay, name: Apple Pay, parent: checkout, description: Paying with a watch or a telephone.}}
  - {{key: search, name: Search, parent: commerce, description: Finding articles., roles: {{pm: ivy, tpm: lena}}}}
  - {{key: refunds, name: Refunds, parent: commerce, roles: {{pm: ana}}}}
  - {{key: loyalty-web, name: Loyalty Points, parent: commerce, roles: {{pm: ana}}}}
  - {{key: loyalty-till, name: Loyalty Points, parent: search, roles: {{pm: ivy}}}}
"""


def at(hour: int, minute: int = 0, *, day: int = 23) -> datetime:
    """A time of November 2026 in London, where it is UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@dataclass(frozen=True)
class Company:
    """One workspace and the Rolecall that serves it."""

    slack: LocalSlack
    workspace: Workspace
    rolecall: Rolecall
    clock: MovableClock

    @property
    def id(self) -> WorkspaceId:
        return WorkspaceId(self.workspace.id)

    def person(self, key: str) -> Person:
        return self.workspace.person(key)

    async def advance(self, to: datetime) -> None:
        """The one way in which time moves."""
        await self.slack.quiet()
        await self.rolecall.engine.advance(to, self.clock)
        await self.slack.quiet()

    async def settle(self) -> None:
        """Do what is due now."""
        await self.advance(self.clock.now())

    async def asks(self, key: str, command: str, where: str = "#commerce") -> Message:
        """What the person alone gets to see after a command."""
        outcome = await self.person(key).types(where, command)
        assert outcome.acked, outcome.error
        assert outcome.message is not None
        assert outcome.message.visible_to == self.person(key).id
        return outcome.message

    async def sets_up(self, key: str = "dana", **changed: Any) -> Any:
        """Fill in the form of /standup new over Checkout, and send it off."""
        person = self.person(key)
        opened = await person.types("#commerce", "/standup new")
        assert opened.acked, opened.error
        values = standup_form(**changed)
        await person.searches(None, ZONE, values[ZONE])
        offered = (await person.searches(None, AREAS, "")).options
        ids = {option["text"]["text"].partition(" (")[0]: option["value"] for option in offered}
        return await person.submits(values={**values, AREAS: [ids[area] for area in values[AREAS]]})

    async def a_standup(self, *areas: str, channel: str = "#commerce", people: tuple[str, ...] = ()) -> None:
        """Dana's standup, read at 12:00 in London."""
        chosen = [self.person(one) for one in people]
        outcome = await self.sets_up(areas=areas, channel=self.channel_id(channel), people=chosen)
        assert not outcome.errors
        assert outcome.modal is not None
        assert outcome.modal.title == "Standup set up"
        await self.person("dana").closes()

    def channel_id(self, name: str) -> ChannelId:
        return ChannelId(self.workspace.channel(name).id)

    def check_in(self, key: str) -> Message:
        """The person's latest check-in."""
        return next(one for one in reversed(self.person(key).dm) if one.metadata and "check_in:" in str(one.metadata))

    def reports(self, channel: str = "#commerce", key: str = "dana") -> list[Message]:
        """The app's own messages in a channel that are no replies."""
        shown = self.person(key).sees(channel)
        return [one for one in shown if one.bot_id and not one.is_reply and not one.ephemeral]

    def told(self, key: str, words: str) -> list[Message]:
        """What the app wrote the person that holds these words."""
        return [one for one in self.person(key).dm if one.bot_id and words in one.words]

    async def opens_form(self, key: str) -> dict[str, str]:
        """Press Check in; the fields of the form by what stands before the first colon."""
        outcome = await self.person(key).clicks(self.check_in(key), CHECK_IN)
        assert outcome.acked, outcome.error
        assert outcome.modal is not None, self.person(key).dm[-1].words
        return {name.partition(":")[0]: name for name in outcome.modal.inputs}

    async def names_date(self, key: str, name: str, on: str, **more: Any) -> None:
        """The first answer about an area that has no date yet."""
        fields = await self.opens_form(key)
        values = {fields[NEW_NAME_BLOCK]: name, fields[NEW_DATE_BLOCK]: on, **more}
        await self._sends_off(key, values)

    async def says(self, key: str, status: str, on: str | None = None, *, back: str = "") -> None:
        """Yes, At risk, No or Nothing dated about the milestone."""
        person = self.person(key)
        fields = await self.opens_form(key)
        status_block = fields[STATUS_BLOCK]
        await person.fills(None, {status_block: status})
        doubt = {}
        if on is not None:
            doubt = {
                status_block.replace(STATUS_BLOCK, DATE_BLOCK): on,
                status_block.replace(STATUS_BLOCK, PATH_BLOCK): back,
            }
        await self._sends_off(key, doubt)

    async def _sends_off(self, key: str, values: dict[str, Any]) -> None:
        outcome = await self.person(key).submits(values=values)
        assert outcome.acked, outcome.error
        assert not outcome.errors
        assert outcome.modal is None


def standup_form(**changed: Any) -> dict[str, Any]:
    """A standup that is right, with some parts changed; areas and zone are searched for."""
    fields = {
        "name": NAME,
        "channel": CHANNEL,
        "areas": AREAS,
        "people": PEOPLE_FIELD,
        "days": DAYS,
        "read_at": READ_AT,
        "zone": ZONE,
    }
    right = {NAME: "Commerce", AREAS: ("Checkout",), DAYS: ["0", "2", "4"], READ_AT: "12:00", ZONE: LONDON}
    return right | {fields[field]: value for field, value in changed.items()}


def moves_in(slack: LocalSlack, team_id: str, name: str, pm: str) -> Workspace:
    """The people, and channels with the app in #commerce, not in #random."""
    workspace = slack.add_workspace(team_id, name)
    for key, (full_name, zone) in PEOPLE.items():
        shown = pm if key == "ana" else full_name
        slack_id = f"U0SHARED{key.upper()}"  # ids that a second workspace has as well
        workspace.add_person(key, shown, email=f"{key}@{name.lower()}.example", zone=zone, slack_id=slack_id)
    workspace.add_channel("commerce", bot=True)
    workspace.add_channel("random")
    return workspace


def a_local_slack(clock: MovableClock) -> LocalSlack:
    """With the optional scopes, whose absence a fault plays."""
    return LocalSlack(manifest(unconnected_routes(), optional_scopes=True), time=SlackTime(clock))


def settings_for(slack: LocalSlack, *, by_http: bool = False) -> Settings:
    return Settings(
        _env_file=None,
        slack_bot_token=None,
        slack_app_token=None,
        slack_signing_secret=SecretStr(slack.signing_secret) if by_http else None,
        slack_api_url=slack.api_url,
        encryption_key=SecretStr("a key that only these tests have"),
        stewards="U0SHAREDDANA",
        command_prefix="",
    )


@asynccontextmanager
async def a_rolecall(
    slack: LocalSlack, database: Database, clock: MovableClock, *, by_http: bool = False, hears: bool = True
) -> AsyncIterator[Rolecall]:
    """Rolecall as its processes run it; one that does not hear only works."""
    async with aiohttp.ClientSession() as session:
        rolecall = Rolecall(settings_for(slack, by_http=by_http), database, clock, session)
        stop = await (_by_http(slack, rolecall) if by_http else _by_socket(slack, rolecall)) if hears else None
        try:
            yield rolecall
        finally:
            await slack.quiet()
            if stop is not None:
                await stop()
            await rolecall.engine.stop(timedelta())
            await rolecall.settle()


async def _by_socket(slack: LocalSlack, rolecall: Rolecall) -> Callable[[], Awaitable[None]]:
    connection = SocketConnection(rolecall.bolt, rolecall.clients, slack.app_token, slack.api_url)
    await connection.start()
    await slack.connected()
    return connection.stop


async def _by_http(slack: LocalSlack, rolecall: Rolecall) -> Callable[[], Awaitable[None]]:
    async def nothing_missing() -> str | None:
        return None

    server = HttpServer(http_app(rolecall.bolt, nothing_missing), "127.0.0.1", 0)
    await server.start()
    await slack.deliver_by_http(f"http://127.0.0.1:{server.port}{EVENTS_PATH}")
    return server.stop


async def settles_in(slack: LocalSlack, rolecall: Rolecall, workspace: Workspace, clock: MovableClock) -> Company:
    """Install, read the members, import the registry."""
    team, pm = WorkspaceId(workspace.id), workspace.person("ana").name
    does = rolecall.does
    await does.workspaces.install(team, workspace.name, SlackUserId(workspace.bot_user), workspace.bot_token)
    await rolecall.engine.drain()
    file = read_text(REGISTRY.format(domain=f"{workspace.name.lower()}.example", pm=pm), "registry.yaml")
    await does.registry.import_file(team, file, actor="Dana Vance")
    return Company(slack, workspace, rolecall, clock)


@asynccontextmanager
async def a_company(database: Database, clock: MovableClock, *, by_http: bool = False) -> AsyncIterator[Company]:
    """Acme in a Slack of its own, settled in."""
    async with a_local_slack(clock) as slack:
        workspace = moves_in(slack, "T0ACME", "Acme", "Ana Silva")
        async with a_rolecall(slack, database, clock, by_http=by_http) as rolecall:
            yield await settles_in(slack, rolecall, workspace, clock)


def posts(slack: LocalSlack, method: str = "chat.postMessage") -> list[ApiCall]:
    """The calls of a method that Slack acted on."""
    return [call for call in slack.calls_of(method) if not call.error]
