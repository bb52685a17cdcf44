"""A local Slack with a small echo app in it, connected by Socket Mode and by HTTP."""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import uvicorn
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.playground import LocalSlack, Person, Workspace
from tests.playground.echo_app import an_echo_app

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Echo"},
    "features": {
        "bot_user": {"display_name": "Echo"},
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "slash_commands": [
            {"command": "/echo", "description": "Says it again", "should_escape": False},
            {"command": "/escaped", "description": "With ids", "should_escape": True},
        ],
        "shortcuts": [
            {"name": "Echo this", "type": "message", "callback_id": "echo_this", "description": "Says it again"},
            {"name": "Echo…", "type": "global", "callback_id": "echo_anything", "description": "Opens a modal"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "channels:history",
                "channels:read",
                "chat:write",
                "commands",
                "groups:read",
                "im:history",
                "im:write",
                "users:read",
                "users:read.email",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "member_joined_channel",
                "message.im",
                "team_join",
                "user_change",
            ]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


class StillTime:
    """A time machine that stands still until it is told to go."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def stops(self) -> list[tuple[str, datetime]]:
        return [("Tomorrow", self._at + timedelta(days=1))]

    async def go_to(self, at: datetime) -> None:
        self._at = at


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack(MANIFEST) as slack:
        yield slack


@pytest.fixture
def acme(slack: LocalSlack) -> Workspace:
    """Ana and Bo work here; the app is in #general and not in #random."""
    acme = slack.add_workspace("T0ACME", "Acme")
    acme.add_person("ana", "Ana Silva", email="ana@acme.example", zone="Europe/Lisbon", title="Product Manager")
    acme.add_person("bo", "Bo Chen", email="bo@acme.example", zone="Asia/Singapore")
    acme.add_channel("general", bot=True)
    acme.add_channel("random")
    acme.add_channel("secret", members=["ana"], private=True)
    return acme


@pytest.fixture
def ana(acme: Workspace) -> Person:
    return acme.person("ana")


@pytest.fixture
def bo(acme: Workspace) -> Person:
    return acme.person("bo")


@pytest.fixture
def client(slack: LocalSlack, acme: Workspace) -> AsyncWebClient:
    return AsyncWebClient(acme.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture(params=["socket", "http"])
async def echo(request: pytest.FixtureRequest, slack: LocalSlack, acme: Workspace) -> AsyncIterator[AsyncApp]:
    app = an_echo_app(slack)
    if request.param == "socket":
        handler = AsyncSocketModeHandler(app, slack.app_token)
        await handler.connect_async()
        await slack.connected()
        yield app
        await handler.close_async()
        return
    async with _Served(app) as url:
        await slack.deliver_by_http(url)
        yield app


class _Served:
    """The app behind a real HTTP server."""

    def __init__(self, app: AsyncApp) -> None:
        handler = AsyncSlackRequestHandler(app)

        async def endpoint(request: Request) -> Response:
            return await handler.handle(request)

        routes = [Route("/slack/events", endpoint, methods=["POST"])]
        config = uvicorn.Config(Starlette(routes=routes), lifespan="off", log_config=None, ws="none")
        self._server = uvicorn.Server(config)

    async def __aenter__(self) -> str:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]))
        return f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"

    async def __aexit__(self, *_: object) -> None:
        self._server.should_exit = True
        await self._task
