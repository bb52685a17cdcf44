"""Answering by the address that came with a command or a click; it needs no token, and nobody can look what became of it."""

import aiohttp
import structlog

from bot.errors import TryLater
from bot.ids import MessageTs
from bot.slack.clients import retry_after
from bot.slack.messages import Message

log = structlog.get_logger(__name__)

RESPONSE_URL_SECONDS = 5


async def respond(
    session: aiohttp.ClientSession,
    url: str,
    message: Message,
    *,
    replace_original: bool = False,
    in_channel: bool = False,
    thread_ts: MessageTs | None = None,
) -> bool:
    """Post to a `response_url` once; False when it was refused or its fate is unknown. TryLater when not sent."""
    body = {
        "response_type": "in_channel" if in_channel else "ephemeral",
        "replace_original": replace_original,
        **({"thread_ts": thread_ts} if thread_ts else {}),
        **message.arguments(),
    }
    try:
        async with session.post(url, json=body, timeout=aiohttp.ClientTimeout(total=RESPONSE_URL_SECONDS)) as response:
            if response.status == 429:
                after = retry_after({name.lower(): value for name, value in response.headers.items()})
                raise TryLater(after, "response_url: ratelimited", nothing_sent=True)
            if response.status >= 400:
                log.info("response_url_refused", status=response.status)
            return response.status < 400
    except aiohttp.ClientConnectorError as error:
        raise TryLater(reason="response_url: Slack could not be reached", nothing_sent=True) from error
    except (aiohttp.ClientError, TimeoutError, OSError):
        return False
