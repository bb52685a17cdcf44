"""Channels by their names, as the terminal asks for them: within Slack's rates, and with a sentence when it has to wait."""

import pytest

from bot.clock import MovableClock
from bot.errors import NotFound, UserError
from bot.ids import WorkspaceId
from bot.slack.channels import Channels
from bot.slack.delivery import Delivery
from bot.slack.rates import Limits
from tests.playground_fixtures import Bot
from tests.slack.builders import channel_of

ACME = WorkspaceId("T0ACME")


async def test_a_channel_is_found_by_its_name_in_one_call_for_all(bot: Bot) -> None:
    channels = Channels(bot.delivery, ACME)
    assert await channels.find("#general") == await channels.find("General") == channel_of(bot)
    with pytest.raises(NotFound, match="invite Rolecall"):
        await channels.find("#nowhere")
    assert [call.method for call in bot.slack.calls] == ["conversations.list"]


async def test_whoever_asks_slack_too_often_is_told_when_to_ask_again(bot: Bot, clock: MovableClock) -> None:
    hasty = Delivery(bot.clients, clock, Limits(tier_2=1))
    await Channels(hasty, ACME).find("#general")
    with pytest.raises(UserError, match="try again in 60 seconds"):
        await Channels(hasty, ACME).find("#general")
    assert len(bot.slack.calls_of("conversations.list")) == 1


async def test_a_refused_rate_is_a_sentence(bot: Bot) -> None:
    bot.slack.faults.rate_limit("conversations.list", retry_after=30, times=1)
    with pytest.raises(UserError, match="try again in 30 seconds"):
        await Channels(bot.delivery, ACME).find("#general")
