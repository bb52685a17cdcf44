"""The page's own endpoints: the same acts as in Python, for this machine only."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

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


async def sees(browser: aiohttp.ClientSession, who: str, channel: str = "") -> dict[str, Any]:
    async with browser.get("/page/screen", params={"team": "T0ACME", "as": who, "channel": channel}) as response:
        screen: dict[str, Any] = await response.json()
        return screen


async def test_the_page_and_its_parts_are_served(browser: aiohttp.ClientSession) -> None:
    for path, kind in [("/", "text/html"), ("/static/page.js", "text/javascript"), ("/static/style.css", "text/css")]:
        async with browser.get(path) as response:
            assert (response.status, response.content_type) == (200, kind)
    async with browser.get("/static/..%2Fscreen.py") as response:
        assert response.status == 404


def test_the_page_is_small_and_asks_nobody_else() -> None:
    files = list((Path(bot.playground.page.__file__).parent / "static").iterdir())
    assert sum(one.stat().st_size for one in files) < 150_000
    for one in files:
        assert "//cdn" not in one.read_text(encoding="utf-8")
        assert 'src="http' not in one.read_text(encoding="utf-8")


async def test_a_visitor_types_a_command_and_sees_the_private_answer(
    echo: AsyncApp, browser: aiohttp.ClientSession, acme: Workspace
) -> None:
    general = acme.channel("general").id
    outcome = await acts(browser, "ana", "types", channel=general, text="/echo buttons")
    assert outcome["acked"]
    screen = await sees(browser, "ana", general)
    assert [one["ephemeral"] for one in screen["messages"]] == [True]
    assert (await sees(browser, "bo", general))["messages"] == []
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
    async with browser.get("/page/changes") as stream:
        async for line in stream.content:
            if line == b"data: hello\n":
                await ana.types("#general", "something new")
            if line == b"data: message\n":
                break


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


async def test_in_real_time_nobody_travels(browser: aiohttp.ClientSession) -> None:
    async with browser.post("/page/time", json={"hours": 1}) as response:
        assert response.status == 400
        assert "real time" in (await response.json())["error"]


async def test_the_journal_shows_what_went_over_the_wire(
    echo: AsyncApp, browser: aiohttp.ClientSession, ana: Person, slack: LocalSlack
) -> None:
    await ana.dms("hello")
    await slack.quiet()
    async with browser.get("/page/journal") as response:
        journal = await response.json()
    assert [one["kind"] for one in journal["deliveries"]] == ["event", "event"]
    assert journal["calls"][0]["method"] == "chat.postMessage"
