"""Socket Mode: Slack's envelopes over real websockets, each to one of the app's connections."""

import asyncio
import json
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from bot.playground.deliveries import NotAnswered
from bot.playground.journal import Delivery
from bot.playground.model import Json

MOST_CONNECTIONS = 10
_ENVELOPES = {"event": "events_api", "command": "slash_commands"}
_ANSWERED_BY_ACK = frozenset({"command", "view_submission", "block_suggestion"})


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    request: web.Request
    waiting: dict[str, list[asyncio.Future[Any]]] = field(default_factory=dict)
    overdue: dict[str, tuple[Delivery, float]] = field(default_factory=dict)
    leaving: bool = False

    def fail_all(self) -> None:
        for futures in self.waiting.values():
            for future in futures:
                if not future.done():
                    future.set_exception(NotAnswered("dispatch_failed", "connection_failed", "unreachable"))
        self.waiting.clear()


class Sockets:
    """The far end of apps.connections.open."""

    def __init__(self, app_id: str, rng: random.Random, came_late: Callable[[Delivery], None]) -> None:
        self._app_id = app_id
        self._rng = rng
        self._came_late = came_late
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def start(self, host: str) -> None:
        application = web.Application()
        application.router.add_get("/link/", self._connect)
        self._runner = web.AppRunner(application, handle_signals=False, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, 0)
        await site.start()
        address: tuple[str, int] = self._runner.addresses[0]
        self.port = address[1]

    async def stop(self) -> None:
        for connection in list(self._connections):
            await connection.socket.close()
        if self._runner:
            await self._runner.cleanup()

    def new_url(self, host: str) -> str:
        """The address for one connection, good once."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return f"ws://{host}:{self.port}/link/?ticket={ticket}&app_id={self._app_id}"

    @property
    def count(self) -> int:
        return len([one for one in self._connections if not one.leaving])

    async def wait_for(self, count: int) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self.count >= count)

    async def hand_over(self, delivery: Delivery) -> Any:
        open_ones = [one for one in self._connections if not one.leaving]
        if not open_ones:
            raise NotAnswered("dispatch_failed", "connection_failed", "unreachable")
        connection = self._rng.choice(open_ones)
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        sent = loop.time()
        connection.waiting.setdefault(delivery.envelope_id, []).append(future)
        try:
            await connection.socket.send_str(json.dumps(_envelope(delivery)))
            answer = await future
        except (ConnectionError, RuntimeError) as error:
            raise NotAnswered("dispatch_failed", "connection_failed", "unreachable") from error
        except asyncio.CancelledError:
            connection.overdue[delivery.envelope_id] = (delivery, sent)
            raise
        finally:
            futures = connection.waiting.get(delivery.envelope_id, [])
            if future in futures:
                futures.remove(future)
        return answer if delivery.kind in _ANSWERED_BY_ACK else None

    async def ask_to_reconnect(self) -> None:
        """Tells every connection that it will be closed (disconnect, refresh_requested); nothing new goes to it."""
        for connection in list(self._connections):
            connection.leaving = True
            word = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "applink-local"}}
            await connection.socket.send_str(json.dumps(word))

    def cut(self) -> int:
        """Breaks every connection without a word. How many there were."""
        for connection in list(self._connections):
            connection.fail_all()
            if connection.request.transport:
                connection.request.transport.abort()
        cut = len(self._connections)
        self._connections.clear()
        return cut

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403, text="invalid ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.count >= MOST_CONNECTIONS:
            await socket.send_str(json.dumps({"type": "disconnect", "reason": "too_many_websockets"}))
            await socket.close()
            return socket
        connection = Connection(socket, request)
        await socket.send_str(json.dumps(self._hello()))
        self._connections.append(connection)
        await self._tell_changed()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledged(connection, message.data)
        finally:
            connection.fail_all()
            if connection in self._connections:
                self._connections.remove(connection)
            await self._tell_changed()
        return socket

    async def _tell_changed(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _acknowledged(self, connection: Connection, text: str) -> None:
        try:
            word: Json = json.loads(text)
        except ValueError:
            return
        envelope_id = str(word.get("envelope_id", ""))
        if overdue := connection.overdue.pop(envelope_id, None):
            delivery, sent = overdue
            delivery.ms = (asyncio.get_running_loop().time() - sent) * 1000
            self._came_late(delivery)
        futures = connection.waiting.get(envelope_id)
        if futures and not futures[0].done():
            futures.pop(0).set_result(word.get("payload"))

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.count + 1,
            "debug_info": {"host": "applink-local", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._app_id},
        }


def _envelope(delivery: Delivery) -> Json:
    kind = _ENVELOPES.get(delivery.kind, "interactive")
    envelope: Json = {
        "envelope_id": delivery.envelope_id,
        "payload": delivery.payload,
        "type": kind,
        "accepts_response_payload": delivery.kind in _ANSWERED_BY_ACK,
    }
    if kind == "events_api":
        reason = {"http_timeout": "timeout"}.get(delivery.reason or "", delivery.reason or "")
        envelope |= {"retry_attempt": delivery.attempt, "retry_reason": reason}
    return envelope
