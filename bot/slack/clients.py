"""Slack's Web API, one client for each workspace's token over one shared connection pool."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import NotInstalled, Refused, TryLater
from bot.ids import SlackUserId, WorkspaceId
from bot.observer import UNOBSERVED, Observer

CALL_SECONDS = 10
MOST_CLIENTS = 1_000
# The SDK looks at this logger's own level, not at that of its parents, before it writes out every message it sends.
_quiet = logging.getLogger("slack_sdk.web")
_quiet.setLevel(logging.INFO)
# Codes with which Slack says that it failed, not that the call was wrong: it may or may not have acted.
SLACK_FAILED = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "rollback_error"}
)


@dataclass(frozen=True)
class Installation:
    """Rolecall in one workspace: the token it calls with, and who it is there."""

    bot_token: str = field(repr=False)
    bot_user_id: SlackUserId


class Installations(Protocol):
    """Where bot tokens come from: stored by workspace, or one from the settings."""

    async def installation(self, workspace_id: WorkspaceId) -> Installation | None:
        """None when Rolecall is not installed there (any more)."""
        ...


class SlackClients:
    """Clients by workspace. They retry nothing: a second try of a post would be a second post."""

    def __init__(
        self,
        installations: Installations,
        session: aiohttp.ClientSession,
        api_url: str,
        observer: Observer = UNOBSERVED,
    ) -> None:
        self.observer = observer
        self._installations = installations
        self._session = session
        self._api_url = api_url
        self._by_token: OrderedDict[str, AsyncWebClient] = OrderedDict()

    @property
    def session(self) -> aiohttp.ClientSession:
        """The shared pool, for `response_url`s."""
        return self._session

    async def client(self, workspace_id: WorkspaceId) -> AsyncWebClient:
        """The client of `workspace_id`; NotInstalled when Rolecall is not installed there (any more)."""
        installation = await self._installations.installation(workspace_id)
        if installation is None:
            raise NotInstalled
        token = installation.bot_token
        client = self._by_token.pop(token, None) or web_client(self._session, self._api_url, token)
        self._by_token[token] = client
        if len(self._by_token) > MOST_CLIENTS:
            self._by_token.popitem(last=False)
        return client

    async def call(self, workspace_id: WorkspaceId, method: str, **arguments: Any) -> AsyncSlackResponse:
        """Call `method` once, in the encoding that Slack takes for it (the SDK's own method knows).

        Raises TryLater (a rate, a failure of Slack's or of the way there; `nothing_sent` when Slack surely did not act)
        or Refused with Slack's code.
        """
        client = await self.client(workspace_id)
        given = {name: value for name, value in arguments.items() if value is not None}
        loop = asyncio.get_running_loop()
        begun, outcome = loop.time(), "failed"
        try:
            response = await _called(client, method, given)
            outcome = "ok"
        except Refused:
            outcome = "refused"
            raise
        except TryLater as later:
            if later.nothing_sent:
                outcome = "unreachable" if later.after is None else "ratelimited"
            raise
        finally:
            self.observer.slack_called(method, outcome, loop.time() - begun)
        return response


async def _called(client: AsyncWebClient, method: str, given: Mapping[str, Any]) -> AsyncSlackResponse:
    try:
        response: AsyncSlackResponse = await getattr(client, method.replace(".", "_"))(**given)
    except SlackApiError as error:
        raise _meaning(method, error) from error
    except aiohttp.ClientConnectorError as error:
        raise TryLater(reason=f"{method}: Slack could not be reached", nothing_sent=True) from error
    except (TimeoutError, aiohttp.ClientError, SlackClientError, OSError) as error:
        raise TryLater(reason=f"{method}: {type(error).__name__}") from error
    return response


def web_client(session: aiohttp.ClientSession | None, api_url: str, token: str | None = None) -> AsyncWebClient:
    """A client of our settings: our pool, our address, no retries of its own."""
    return AsyncWebClient(
        token=token,
        session=session,
        base_url=api_url,
        timeout=CALL_SECONDS,
        retry_handlers=[],
        trust_env_in_session=True,
        logger=_quiet,
    )


def _meaning(method: str, error: SlackApiError) -> Exception:
    response = error.response
    status = getattr(response, "status_code", 200)
    headers = {str(name).lower(): value for name, value in (getattr(response, "headers", None) or {}).items()}
    code = error_code(response)
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        return TryLater(retry_after(headers), f"{method}: ratelimited", nothing_sent=True)
    if status >= 500 or code in SLACK_FAILED:
        after = retry_after(headers) if "retry-after" in headers else None
        return TryLater(after, f"{method}: {code or status}")
    return Refused(method, code or str(status))


def error_code(response: Any) -> str:
    """Slack's code in an answer; empty when it is no answer of Slack's, such as a gateway's page."""
    data = getattr(response, "data", response)
    return str(data.get("error") or "") if isinstance(data, Mapping) else ""


def retry_after(headers: Mapping[str, Any]) -> timedelta:
    """How long Slack says to wait (header names in lower case); a second when it doesn't say."""
    value = headers.get("retry-after", "1")
    value = value[0] if isinstance(value, list | tuple) else value
    try:
        return timedelta(seconds=max(1.0, float(value)))
    except ValueError:
        return timedelta(seconds=1)
