"""Slack's rates are kept before Slack says no: by channel, workspace and method, and shared by processes."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.ids import ChannelId, WorkspaceId
from bot.slack import rates as rates_module
from bot.slack.rates import LEAST_WAIT, POST, TIERS, UNCOUNTED, UNLIMITED, Limits, Rates
from tests.conftest import MONDAY

ACME, OTHER = WorkspaceId("T0ACME"), WorkspaceId("T0OTHER")
SECOND = timedelta(seconds=1)
METHOD = re.compile(r'"((?:apps|auth|chat|conversations|files|reactions|team|usergroups|users|views)\.[a-zA-Z.]+)"')


def channel(number: int) -> ChannelId:
    return ChannelId(f"C{number}")


def posts(rates: Rates, count: int, now: datetime, workspace_id: WorkspaceId = ACME) -> int:
    """How many of so many posts, each in a channel of its own, may be made now."""
    return sum(rates.take(workspace_id, POST, channel(number), now) is None for number in range(count))


def test_four_posts_in_a_channel_may_follow_at_once_and_then_one_a_second() -> None:
    rates = Rates(Limits())
    assert [rates.take(ACME, POST, channel(1), MONDAY) for _ in range(4)] == [None] * 4
    wait = rates.take(ACME, POST, channel(1), MONDAY + SECOND)
    assert wait is not None
    assert (wait.until, wait.everyone) == (MONDAY + 4 * SECOND, False)
    assert rates.take(ACME, POST, channel(2), MONDAY) is None
    assert rates.take(ACME, POST, channel(1), wait.until) is None


def test_a_workspace_gets_its_posts_of_a_minute_and_others_are_not_held_up() -> None:
    rates = Rates(Limits(workspace=300))
    assert posts(rates, 1_500, MONDAY) == 300
    wait = rates.take(ACME, POST, channel(2_000), MONDAY)
    assert wait is not None
    assert (wait.until, wait.everyone) == (MONDAY + 60 * SECOND, True)
    assert posts(rates, 5, MONDAY, OTHER) == 5
    assert posts(rates, 1_500, MONDAY + 59 * SECOND) == 0
    assert posts(rates, 1_500, MONDAY + 60 * SECOND) == 300


def test_who_waits_waits_long_enough_for_several_to_go_at_once() -> None:
    rates = Rates(Limits(workspace=10))
    for number in range(10):
        assert rates.take(ACME, POST, channel(number), MONDAY + number * SECOND / 10) is None
    wait = rates.take(ACME, POST, channel(11), MONDAY + 59.9 * SECOND)
    assert wait is not None
    assert wait.until == MONDAY + 59.9 * SECOND + LEAST_WAIT
    assert posts(rates, 20, wait.until) == 10


@pytest.mark.parametrize(
    ("method", "most"),
    [("users.list", 20), ("conversations.open", 50), ("chat.update", 50), ("chat.postEphemeral", 100)],
)
def test_each_method_has_its_tier_in_each_workspace(method: str, most: int) -> None:
    rates = Rates(Limits())
    assert sum(rates.take(ACME, method, None, MONDAY) is None for _ in range(200)) == most
    assert rates.take(OTHER, method, None, MONDAY) is None


def test_every_method_that_is_called_has_a_tier_or_a_reason_for_having_none() -> None:
    bot = Path(rates_module.__file__).parent.parent
    parts = (path for path in bot.rglob("*.py") if "playground" not in path.parts and path.name != "rates.py")
    called = {name for path in parts for name in METHOD.findall(path.read_text(encoding="utf-8"))}
    assert called == {POST} | TIERS.keys() | UNCOUNTED.keys()


def test_a_method_without_a_tier_is_not_counted() -> None:
    rates = Rates(Limits())
    assert all(rates.take(ACME, "chat.getPermalink", channel(1), MONDAY) is None for _ in range(500))


def test_processes_that_share_the_rates_keep_to_them_together() -> None:
    shares = [Rates(Limits(shares=4)) for _ in range(4)]
    assert sum(posts(each, 500, MONDAY) for each in shares) == 300
    one_channel = [each.take(ACME, POST, channel(1_000), MONDAY + 90 * SECOND) for each in shares]
    assert one_channel == [None] * 4
    assert all(each.take(ACME, POST, channel(1_000), MONDAY + 93 * SECOND) for each in shares)


def test_a_share_of_less_than_one_call_is_a_call_now_and_then() -> None:
    rates = Rates(Limits(channel=60, shares=20))
    assert rates.take(ACME, POST, channel(1), MONDAY) is None
    wait = rates.take(ACME, POST, channel(1), MONDAY)
    assert wait is not None
    assert wait.until == MONDAY + 20 * SECOND


def test_what_slack_refused_is_not_tried_before_the_time_it_named() -> None:
    rates = Rates(UNLIMITED)
    rates.pause(ACME, POST, MONDAY + 30 * SECOND)
    rates.pause(ACME, POST, MONDAY + 10 * SECOND)  # the later time holds
    wait = rates.take(ACME, POST, channel(1), MONDAY + 20 * SECOND)
    assert wait is not None
    assert (wait.until, wait.everyone) == (MONDAY + 30 * SECOND, True)
    assert rates.take(OTHER, POST, channel(1), MONDAY + 20 * SECOND) is None
    assert rates.take(ACME, "chat.update", None, MONDAY + 20 * SECOND) is None
    assert rates.take(ACME, POST, channel(1), MONDAY + 30 * SECOND) is None


def test_lifted_limits_count_nothing() -> None:
    rates = Rates(UNLIMITED)
    assert posts(rates, 2_000, MONDAY) == 2_000
    assert all(rates.take(ACME, POST, channel(1), MONDAY) is None for _ in range(100))
    assert not rates._windows
