"""How Slack reaches us: signed HTTP requests, or a socket that we open."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterator

import aiohttp
import structlog
import uvicorn
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.slack.clients import SlackClients, web_client

log = structlog.get_logger(__name__)

EVENTS_PATH = "/slack/events"
# Slack's payloads are far smaller; a view may hold 250 kB.
MOST_BYTES = 1_000_000
LONGEST_PAUSE_SECONDS = 30
REFUSED_FOR_GOOD = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type"}
Ready = Callable[[], Awaitable[str | None]]


def http_app(bolt: AsyncApp | None, ready: Ready) -> Starlette:
    """`/slack/events` when Slack sends by HTTP (`bolt` given); `/healthz` always; `/readyz` says what is missing."""

    async def events(request: Request) -> Response:
        length = request.headers.get("content-length")
        if length is None:
            return PlainTextResponse("how long?", status_code=411)
        if int(length) > MOST_BYTES:
            return PlainTextResponse("too large", status_code=413)
        assert bolt is not None
        return await AsyncSlackRequestHandler(bolt).handle(request)

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"ok": True})

    async def readyz(_request: Request) -> Response:
        missing = await ready()
        return JSONResponse({"ok": missing is None, "missing": missing}, status_code=200 if missing is None else 503)

    routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
    if bolt is not None:
        routes.append(Route(EVENTS_PATH, events, methods=["POST"]))
    return Starlette(routes=routes)


class HttpServer:
    """Serves `app` inside a loop that others share; the address is taken at once, so a busy port is known at once."""

    def __init__(self, app: Starlette, host: str, port: int) -> None:
        """Raises OSError when the address cannot be used."""
        self._socket = socket.create_server((host, port))
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=5)
        self._server = _Server(config)
        self._task: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    async def start(self) -> None:
        self._task = asyncio.create_task(self._server.serve([self._socket]), name="http server")

    async def stop(self) -> None:
        self._server.should_exit = True
        if self._task is not None:
            await self._task
        self._socket.close()


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # the process decides when to stop, not each of its parts


class _Client(SocketModeClient):
    """The SDK's client, which would try an address for ever once it has failed; but each is good for one connection."""

    patience = 10.0

    async def connect(self) -> None:
        while not self.closed:
            try:
                async with asyncio.timeout(self.patience):
                    await super().connect()  # type: ignore[no-untyped-call]
                return
            except TimeoutError:
                self.wss_uri = None


class SocketConnection:
    """Socket Mode: one connection, opened again whenever it is lost."""

    def __init__(self, bolt: AsyncApp, clients: SlackClients, app_token: str, api_url: str) -> None:
        self._bolt = bolt
        self.client = _Client(
            app_token, logger=bolt.logger, web_client=web_client(clients.session, api_url, app_token), ping_interval=10
        )
        self.client.socket_mode_request_listeners.append(self._hear)

    async def start(self) -> None:
        """Connect, and go on trying while Slack is away. Raises ValueError when Slack refuses the token."""
        pause = 1.0
        while True:
            try:
                self.client.wss_uri = await self.client.issue_new_wss_url()
                break
            except SlackApiError as error:
                code = error.response.get("error")
                if code in REFUSED_FOR_GOOD:
                    raise ValueError(f"Slack refused ROLECALL_SLACK_APP_TOKEN ({code})") from error
                reason = code
            except (OSError, SlackClientError, aiohttp.ClientError, TimeoutError) as error:
                reason = type(error).__name__
            log.warning("socket_not_connected", reason=reason, retry_in_seconds=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        await self.client.connect()

    async def stop(self) -> None:
        await self.client.close()  # type: ignore[no-untyped-call]

    async def _hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        response = await run_async_bolt_app(self._bolt, request)
        await send_async_response(client, request, response, asyncio.get_running_loop().time())
