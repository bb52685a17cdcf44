"""When something goes wrong in a handler, people read a sentence that says what happened and what to do."""

import asyncio
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.errors import GiveUp, NotAllowed, Refused, TryLater, UserError
from bot.ids import SlackUserId, WorkspaceId
from bot.slack.payloads import Click, Command
from bot.slack.replies import Nothing, Reply
from bot.slack.routes import Routes
from bot.workspaces import steps
from tests.playground_fixtures import Bot, Way, a_running_bot
from tests.slack.scenario import (
    DATE,
    NAME,
    PRESS,
    Overdue,
    Script,
    a_form,
    a_message_with_a_button,
    last_words,
    on_click,
    on_command,
    on_form,
    opens,
    says,
)

ACME = WorkspaceId("T0ACME")
HASTE = 0.05
TOO_LONG = "That took longer than Slack allows, so it was stopped. Nothing was saved; please try again."
TOO_OLD = "This button is from an older message and does nothing any more. Please ask again."
CLOSED_DOOR = "Slack closed the door before the form could open. Please try again."
NOT_ALLOWED = NotAllowed("Only Dana may do that.")


async def command_answer(clock: MovableClock, answer: Any, **how: Any) -> str:
    async with a_running_bot(clock, on_command(answer)[0], **how) as bot:
        outcome = await bot.ana.types("#general", "/rolecall")
        assert outcome.acked
        assert bot.bo.sees("#general") == []
        return last_words(bot).removeprefix(":warning: ")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NOT_ALLOWED, "Only Dana may do that."),
        (UserError("No <!channel> *here*."), "No &lt;!channel&gt; \u2217here\u2217."),
        (TryLater(), "Slack did not answer Rolecall in time. Please try again in a minute."),
        (Refused("views.open", "expired_trigger_id"), CLOSED_DOOR),
        (Refused("views.open", "not_found"), "Slack refused that (not_found). Please tell whoever runs"),
        (GiveUp("there is no such run"), "That cannot be done: there is no such run."),
    ],
)
async def test_a_command_that_fails_says_why_to_whoever_typed_it(
    clock: MovableClock, error: Exception, sentence: str
) -> None:
    assert (await command_answer(clock, error)).startswith(sentence)


@pytest.mark.parametrize("by", ["socket", "http"])
async def test_a_handler_over_its_deadline_is_stopped_and_says_that_nothing_was_saved(
    clock: MovableClock, by: Way
) -> None:
    overdue = Overdue()
    assert await command_answer(clock, overdue, deadline=HASTE, by=by) == TOO_LONG
    assert not overdue.saved


async def test_the_sentence_of_an_overdue_handler_comes_within_slacks_three_seconds(clock: MovableClock) -> None:
    assert await command_answer(clock, Overdue()) == TOO_LONG


async def test_what_an_overdue_handler_had_written_is_rolled_back(database: Database, clock: MovableClock) -> None:
    async def write() -> None:
        async with database.write() as tx:
            await steps.register(tx, ACME, "Acme", clock.now(), bot_user_id=SlackUserId("UBOT"))
            if not written.is_set():
                written.set()
                await asyncio.get_running_loop().create_future()

    async def writes_and_dawdles(_command: Command) -> Reply:
        await write()
        return Nothing()

    written = asyncio.Event()
    assert await command_answer(clock, writes_and_dawdles, deadline=1) == TOO_LONG
    async with database.read() as tx:
        assert await steps.workspace(tx, ACME) is None
    written.set()
    await write()


async def test_what_was_saved_before_the_time_was_over_is_not_called_unsaved(
    database: Database, clock: MovableClock
) -> None:
    async def saves_and_dawdles(_command: Command) -> Reply:
        async with database.write() as tx:
            await steps.register(tx, ACME, "Acme", clock.now(), bot_user_id=SlackUserId("UBOT"))
        await asyncio.get_running_loop().create_future()
        return Nothing()

    said = await command_answer(clock, saves_and_dawdles, deadline=1)
    assert "It was saved" in said
    async with database.read() as tx:
        assert await steps.workspace(tx, ACME) is not None


async def test_a_form_that_slack_is_slow_to_open_does_not_claim_that_nothing_was_saved(clock: MovableClock) -> None:
    async with a_running_bot(clock, on_command(opens(a_form()))[0], deadline=0.3) as bot:
        bot.slack.faults.slow("views.open", seconds=1)
        await bot.ana.types("#general", "/rolecall")
        assert "Slack did not answer Rolecall in time." in last_words(bot)


async def test_while_one_handler_waits_others_answer(clock: MovableClock) -> None:
    go_on = asyncio.Event()

    async def slow(_command: Command) -> Reply:
        await go_on.wait()
        return says("slow")

    routes, _ = on_command(slow)
    routes.command("/rolecall", "quick", Script(says("quick")), help="Quick.")
    async with a_running_bot(clock, routes) as bot:
        waiting = asyncio.create_task(bot.ana.types("#general", "/rolecall"))
        await bot.bo.types("#general", "/rolecall quick")
        assert [message.words for message in bot.bo.sees("#general")] == ["quick"]
        go_on.set()
        assert (await waiting).acked


async def test_a_spent_trigger_is_told_as_a_sentence(clock: MovableClock) -> None:
    def too_late(_command: Command) -> Reply:
        bots[0].slack.tickets.expire_triggers()
        return opens(a_form())(_command)

    bots: list[Bot] = []
    async with a_running_bot(clock, on_command(too_late)[0]) as bot:
        bots.append(bot)
        await bot.ana.types("#general", "/rolecall")
        assert last_words(bot) == f":warning: {CLOSED_DOOR}"
        assert bot.ana.modal is None


