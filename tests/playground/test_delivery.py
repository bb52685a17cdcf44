"""Deadlines, repetitions and faults on the way between the local Slack and the app."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import CannotDo, LocalSlack, Person, Workspace
from bot.playground.delivery_http import SignedHttp
from tests.playground.conftest import MANIFEST, StillTime
from tests.playground.echo_app import an_echo_app


class AnApp:
    """The app's end of one socket, by hand: what arrives, and answers as the test wants them."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, session: aiohttp.ClientSession) -> None:
        self.socket, self.session = socket, session

    @classmethod
    async def connects(cls, slack: LocalSlack) -> "AnApp":
        client = AsyncWebClient(base_url=slack.api_url, retry_handlers=[])
        opened = await client.apps_connections_open(app_token=slack.app_token)
        session = aiohttp.ClientSession()
        return cls(await session.ws_connect(opened["url"]), session)

    async def gets(self) -> dict[str, Any]:
        word: dict[str, Any] = json.loads(await self.socket.receive_str())
        return word

    async def acks(self, envelope: dict[str, Any], payload: Any = None) -> None:
        await self.socket.send_json({"envelope_id": envelope["envelope_id"], "payload": payload})

    async def leaves(self) -> None:
        await self.socket.close()
        await self.session.close()


@pytest.fixture
async def hasty() -> Any:
    """A Slack that waits a twentieth of a second, in a time that stands still."""
    machine = StillTime(datetime(2026, 11, 23, 8, tzinfo=UTC))
    async with LocalSlack(MANIFEST, time=machine, ack_within=0.05) as slack:
        acme = slack.add_workspace()
        acme.add_person("ana")
        acme.add_channel("general", bot=True)
        yield slack


async def test_an_answer_after_the_deadline_is_a_failure_and_its_time_is_kept(hasty: LocalSlack) -> None:
    ana = hasty.workspaces["T0ACME"].person("ana")
    app = await AnApp.connects(hasty)
    hello = await app.gets()
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    outcome = await ana.types("#general", "/echo hi")
    assert outcome.error == "operation_timeout"
    assert ana.sees("#general")[-1].text == '/echo failed with the error "operation_timeout"'
    envelope = await app.gets()
    assert envelope["type"] == "slash_commands"
    assert envelope["accepts_response_payload"]
    assert hasty.deliveries[-1].outcome == "late"
    await app.leaves()


async def test_without_a_connection_a_command_fails_at_once(hasty: LocalSlack) -> None:
    outcome = await hasty.workspaces["T0ACME"].person("ana").types("#general", "/echo hi")
    assert outcome.error == "dispatch_failed"


async def test_an_unanswered_event_comes_again_at_once_after_a_minute_and_after_five(hasty: LocalSlack) -> None:
    ana = hasty.workspaces["T0ACME"].person("ana")
    machine = hasty.time
    app = await AnApp.connects(hasty)
    await app.gets()
    await ana.dms("hello")
    first, second = await app.gets(), await app.gets()
    assert [(one["retry_attempt"], one["retry_reason"]) for one in (first, second)] == [(0, ""), (1, "timeout")]
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert await hasty.redeliver_due() == 0
    await machine.go_to(machine.now() + timedelta(seconds=60))
    assert await hasty.redeliver_due() == 1
    assert (await app.gets())["retry_attempt"] == 2
    await machine.go_to(machine.now() + timedelta(seconds=300))

    async def answer() -> None:
        await app.acks(await app.gets())

    await asyncio.gather(hasty.redeliver_due(), answer())
    assert hasty.deliveries[-1].attempt == 3
    assert hasty.deliveries[-1].acked
    await machine.go_to(machine.now() + timedelta(days=1))
    assert await hasty.redeliver_due() == 0
    await app.leaves()


