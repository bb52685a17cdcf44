"""What stands where the HTTP session stands: Rolecall's calls end here, each with the fault that the seed gives it."""

import asyncio
import json
import random
from typing import Any

import aiohttp
from aiohttp.client_reqrep import ConnectionKey

from bot.clock import Clock
from bot.ids import WorkspaceId
from bot.simulation.faults import Fault, Faults
from bot.simulation.slack import NotOk, SimulatedSlack
from bot.simulation.turns import touch

API = "https://slack.simulated/api/"
_KEY = ConnectionKey(
    "slack.simulated", 443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None
)


def token_of(workspace_id: WorkspaceId) -> str:
    return f"xoxb-{workspace_id}"


class _Response:
    """What the SDK asks of a response of aiohttp."""

    content_type = "application/json"

    def __init__(self, body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> None:
        self._body = body
        self.status = status
        self.headers = headers or {}

    async def json(self) -> dict[str, Any]:
        return self._body


class _Call:
    """A request under way: entering it waits for the answer, as with aiohttp."""

    def __init__(self, session: "SimulatedSession", url: str, sent: dict[str, Any]) -> None:
        self._session = session
        self._method = url.removeprefix(API)
        self._sent = sent

    async def __aenter__(self) -> _Response:
        token = self._sent["headers"]["Authorization"].removeprefix("Bearer ")
        given: dict[str, Any] = {}
        for place in ("params", "data", "json"):
            given.update(self._sent.get(place) or {})
        # Slack gets JSON and not our objects: what is changed later does not change what was sent.
        return await self._session.answer(WorkspaceId(token.removeprefix("xoxb-")), self._method, _copied(given))

    async def __aexit__(self, *_error: object) -> None:
        return None


class SimulatedSession:
    """As much of aiohttp.ClientSession as slack_sdk uses."""

    closed = False

    def __init__(self, slack: SimulatedSlack, faults: Faults, clock: Clock, chance: random.Random) -> None:
        self._slack = slack
        self._faults = faults
        self._clock = clock
        self._chance = chance

    def request(self, _verb: str, url: str, **sent: Any) -> _Call:
        return _Call(self, url, sent)

    async def answer(self, workspace_id: WorkspaceId, method: str, given: dict[str, Any]) -> _Response:
        touch()
        fault = self._faults.of_call(method, self._clock.now())
        await asyncio.sleep(self._chance.uniform(0.005, 0.2))
        if fault is Fault.REFUSED_CONNECTION:
            raise aiohttp.ClientConnectorError(_KEY, OSError("refused"))
        if fault is Fault.RATE:
            after = self._faults.retry_after(workspace_id, self._clock.now())
            return _Response({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(after)})
        if fault is Fault.FAILED_BEFORE:
            return _Response({"ok": False, "error": "internal_error"}, 503)
        try:
            body = self._slack.act(workspace_id, method, given)
        except NotOk as no:
            body = {"ok": False, "error": no.code}
        await asyncio.sleep(self._chance.uniform(0.005, 0.2))
        touch()
        if fault is Fault.FAILED_AFTER:
            return _Response({"ok": False, "error": "fatal_error"})
        if fault is Fault.CUT_AFTER:
            raise aiohttp.ServerDisconnectedError
        if fault is Fault.TOO_SLOW:
            await asyncio.sleep(10)
            raise TimeoutError
        return _Response(body)


def _copied(given: dict[str, Any]) -> dict[str, Any]:
    copied: dict[str, Any] = json.loads(json.dumps(given))
    for name in ("blocks", "metadata"):
        if isinstance(copied.get(name), str):
            copied[name] = json.loads(copied[name])
    return copied
