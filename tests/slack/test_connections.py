"""Being reached by Slack: sockets that are lost and found again, and the page that says whether all is well."""

import aiohttp
import pytest

from bot.clock import MovableClock
from bot.playground import LocalSlack
from bot.slack.connections import HttpServer, SocketConnection, http_app
from tests.playground_fixtures import Bot, a_bot, a_local_slack, a_running_bot
from tests.slack.scenario import last_words, on_command, says


async def test_after_the_socket_was_cut_the_bot_connects_again_and_answers(clock: MovableClock) -> None:
    async with a_running_bot(clock, on_command(says("hello"))[0]) as bot:
        assert bot.slack.cut_sockets() == 1
        await bot.slack.connected()
        await bot.ana.types("#general", "/rolecall")
        assert last_words(bot) == "hello"


async def test_when_slack_asks_to_reconnect_the_bot_does(clock: MovableClock) -> None:
    async with a_running_bot(clock, on_command(says("hello"))[0]) as bot:
        await bot.slack.refresh_sockets()
        await bot.slack.connected()
        await bot.ana.types("#general", "/rolecall")
        assert last_words(bot) == "hello"


async def test_a_token_that_slack_refuses_ends_the_start_with_a_sentence(bot: Bot) -> None:
    connection = SocketConnection(bot.app, bot.clients, "xapp-wrong", bot.slack.api_url)
    with pytest.raises(ValueError, match=r"Slack refused ROLECALL_SLACK_APP_TOKEN \(invalid_auth\)"):
        await connection.start()
    await connection.stop()


async def test_a_bot_that_is_started_while_slack_is_away_connects_when_it_is_back(bot: Bot) -> None:
    bot.slack.faults.server_error("apps.connections.open", times=1)
    connection = SocketConnection(bot.app, bot.clients, bot.slack.app_token, bot.slack.api_url)
    connection.first_pause = 0.01
    await connection.start()
    await bot.slack.connected()
    first, *others = bot.slack.calls_of("apps.connections.open")
    assert first.status == 503
    assert {call.status for call in others} == {200}
    await connection.stop()


async def test_an_address_that_was_spent_is_not_tried_again(clock: MovableClock) -> None:
    routes, _ = on_command(says("hello"))
    async with a_local_slack(clock, routes) as slack, a_bot(slack, clock, routes, by=None) as bot:
        connection = SocketConnection(bot.app, bot.clients, slack.app_token, slack.api_url)
        connection.client.patience = 0.1
        connection.client.wss_uri = spent(slack)
        await connection.client.connect()
        await slack.connected()
        assert (await bot.ana.types("#general", "/rolecall")).acked
        await connection.stop()


def spent(slack: LocalSlack) -> str:
    return f"{slack.sockets.new_url(slack.host)}0"


async def test_the_server_says_whether_it_lives_and_what_is_missing() -> None:
    missing: list[str | None] = ["the database", None]

    async def ready() -> str | None:
        return missing.pop(0)

    server = HttpServer(http_app(None, ready), "127.0.0.1", 0)
    await server.start()
    address = f"http://127.0.0.1:{server.port}"
    async with aiohttp.ClientSession() as session:

        async def get(path: str) -> tuple[int, object]:
            async with session.get(address + path) as response:
                return response.status, await response.json()

        assert await get("/healthz") == (200, {"ok": True})
        assert await get("/readyz") == (503, {"ok": False, "missing": "the database"})
        assert await get("/readyz") == (200, {"ok": True, "missing": None})
        async with session.post(f"{address}/slack/events", data=b"x") as response:
            assert response.status == 404
    await server.stop()


def test_an_idle_connection_is_closed_by_whoever_sends_requests_and_not_by_the_server() -> None:
    async def ready() -> str | None:
        return None

    server = HttpServer(http_app(None, ready), "127.0.0.1", 0)
    assert server._server.config.timeout_keep_alive > 60
    server._socket.close()


async def test_an_address_that_is_taken_is_known_at_once() -> None:
    async def ready() -> str | None:
        return None

    first = HttpServer(http_app(None, ready), "127.0.0.1", 0)
    await first.start()
    with pytest.raises(OSError, match="ddress already in use"):
        HttpServer(http_app(None, ready), "127.0.0.1", first.port)
    await first.stop()
