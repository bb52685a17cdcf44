"""Sending once: over the wire, on good days and bad ones."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest

from bot.clock import MovableClock
from bot.errors import FateUnknown, NotInstalled, Refused, TryLater
from bot.ids import ChannelId, MessageTs, WorkspaceId
from bot.playground import LocalSlack
from bot.slack import delivery
from bot.slack.clients import SlackClients
from bot.slack.delivery import Delivery, Sent, key_of
from bot.slack.messages import Message
from tests.playground_fixtures import Bot, SlacksOwnTokens, a_bot, a_company, a_local_slack
from tests.slack.builders import HELLO, Attempt, a_closed_port, ana_of, channel_of, texts

OLD_ROOT_AGE = timedelta(days=40)


@pytest.fixture
async def trusted(clock: MovableClock) -> AsyncIterator[Bot]:
    """A bot that may read the history of channels."""
    async with a_local_slack(clock, optional_scopes=True) as slack, a_bot(slack, clock, by=None) as bot:
        yield bot


async def test_a_message_to_a_person_arrives_in_their_dm_with_its_key(bot: Bot, first: Attempt) -> None:
    sent = await bot.delivery.once(first, HELLO, key="check_in:1", user_id=ana_of(bot))
    (message,) = bot.ana.dm
    assert sent == Sent(ChannelId(bot.ana.dm_channel), MessageTs(message.ts))
    assert (message.text, message.words) == ("Hello", "*Hello*")
    assert key_of({"metadata": message.metadata}) == "check_in:1"


async def test_nobody_and_nowhere_is_no_destination(bot: Bot, first: Attempt) -> None:
    with pytest.raises(ValueError, match="to a channel or to a person"):
        await bot.delivery.once(first, HELLO, key="check_in:1")


async def test_a_first_attempt_looks_for_nothing(trusted: Bot, first: Attempt) -> None:
    await trusted.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(trusted))
    assert [call.method for call in trusted.slack.calls] == ["chat.postMessage"]


async def test_a_dm_that_was_cut_off_after_slack_took_it_is_found_and_not_sent_again(
    bot: Bot, first: Attempt, second: Attempt
) -> None:
    bot.slack.faults.cut_after("chat.postMessage", times=1)
    with pytest.raises(TryLater) as cut:
        await bot.delivery.once(first, HELLO, key="check_in:1", user_id=ana_of(bot))
    assert not cut.value.nothing_sent
    sent = await bot.delivery.once(second, HELLO, key="check_in:1", user_id=ana_of(bot))
    (message,) = bot.ana.dm
    assert sent == Sent(ChannelId(bot.ana.dm_channel), MessageTs(message.ts), found=True)


async def test_what_may_have_been_sent_can_be_looked_for_without_sending(
    bot: Bot, first: Attempt, second: Attempt
) -> None:
    assert await bot.delivery.find(second, key="check_in:91", user_id=ana_of(bot)) is None
    sent = await bot.delivery.once(first, HELLO, key="check_in:91", user_id=ana_of(bot))
    found = await bot.delivery.find(second, key="check_in:91", user_id=ana_of(bot))
    assert found == Sent(sent.channel_id, sent.ts, found=True)
    assert len(bot.ana.dm) == 1


async def test_a_post_in_a_channel_that_was_cut_off_is_found_where_history_may_be_read(
    trusted: Bot, first: Attempt, second: Attempt
) -> None:
    trusted.slack.faults.cut_after("chat.postMessage", times=1)
    with pytest.raises(TryLater):
        await trusted.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(trusted))
    sent = await trusted.delivery.once(second, HELLO, key="run:1", channel_id=channel_of(trusted))
    assert sent.found
    assert texts(trusted) == ["Hello"]


async def test_a_reply_in_a_thread_that_was_cut_off_is_found_in_the_thread(
    trusted: Bot, first: Attempt, second: Attempt
) -> None:
    root = await trusted.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(trusted))
    trusted.slack.faults.cut_after("chat.postMessage", times=1)
    answer = Message("Full answers")
    where = {"channel_id": root.channel_id, "thread_ts": root.ts}
    with pytest.raises(TryLater):
        await trusted.delivery.once(first, answer, key="run:1:full", **where)  # type: ignore[arg-type]
    sent = await trusted.delivery.once(second, answer, key="run:1:full", **where)  # type: ignore[arg-type]
    assert sent.found
    assert texts(trusted) == ["Hello", "Full answers"]
    assert trusted.ana.sees("#general")[-1].thread_ts == root.ts


async def test_a_reply_in_an_old_thread_is_found_as_well(
    trusted: Bot, first: Attempt, second: Attempt, clock: MovableClock
) -> None:
    root = await trusted.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(trusted))
    clock.move_to(clock.now() + OLD_ROOT_AGE)
    trusted.slack.faults.cut_after("chat.postMessage", times=1)
    answer, later = Message("Late"), replace(second, first_attempt_at=clock.now())
    where = {"channel_id": root.channel_id, "thread_ts": root.ts}
    with pytest.raises(TryLater):
        await trusted.delivery.once(first, answer, key="late", **where)  # type: ignore[arg-type]
    assert (await trusted.delivery.once(later, answer, key="late", **where)).found  # type: ignore[arg-type]


async def test_a_message_that_never_arrived_is_sent_by_the_next_attempt(
    trusted: Bot, first: Attempt, second: Attempt
) -> None:
    trusted.slack.faults.cut_before("chat.postMessage", times=1)
    with pytest.raises(TryLater) as cut:
        await trusted.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(trusted))
    assert not cut.value.nothing_sent
    assert texts(trusted) == []
    sent = await trusted.delivery.once(second, HELLO, key="run:1", channel_id=channel_of(trusted))
    assert not sent.found
    assert texts(trusted) == ["Hello"]


async def test_only_a_message_with_the_same_key_counts_as_found(trusted: Bot, first: Attempt, second: Attempt) -> None:
    await trusted.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(trusted))
    await trusted.ana.types("#general", "Hello")
    sent = await trusted.delivery.once(second, HELLO, key="run:2", channel_id=channel_of(trusted))
    assert not sent.found
    assert texts(trusted) == ["Hello", "Hello", "Hello"]


async def test_a_message_is_found_behind_many_newer_ones(trusted: Bot, first: Attempt, second: Attempt) -> None:
    await trusted.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(trusted))
    general = trusted.acme.channel("general")
    for number in range(450):
        trusted.acme.put(general, trusted.ana.id, f"chatter {number}")
    sent = await trusted.delivery.once(second, HELLO, key="run:1", channel_id=channel_of(trusted))
    assert sent.found
    assert len(trusted.slack.calls_of("conversations.history")) == 3


async def test_too_much_written_since_leaves_the_fate_unknown(
    trusted: Bot, second: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "MOST_PAGES", 2)
    general = trusted.acme.channel("general")
    for number in range(2 * delivery.PAGE + 1):
        trusted.acme.put(general, trusted.ana.id, f"chatter {number}")
    with pytest.raises(FateUnknown, match="too much was written"):
        await trusted.delivery.once(second, HELLO, key="run:1", channel_id=channel_of(trusted))
    assert trusted.slack.calls_of("chat.postMessage") == []


async def test_what_was_written_long_before_the_first_attempt_is_not_read(
    trusted: Bot, first: Attempt, second: Attempt, clock: MovableClock
) -> None:
    await trusted.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(trusted))
    clock.move_to(clock.now() + timedelta(minutes=6))
    later = replace(second, first_attempt_at=clock.now())
    assert not (await trusted.delivery.once(later, HELLO, key="run:1", channel_id=channel_of(trusted))).found


async def test_without_access_to_history_the_fate_is_unknown_and_nothing_is_posted(
    bot: Bot, first: Attempt, second: Attempt
) -> None:
    bot.slack.faults.cut_after("chat.postMessage", times=1)
    with pytest.raises(TryLater):
        await bot.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(bot))
    with pytest.raises(FateUnknown, match="missing_scope"):
        await bot.delivery.once(second, HELLO, key="run:1", channel_id=channel_of(bot))
    assert texts(bot) == ["Hello"]


async def test_in_a_private_channel_without_its_history_the_fate_is_unknown_too(bot: Bot, second: Attempt) -> None:
    with pytest.raises(FateUnknown):
        await bot.delivery.once(second, HELLO, key="run:1", channel_id=channel_of(bot, "secret"))
    assert bot.slack.calls_of("chat.postMessage") == []


async def test_a_busy_slack_while_looking_puts_the_attempt_off(trusted: Bot, second: Attempt) -> None:
    trusted.slack.faults.rate_limit("conversations.history", retry_after=7, times=1)
    with pytest.raises(TryLater) as busy:
        await trusted.delivery.once(second, HELLO, key="run:1", channel_id=channel_of(trusted))
    assert busy.value.after == timedelta(seconds=7)
    assert trusted.slack.calls_of("chat.postMessage") == []


async def test_a_rate_limit_says_when_to_come_back_and_that_nothing_was_sent(bot: Bot, first: Attempt) -> None:
    bot.slack.faults.rate_limit("chat.postMessage", retry_after=30, times=1)
    with pytest.raises(TryLater) as limited:
        await bot.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(bot))
    assert (limited.value.after, limited.value.nothing_sent) == (timedelta(seconds=30), True)
    assert texts(bot) == []


async def test_a_rate_limit_pauses_the_method_in_that_workspace_alone(
    bot: Bot, first: Attempt, clock: MovableClock
) -> None:
    other = a_company(bot.slack, "T0OTHER", "Other")
    elsewhere = replace(first, workspace_id=WorkspaceId("T0OTHER"))
    bot.slack.faults.rate_limit("chat.postMessage", retry_after=30, times=1)
    with pytest.raises(TryLater):
        await bot.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(bot))

    clock.move_to(clock.now() + timedelta(seconds=10))
    with pytest.raises(TryLater) as paused:
        await bot.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(bot))
    assert (paused.value.after, paused.value.nothing_sent) == (timedelta(seconds=20), True)
    assert len(bot.slack.calls_of("chat.postMessage")) == 1
    await bot.delivery.once(elsewhere, HELLO, key="run:1", channel_id=ChannelId(other.channel("general").id))
    await bot.delivery.open_dm(first.workspace_id, ana_of(bot))

    clock.move_to(clock.now() + timedelta(seconds=20))
    await bot.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(bot))
    assert texts(bot) == ["Hello"]


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_failure_of_slacks_may_have_posted(bot: Bot, first: Attempt, status: int) -> None:
    bot.slack.faults.server_error("chat.postMessage", status=status)
    with pytest.raises(TryLater) as failed:
        await bot.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(bot))
    assert (failed.value.after, failed.value.nothing_sent) == (None, False)


@pytest.mark.parametrize("code", ["internal_error", "fatal_error", "service_unavailable", "request_timeout"])
async def test_an_error_by_which_slack_says_that_it_failed_may_have_posted(bot: Bot, first: Attempt, code: str) -> None:
    bot.slack.faults.refuse("chat.postMessage", error=code)
    with pytest.raises(TryLater) as failed:
        await bot.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(bot))
    assert not failed.value.nothing_sent


async def test_a_change_of_unknown_fate_is_made_again_and_nobody_looks_for_it(
    bot: Bot, first: Attempt, second: Attempt
) -> None:
    sent = await bot.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(bot))
    bot.slack.faults.server_error("chat.update", status=502)
    with pytest.raises(TryLater) as failed:
        await bot.delivery.update(second, sent.channel_id, sent.ts, HELLO)
    assert failed.value.nothing_sent
    assert not bot.delivery.may_have_sent(second)


async def test_a_channel_that_rolecall_is_not_in_is_refused_with_slacks_code(bot: Bot, first: Attempt) -> None:
    with pytest.raises(Refused) as refused:
        await bot.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(bot, "random"))
    assert refused.value.code == "not_in_channel"


async def test_an_archived_channel_is_refused_with_slacks_code(bot: Bot, first: Attempt) -> None:
    await bot.acme.archive("#general")
    with pytest.raises(Refused) as refused:
        await bot.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(bot))
    assert refused.value.code == "is_archived"


async def test_a_channel_that_is_not_there_is_refused_with_slacks_code(bot: Bot, first: Attempt) -> None:
    with pytest.raises(Refused) as refused:
        await bot.delivery.once(first, HELLO, key="run:1", channel_id=ChannelId("C0NOWHERE"))
    assert refused.value.code == "channel_not_found"


async def test_someone_who_left_is_refused_with_slacks_code(bot: Bot, first: Attempt) -> None:
    await bot.acme.change_person("ana", deactivated=True)
    with pytest.raises(Refused) as refused:
        await bot.delivery.once(first, HELLO, key="check_in:1", user_id=ana_of(bot))
    assert refused.value.code == "user_disabled"


async def test_where_rolecall_is_not_installed_nothing_is_tried(bot: Bot, first: Attempt) -> None:
    await bot.slack.uninstall(bot.acme)
    with pytest.raises(NotInstalled):
        await bot.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(bot))
    assert list(bot.slack.calls) == []


async def test_when_slack_cannot_be_reached_nothing_was_sent(
    slack: LocalSlack, clock: MovableClock, first: Attempt
) -> None:
    async with aiohttp.ClientSession() as session:
        nowhere = SlackClients(SlacksOwnTokens(slack), session, f"http://127.0.0.1:{a_closed_port()}/api/")
        with pytest.raises(TryLater) as failed:
            await Delivery(nowhere, clock).once(first, HELLO, key="run:1", channel_id=ChannelId("C1"))
    assert failed.value.nothing_sent
