"""Requests signed as Slack signs them, or not quite."""

import hashlib
import hmac
from datetime import timedelta

import aiohttp

from bot.clock import SystemClock
from tests.playground_fixtures import Bot

COMMAND = b"command=%2Frolecall&team_id=T0ACME&user_id=U1&text=hi"


async def post_signed(bot: Bot, body: bytes = COMMAND, *, age: timedelta = timedelta(), **headers: str) -> int:
    """The status for a request that is signed well, `age` ago, unless `headers` say otherwise."""
    stamp = str(int((SystemClock().now() - age).timestamp()))
    base = b"v0:" + stamp.encode() + b":" + body
    signature = "v0=" + hmac.new(bot.slack.signing_secret.encode(), base, hashlib.sha256).hexdigest()
    signed = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature,
    }
    assert bot.url is not None
    given = signed | {name.replace("_", "-"): value for name, value in headers.items()}
    async with aiohttp.ClientSession() as session, session.post(bot.url, data=body, headers=given) as response:
        return response.status
