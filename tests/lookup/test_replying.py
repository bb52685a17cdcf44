"""Messages and clicks: answered once, in their place, to one person, and then forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.errors import Refused
from bot.ids import ChannelId, MessageTs, SlackUserId
from bot.lookup import blocks, steps
from bot.lookup.blocks import Choice
from bot.lookup.tables import replies
from bot.schedule.tables import due_jobs
from bot.slack.payloads import Click, Command, DirectMessage, Mention
from bot.slack.replies import Ephemeral, Nothing
from tests.lookup.conftest import Desk, slack_is_away
from tests.registry.builders import FERRY

SAM, DM, PLACE = SlackUserId("U0SAM"), ChannelId("D0SAM"), ChannelId("C0TEAM")


def a_command(text: str, name: str = "/whoowns", **said: Any) -> Command:
    return Command(FERRY, SAM, PLACE, name, text, "trigger", "https://respond.example", **said)


def a_message(text: str, event_id: str = "Ev1", thread_ts: str | None = None) -> DirectMessage:
    thread = MessageTs(thread_ts) if thread_ts else None
    return DirectMessage(FERRY, SAM, DM, MessageTs("100.1"), thread, text, event_id)


def a_mention(text: str, thread_ts: str | None = None) -> Mention:
    thread = MessageTs(thread_ts) if thread_ts else None
    return Mention(FERRY, SAM, PLACE, MessageTs("200.1"), thread, text, "Ev2")


def a_click(action_id: str, choice: Choice, trigger_id: str = "t1") -> Click:
    return Click(FERRY, SAM, action_id, choice.as_value(), trigger_id, DM, response_url="https://respond.example/1")


async def rows(desk: Desk) -> tuple[int, int]:
    """Messages of which it is known who sent them, and jobs of lookup."""
    async with desk.database.read() as tx:
        known = await tx.scalar(select(func.count()).where(replies.c.workspace_id == FERRY, replies.c.asker != ""))
        jobs = await tx.scalar(select(func.count()).where(due_jobs.c.kind.in_([steps.REPLY, steps.FORGET_REPLY])))
    return known, jobs


async def words_kept(desk: Desk) -> set[str]:
    """What is left of messages, but for their keys."""
    async with desk.database.read() as tx:
        left = await tx.all(select(replies).where(replies.c.workspace_id == FERRY))
    known = {"id", "workspace_id", "source_key", "asked_at"}
    return {str(value) for row in left for name, value in row._mapping.items() if name not in known and value}


async def type_command(desk: Desk, command: Command) -> str:
    handler, found = desk.routes.find_command(command)
    reply = await handler(found)
    assert isinstance(reply, Ephemeral)
    return reply.message.text


async def test_a_command_is_answered_at_once_to_the_asker_alone(desk: Desk) -> None:
    assert (await type_command(desk, a_command("booking"))).startswith("Booking: Product (PM) Ana Silva")
    assert "Ana Silva" in await type_command(desk, a_command("who owns booking", "/rolecall"))


async def test_whoowns_alone_answers_for_its_channel(desk: Desk) -> None:
    assert (await type_command(desk, a_command("", channel_name="team-booking"))).startswith("Booking:")
    assert "no area" in await type_command(desk, a_command("", channel_name="random"))


async def test_help_lists_what_can_be_typed(desk: Desk) -> None:
    for command in (a_command("help"), a_command("help", "/rolecall")):
        assert "/whoowns [what]" in await type_command(desk, command)


async def test_rolecall_alone_opens_a_menu(desk: Desk) -> None:
    assert "/rolecall who owns refunds?" in await type_command(desk, a_command("", "/rolecall"))


async def test_a_direct_message_is_answered_once_in_its_thread_and_forgotten(desk: Desk) -> None:
    for _ in range(2):
        await desk.routes.hear_direct_message(a_message("who owns booking"))
    await desk.engine.drain()
    [(how, where, message)] = desk.delivery.sent
    assert (how, where["channel_id"], where["thread_ts"]) == ("once", DM, "100.1")
    assert "Ana Silva" in message.text
    assert await rows(desk) == (0, 1)
    assert await words_kept(desk) == set()
    await desk.engine.advance(desk.clock.now() + timedelta(hours=1), desk.clock)
    assert await rows(desk) == (0, 0)


async def test_a_direct_message_that_is_delivered_again_after_it_was_answered_is_answered_once(desk: Desk) -> None:
    for _ in range(2):
        await desk.routes.hear_direct_message(a_message("who owns booking"))
        await desk.engine.drain()
        await desk.engine.advance(desk.clock.now() + timedelta(minutes=5), desk.clock)  # as Slack does at the latest
    assert len(desk.delivery.sent) == 1


async def test_a_message_in_a_thread_is_answered_in_that_thread(desk: Desk) -> None:
    await desk.routes.hear_direct_message(a_message("who owns booking", thread_ts="99.9"))
    await desk.engine.drain()
    assert desk.delivery.sent[0][1]["thread_ts"] == "99.9"


async def test_hi_gets_the_first_words(desk: Desk) -> None:
    await desk.routes.hear_direct_message(a_message("hi"))
    await desk.engine.drain()
    assert "Ask me who owns or decides anything" in desk.delivery.sent[0][2].text


async def test_a_definition_comes_by_direct_message(desk: Desk) -> None:
    await desk.routes.hear_direct_message(a_message("what is a TPM"))
    await desk.engine.drain()
    assert desk.delivery.sent[0][2].text.startswith("Technical Program Manager:")


async def test_what_cannot_be_a_question_is_explained(desk: Desk) -> None:
    await desk.routes.hear_direct_message(a_message(":tada:"))
    await desk.routes.hear_direct_message(a_message("x" * 3001, "Ev9"))
    await desk.engine.drain()
    told = sorted(message.text for _, _, message in desk.delivery.sent)  # side by side, so in any order
    assert len(told) == 2
    assert "in words" in told[0]
    assert "3,000" in told[1]


async def test_a_mention_is_answered_privately_where_it_was_made(desk: Desk) -> None:
    await desk.routes.mentions[0](a_mention("who owns booking", thread_ts="150.0"))
    await desk.engine.drain()
    [(how, where, _)] = desk.delivery.sent
    assert (how, where) == ("ephemeral", {"channel_id": PLACE, "user_id": SAM, "thread_ts": "150.0"})


async def test_who_left_the_channel_meanwhile_is_answered_by_dm(desk: Desk) -> None:
    desk.delivery.failures.append(Refused("chat.postEphemeral", "user_not_in_channel"))
    await desk.routes.mentions[0](a_mention("who owns booking"))
    await desk.engine.drain()
    [(how, where, message)] = desk.delivery.sent
    assert (how, where["user_id"]) == ("once", SAM)
    assert "Ana Silva" in message.text


async def test_choosing_a_candidate_puts_the_answer_in_place_of_the_card(desk: Desk) -> None:
    reply = await desk.routes.actions[blocks.CANDIDATE](a_click(blocks.CANDIDATE, Choice("travel/refunds", "tpm")))
    assert isinstance(reply, Nothing)
    await desk.engine.drain()
    [(how, where, message)] = desk.delivery.sent
    assert (how, where["replace_original"]) == ("response_url", True)
    assert message.text.startswith("Refunds has no TPM.")
    assert await rows(desk) == (0, 1)
    async with desk.database.read() as tx:
        assert [one.times for one in await steps.vacancies(tx, FERRY)] == [1]


async def test_none_of_these_notes_the_question(desk: Desk) -> None:
    await desk.routes.actions[blocks.NONE_OF_THESE](
        a_click(blocks.NONE_OF_THESE, Choice(None, None, "who does the harbour lights"))
    )
    await desk.engine.drain()
    assert "I won't guess" in desk.delivery.sent[0][2].text
    async with desk.database.read() as tx:
        assert [one.question for one in await steps.unanswered(tx, FERRY)] == ["who does the harbour lights"]


async def test_a_candidate_that_is_gone_is_said_to_be_gone(desk: Desk) -> None:
    await desk.routes.actions[blocks.CANDIDATE](a_click(blocks.CANDIDATE, Choice("nowhere")))
    await desk.engine.drain()
    assert "not in the list any more" in desk.delivery.sent[0][2].text


async def test_an_answer_waits_while_slack_is_away_and_counts_once(desk: Desk) -> None:
    desk.delivery.failures.append(slack_is_away())
    await desk.routes.hear_direct_message(a_message("who owns the smart fridge app"))
    await desk.engine.drain()
    assert desk.delivery.sent == []
    await desk.engine.advance(desk.clock.now() + timedelta(minutes=10), desk.clock)
    assert len(desk.delivery.sent) == 1
    async with desk.database.read() as tx:
        assert [one.times for one in await steps.unanswered(tx, FERRY)] == [1]


@pytest.mark.parametrize("minutes", [59, 61])
async def test_who_asked_what_is_forgotten_after_an_hour_even_when_it_could_not_be_answered(
    desk: Desk, minutes: int
) -> None:
    refusals = (Refused("chat.postEphemeral", "not_in_channel"), Refused("conversations.open", "user_not_found"))
    desk.delivery.failures.extend(refusals)
    await desk.routes.mentions[0](a_mention("who owns booking"))
    await desk.engine.advance(desk.clock.now() + timedelta(minutes=minutes), desk.clock)
    assert await rows(desk) == ((0, 0) if minutes > 60 else (1, 2))
