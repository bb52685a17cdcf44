"""How Slack reaches us: signed HTTP requests, or a socket that we open."""

import asyncio
import contextlib
import logging
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
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.observer import UNOBSERVED, Observer
from bot.slack.clients import SlackClients, error_code, web_client

log = structlog.get_logger(__name__)

EVENTS_PATH = "/slack/events"
# Load balancers keep idle connections for a minute. Were ours closed first, a request on its way then would be lost.
KEEP_OPEN_SECONDS = 75
# Slack's payloads are far smaller; a view may hold 250 kB.
MOST_BYTES = 1_000_000
LONGEST_PAUSE_SECONDS = 30
PING_SECONDS = 10
REFUSED_FOR_GOOD = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type"}
Ready = Callable[[], Awaitable[str | None]]
MetricsPage = Callable[[], Awaitable[tuple[str, bytes]]]


def http_app(
    bolt: AsyncApp | None, ready: Ready, metrics: MetricsPage | None = None, observer: Observer = UNOBSERVED
) -> Starlette:
    """`/slack/events` when Slack sends by HTTP (`bolt` given); `/healthz` always; `/readyz` says what is missing.

    `metrics` gives (content type, page) for `/metrics`.
    """

    async def events(request: Request) -> Response:
        length = request.headers.get("content-length")
        if length is None:
            return PlainTextResponse("how long?", status_code=411)
        if int(length) > MOST_BYTES:
            return PlainTextResponse("too large", status_code=413)
        assert bolt is not None
        with _observed(observer, "http") as answered:
            response = await AsyncSlackRequestHandler(bolt).handle(request)
            answered(response.status_code)
        return response

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"ok": True})

    async def readyz(_request: Request) -> Response:
        missing = await ready()
        return JSONResponse({"ok": missing is None, "missing": missing}, status_code=200 if missing is None else 503)

    async def page(_request: Request) -> Response:
        assert metrics is not None
        content_type, content = await metrics()
        return Response(content, headers={"content-type": content_type})

    routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
    if metrics is not None:
        routes.append(Route("/metrics", page))
    if bolt is not None:
        routes.append(Route(EVENTS_PATH, events, methods=["POST"]))
    return Starlette(routes=routes)


@contextlib.contextmanager
def _observed(observer: Observer, way: str) -> Iterator[Callable[[int], None]]:
    """Times what happens inside, which tells the HTTP status that Slack is given."""
    loop = asyncio.get_running_loop()
    begun, statuses = loop.time(), [500]
    try:
        yield statuses.append
    finally:
        outcome = "acknowledged" if statuses[-1] < 400 else "failed"
        observer.request_answered(way, outcome, loop.time() - begun)


class HttpServer:
    """Serves `app` inside a loop that others share; the address is taken at once, so a busy port is known at once."""

    def __init__(self, app: Starlette, host: str, port: int) -> None:
        """Raises OSError when the address cannot be used."""
        self._socket = socket.create_server((host, port))
        # asyncio does this only for sockets that it made. Without it an answer on a connection that stays open waits
        # 40 ms for the acknowledgement of its own head.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_keep_alive=KEEP_OPEN_SECONDS,
            timeout_graceful_shutdown=5,
        )
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
    """The SDK's client, with two things put right.

    An address is good for one connection, but the SDK would try one that failed for ever. And it notices a connection
    that broke off only at its next ping; until then everything that people do would fail.
    """

    patience = 10.0
    look_every = 0.25

    def __init__(self, app_token: str, client: AsyncWebClient, logger: logging.Logger) -> None:
        super().__init__(app_token, logger=logger, web_client=client, ping_interval=PING_SECONDS)
        self._watcher: asyncio.Task[None] | None = None

    async def open_address(self) -> None:
        """Ask for the address of the next connection; raises what Slack or the way there says against it."""
        opened = await self.web_client.apps_connections_open(app_token=self.app_token)
        self.wss_uri = opened["url"]

    async def connect(self) -> None:
        while not self.closed:
            self.last_ping_pong_time = None  # an old one would count against the new connection
            try:
                async with asyncio.timeout(self.patience):
                    await super().connect()  # type: ignore[no-untyped-call]
                break
            except TimeoutError:
                self.wss_uri = None
        if self._watcher is None:
            self._watcher = asyncio.create_task(self._watch(), name="socket watcher")

    async def close(self) -> None:
        if self._watcher is not None:
            self._watcher.cancel()
        await super().close()  # type: ignore[no-untyped-call]

    async def _watch(self) -> None:
        pause = self.look_every
        while not self.closed:
            await asyncio.sleep(pause)
            pause = self.look_every
            if self.current_session is None or not self.current_session.closed or not self.auto_reconnect_enabled:
                continue
            try:
                await self.connect_to_new_endpoint()
            except Exception as error:  # noqa: BLE001
                log.warning("socket_not_connected", reason=type(error).__name__)
                pause = PING_SECONDS


class SocketConnection:
    """Socket Mode: one connection, opened again whenever it is lost."""

    first_pause = 1.0

    def __init__(self, bolt: AsyncApp, clients: SlackClients, app_token: str, api_url: str) -> None:
        self._bolt = bolt
        self._observer = clients.observer
        self.client = _Client(app_token, web_client(clients.session, api_url, app_token), bolt.logger)
        self.client.socket_mode_request_listeners.append(self._hear)

    async def start(self) -> None:
        """Connect, and go on trying while Slack is away. Raises ValueError when Slack refuses the token."""
        pause = self.first_pause
        while True:
            try:
                await self.client.open_address()
                break
            except SlackApiError as error:
                reason = error_code(error.response)
                if reason in REFUSED_FOR_GOOD:
                    raise ValueError(f"Slack refused ROLECALL_SLACK_APP_TOKEN ({reason})") from error
            except (OSError, SlackClientError, aiohttp.ClientError, TimeoutError) as error:
                reason = type(error).__name__
            log.warning("socket_not_connected", reason=reason, retry_in_seconds=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        await self.client.connect()

    async def stop(self) -> None:
        await self.client.close()

    async def _hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        with _observed(self._observer, "socket") as answered:
            response = await run_async_bolt_app(self._bolt, request)
            answered(response.status)
        await send_async_response(client, request, response, asyncio.get_running_loop().time())
