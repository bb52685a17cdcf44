"""Making a standup in Slack: the form, what is wrong with it, and what its owner sees then."""

from dataclasses import replace
from typing import Any

import pytest

from bot.errors import NotAllowed, NotFound
from bot.ids import ChannelId, SlackUserId, WorkspaceId
from bot.slack.payloads import Click, Command, FormValues, OptionsQuery, Submission
from bot.slack.replies import Ephemeral, FieldErrors, Nothing, OpenModal, UpdateModal
from bot.standups.check_ins.form_blocks import ANSWER
from bot.workspaces.rules import SlackProfile
from bot.workspaces.use_cases import Workspaces
from tests.standups.builders import ACME, COMMERCE, Company, user


def typed(text: str, by: str = "dana") -> Command:
    return Command(ACME, user(by), COMMERCE, "/standup", text, "trigger", "https://slack.example/response")


def a_click(action_id: str, value: str, by: str, view: dict[str, Any] | None = None) -> Click:
    return Click(ACME, user(by), action_id, value, "trigger", view=view)


def submitted(
    values: dict[str, Any], callback_id: str = "standups.new", by: str = "dana", metadata: str = ""
) -> Submission:
    state = {block_id: {block_id: element} for block_id, element in values.items()}
    return Submission(ACME, user(by), callback_id, metadata, FormValues(state), "V1")


async def a_filled_form(company: Company, **changes: Any) -> dict[str, Any]:
    area = str(await company.area("checkout"))
    values: dict[str, Any] = {
        "name": {"value": "Commerce"},
        "channel": {"selected_conversation": COMMERCE},
        "areas": {"selected_options": [{"value": area}]},
        "people": {"selected_users": []},
        "days": {"selected_options": [{"value": "0"}]},
        "read_at": {"selected_time": "12:00"},
        "zone": {"selected_option": {"value": "Europe/London"}},
        **changes,
    }
    return {f"standups.{name}": element for name, element in values.items()}


async def run(company: Company, command: Command) -> Any:
    found = Company.routes(company).find_command(command)
    assert found is not None
    handler, rest = found
    return await handler(rest)


async def test_the_form_is_filled_in_with_what_is_known(company: Company) -> None:
    reply = await run(company, typed("new", by="lena"))
    assert isinstance(reply, OpenModal)
    fields = {block["block_id"]: block["element"] for block in reply.view["blocks"]}
    assert fields["standups.zone"]["initial_option"]["value"] == "America/Los_Angeles"
    assert fields["standups.channel"]["initial_conversation"] == COMMERCE
    assert [each["text"]["text"] for each in fields["standups.days"]["initial_options"]] == [
        "Monday",
        "Wednesday",
        "Friday",
    ]


async def test_sending_it_off_makes_the_standup_once_and_shows_what_comes(company: Company) -> None:
    submit = Company.routes(company).submissions["standups.new"]
    first = await submit(submitted(await a_filled_form(company)))
    again = await submit(submitted(await a_filled_form(company)))
    assert first == again
    assert isinstance(first, UpdateModal)
    shown = str(first.view)
    assert "Mon 23 Nov, 12:00 London" in shown
    assert "Ana Silva, Bo Chen" in shown
    assert len(await company.standups.list_standups(ACME, user("dana"))) == 1


async def test_an_area_that_lacks_a_side_is_pointed_out(company: Company) -> None:
    created = await company.start("refunds")
    assert created.missing == ("Refunds has no TPM",)


async def test_what_is_wrong_is_said_at_its_field(company: Company) -> None:
    submit = Company.routes(company).submissions["standups.new"]
    wrong = await a_filled_form(
        company, days={"selected_options": []}, areas={"selected_options": []}, read_at={"selected_time": None}
    )
    reply = await submit(submitted(wrong))
    assert isinstance(reply, FieldErrors)
    assert reply.errors.keys() == {"standups.days", "standups.areas", "standups.read_at"}


async def test_a_name_that_is_taken_is_said_at_the_name(company: Company) -> None:
    await company.start("checkout")
    submit = Company.routes(company).submissions["standups.new"]
    reply = await submit(submitted(await a_filled_form(company, name={"value": " commerce "})))
    assert isinstance(reply, FieldErrors)
    assert "already" in reply.errors["standups.name"]


async def test_guests_and_strangers_make_none(company: Company) -> None:
    guest = SlackProfile(SlackUserId("U0GUEST"), "Gus", None, "UTC", deactivated=False, guest=True, bot=False)
    await Workspaces(company.database, company.clock).save_profiles(ACME, [guest])
    with pytest.raises(NotAllowed):
        await company.standups.zone_of(ACME, SlackUserId("U0GUEST"))
    with pytest.raises(NotFound):
        await company.standups.zone_of(ACME, SlackUserId("U0NOBODY"))


