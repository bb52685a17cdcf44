"""Who may talk to the bot by HTTP: Slack, now, and at reasonable length."""

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest

from bot.clock import MovableClock
from bot.slack.connections import MOST_BYTES
from tests.playground_fixtures import Bot, a_running_bot
from tests.slack.scenario import Script, on_command, says
from tests.slack.signing import COMMAND, post_signed


@pytest.fixture
async def signed(clock: MovableClock) -> AsyncIterator[tuple[Bot, Script]]:
    routes, script = on_command(says("hello"))
    async with a_running_bot(clock, routes, by="http") as bot:
        yield bot, script


async def test_a_request_that_slack_signed_is_heard(signed: tuple[Bot, Script]) -> None:
    bot, script = signed
    assert await post_signed(bot) == 200
    assert len(script.heard) == 1


async def test_a_wrong_signature_is_refused(signed: tuple[Bot, Script]) -> None:
    bot, script = signed
    assert await post_signed(bot, x_slack_signature="v0=" + "0" * 64) == 401
    assert await post_signed(bot, x_slack_signature="") == 401
    assert script.heard == []


async def test_a_request_of_ten_minutes_ago_is_refused(signed: tuple[Bot, Script]) -> None:
    bot, script = signed
    assert await post_signed(bot, age=timedelta(minutes=10)) == 401
    assert await post_signed(bot, age=timedelta(minutes=-10)) == 401
    assert script.heard == []


async def test_an_enormous_request_is_refused_before_it_is_read(signed: tuple[Bot, Script]) -> None:
    bot, script = signed
    assert await post_signed(bot, b"x" * (MOST_BYTES + 1)) == 413
    assert script.heard == []


async def test_a_request_that_does_not_say_how_long_it_is_is_refused(signed: tuple[Bot, Script]) -> None:
    bot, _ = signed

    async def chunks() -> AsyncIterator[bytes]:
        yield COMMAND

    assert bot.url is not None
    async with aiohttp.ClientSession() as session, session.post(bot.url, data=chunks()) as response:
        assert response.status == 411