async def test_each_payload_goes_to_one_of_the_connections(hasty: LocalSlack) -> None:
    ana = hasty.workspaces["T0ACME"].person("ana")
    apps = [await AnApp.connects(hasty) for _ in range(3)]
    got: list[str] = []

    async def answer(app: AnApp) -> None:
        while True:
            envelope = await app.gets()
            if "envelope_id" in envelope:
                got.append(envelope["envelope_id"])
                await app.acks(envelope, {"text": "ok"})

    tasks = [asyncio.create_task(answer(app)) for app in apps]
    for _ in range(12):
        assert (await ana.types("#general", "/echo hi")).acked
    assert len(got) == len(set(got)) == 12
    for task, app in zip(tasks, apps, strict=True):
        task.cancel()
        await app.leaves()


async def test_a_ticket_for_a_socket_is_good_once(slack: LocalSlack, acme: Workspace) -> None:
    client = AsyncWebClient(base_url=slack.api_url, retry_handlers=[])
    url = (await client.apps_connections_open(app_token=slack.app_token))["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url):
            pass
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_the_app_reconnects_when_its_sockets_are_cut_or_refreshed(slack: LocalSlack, ana: Person) -> None:
    app = an_echo_app(slack)
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=0.1)
    await handler.connect_async()
    await slack.connected()
    await slack.refresh_sockets()
    await slack.connected()
    assert (await ana.types("#general", "/echo still here")).acked
    assert slack.cut_sockets() >= 1
    await slack.connected()
    assert (await ana.types("#general", "/echo again")).acked
    await handler.close_async()


async def test_a_doubled_delivery_arrives_twice_under_one_id(echo: AsyncApp, ana: Person, slack: LocalSlack) -> None:
    slack.faults.double("event", times=1)
    await ana.dms("hello")
    await slack.quiet()
    assert [one.text for one in ana.dm] == ["hello", "echo: hello", "echo: hello"]
    first, second = slack.deliveries[0], slack.deliveries[1]
    assert first.payload["event_id"] == second.payload["event_id"]


async def test_a_lost_event_comes_again_at_once(echo: AsyncApp, ana: Person, slack: LocalSlack) -> None:
    slack.faults.lose("event", times=1)
    await ana.dms("hello")
    await slack.quiet()
    assert [one.text for one in ana.dm] == ["hello", "echo: hello"]
    assert [one.outcome for one in slack.deliveries][:2] == ["lost", "acked"]


async def test_a_rate_limit_says_when_to_come_again(slack: LocalSlack, ana: Person, client: AsyncWebClient) -> None:
    slack.faults.rate_limit("chat.postMessage", retry_after=17, times=1)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=ana.id, text="x")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "17"
    await client.chat_postMessage(channel=ana.id, text="y")
    assert [one.text for one in ana.dm] == ["y"]


async def test_slacks_own_limits_can_be_switched_on(ana: Person, client: AsyncWebClient, slack: LocalSlack) -> None:
    slack.rates.enabled = True
    for _ in range(20):
        await client.users_list()
    with pytest.raises(SlackApiError) as caught:
        await client.users_list()
    assert caught.value.response.status_code == 429


async def test_a_connection_can_break_before_or_after_the_call_took_effect(
    slack: LocalSlack, ana: Person, client: AsyncWebClient
) -> None:
    slack.faults.cut_before("chat.postMessage", times=1)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=ana.id, text="never")
    slack.faults.cut_after("chat.postMessage", times=1)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=ana.id, text="once")
    assert [one.text for one in ana.dm] == ["once"]
    assert [(one.fault, one.status) for one in slack.calls] == [("cut_before", 0), ("cut_after", 0)]


async def test_a_broken_slack_answers_with_a_server_error(
    slack: LocalSlack, ana: Person, client: AsyncWebClient
) -> None:
    slack.faults.server_error("chat.postMessage", status=503, times=1)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=ana.id, text="x")
    assert caught.value.response.status_code == 503
    assert ana.dm == []


async def test_the_history_of_one_channel_can_be_hidden(
    slack: LocalSlack, acme: Workspace, client: AsyncWebClient
) -> None:
    acme.add_channel("open", bot=True)
    slack.faults.hide_history(acme.channel("general").id)
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.conversations_history(channel=acme.channel("general").id)
    assert (await client.conversations_history(channel=acme.channel("open").id))["messages"] == []


