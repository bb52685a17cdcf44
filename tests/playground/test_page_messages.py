"""What the page shows of a channel: pages of it, what changed, threads, reactions, and what is unread."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import CannotDo, Person, Workspace
from tests.playground.test_page import acts, browser, reads, sees

__all__ = ["browser"]


def general(ana: Person) -> str:
    return ana.workspace.channel("general").id


async def channel_of(browser: aiohttp.ClientSession, who: str, name: str) -> dict[str, Any]:
    return next(one for one in (await sees(browser, who))["channels"] if one["name"] == name)


async def test_a_long_channel_comes_in_pages_the_newest_first(browser: aiohttp.ClientSession, ana: Person) -> None:
    room = ana.workspace.channel("general")
    for number in range(30):
        ana.workspace.put(room, ana.id, str(number))
    last = await reads(browser, "ana", room.id, most=10)
    assert (last["messages"][0]["text"], last["more"]) == ("20", True)
    older = await reads(browser, "ana", room.id, most=20, before=last["messages"][0]["ts"])
    assert (older["messages"][0]["text"], older["more"]) == ("0", False)
    linked = await reads(browser, "ana", room.id, around=older["messages"][3]["ts"])
    assert [one["text"] for one in linked["messages"]][-1] == "29"


async def test_only_what_changed_is_told_again(
    browser: aiohttp.ClientSession, ana: Person, client: AsyncWebClient
) -> None:
    await ana.types("#general", "stays")
    await ana.types("#general", "goes")
    posted = await client.chat_postMessage(channel=general(ana), text="before")
    known = (await reads(browser, "ana", general(ana)))["revision"]
    assert (await reads(browser, "ana", general(ana), since=known))["messages"] == []
    await client.chat_update(channel=general(ana), ts=posted["ts"], text="after")
    goes = ana.sees("#general")[1]
    await ana.deletes(goes)
    changes = await reads(browser, "ana", general(ana), since=known)
    assert [(one["text"], one["edited"]) for one in changes["messages"]] == [("after", True)]
    assert (changes["gone"], changes["whole"]) == ([goes.ts], True)
    assert (await reads(browser, "ana", general(ana), since=known + 1_000))["whole"] is False


async def test_a_reply_stands_in_its_thread_and_is_counted_at_its_root(
    browser: aiohttp.ClientSession, ana: Person, bo: Person
) -> None:
    await ana.types("#general", "root")
    root = ana.sees("#general")[0]
    known = (await reads(browser, "ana", general(ana)))["revision"]
    await bo.types("#general", "reply", thread_ts=root.ts)
    outcome = await bo.types("#general", "/echo hi", thread_ts=root.ts)
    assert outcome.message is not None
    assert outcome.message.thread_ts == root.ts
    (shown,) = (await reads(browser, "ana", general(ana)))["messages"]
    assert (shown["thread"]["count"], shown["thread"]["users"]) == (1, [bo.id])
    assert root.ts in [one["ts"] for one in (await reads(browser, "ana", general(ana), since=known))["messages"]]
    thread = await reads(browser, "ana", general(ana), thread=root.ts)
    assert [one["text"] for one in thread["messages"]] == ["root", "reply"]


async def test_a_reaction_is_put_and_taken_away(browser: aiohttp.ClientSession, ana: Person) -> None:
    await ana.types("#general", "well done")
    ts = ana.sees("#general")[0].ts
    for expected in ([{"name": "tada", "users": [ana.id]}], []):
        done = await acts(browser, "ana", "reacts", channel=general(ana), ts=ts, emoji="tada")
        assert done["error"] is None
        assert (await reads(browser, "ana", general(ana)))["messages"][0]["reactions"] == expected
    refused = await acts(browser, "ana", "reacts", channel=general(ana), ts=ts, emoji="<b>")
    assert refused["status"] == 400


async def test_a_mention_rings_and_stays_unread_until_it_is_read(
    browser: aiohttp.ClientSession, ana: Person, bo: Person
) -> None:
    await ana.types("#general", "morning")
    await ana.types("#general", "@bo have you seen this?")
    room = await channel_of(browser, "bo", "general")
    assert (room["unread"], room["concerning"]) == (2, 1)
    screen = await sees(browser, "bo")
    assert [one["text"] for one in screen["phone"]] == [f"<@{bo.id}> have you seen this?"]
    assert {one["key"]: one["unseen"] for one in screen["people"]} == {"ana": 0, "bo": 1}
    await acts(browser, "bo", "reads", channel=general(ana))
    room = await channel_of(browser, "bo", "general")
    assert (room["unread"], room["concerning"]) == (0, 0)
    assert (await channel_of(browser, "ana", "general"))["unread"] == 0


async def test_the_app_in_a_dm_and_answers_in_a_thread_ring(
    browser: aiohttp.ClientSession, ana: Person, bo: Person, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel=bo.dm_channel, text="For Bo")
    await client.chat_postEphemeral(channel=general(ana), user=bo.id, text="Only now")
    await bo.types("#general", "a question")
    question = bo.sees("#general")[-1]
    await ana.types("#general", "an answer", thread_ts=question.ts)
    assert [one["text"] for one in (await sees(browser, "bo"))["phone"]] == ["an answer", "For Bo"]
    assert (await sees(browser, "ana"))["phone"] == []
    await ana.deletes(ana.sees("#general")[-1])
    assert [one["text"] for one in (await sees(browser, "bo"))["phone"]] == ["For Bo"]


async def test_two_people_talk_and_the_app_never_hears_of_it(
    browser: aiohttp.ClientSession, ana: Person, bo: Person, client: AsyncWebClient
) -> None:
    await acts(browser, "ana", "talks_to", person=bo.id)
    talk = next(one for one in (await sees(browser, "ana"))["channels"] if one["kind"] == "dm")
    assert talk["with"] == bo.id
    await acts(browser, "ana", "types", channel=talk["id"], text="between us")
    assert [one["text"] for one in (await reads(browser, "bo", talk["id"]))["messages"]] == ["between us"]
    assert not ana.workspace.slack.deliveries
    listed = await client.conversations_list(types="public_channel,private_channel")
    assert talk["id"] not in [one["id"] for one in listed["channels"]]
    with pytest.raises(CannotDo):
        ana.talks_to(ana)


async def test_a_channel_is_archived_and_opened_again(browser: aiohttp.ClientSession, acme: Workspace) -> None:
    room = acme.channel("general").id
    await acts(browser, "ana", "archives", channel=room)
    assert (await channel_of(browser, "bo", "general"))["archived"] is True
    refused = await acts(browser, "bo", "types", channel=room, text="hello?")
    assert "archived" in refused["error"]
    await acts(browser, "ana", "unarchives", channel=room)
    await acts(browser, "ana", "removes_bot", channel=room)
    assert (await channel_of(browser, "bo", "general"))["app_inside"] is False