async def test_a_spent_trigger_of_a_button_is_told_beside_the_message(clock: MovableClock) -> None:
    def too_late(_click: Click) -> Reply:
        bots[0].slack.tickets.expire_triggers()
        return opens(a_form())(_click)

    bots: list[Bot] = []
    async with a_running_bot(clock, on_click(too_late)[0]) as bot:
        bots.append(bot)
        await bot.ana.clicks(a_message_with_a_button(bot), PRESS)
        assert last_words(bot) == f":warning: {CLOSED_DOOR}"


async def test_a_failing_button_in_a_message_says_why_beside_it(clock: MovableClock) -> None:
    async with a_running_bot(clock, on_click(NOT_ALLOWED)[0]) as bot:
        message = a_message_with_a_button(bot)
        assert (await bot.ana.clicks(message, PRESS)).acked
        assert last_words(bot) == ":warning: Only Dana may do that."
        assert [one.words for one in bot.bo.sees("#general")] == [message.words]


async def test_a_failing_button_in_a_form_says_why_in_a_view_on_top(clock: MovableClock) -> None:
    routes, _ = on_click(NOT_ALLOWED)
    routes.command("/rolecall", None, Script(opens(a_form())), help="Opens a form.")
    async with a_running_bot(clock, routes) as bot:
        await bot.ana.types("#general", "/rolecall")
        assert (await bot.ana.clicks(None, PRESS)).acked
        assert [view.title for view in bot.ana.modals] == ["A form", "That did not work"]
        assert bot.ana.modals[-1].words.endswith("Only Dana may do that.")


async def test_a_button_of_an_older_version_says_so(clock: MovableClock) -> None:
    async with a_running_bot(clock, Routes()) as bot:
        assert (await bot.ana.clicks(a_message_with_a_button(bot, "gone.button"), "gone.button")).acked
        assert last_words(bot) == f":warning: {TOO_OLD}"


async def test_an_older_button_in_a_form_says_so_on_top(clock: MovableClock) -> None:
    routes, _ = on_form(Nothing())
    async with a_running_bot(clock, routes) as bot:
        await bot.ana.types("#general", "/rolecall")
        await bot.ana.clicks(None, PRESS)
        assert bot.ana.modals[-1].words.endswith(TOO_OLD)


async def test_a_menu_that_is_only_filled_in_needs_no_handler(clock: MovableClock) -> None:
    async with a_running_bot(clock, on_form(Nothing())[0]) as bot:
        await bot.ana.types("#general", "/rolecall")
        assert (await bot.ana.selects(None, "test.menu", "one")).acked
        assert len(bot.ana.modals) == 1


async def test_an_error_at_a_field_of_a_form_is_shown_there(clock: MovableClock) -> None:
    async with a_running_bot(clock, on_form(UserError("That day is over.", field=DATE))[0]) as bot:
        await bot.ana.types("#general", "/rolecall")
        outcome = await bot.ana.submits(values={NAME: "Checkout"})
        assert outcome.errors == {DATE: "That day is over."}


@pytest.mark.parametrize("error", [NOT_ALLOWED, UserError("Not there.", field="test.no_such_field")])
async def test_an_error_that_is_at_no_field_is_shown_on_top_of_the_form(clock: MovableClock, error: UserError) -> None:
    async with a_running_bot(clock, on_form(error)[0]) as bot:
        await bot.ana.types("#general", "/rolecall")
        outcome = await bot.ana.submits(values={NAME: "Checkout"})
        assert outcome.modal is not None
        assert outcome.modal.words.endswith(error.message)
        await bot.ana.closes()
        assert bot.ana.modal is not None
        assert bot.ana.modal.values[NAME][NAME]["value"] == "Checkout"


async def test_where_no_view_fits_on_top_the_error_takes_the_place_of_the_form(clock: MovableClock) -> None:
    routes, script = on_form(opens(a_form()))
    routes.action(PRESS, Script(opens(a_form())))
    script.answer = NOT_ALLOWED
    async with a_running_bot(clock, routes) as bot:
        await bot.ana.types("#general", "/rolecall")
        await bot.ana.clicks(None, PRESS)
        await bot.ana.clicks(None, PRESS)
        await bot.ana.submits(values={NAME: "Checkout"})
        assert [view.title for view in bot.ana.modals] == ["A form", "A form", "That did not work"]


async def test_an_overdue_form_keeps_what_was_typed_and_says_why_at_its_first_field(clock: MovableClock) -> None:
    async with a_running_bot(clock, on_form(Overdue())[0], deadline=HASTE) as bot:
        await bot.ana.types("#general", "/rolecall")
        outcome = await bot.ana.submits(values={NAME: "Checkout"})
        assert outcome.errors == {NAME: TOO_LONG}


async def test_a_form_of_an_older_version_says_so(clock: MovableClock) -> None:
    async with a_running_bot(clock, on_command(opens(a_form()))[0]) as bot:
        await bot.ana.types("#general", "/rolecall")
        outcome = await bot.ana.submits(values={NAME: "Checkout"})
        assert outcome.modal is not None
        assert "This form is from an older version of Rolecall." in outcome.modal.words


async def test_a_command_that_rolecall_no_longer_has_says_so(clock: MovableClock) -> None:
    routes, _ = on_command(Nothing())
    async with a_running_bot(clock, routes) as bot:
        del routes.commands["/rolecall"]
        await bot.ana.types("#general", "/rolecall")
        assert "Rolecall does not know /rolecall." in last_words(bot)
