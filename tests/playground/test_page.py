"""The page's own endpoints: the same acts as in Python, for this machine only."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

import bot.playground.page
from bot.playground import LocalSlack, Person, Workspace
from tests.playground.conftest import MANIFEST, StillTime
from tests.playground.echo_app import ASK


@pytest.fixture
async def browser(slack: LocalSlack) -> Any:
    async with aiohttp.ClientSession(slack.url) as session:
        yield session


async def acts(browser: aiohttp.ClientSession, who: str, act: str, **more: Any) -> dict[str, Any]:
    wanted = {"team": "T0ACME", "as": who, "act": act, **more}
    async with browser.post("/page/act", json=wanted) as response:
        answer: dict[str, Any] = await response.json()
        return answer | {"status": response.status}


async def asks(browser: aiohttp.ClientSession, path: str, **params: Any) -> dict[str, Any]:
    async with browser.get(path, params=params) as response:
        answer: dict[str, Any] = await response.json()
        return answer


async def sees(browser: aiohttp.ClientSession, who: str) -> dict[str, Any]:
    return await asks(browser, "/page/screen", team="T0ACME", **{"as": who})


async def reads(browser: aiohttp.ClientSession, who: str, channel: str, **more: Any) -> dict[str, Any]:
    return await asks(browser, "/page/messages", team="T0ACME", channel=channel, **{"as": who}, **more)


async def test_the_page_and_its_parts_are_served(browser: aiohttp.ClientSession) -> None:
    for path, kind in [("/", "text/html"), ("/static/page.js", "text/javascript"), ("/static/style.css", "text/css")]:
        async with browser.get(path) as response:
            assert (response.status, response.content_type) == (200, kind)
    async with browser.get("/static/..%2Fscreen.py") as response:
        assert response.status == 404


async def test_the_page_is_small_and_asks_nobody_else(browser: aiohttp.ClientSession) -> None:
    files = list((Path(bot.playground.page.__file__).parent / "static").iterdir())
    weight = 0
    for one in files:
        async with browser.get(f"/static/{one.name}", headers={"accept-encoding": "gzip"}) as response:
            weight += int(response.headers["content-length"])
    assert weight < 80_000
    assert sum(one.stat().st_size for one in files) < 171_000
    for one in files:
        assert "//cdn" not in one.read_text(encoding="utf-8")
        assert 'src="http' not in one.read_text(encoding="utf-8")


async def test_a_visitor_types_a_command_and_sees_the_private_answer(
    echo: AsyncApp, browser: aiohttp.ClientSession, acme: Workspace
) -> None:
    general = acme.channel("general").id
    outcome = await acts(browser, "ana", "types", channel=general, text="/echo buttons")
    assert outcome["acked"]
    assert [one["ephemeral"] for one in (await reads(browser, "ana", general))["messages"]] == [True]
    assert (await reads(browser, "bo", general))["messages"] == []
    pressed = await acts(
        browser, "ana", "clicks", channel=general, ts=outcome["message"], action_id="again", block_id="again"
    )
    assert pressed["acked"]


async def test_a_visitor_fills_in_a_modal(echo: AsyncApp, browser: aiohttp.ClientSession, ana: Person) -> None:
    general = ana.workspace.channel("general").id
    opened = await acts(browser, "ana", "types", channel=general, text="/echo modal")
    view = opened["modal"]["id"]
    empty = await acts(browser, "ana", "submits", view=view, values={"words": ""})
    assert empty["errors"] == {"words": "Please complete this required field."}
    assert (await sees(browser, "ana"))["modal"]["errors"] == empty["errors"]
    done = await acts(browser, "ana", "submits", view=view, values={"words": "hello"})
    assert (done["acked"], done["modal"]) == (True, None)


async def test_a_press_in_a_modal_carries_what_stands_in_its_inputs(
    browser: aiohttp.ClientSession, ana: Person, slack: LocalSlack
) -> None:
    more = {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}}
    body = {**ASK, "blocks": [*ASK["blocks"], {"type": "actions", "block_id": "row", "elements": [more]}]}
    view = ana.workspace.screens.open(ana.id, body)
    await acts(browser, "ana", "clicks", view=view.id, action_id="more", typed={"words": "half a sen"})
    values = slack.deliveries[-1].payload["view"]["state"]["values"]
    assert values["words"]["words"]["value"] == "half a sen"


async def test_what_cannot_be_done_is_said_in_a_sentence(browser: aiohttp.ClientSession, ana: Person) -> None:
    random = ana.workspace.channel("secret").id
    outcome = await acts(browser, "bo", "types", channel=random, text="hello")
    assert (outcome["status"], outcome["error"]) == (400, "Bo Chen is not in secret")
    assert (await acts(browser, "bo", "flies"))["status"] == 400


async def test_people_see_only_their_channels(browser: aiohttp.ClientSession, acme: Workspace) -> None:
    assert [one["name"] for one in (await sees(browser, "bo"))["channels"]] == ["general", "random"]
    assert [one["name"] for one in (await sees(browser, "ana"))["channels"]] == ["general", "random", "secret"]


async def test_changes_are_told_at_once(browser: aiohttp.ClientSession, ana: Person) -> None:
    told: list[bytes] = []
    async with browser.get("/page/changes") as stream:
        async for line in stream.content:
            told.append(line)
            if line == b"data: hello\n":
                await ana.types("#general", "something new")
            if line == b"data: message\n":
                break
    assert told[-1] == b"data: message\n"


async def test_another_site_is_turned_away(browser: aiohttp.ClientSession, acme: Workspace) -> None:
    async with browser.get("/", headers={"host": "evil.example"}) as response:
        assert response.status == 403
    async with browser.post("/page/act", data={"act": "types"}) as response:
        assert response.status == 415


async def test_faults_are_switched_from_the_page(browser: aiohttp.ClientSession, slack: LocalSlack) -> None:
    async with browser.post("/page/faults", json={"kind": "rate_limited", "value": 5, "times": 1}) as response:
        assert (await response.json())["on"][0]["kind"] == "rate_limited"
    assert len(slack.faults.on) == 1
    async with browser.post("/page/faults", json={"kind": "earthquake"}) as response:
        assert response.status == 400
    await (await browser.post("/page/faults", json={"clear": True})).release()
    assert slack.faults.on == []


async def test_a_fault_is_switched_off_by_its_kind_and_shows_how_often_it_struck(
    browser: aiohttp.ClientSession, slack: LocalSlack, client: AsyncWebClient
) -> None:
    async def switch(**wanted: Any) -> dict[str, Any]:
        async with browser.post("/page/faults", json=wanted) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    await switch(kind="rate_limited", target="auth.test")
    await switch(kind="rate_limited", target="auth.test", value=7)
    with pytest.raises(SlackApiError) as refusal:
        await client.auth_test()
    assert refusal.value.response.headers["retry-after"] == "7"
    on = (await asks(browser, "/page/faults"))["on"]
    assert on == [{"kind": "rate_limited", "target": "auth.test", "share": 1.0, "value": 7, "struck": 1}]
    assert (await switch(off="rate_limited"))["on"] == []
    assert (await client.auth_test())["ok"]


@pytest.mark.parametrize("wanted", [{"share": 0}, {"share": 2}, {"value": "soon"}, {"depth": 1}])
async def test_a_fault_that_makes_no_sense_is_refused_in_a_sentence(
    browser: aiohttp.ClientSession, slack: LocalSlack, wanted: dict[str, Any]
) -> None:
    async with browser.post("/page/faults", json={"kind": "slow", **wanted}) as response:
        assert response.status == 400
        assert (await response.json())["error"].endswith(".")
    assert slack.faults.on == []


async def test_the_time_machine_is_driven_from_the_page() -> None:
    machine = StillTime(datetime(2026, 11, 23, 8, tzinfo=UTC))
    async with LocalSlack(MANIFEST, time=machine) as slack, aiohttp.ClientSession(slack.url) as browser:
        slack.add_workspace().add_person("ana", zone="Asia/Singapore")
        screen = await sees(browser, "ana")
        assert screen["people"][0]["local_time"] == "2026-11-23T16:00+08:00"
        assert screen["time"]["stops"] == [{"label": "Tomorrow", "at": "2026-11-24T08:00:00+00:00"}]
        async with browser.post("/page/time", json={"to": screen["time"]["stops"][0]["at"]}) as response:
            assert (await response.json())["now"] == "2026-11-24T08:00:00+00:00"
        async with browser.post("/page/time", json={"hours": 1}) as response:
            assert (await response.json())["now"] == "2026-11-24T09:00:00+00:00"
        morning = {"to": "2026-11-25T09:00", "zone": "Asia/Singapore"}
        async with browser.post("/page/time", json=morning) as response:
            assert (await response.json())["now"] == "2026-11-25T01:00:00+00:00"
        async with browser.post("/page/time", json={"to": "2026-11-24T08:00:00+00:00"}) as response:
            assert (response.status, (await response.json())["error"]) == (
                400,
                "Time only goes forward here: choose a later moment.",
            )


async def test_in_real_time_nobody_travels(browser: aiohttp.ClientSession) -> None:
    async with browser.post("/page/time", json={"hours": 1}) as response:
        assert response.status == 400
        assert "real time" in (await response.json())["error"]


async def test_the_inspector_lists_what_went_over_the_wire_and_shows_one_whole(
    echo: AsyncApp, browser: aiohttp.ClientSession, ana: Person, slack: LocalSlack
) -> None:
    await ana.dms("hello")
    await slack.quiet()
    journal = await asks(browser, "/page/journal")
    said = [(one["what"], one["name"]) for one in journal["entries"] if one["name"] != "apps.connections.open"]
    assert ("delivery", "message.im") in said
    assert ("call", "chat.postMessage") in said
    posted = next(one for one in journal["entries"] if one["name"] == "chat.postMessage")
    assert (posted["ok"], posted["about"]) == (True, ana.dm_channel)
    whole = await asks(browser, f"/page/journal/{posted['serial']}")
    assert whole["sent"]["channel"] == ana.dm_channel
    assert "token" not in whole["sent"]
    assert (await asks(browser, "/page/journal", since=journal["revision"]))["entries"] == []


async def test_the_inspector_says_what_was_refused_and_why(
    browser: aiohttp.ClientSession, slack: LocalSlack, client: AsyncWebClient, acme: Workspace
) -> None:
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel=acme.channel("general").id, text="x", blocks=[{"type": "header"}])
    (entry,) = (await asks(browser, "/page/journal"))["entries"]
    assert (entry["ok"], entry["error"]) == (False, "invalid_blocks")
    assert "text" in entry["why"]
    slack.note("Job set aside", "report:7: is_archived", bad=True)
    newest = (await asks(browser, "/page/journal"))["entries"][-1]
    assert (newest["what"], newest["name"], newest["ok"]) == ("note", "Job set aside", False)


async def test_the_journal_forgets_the_oldest(client: AsyncWebClient) -> None:
    async with LocalSlack(MANIFEST, remember=2) as slack, aiohttp.ClientSession(slack.url) as browser:
        slack.add_workspace()
        for _ in range(3):
            slack.note("Something", "happened")
        entries = (await asks(browser, "/page/journal"))["entries"]
        assert [one["serial"] for one in entries] == [2, 3]
        assert "too long ago" in (await asks(browser, "/page/journal/1"))["error"]
