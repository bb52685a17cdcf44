"""Sending what may be sent again, and what may be sent at most once."""

import pytest

from bot.errors import TryLater
from bot.slack.delivery import key_of
from bot.slack.messages import Message
from bot.slack.response_urls import respond
from tests.playground_fixtures import Bot
from tests.slack.builders import HELLO, Attempt, a_closed_port, ana_of, channel_of, texts


async def test_updating_twice_leaves_the_message_as_after_once(bot: Bot, first: Attempt, second: Attempt) -> None:
    sent = await bot.delivery.once(first, HELLO, key="run:1", channel_id=channel_of(bot))
    changed = Message("6 of 6 answered")
    for attempt in (first, second):
        await bot.delivery.update(attempt, sent.channel_id, sent.ts, changed)
        (message,) = bot.ana.sees("#general")
        assert (message.text, message.blocks) == ("6 of 6 answered", [])
        assert key_of({"metadata": message.metadata}) == "run:1"


async def test_an_update_in_a_dm_takes_the_channel_that_sending_told(bot: Bot, first: Attempt) -> None:
    sent = await bot.delivery.once(first, HELLO, key="check_in:1", user_id=ana_of(bot))
    await bot.delivery.update(first, sent.channel_id, sent.ts, Message("Thanks"))
    assert [message.text for message in bot.ana.dm] == ["Thanks"]


async def test_an_ephemeral_message_is_seen_by_one_person(bot: Bot, first: Attempt) -> None:
    assert await bot.delivery.ephemeral(first, channel_of(bot), ana_of(bot), HELLO)
    assert texts(bot) == ["Hello"]
    assert bot.bo.sees("#general") == []


async def test_an_ephemeral_message_of_unknown_fate_is_dropped(bot: Bot, first: Attempt, second: Attempt) -> None:
    bot.slack.faults.cut_after("chat.postEphemeral", times=1)
    assert not await bot.delivery.ephemeral(first, channel_of(bot), ana_of(bot), HELLO)
    assert not await bot.delivery.ephemeral(second, channel_of(bot), ana_of(bot), HELLO)
    assert texts(bot) == ["Hello"]


async def test_an_ephemeral_message_that_was_surely_not_sent_is_tried_later(bot: Bot, first: Attempt) -> None:
    bot.slack.faults.rate_limit("chat.postEphemeral", times=1)
    with pytest.raises(TryLater):
        await bot.delivery.ephemeral(first, channel_of(bot), ana_of(bot), HELLO)


async def a_response_url(bot: Bot) -> str:
    """The address that comes with a button that Ana presses."""
    button = {"type": "button", "action_id": "press", "text": {"type": "plain_text", "text": "Press"}}
    general = bot.acme.channel("general")
    message = bot.acme.put(
        general,
        bot.acme.bot_user,
        "A button",
        blocks=[{"type": "actions", "elements": [button]}],
        bot_id=bot.acme.bot_id,
    )
    await bot.ana.clicks(message, "press")
    return str(bot.slack.deliveries[-1].payload["response_url"])


async def test_a_response_url_answers_the_person_alone(bot: Bot, first: Attempt) -> None:
    url = await a_response_url(bot)
    assert await bot.delivery.response_url(first, url, HELLO)
    assert texts(bot)[-1] == "Hello"
    assert [message.text for message in bot.bo.sees("#general")] == ["A button"]


async def test_a_response_url_may_answer_the_channel_or_replace_the_message(bot: Bot, first: Attempt) -> None:
    url = await a_response_url(bot)
    assert await bot.delivery.response_url(first, url, HELLO, in_channel=True)
    assert await bot.delivery.response_url(first, url, Message("Done"), replace_original=True)
    assert [message.text for message in bot.bo.sees("#general")] == ["Done", "Hello"]


async def test_an_answer_of_unknown_fate_is_dropped(bot: Bot, first: Attempt, second: Attempt) -> None:
    url = await a_response_url(bot)
    bot.slack.faults.cut_after("response_url", times=1)
    assert not await bot.delivery.response_url(first, url, HELLO)
    assert not await bot.delivery.response_url(second, url, HELLO)
    assert texts(bot).count("Hello") == 1


async def test_an_answer_to_a_spent_address_is_dropped(bot: Bot, first: Attempt) -> None:
    url = await a_response_url(bot)
    bot.slack.tickets.expire_response_urls()
    assert not await bot.delivery.response_url(first, url, HELLO)


async def test_an_answer_to_a_rate_limited_address_is_tried_later(bot: Bot, first: Attempt) -> None:
    url = await a_response_url(bot)
    bot.slack.faults.server_error("response_url", status=429, times=1)
    with pytest.raises(TryLater) as limited:
        await bot.delivery.response_url(first, url, HELLO)
    assert limited.value.nothing_sent
    assert await bot.delivery.response_url(first, url, HELLO)


async def test_an_answer_to_an_address_that_nobody_serves_is_tried_later(bot: Bot) -> None:
    with pytest.raises(TryLater) as failed:
        await respond(bot.clients.session, f"http://127.0.0.1:{a_closed_port()}/", HELLO)
    assert failed.value.nothing_sent


def test_a_message_without_text_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a text"):
        Message(" ", HELLO.blocks)
