"""What people do reaches the app and comes back, over Socket Mode and over signed HTTP."""

import pytest
from slack_bolt.async_app import AsyncApp

from bot.playground import CannotDo, LocalSlack, Person, Workspace


async def test_a_command_answers_only_the_one_who_typed_it(echo: AsyncApp, ana: Person, bo: Person) -> None:
    outcome = await ana.types("#general", "/echo hello")
    assert outcome.acked
    assert outcome.message
    assert outcome.message.text == "echo: hello"
    assert [one.text for one in ana.sees("#general")] == ["echo: hello"]
    assert bo.sees("#general") == []


async def test_a_command_that_the_manifest_does_not_name_does_not_exist(
    echo: AsyncApp, ana: Person, slack: LocalSlack
) -> None:
    outcome = await ana.types("#general", "/whoowns checkout")
    assert outcome.error
    assert "/whoowns is not a valid command" in outcome.error
    assert not slack.deliveries


async def test_a_command_is_not_supported_in_a_thread(echo: AsyncApp, ana: Person) -> None:
    root = (await ana.types("#random", "a thread")).message
    assert root
    outcome = await ana.types("#random", "/echo hello", thread_ts=root.ts)
    assert outcome.error == "/echo is not supported in threads. Sorry!"


async def test_names_in_a_command_arrive_as_ids_where_the_manifest_says_so(echo: AsyncApp, ana: Person) -> None:
    raw = await ana.types("#general", "/echo @bo in #random")
    escaped = await ana.types("#general", "/escaped @bo in #random")
    assert raw.message
    assert escaped.message
    assert raw.message.text == "echo: @bo in #random"
    assert escaped.message.text == "echo: <@U00ACMEBO|bo> in <#C0ACMERANDOM|random>"


async def test_an_answer_with_blocks_that_slack_refuses_is_shown_as_a_failure(echo: AsyncApp, ana: Person) -> None:
    outcome = await ana.types("#general", "/echo break")
    assert not outcome.acked
    assert ana.sees("#general")[-1].text == '/echo failed with the error "invalid_blocks"'


async def test_a_mention_is_answered_in_its_thread(echo: AsyncApp, ana: Person, acme: Workspace) -> None:
    outcome = await ana.types("#general", f"<@{acme.bot_user}> hi & bye")
    assert outcome.acked
    root, answer = ana.sees("#general")
    assert answer.text == f"echo: <@{acme.bot_user}> hi &amp; bye"
    assert answer.thread_ts == root.ts


async def test_a_mention_where_the_app_is_not_a_member_goes_nowhere(
    echo: AsyncApp, ana: Person, slack: LocalSlack
) -> None:
    await ana.types("#random", "@echo hi")
    assert not slack.deliveries


async def test_a_direct_message_is_answered_and_the_answer_comes_back_as_an_event_with_a_bot_id(
    echo: AsyncApp, ana: Person, slack: LocalSlack
) -> None:
    await ana.dms("hello")
    await slack.quiet()
    assert [one.text for one in ana.dm] == ["hello", "echo: hello"]
    assert [one.payload["event"].get("bot_id") for one in slack.deliveries] == [None, "B0ACMEBOT"]
    assert [one.outcome for one in slack.deliveries] == ["acked", "acked"]


async def test_a_button_in_a_private_answer_can_be_pressed(echo: AsyncApp, ana: Person, slack: LocalSlack) -> None:
    card = (await ana.types("#general", "/echo buttons")).message
    assert card
    assert card.buttons == ["Again", "Open"]
    outcome = await ana.clicks(card, "again")
    assert outcome.acked
    assert ana.sees("#general")[-1].text == "again: once more"
    assert "message" not in echo.heard[-1]  # type: ignore[attr-defined]


async def test_what_somebody_else_sees_cannot_be_pressed(echo: AsyncApp, ana: Person, bo: Person) -> None:
    card = (await ana.types("#general", "/echo buttons")).message
    assert card
    with pytest.raises(CannotDo, match="does not see"):
        await bo.clicks(card, "again")
    with pytest.raises(CannotDo, match="there is again, open"):
        await ana.clicks(card, "no such button")


