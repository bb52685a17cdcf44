"""What people do in Slack reaches the handler as a value, by socket and by signed HTTP, and its reply reaches them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date

import pytest

from bot.clock import MovableClock
from bot.errors import NotFound
from bot.slack.block_kit import input_block, modal, option
from bot.slack.payloads import Click, Command, DirectMessage, Mention, OptionsQuery, Shortcut, Submission
from bot.slack.replies import FieldErrors, Nothing, OpenModal, Options, PushModal, UpdateModal
from bot.slack.routes import Routes
from tests.playground_fixtures import Bot, Way, a_running_bot
from tests.slack.scenario import (
    DATE,
    FORM,
    NAME,
    PRESS,
    Script,
    a_form,
    a_message_with_a_button,
    last_words,
    on_click,
    on_command,
    on_direct_message,
    on_form,
    opens,
    says,
)

Running = Callable[[Routes], AbstractAsyncContextManager[Bot]]
SELECT = "test.person"


@pytest.fixture(params=["socket", "http"])
def running(request: pytest.FixtureRequest, clock: MovableClock) -> Running:
    """Runs a bot with the given routes; each test is done over both ways."""
    way: Way = request.param

    @asynccontextmanager
    async def run(routes: Routes) -> AsyncIterator[Bot]:
        async with a_running_bot(clock, routes, by=way) as bot:
            yield bot

    return run


async def test_a_command_reaches_its_handler_and_the_answer_is_private(running: Running) -> None:
    routes, script = on_command(says("*Checkout* is Ana's"))
    async with running(routes) as bot:
        outcome = await bot.ana.types("#general", "/rolecall  who owns checkout? ")
        assert outcome.message is not None
        assert outcome.message.words == "*Checkout* is Ana's"
        assert bot.bo.sees("#general") == []
        (command,) = script.heard
        assert isinstance(command, Command)
        assert (command.workspace_id, command.user_id) == ("T0ACME", bot.ana.id)
        assert (command.name, command.text) == ("/rolecall", "who owns checkout?")
        assert (command.channel_id, command.channel_name) == (bot.acme.channel("general").id, "general")
        assert list(bot.slack.calls) == bot.slack.calls_of("apps.connections.open")


async def test_a_command_may_open_a_form(running: Running) -> None:
    async with running(on_command(opens(a_form()))[0]) as bot:
        outcome = await bot.ana.types("#general", "/rolecall")
        assert outcome.modal is not None
        assert outcome.modal.title == "A form"


async def test_a_command_that_is_answered_by_nothing_shows_nothing(running: Running) -> None:
    async with running(on_command(Nothing())[0]) as bot:
        assert (await bot.ana.types("#general", "/rolecall")).acked
        assert bot.ana.sees("#general") == []


async def test_the_first_word_of_a_command_chooses_the_handler(running: Running) -> None:
    routes, whole = on_command(says("whole"))
    new = Script(says("new"))
    routes.command("/rolecall", "new", new, usage="name", help="Makes one.")
    async with running(routes) as bot:
        await bot.ana.types("#general", "/rolecall NEW\n Commerce daily")
        await bot.ana.types("#general", "/rolecall news")
    assert [command.text for command in new.heard] == ["Commerce daily"]
    assert [command.text for command in whole.heard] == ["news"]


async def test_a_button_in_a_message_is_answered_beside_it_and_privately(running: Running) -> None:
    routes, script = on_click(says("Thanks"))
    async with running(routes) as bot:
        message = a_message_with_a_button(bot)
        assert (await bot.ana.clicks(message, PRESS)).acked
        assert last_words(bot) == "Thanks"
        assert [one.words for one in bot.bo.sees("#general")] == [message.words]
        (click,) = script.heard
        assert isinstance(click, Click)
        assert (click.action_id, click.value) == (PRESS, "area:7")
        assert (click.channel_id, click.message_ts) == (message.channel, message.ts)


async def test_a_button_in_a_thread_is_answered_in_the_thread(running: Running) -> None:
    async with running(on_click(says("Thanks"))[0]) as bot:
        root = a_message_with_a_button(bot)
        reply = a_message_with_a_button(bot, thread_ts=root.ts)
        await bot.ana.clicks(reply, PRESS)
        assert bot.ana.sees("#general")[-1].thread_ts == root.ts


async def test_buttons_of_one_kind_in_one_row_go_to_one_handler(running: Running) -> None:
    routes, script = on_click(Nothing())
    async with running(routes) as bot:
        await bot.ana.clicks(a_message_with_a_button(bot, f"{PRESS}#2"), f"{PRESS}#2")
    assert [click.action_id for click in script.heard] == [f"{PRESS}#2"]


async def test_a_person_chosen_in_a_message_reaches_the_handler_as_the_value(running: Running) -> None:
    routes, script = on_click(Nothing())
    async with running(routes) as bot:
        element = {"type": "users_select", "action_id": PRESS}
        message = bot.acme.put(
            bot.acme.channel("general"),
            bot.acme.bot_user,
            "Who?",
            blocks=[{"type": "actions", "elements": [element]}],
            bot_id=bot.acme.bot_id,
        )
        await bot.ana.selects(message, PRESS, bot.bo)
        assert script.heard[0].value == bot.bo.id


async def test_a_click_in_a_form_knows_what_was_typed_and_may_put_a_view_on_top(running: Running) -> None:
    routes, script = on_click(PushModal(a_form(title="On top")))
    routes.command("/rolecall", None, Script(opens(a_form())), help="Opens a form.")
    async with running(routes) as bot:
        await bot.ana.types("#general", "/rolecall")
        await bot.ana.fills(None, {NAME: "Checkout"})
        await bot.ana.clicks(None, PRESS)
        assert [view.title for view in bot.ana.modals] == ["A form", "On top"]
        assert script.heard[0].view_values.text(NAME) == "Checkout"
        assert script.heard[0].private_metadata == "area:7"


async def test_a_click_in_a_form_may_change_the_form(running: Running) -> None:
    routes, _ = on_click(UpdateModal(a_form(title="Changed")))
    routes.command("/rolecall", None, Script(opens(a_form())), help="Opens a form.")
    async with running(routes) as bot:
        await bot.ana.types("#general", "/rolecall")
        await bot.ana.clicks(None, PRESS)
        assert [view.title for view in bot.ana.modals] == ["Changed"]


async def test_a_click_in_a_form_that_is_answered_by_a_message_shows_it_on_top(running: Running) -> None:
    routes, _ = on_click(says("Noted"))
    routes.command("/rolecall", None, Script(opens(a_form())), help="Opens a form.")
    async with running(routes) as bot:
        await bot.ana.types("#general", "/rolecall")
        await bot.ana.clicks(None, PRESS)
        assert bot.ana.modal is not None
        assert bot.ana.modal.words == "Rolecall\nNoted"


async def test_a_submitted_form_reaches_its_handler_and_closes(running: Running) -> None:
    routes, script = on_form(Nothing())
    async with running(routes) as bot:
        view = (await bot.ana.types("#general", "/rolecall")).modal
        assert view is not None
        outcome = await bot.ana.submits(values={NAME: " Checkout ", DATE: date(2026, 12, 4)})
        assert outcome.modal is None
        (submission,) = script.heard
        assert isinstance(submission, Submission)
        assert (submission.values.text(NAME), submission.values.date(DATE)) == ("Checkout", date(2026, 12, 4))
        assert (submission.private_metadata, submission.view_id) == ("area:7", view.id)
        assert submission.inputs == (NAME, DATE)


async def test_a_form_stays_open_with_an_error_at_its_field(running: Running) -> None:
    async with running(on_form(FieldErrors({DATE: "That day is over."}))[0]) as bot:
        await bot.ana.types("#general", "/rolecall")
        outcome = await bot.ana.submits(values={NAME: "Checkout"})
        assert outcome.errors == {DATE: "That day is over."}


@pytest.mark.parametrize(
    ("reply", "titles"),
    [(UpdateModal(a_form(title="Next")), ["Next"]), (PushModal(a_form(title="Next")), ["A form", "Next"])],
)
async def test_a_form_may_lead_to_another(running: Running, reply: OpenModal, titles: list[str]) -> None:
    async with running(on_form(reply)[0]) as bot:
        await bot.ana.types("#general", "/rolecall")
        await bot.ana.submits(values={NAME: "Checkout"})
        assert [view.title for view in bot.ana.modals] == titles


async def test_a_shortcut_on_a_message_reaches_its_handler_with_the_message_and_opens_a_form(running: Running) -> None:
    routes, script = Routes(), Script(opens(a_form()))
    routes.shortcut(FORM, "Who owns this?", script, on_message=True, description="Says who owns it.")
    async with running(routes) as bot:
        message = (await bot.bo.types("#general", "The basket is empty")).message
        assert message is not None
        outcome = await bot.ana.uses_message_shortcut(FORM, message)
        assert outcome.acked
        assert outcome.modal is not None
    (used,) = script.heard
    assert isinstance(used, Shortcut)
    assert (used.text, used.author, used.user_id) == ("The basket is empty", bot.bo.id, bot.ana.id)
    assert (used.channel_id, used.message_ts) == (message.channel, message.ts)


async def test_a_shortcut_anywhere_that_fails_says_why(running: Running) -> None:
    routes = Routes()
    failing = Script(NotFound("That is gone."))
    routes.shortcut(FORM, "Who owns…?", failing, on_message=False, description="Asks who owns something.")
    async with running(routes) as bot:
        outcome = await bot.ana.uses_global_shortcut(FORM)
        assert outcome.modal is not None
        assert "That is gone." in outcome.modal.words


async def test_what_is_typed_into_a_search_field_is_looked_up(running: Running) -> None:
    seen: list[OptionsQuery] = []

    async def find(query: OptionsQuery) -> Options:
        seen.append(query)
        return Options([option(f"{query.text} {number}", str(number)) for number in range(150)])

    element = {"type": "external_select", "min_query_length": 1}
    form = modal("test.search", "Search", [input_block("test.area", "Area", element)], submit="Go")
    routes, _ = on_command(opens(form))
    routes.option_source("test.area", find)
    async with running(routes) as bot:
        await bot.ana.types("#general", "/rolecall")
        outcome = await bot.ana.searches(None, "test.area", "check")
        assert len(outcome.options) == 100
        assert outcome.options[0]["value"] == "0"
        assert [(query.user_id, query.text) for query in seen] == [(bot.ana.id, "check")]


async def test_a_message_to_rolecall_goes_to_the_first_handler_that_claims_it(running: Running) -> None:
    first, second, third = Script(), Script(), Script()

    async def about_owners(message: DirectMessage) -> bool:
        return "who" in message.text

    async def everything(_message: DirectMessage) -> bool:
        return True

    routes = Routes()
    routes.direct_message(about_owners, first)
    routes.direct_message(everything, second)
    routes.direct_message(everything, third)
    async with running(routes) as bot:
        asked = await bot.ana.dms("who owns refunds?")
        other = await bot.ana.dms("done, all green")
        assert (asked.acked, other.acked) == (True, True)
        assert [message.text for message in first.heard] == ["who owns refunds?"]
        assert [message.text for message in second.heard] == ["done, all green"]
        assert third.heard == []
        assert first.heard[0].channel_id == bot.ana.dm_channel
        assert first.heard[0].event_id == bot.slack.deliveries[0].payload["event_id"]


async def test_a_mention_arrives_without_the_name_of_the_app(running: Running) -> None:
    routes, script = Routes(), Script()
    routes.mention(script)
    async with running(routes) as bot:
        root = await bot.ana.types("#general", "hello")
        assert root.message is not None
        outcome = await bot.ana.types("#general", "@rolecall who owns checkout?", thread_ts=root.message.ts)
        assert outcome.acked
        (mention,) = script.heard
        assert isinstance(mention, Mention)
        assert (mention.text, mention.thread_ts) == ("who owns checkout?", root.message.ts)


async def test_what_rolecall_itself_writes_into_a_dm_is_not_an_answer_to_it(running: Running) -> None:
    routes, script = on_direct_message(Nothing())
    async with running(routes) as bot:
        client = await bot.clients.client(bot.acme.id)  # type: ignore[arg-type]
        await client.chat_postMessage(channel=bot.ana.dm_channel, text="Are you there?")
        await bot.slack.quiet()
        assert script.heard == []
        assert [delivery.name for delivery in bot.slack.deliveries] == ["message.im"]
        assert all(delivery.acked for delivery in bot.slack.deliveries)


async def test_editing_and_deleting_a_message_asks_nothing_again(running: Running) -> None:
    routes, script = on_direct_message(Nothing())
    async with running(routes) as bot:
        client = await bot.clients.client(bot.acme.id)  # type: ignore[arg-type]
        posted = await client.chat_postMessage(channel=bot.ana.dm_channel, text="Are you there?")
        await client.chat_update(channel=bot.ana.dm_channel, ts=posted["ts"], text="Still there?")
        asked = await bot.ana.dms("who owns refunds?")
        assert asked.message is not None
        await bot.ana.deletes(asked.message)
        await bot.slack.quiet()
        subtypes = [delivery.payload["event"].get("subtype") for delivery in bot.slack.deliveries]
        assert {"message_changed", "message_deleted"} <= set(subtypes)
        assert [message.text for message in script.heard] == ["who owns refunds?"]
        assert all(delivery.acked for delivery in bot.slack.deliveries)


async def test_events_that_nobody_waits_for_are_acknowledged(running: Running) -> None:
    async with running(Routes()) as bot:
        await bot.acme.joins("cy")
        await bot.ana.opens_dm()
        await bot.ana.dms("hello?")
        await bot.slack.quiet()
        assert [delivery.name for delivery in bot.slack.deliveries] == ["team_join", "app_home_opened", "message.im"]
        assert all(delivery.acked for delivery in bot.slack.deliveries)


async def test_members_and_home_reach_everybody_who_waits_for_them(running: Running) -> None:
    members, more, home, gone = Script(), Script(), Script(), Script()
    routes = Routes()
    routes.member_event(members)
    routes.member_event(more)
    routes.home(home)
    routes.workspace_event("app_uninstalled", gone)
    async with running(routes) as bot:
        await bot.acme.change_person("bo", zone="Europe/Paris")
        await bot.ana.opens_dm()
        await bot.slack.uninstall(bot.acme)
        assert [event.user["tz"] for event in members.heard] == ["Europe/Paris"]
        assert len(more.heard) == 1
        assert [(event.user_id, event.tab) for event in home.heard] == [(bot.ana.id, "messages")]
        assert [event.workspace_id for event in gone.heard] == ["T0ACME"]
