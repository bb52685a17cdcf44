"""The HTTP server: Web API, response URLs and the page, with connections that can be cut."""

import asyncio
import contextlib
import json
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.playground import shapes, web_api
from bot.playground.errors import SlackError
from bot.playground.interactions import checked_content, reply
from bot.playground.journal import ApiCall
from bot.playground.model import Json
from bot.playground.page import Page
from bot.playground.web_api.registry import METHODS

if TYPE_CHECKING:
    from bot.playground.slack import LocalSlack

_SECRET = ("token",)
_LAST_ANSWERS_SECONDS = 1.0


class _Cuttable(H11Protocol):
    """An HTTP connection whose transport the application can reach, to break it as a network would."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        inner = self.app

        async def with_transport(scope: Any, receive: Any, send: Any) -> None:
            scope["transport"] = transport
            await inner(scope, receive, send)

        self.app = with_transport


class _Server(uvicorn.Server):
    """Lives inside the bot's event loop: takes no signals, and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self.leaving = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        """Without uvicorn's tenth-of-a-second ticks: tests start and stop hundreds of these."""
        await self.leaving.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=_LAST_ANSWERS_SECONDS)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        for listener in sockets or []:
            listener.close()
        await asyncio.sleep(0)


class Wire:
    def __init__(self, slack: "LocalSlack", host: str, port: int) -> None:
        self._slack = slack
        self._host = host
        self.port = port
        self._page = Page(slack)
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        # Only with the protocol named does asyncio set TCP_NODELAY; without it every answer waits 40 ms for an ACK.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((self._host, self.port))
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            self._application(),
            http=_Cuttable,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            date_header=False,
        )
        self._server = _Server(config)
        self._task = asyncio.get_running_loop().create_task(self._server.serve(sockets=[listener]))
        await self._server.listening.wait()

    async def stop(self) -> None:
        if self._server is None or self._task is None:
            return
        self._page.close()
        self._server.leaving.set()
        await self._task

    def _application(self) -> Starlette:
        routes = [
            Route("/api/{method:path}", self._call, methods=["GET", "POST"]),
            Route("/actions/{team}/{ticket:path}", self._response_url, methods=["POST"]),
            *self._page.routes(),
        ]
        return Starlette(routes=routes)

    # Web API

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        token, arguments = await _arguments(request)
        call = self._record(method, arguments, token)
        loop = asyncio.get_running_loop()
        started = loop.time()
        self._slack.journal.begin()
        try:
            return await self._answer(request, call, token, arguments)
        finally:
            call.ms = (loop.time() - started) * 1000
            self._slack.journal.touch(call)
            self._slack.journal.end()

    async def _answer(self, request: Request, call: ApiCall, token: str | None, arguments: Json) -> Response:
        faults = self._slack.faults
        channel = str(arguments.get("channel", ""))
        if faults.strikes("cut_before", call.method):
            return _cut(request, call, "cut_before")
        if fault := faults.strikes("rate_limited", call.method):
            return _limited(call, int(fault.value), "rate_limited")
        if fault := faults.strikes("server_error", call.method):
            call.fault, call.status = "server_error", int(fault.value)
            return PlainTextResponse("upstream connect error", status_code=call.status)
        if fault := faults.strikes("slow", call.method):
            call.fault = "slow"
            await asyncio.sleep(float(fault.value))
        if fault := faults.strikes("refused", call.method, channel):
            call.fault = "refused"
            return _answered(call, self._refusal(call.method, str(fault.value)).body)
        body = await self._run(call, token, arguments)
        if body.get("error") == "ratelimited":
            return _limited(call, int(body["retry_after"]), None)
        if faults.strikes("cut_after", call.method, channel):
            call.response = body
            return _cut(request, call, "cut_after")
        return _answered(call, body)

    async def _run(self, call: ApiCall, token: str | None, arguments: Json) -> Json:
        try:
            declared = METHODS.get(call.method)
            if declared:
                self._slack.rates.check_method(call.workspace, call.method, declared.per_minute)
            return await web_api.answer(self._slack, call.method, token, arguments)
        except SlackError as refusal:
            return refusal.body
        except Exception as error:  # noqa: BLE001 - a fault of the local Slack must not look like the app's
            self._slack.complain(error)
            return {"ok": False, "error": "fatal_error"}

    def _refusal(self, method: str, code: str) -> SlackError:
        if code != "missing_scope":
            return SlackError(code)
        needed = "channels:history" if method.startswith("conversations.") else ""
        return SlackError(code, needed=needed, provided=",".join(sorted(self._slack.manifest.scopes)))

    def _record(self, method: str, arguments: Json, token: str | None) -> ApiCall:
        team = next((one.id for one in self._slack.workspaces.values() if one.bot_token == token), "")
        shown = {key: value for key, value in arguments.items() if key not in _SECRET}
        call = ApiCall(self._slack.time.now(), team, method, shown)
        self._slack.journal.add(call)
        return call

    # Response URLs

    async def _response_url(self, request: Request) -> Response:
        slack = self._slack
        answer = await _json_body(request)
        call = self._record("response_url", answer if isinstance(answer, dict) else {}, None)
        call.workspace = request.path_params["team"]
        if slack.faults.strikes("cut_before", "response_url"):
            return _cut(request, call, "cut_before")
        try:
            if fault := slack.faults.strikes("server_error", "response_url"):
                call.fault = "server_error"
                return PlainTextResponse("upstream connect error", status_code=int(fault.value))
            self._respond(request.path_params["ticket"], answer)
        except SlackError as refusal:
            call.status = 404 if refusal.code in ("expired_url", "used_url", "invalid_token") else 400
            call.response = refusal.body
            return JSONResponse(refusal.body, status_code=call.status)
        finally:
            slack.journal.touch(call)
        call.status, call.response = 200, {"ok": True}
        if slack.faults.strikes("cut_after", "response_url"):
            return _cut(request, call, "cut_after")
        return PlainTextResponse("ok")

    def _respond(self, ticket_id: str, answer: Any) -> None:
        if not isinstance(answer, dict):
            raise SlackError("invalid_payload")
        ticket = self._slack.tickets.use_response_url(ticket_id)
        workspace = self._slack.workspaces[ticket.workspace]
        channel = workspace.channels[ticket.channel]
        original = workspace.find(channel.id, ticket.message_ts) if ticket.message_ts else None
        if answer.get("delete_original"):
            if original:
                workspace.take_away(original)
            return
        if answer.get("replace_original") and original:
            content = checked_content(answer)
            original.text, original.blocks = content["text"], content["blocks"]
            original.blocks = shapes.with_block_ids(self._slack, original.blocks)
            workspace.touch(original)
            return
        thread = ticket.thread_ts if ticket.ephemeral else None
        reply(workspace, channel, ticket.person, answer, thread_ts=thread)


async def _arguments(request: Request) -> tuple[str | None, Json]:
    """The token and the arguments, from the query, a form or JSON."""
    arguments: Json = dict(request.query_params)
    body = await _json_body(request)
    if isinstance(body, dict):
        arguments |= body
    elif request.method == "POST":
        arguments |= dict(parse_qsl((await request.body()).decode(errors="replace"), keep_blank_values=True))
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return (token if scheme.lower() == "bearer" and token else arguments.get("token")), arguments


async def _json_body(request: Request) -> Any:
    if not request.headers.get("content-type", "").startswith("application/json"):
        return None
    try:
        return json.loads(await request.body() or b"null")
    except ValueError:
        return None


def _answered(call: ApiCall, body: Json) -> Response:
    call.response, call.status = body, 200
    return JSONResponse(body)


def _limited(call: ApiCall, retry_after: int, fault: str | None) -> Response:
    call.fault, call.status, call.response = fault, 429, {"ok": False, "error": "ratelimited"}
    return JSONResponse(call.response, status_code=429, headers={"retry-after": str(retry_after)})


def _cut(request: Request, call: ApiCall, fault: str) -> Response:
    call.fault, call.status = fault, 0
    request.scope["transport"].abort()
    return Response()