async def test_lists_and_help_are_private_answers(company: Company) -> None:
    await company.start("checkout")
    listed = await run(company, typed("list"))
    assert isinstance(listed, Ephemeral)
    assert "*Commerce*" in str(listed.message.blocks)
    for text in ("", "help", "what?"):
        reply = await run(company, typed(text))
        assert isinstance(reply, Ephemeral)
        assert "/standup new" in str(reply.message.blocks)


async def test_areas_and_zones_are_found_by_part_of_their_name(company: Company) -> None:
    sources = Company.routes(company).options
    areas = await sources["standups.areas"](OptionsQuery(ACME, user("dana"), "standups.areas", "check"))
    assert [each["value"] for each in areas.options] == [str(await company.area("checkout"))]
    zones = await sources["standups.zone"](OptionsQuery(ACME, user("dana"), "standups.zone", "los an"))
    assert [each["value"] for each in zones.options] == ["America/Los_Angeles"]


async def test_another_workspace_sees_none_of_it(company: Company) -> None:
    await company.start("checkout")
    await company.advance(company.clock.now().replace(hour=9, minute=30))
    other = WorkspaceId("T0OTHER")
    workspaces = Workspaces(company.database, company.clock)
    await workspaces.register(other, "Other", SlackUserId("U0BOT"))
    stranger = SlackProfile(user("ana"), "Another Ana", None, "UTC", deactivated=False, guest=False, bot=False)
    await workspaces.save_profiles(other, [stranger])
    assert await company.standups.list_standups(other, user("ana")) == []
    assert await company.standups.find_areas(other, "") == []
    with pytest.raises(NotFound):
        await company.check_ins.open_form(other, user("ana"), company.check_in_of("ana"))


async def test_a_check_in_is_filled_in_and_sent_off(company: Company) -> None:
    await company.start("checkout")
    await company.advance(company.clock.now().replace(hour=9, minute=30))
    routes = Company.routes(company)
    check_in = str(company.check_in_of("ana"))
    opened = await routes.actions["standups.check_in"](a_click("standups.check_in", check_in, "ana"))
    assert isinstance(opened, OpenModal)
    assert opened.view["private_metadata"] == check_in
    area = await company.area("checkout")
    name, day = f"standups.new_name:{area}:0", f"standups.new_date:{area}:0"
    half = submitted({name: {"value": "Beta"}, day: {"selected_date": None}}, ANSWER, "ana", check_in)
    assert isinstance(await routes.submissions[ANSWER](half), FieldErrors)
    whole = submitted({name: {"value": "Beta"}, day: {"selected_date": "2026-12-04"}}, ANSWER, "ana", check_in)
    assert await routes.submissions[ANSWER](whole) == Nothing()
    with pytest.raises(NotAllowed):
        await routes.submissions[ANSWER](replace(whole, user_id=user("bo")))
    again = await routes.actions["standups.check_in"](a_click("standups.check_in", check_in, "ana"))
    assert isinstance(again, OpenModal)
    assert "Checkout · Beta (4 Dec): on time with the agreed scope?" in str(again.view)


async def test_choosing_at_risk_shows_the_fields_for_it(company: Company) -> None:
    await company.start("checkout")
    await company.advance(company.clock.now().replace(hour=9, minute=30))
    await company.answer("bo", await company.names("checkout", "Beta", company.clock.now().date().replace(day=30)))
    routes = Company.routes(company)
    check_in = str(company.check_in_of("ana"))
    opened = await routes.actions["standups.check_in"](a_click("standups.check_in", check_in, "ana"))
    assert isinstance(opened, OpenModal)
    status = next(b["block_id"] for b in opened.view["blocks"] if b["block_id"].startswith("standups.status:"))
    chosen = {status: {"standups.status": {"selected_option": {"value": "at_risk"}}}}
    view = {"private_metadata": check_in, "state": {"values": chosen}}
    redrawn = await routes.actions["standups.status"](a_click("standups.status", "at_risk", "ana", view))
    assert isinstance(redrawn, UpdateModal)
    fields = {block["block_id"]: block for block in redrawn.view["blocks"]}
    assert status.replace("status", "date") in fields
    assert fields[status]["element"]["initial_option"]["value"] == "at_risk"


async def test_who_is_not_asked_is_told_so_at_the_report(company: Company) -> None:
    await company.start("checkout")
    await company.advance(company.clock.now().replace(hour=12))
    run_id = company.outbox.report().values("standups.answer_mine")[0]
    action = Company.routes(company).actions["standups.answer_mine"]
    with pytest.raises(NotFound, match="not asked"):
        await action(a_click("standups.answer_mine", run_id, "kim"))
    assert isinstance(await action(a_click("standups.answer_mine", run_id, "ana")), OpenModal)


def test_a_direct_message_is_no_channel_for_a_report() -> None:
    from bot.standups.handlers import _channel  # noqa: PLC0415

    assert _channel(ChannelId("D0DM")) is None
