"""The Web API answers and refuses as Slack does, asked by the real SDK."""

from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import LocalSlack, Person, Workspace
from tests.playground.conftest import MANIFEST, StillTime


def a_section(text: str = "hello") -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


async def refused(call: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as caught:
        await call
    body: dict[str, Any] = caught.value.response.data
    return body


async def test_a_token_is_asked_for_and_checked(slack: LocalSlack, acme: Workspace, client: AsyncWebClient) -> None:
    assert (await client.auth_test())["user_id"] == acme.bot_user
    nobody = AsyncWebClient(base_url=slack.api_url, retry_handlers=[])
    stranger = AsyncWebClient("xoxb-wrong", base_url=slack.api_url, retry_handlers=[])
    assert (await refused(nobody.auth_test()))["error"] == "not_authed"
    assert (await refused(stranger.auth_test()))["error"] == "invalid_auth"
    assert (await refused(client.apps_connections_open(app_token=acme.bot_token)))["error"] == "not_allowed_token_type"


async def test_an_unknown_method_is_refused(client: AsyncWebClient) -> None:
    assert (await refused(client.api_call("chat.postMessages")))["error"] == "unknown_method"


async def test_a_missing_scope_is_named(client: AsyncWebClient) -> None:
    body = await refused(client.usergroups_list())
    assert (body["error"], body["needed"]) == ("missing_scope", "usergroups:read")
    assert "chat:write" in body["provided"].split(",")


async def test_history_of_a_private_channel_needs_its_own_scope(acme: Workspace, client: AsyncWebClient) -> None:
    body = await refused(client.conversations_history(channel=acme.channel("secret").id))
    assert (body["error"], body["needed"]) == ("missing_scope", "groups:history")


async def test_posting_needs_a_channel_that_the_app_is_in(acme: Workspace, client: AsyncWebClient) -> None:
    async def error(channel: str) -> str:
        return str((await refused(client.chat_postMessage(channel=channel, text="x")))["error"])

    assert await error("C0NOWHERE") == "channel_not_found"
    assert await error(acme.channel("secret").id) == "channel_not_found"
    assert await error(acme.channel("random").id) == "not_in_channel"
    await acme.archive("#general")
    assert await error(acme.channel("general").id) == "is_archived"


async def test_a_message_needs_words_and_not_too_many(acme: Workspace, client: AsyncWebClient) -> None:
    general = acme.channel("general").id
    assert (await refused(client.api_call("chat.postMessage", json={"channel": general})))["error"] == "no_text"
    assert (await refused(client.chat_postMessage(channel=general, text="x" * 40_001)))["error"] == "msg_too_long"
    long = [a_section("x" * 2900) for _ in range(5)]
    assert (await refused(client.chat_postMessage(channel=general, text="x", blocks=long)))[
        "error"
    ] == "msg_blocks_too_long"


async def test_wrong_blocks_are_named_with_a_pointer(acme: Workspace, client: AsyncWebClient) -> None:
    general = acme.channel("general").id
    body = await refused(client.chat_postMessage(channel=general, text="x", blocks=[a_section("x" * 3001)]))
    assert body["error"] == "invalid_blocks"
    assert body["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]


async def test_a_user_id_as_channel_is_the_direct_message(ana: Person, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=ana.id, text="hello")
    opened = await client.conversations_open(users=ana.id)
    assert posted["channel"] == opened["channel"]["id"] == ana.dm_channel
    assert [one.text for one in ana.dm] == ["hello"]


async def test_only_own_messages_can_be_changed(ana: Person, client: AsyncWebClient) -> None:
    typed = (await ana.types("#general", "mine")).message
    assert typed
    body = await refused(client.chat_update(channel=typed.channel, ts=typed.ts, text="changed"))
    assert body["error"] == "cant_update_message"
    gone = await refused(client.chat_update(channel=typed.channel, ts="1.000000", text="changed"))
    assert gone["error"] == "message_not_found"


async def test_an_update_in_a_direct_message_needs_its_channel_id(ana: Person, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=ana.id, text="hello")
    body = await refused(client.chat_update(channel=ana.id, ts=posted["ts"], text="changed"))
    assert body["error"] == "channel_not_found"
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="changed")
    assert ana.dm[0].text == "changed"


async def test_metadata_comes_back_from_history_when_asked_for(acme: Workspace, client: AsyncWebClient) -> None:
    general = acme.channel("general").id
    metadata = {"event_type": "sent", "event_payload": {"key": "run:7"}}
    await client.chat_postMessage(channel=general, text="report", metadata=metadata)
    plain = await client.conversations_history(channel=general)
    full = await client.conversations_history(channel=general, include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


async def test_history_is_paged_newest_first_without_replies(ana: Person, client: AsyncWebClient) -> None:
    general = ana.workspace.channel("general").id
    first = await client.chat_postMessage(channel=general, text="1")
    await client.chat_postMessage(channel=general, text="a reply", thread_ts=first["ts"])
    for number in "2345":
        await client.chat_postMessage(channel=general, text=number)
    page = await client.conversations_history(channel=general, limit=2)
    assert [one["text"] for one in page["messages"]] == ["5", "4"]
    assert page["has_more"]
    rest = await client.conversations_history(channel=general, cursor=page["response_metadata"]["next_cursor"])
    assert [one["text"] for one in rest["messages"]] == ["3", "2", "1"]
    assert rest["messages"][-1]["reply_count"] == 1
    since = await client.conversations_history(channel=general, oldest=first["ts"])
    assert [one["text"] for one in since["messages"]] == ["5", "4", "3", "2"]
    with_it = await client.conversations_history(channel=general, oldest=first["ts"], inclusive=True)
    assert len(with_it["messages"]) == 5
    thread = await client.conversations_replies(channel=general, ts=first["ts"])
    assert [one["text"] for one in thread["messages"]] == ["1", "a reply"]


async def test_an_ephemeral_message_is_seen_by_one_and_kept_out_of_history(
    ana: Person, bo: Person, client: AsyncWebClient
) -> None:
    general = ana.workspace.channel("general").id
    await client.chat_postEphemeral(channel=general, user=ana.id, text="psst")
    assert [one.text for one in ana.sees("#general")] == ["psst"]
    assert bo.sees("#general") == []
    assert (await client.conversations_history(channel=general))["messages"] == []
    ana.workspace.add_person("cy")
    body = await refused(client.chat_postEphemeral(channel=general, user=ana.workspace.person("cy").id, text="psst"))
    assert body["error"] == "user_not_in_channel"


async def test_people_are_listed_page_by_page_with_zone_and_email(client: AsyncWebClient) -> None:
    page = await client.users_list(limit=3)
    assert [(one["name"], one["is_bot"]) for one in page["members"]] == [
        ("slackbot", False),
        ("echo", True),
        ("ana", False),
    ]
    assert page["members"][2]["tz"] == "Europe/Lisbon"
    assert page["members"][2]["profile"]["email"] == "ana@acme.example"
    rest = await client.users_list(limit=3, cursor=page["response_metadata"]["next_cursor"])
    assert [one["name"] for one in rest["members"]] == ["bo"]
    assert rest["response_metadata"]["next_cursor"] == ""
    assert (await client.users_lookupByEmail(email="BO@acme.example"))["user"]["name"] == "bo"


async def test_nobody_can_be_written_to_who_has_left(ana: Person, client: AsyncWebClient) -> None:
    await ana.workspace.change_person("ana", deactivated=True)
    assert (await refused(client.conversations_open(users=ana.id)))["error"] == "user_disabled"
    assert (await refused(client.conversations_open(users="U0NOBODY00")))["error"] == "user_not_found"


async def test_timestamps_come_from_the_time_machine_and_stay_unique() -> None:
    machine = StillTime(datetime(2026, 11, 23, 8, tzinfo=UTC))
    async with LocalSlack(MANIFEST, time=machine) as slack:
        acme = slack.add_workspace()
        ana = acme.add_person("ana")
        client = AsyncWebClient(acme.bot_token, base_url=slack.api_url, retry_handlers=[])
        for text in "abc":
            await client.chat_postMessage(channel=ana.id, text=text)
        await machine.go_to(datetime(2026, 11, 24, 8, tzinfo=UTC))
        await client.chat_postMessage(channel=ana.id, text="d")
        assert [one.ts for one in ana.dm] == [
            "1795420800.000000",
            "1795420800.000001",
            "1795420800.000002",
            "1795507200.000000",
        ]
