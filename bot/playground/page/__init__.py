"""The page of the local Slack: static files, what a person's screen shows, what they do, and live changes."""

import asyncio
import functools
import gzip
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.playground.errors import CannotDo
from bot.playground.model import Json
from bot.playground.page import acts, inspector, messages, screen, switches
from bot.playground.page.stream import Streams
from bot.playground.people import Person
from bot.playground.time_machine import CannotTravel

if TYPE_CHECKING:
    from bot.playground.slack import LocalSlack

_STATIC = Path(__file__).parent / "static"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_OWN_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

Endpoint = Callable[[Request], Awaitable[Response]]


class Page:
    """Loopback only: another host's name, or a form of another page, is turned away."""

    def __init__(self, slack: "LocalSlack") -> None:
        self._slack = slack
        self._streams = Streams(slack.journal)
        self._travelling = asyncio.Lock()

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self._guarded(self._static), methods=["GET"]),
            Route("/static/{name}", self._guarded(self._static), methods=["GET"]),
            Route("/page/screen", self._guarded(self._screen), methods=["GET"]),
            Route("/page/messages", self._guarded(self._messages), methods=["GET"]),
            Route("/page/journal", self._guarded(self._journal), methods=["GET"]),
            Route("/page/journal/{serial:int}", self._guarded(self._journal_entry), methods=["GET"]),
            Route("/page/changes", self._guarded(self._changes), methods=["GET"]),
            Route("/page/act", self._guarded(self._act), methods=["POST"]),
            Route("/page/time", self._guarded(self._time), methods=["POST"]),
            Route("/page/faults", self._guarded(self._faults), methods=["GET", "POST"]),
        ]

    def close(self) -> None:
        self._streams.close()

    def _guarded(self, endpoint: Endpoint) -> Endpoint:
        async def guard(request: Request) -> Response:
            host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
            if host not in _OWN_HOSTS:
                return JSONResponse({"error": "This page is for this machine only."}, status_code=403)
            is_json = request.headers.get("content-type", "").startswith("application/json")
            if request.method == "POST" and not is_json:
                return JSONResponse({"error": "Send JSON."}, status_code=415)
            try:
                return await endpoint(request)
            except (CannotDo, CannotTravel, KeyError, ValueError) as problem:
                sentence = str(problem.args[0]) if problem.args else "That did not work."
                return JSONResponse({"error": sentence}, status_code=400)

        return guard

    async def _static(self, request: Request) -> Response:
        compressed = "gzip" in request.headers.get("accept-encoding", "")
        return _static_file(request.path_params.get("name", "index.html"), compressed=compressed)

    async def _screen(self, request: Request) -> Response:
        query = request.query_params
        return JSONResponse(screen.of(self._slack, query.get("team"), query.get("as")))

    async def _messages(self, request: Request) -> Response:
        query = request.query_params
        person, channel = self._person(query), query.get("channel", "")
        if "since" in query:
            return JSONResponse(messages.changes(person, channel, int(query["since"])))
        if "thread" in query:
            return JSONResponse(messages.thread(person, channel, query["thread"]))
        if "around" in query:
            return JSONResponse(messages.around(person, channel, query["around"]))
        most = int(query.get("most", messages.MOST))
        return JSONResponse(messages.newest(person, channel, most=most, before=query.get("before", "")))

    def _person(self, query: QueryParams) -> Person:
        return self._slack.workspaces[query.get("team", "")].person(query.get("as", ""))

    async def _journal(self, request: Request) -> Response:
        return JSONResponse(inspector.entries(self._slack, int(request.query_params.get("since", "0"))))

    async def _journal_entry(self, request: Request) -> Response:
        return JSONResponse(inspector.whole(self._slack, request.path_params["serial"]))

    async def _changes(self, _: Request) -> Response:
        return StreamingResponse(self._streams.listen(), media_type="text/event-stream")

    async def _act(self, request: Request) -> Response:
        return JSONResponse(await acts.act(self._slack, await request.json()))

    async def _time(self, request: Request) -> Response:
        wanted: Json = await request.json()
        machine = self._slack.time
        async with self._travelling:
            at = _moment(wanted, machine.now())
            if at < machine.now():
                raise CannotTravel("Time only goes forward here: choose a later moment.")
            await machine.go_to(at)
            await self._slack.redeliver_due()
        self._slack.journal.changed("time")
        return JSONResponse({"now": machine.now().isoformat()})

    async def _faults(self, request: Request) -> Response:
        if request.method == "POST":
            switches.switch(self._slack, await request.json())
        return JSONResponse(switches.shown(self._slack))


def _static_file(name: str, *, compressed: bool) -> Response:
    """A file of the page. Its HTML asks for all modules at once, not for one after the other as they name each other."""
    path = _STATIC / name
    if path.parent != _STATIC or path.suffix not in _TYPES or not path.is_file():
        return JSONResponse({"error": "There is nothing here."}, status_code=404)
    headers = {"cache-control": "no-cache", "content-security-policy": _POLICY, "vary": "accept-encoding"}
    if path.suffix == ".html":
        modules = sorted(one.name for one in _STATIC.glob("*.js"))
        headers["link"] = ", ".join(f"</static/{module}>; rel=modulepreload" for module in modules)
    body = path.read_bytes()
    if compressed:
        headers["content-encoding"] = "gzip"
        body = _gzipped(body)
    return Response(body, media_type=_TYPES[path.suffix], headers=headers)


_gzipped = functools.lru_cache(maxsize=128)(gzip.compress)


def _moment(wanted: Json, now: datetime) -> datetime:
    """{"hours": 1}, {"to": ISO time with zone}, or {"to": what a clock shows, "zone": the IANA name of its place}."""
    if "hours" in wanted:
        return now + timedelta(hours=float(wanted["hours"]))
    if "zone" in wanted:
        return datetime.fromisoformat(str(wanted["to"])).replace(tzinfo=ZoneInfo(str(wanted["zone"]))).astimezone(UTC)
    at = datetime.fromisoformat(str(wanted["to"]))
    if at.tzinfo is None:
        raise ValueError("A moment needs a zone.")
    return at
