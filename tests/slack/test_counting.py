"""What sending tells whoever counts: each call by how it ended, each message by what became of it."""

import pytest

from bot.errors import Refused, TryLater
from bot.ids import ChannelId, MessageTs
from bot.observer import Observer
from tests.playground_fixtures import Bot
from tests.slack.builders import HELLO, Attempt, ana_of, channel_of


class Noting(Observer):
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.messages: list[tuple[str, str]] = []

    def slack_called(self, method: str, outcome: str, seconds: float) -> None:
        self.calls.append((method, outcome))

    def delivered(self, policy: str, outcome: str) -> None:
        self.messages.append((policy, outcome))


@pytest.fixture
def noting(bot: Bot) -> Noting:
    bot.clients.observer = noting = Noting()
    return noting


async def test_a_message_that_an_earlier_attempt_had_posted_counts_as_found(
    bot: Bot, noting: Noting, first: Attempt, second: Attempt
) -> None:
    bot.slack.faults.cut_after("chat.postMessage", times=1)
    with pytest.raises(TryLater):
        await bot.delivery.once(first, HELLO, key="k:1", user_id=ana_of(bot))
    await bot.delivery.once(second, HELLO, key="k:1", user_id=ana_of(bot))
    await bot.delivery.once(first, HELLO, key="k:2", user_id=ana_of(bot))
    assert noting.messages == [("once", "found"), ("once", "sent")]
    assert ("chat.postMessage", "failed") in noting.calls
    assert ("conversations.history", "ok") in noting.calls


async def test_an_answer_that_may_be_lost_counts_as_dropped(bot: Bot, noting: Noting, second: Attempt) -> None:
    await bot.delivery.ephemeral(second, channel_of(bot), ana_of(bot), HELLO)
    assert noting.messages == [("at_most_once", "dropped")]


async def test_refusals_and_rates_are_told_apart(bot: Bot, noting: Noting, first: Attempt) -> None:
    bot.slack.faults.rate_limit("chat.update", times=1)
    with pytest.raises(TryLater):
        await bot.delivery.update(first, channel_of(bot), MessageTs("1.0"), HELLO)
    with pytest.raises(Refused):
        await bot.delivery.once(first, HELLO, key="k:1", channel_id=ChannelId("C0NONE"))
    assert noting.calls == [("chat.update", "ratelimited"), ("chat.postMessage", "refused")]