async def test_a_modal_is_opened_filled_in_and_submitted(echo: AsyncApp, ana: Person) -> None:
    opened = await ana.types("#general", "/echo modal")
    assert opened.modal
    assert opened.modal.title == "Ask"
    outcome = await ana.submits(values={"words": "hello", "how": "Loud"})
    assert outcome.acked
    assert ana.modal is None
    values = echo.heard[-1]["view"]["state"]["values"]  # type: ignore[attr-defined]
    assert values["words"]["words"] == {"type": "plain_text_input", "value": "hello"}
    assert values["how"]["how"]["selected_option"]["value"] == "loud"


async def test_the_screen_itself_asks_for_what_is_required(echo: AsyncApp, ana: Person) -> None:
    await ana.types("#general", "/echo modal")
    outcome = await ana.submits(values={"how": "soft"})
    assert outcome.errors == {"words": "Please complete this required field."}
    assert echo.heard == []  # type: ignore[attr-defined]


async def test_the_app_can_find_an_input_wrong_and_the_text_stays(echo: AsyncApp, ana: Person) -> None:
    await ana.types("#general", "/echo modal")
    outcome = await ana.submits(values={"words": "wrong"})
    assert outcome.errors == {"words": "Say something else."}
    assert ana.modal
    assert ana.modal.values["words"]["words"]["value"] == "wrong"


async def test_an_answer_that_slack_cannot_use_leaves_the_modal_open(echo: AsyncApp, ana: Person) -> None:
    await ana.types("#general", "/echo modal")
    outcome = await ana.submits(values={"words": "nonsense"})
    assert outcome.error == "We had some trouble connecting. Try again?"
    assert ana.modal


async def test_a_pushed_modal_lies_on_top_and_closing_it_shows_the_one_below(echo: AsyncApp, ana: Person) -> None:
    await ana.types("#general", "/echo modal")
    await ana.submits(values={"words": "next"})
    assert [view.title for view in ana.modals] == ["Ask", "More"]
    outcome = await ana.closes()
    assert outcome.acked
    closed = echo.heard[-1]  # type: ignore[attr-defined]
    assert closed["type"] == "view_closed"
    assert closed["view"]["state"]["values"] == {}
    assert ana.modal
    assert ana.modal.title == "Ask"


async def test_shortcuts_open_a_modal(echo: AsyncApp, ana: Person, bo: Person) -> None:
    message = (await bo.types("#random", "who owns this?")).message
    assert message
    assert (await ana.uses_message_shortcut("echo_this", message)).modal
    assert echo.heard[-1]["message"]["text"] == "who owns this?"  # type: ignore[attr-defined]
    assert (await bo.uses_global_shortcut("echo_anything")).modal


async def test_looking_at_the_apps_tabs_is_told(echo: AsyncApp, ana: Person) -> None:
    await ana.opens_home()
    await ana.opens_dm()
    assert [body["event"]["tab"] for body in echo.heard] == ["home", "messages"]  # type: ignore[attr-defined]


async def test_people_who_come_and_change_are_told(echo: AsyncApp, acme: Workspace, ana: Person) -> None:
    await acme.joins("cy", "Cy Young")
    await acme.change_person("ana", zone="America/New_York", deactivated=False)
    await ana.invites("#general", acme.person("cy"))
    events = [body["event"] for body in echo.heard]  # type: ignore[attr-defined]
    assert [event["type"] for event in events] == ["team_join", "user_change", "member_joined_channel"]
    assert events[1]["user"]["tz"] == "America/New_York"


async def test_two_workspaces_of_one_app_do_not_mix(echo: AsyncApp, slack: LocalSlack, ana: Person) -> None:
    other = slack.add_workspace("T0OTHER", "Other")
    zoe = other.add_person("zoe")
    await zoe.dms("hi from elsewhere")
    await slack.quiet()
    assert [one.text for one in zoe.dm] == ["hi from elsewhere", "echo: hi from elsewhere"]
    assert ana.dm == []