async def test_requests_are_signed_as_slack_signs_them(slack: LocalSlack) -> None:
    http = SignedHttp("http://127.0.0.1:1/", slack.signing_secret, aiohttp.ClientSession())
    headers = http._signed(b'{"a": 1}')
    assert SignatureVerifier(slack.signing_secret).is_valid_request(b'{"a": 1}', headers)
    assert not SignatureVerifier("another secret").is_valid_request(b'{"a": 1}', headers)
    await http._session.close()


async def test_an_address_that_does_not_know_the_challenge_is_not_taken(slack: LocalSlack) -> None:
    with pytest.raises(CannotDo, match="challenge"):
        await slack.deliver_by_http("http://127.0.0.1:1/slack/events")


async def test_an_uninstalled_workspace_hears_nothing_and_its_token_is_worth_nothing(
    echo: AsyncApp, slack: LocalSlack, ana: Person, client: AsyncWebClient
) -> None:
    await slack.uninstall(ana.workspace)
    await ana.dms("hello?")
    assert not slack.deliveries
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()


async def test_a_late_answer_keeps_its_time_and_changes_nothing(hasty: LocalSlack) -> None:
    ana = hasty.workspaces["T0ACME"].person("ana")
    app = await AnApp.connects(hasty)
    await app.gets()
    await ana.types("#general", "/echo slow")
    late = hasty.deliveries[-1]
    told = late.revision
    await app.acks(await app.gets(), {"text": "too late"})

    async def answer() -> None:
        await app.acks(await app.gets(), {"text": "in time"})

    await asyncio.gather(ana.types("#general", "/echo quick"), answer())
    assert (late.outcome, late.ms is not None and late.ms >= 50) == ("late", True)
    assert late.revision > told
    assert [one.text for one in ana.sees("#general")][1:] == ["in time"]
    await app.leaves()


async def test_a_failing_address_gets_the_event_again_with_the_reason() -> None:
    seen: list[tuple[str | None, str | None]] = []

    async def endpoint(request: web.Request) -> web.Response:
        seen.append((request.headers.get("x-slack-retry-num"), request.headers.get("x-slack-retry-reason")))
        return web.Response(status=500 if len(seen) < 3 else 200)

    application = web.Application()
    application.router.add_post("/slack/events", endpoint)
    async with TestServer(application) as server, LocalSlack(MANIFEST, retry_after=(0, 0, 0)) as slack:
        ana = slack.add_workspace().add_person("ana")
        await slack.deliver_by_http(str(server.make_url("/slack/events")), verify=False)
        outcome = await ana.dms("hello")
    assert outcome.acked
    assert seen == [(None, None), ("1", "http_error"), ("2", "http_error")]


async def test_an_address_can_forbid_repetitions() -> None:
    count = 0

    async def endpoint(_: web.Request) -> web.Response:
        nonlocal count
        count += 1
        return web.Response(status=500, headers={"x-slack-no-retry": "1"})

    application = web.Application()
    application.router.add_post("/slack/events", endpoint)
    async with TestServer(application) as server, LocalSlack(MANIFEST, retry_after=(0, 0, 0)) as slack:
        ana = slack.add_workspace().add_person("ana")
        await slack.deliver_by_http(str(server.make_url("/slack/events")), verify=False)
        await ana.dms("hello")
    assert count == 1


async def test_a_doubled_submission_reaches_the_app_twice(echo: AsyncApp, ana: Person, slack: LocalSlack) -> None:
    await ana.types("#general", "/echo modal")
    slack.faults.double("view_submission", times=1)
    outcome = await ana.submits(values={"words": "hello"})
    assert outcome.acked
    first, second = echo.heard  # type: ignore[attr-defined]
    assert first["view"]["id"] == second["view"]["id"]


async def test_a_lost_click_is_told_to_the_person(echo: AsyncApp, ana: Person, slack: LocalSlack) -> None:
    card = (await ana.types("#general", "/echo buttons")).message
    assert card
    slack.faults.lose("block_actions", times=1)
    outcome = await ana.clicks(card, "again")
    assert (outcome.acked, outcome.error) == (False, "operation_timeout")
