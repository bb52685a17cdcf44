"""What goes wrong before, after and around a handler: databases, logs, events, signatures, installations."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.ids import WorkspaceId
from bot.logs import configure_logs
from bot.slack.block_kit import input_block, modal
from bot.slack.clients import Installation, Installations
from bot.slack.payloads import Command
from bot.slack.replies import Nothing, Reply
from bot.slack.routes import Routes
from bot.workspaces.secrets import Cipher
from bot.workspaces.use_cases import Workspaces
from tests.plain_logs import plain_logs
from tests.playground_fixtures import NoTokens, SlacksOwnTokens, StoredTokens, Way, a_running_bot
from tests.slack.builders import a_closed_port
from tests.slack.scenario import (
    NAME,
    PRESS,
    SECRET,
    Script,
    a_message_with_a_button,
    last_words,
    on_click,
    on_command,
    on_direct_message,
    on_form,
    opens,
    says,
)
from tests.slack.signing import post_signed

AWAY = "Rolecall cannot reach its database right now. Nothing was saved; please try again in a minute."
NOT_INSTALLED = "Rolecall is not installed in this workspace. Ask an admin to install it."
BOTH_WAYS = pytest.mark.parametrize("by", ["socket", "http"])


class SwappedTokens:
    """Where tokens come from may change while the bot runs; at first it is Slack's own list."""

    def __init__(self) -> None:
        self.now: Installations = NoTokens()

    async def installation(self, workspace_id: WorkspaceId) -> Installation | None:
        return await self.now.installation(workspace_id)


@pytest.fixture
async def away() -> AsyncIterator[Database]:
    database = Database.connect(f"postgresql://nobody@127.0.0.1:{a_closed_port()}/nothing")
    yield database
    await database.dispose()


@pytest.fixture
def away_tokens(away: Database, clock: MovableClock) -> StoredTokens:
    return StoredTokens(Workspaces(away, clock, Cipher("key")))


@pytest.fixture
def logs(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """What is written once the test has called `configure_logs`; standard error is another one in each phase."""
    yield capsys
    plain_logs()


async def test_a_database_that_is_away_is_told_to_whoever_typed_a_command(clock: MovableClock, away: Database) -> None:
    async def reads(_command: Command) -> Reply:
        async with away.read():
            return Nothing()

    async with a_running_bot(clock, on_command(reads)[0]) as bot:
        await bot.ana.types("#general", "/rolecall")
        assert last_words(bot) == f":warning: {AWAY}"


@BOTH_WAYS
async def test_a_database_that_is_away_before_the_workspace_is_known_is_told_too(
    clock: MovableClock, away_tokens: StoredTokens, by: Way
) -> None:
    async with a_running_bot(clock, on_command(Nothing())[0], by=by, installations=away_tokens) as bot:
        await bot.ana.types("#general", "/rolecall")
        assert last_words(bot) == f":warning: {AWAY}"


class SilentTokens:
    """Where tokens come from says nothing any more."""

    async def installation(self, _workspace_id: WorkspaceId) -> Installation | None:
        await asyncio.Event().wait()
        return None


async def test_whoever_has_to_wait_for_their_workspace_to_be_known_is_told_in_time(clock: MovableClock) -> None:
    async with a_running_bot(
        clock, on_command(Nothing())[0], by="http", installations=SilentTokens(), deadline=0.3
    ) as bot:
        # The local Slack waits for three seconds, as Slack does.
        assert (await bot.ana.types("#general", "/rolecall")).acked
        assert "longer than Slack allows" in last_words(bot)


@BOTH_WAYS
async def test_a_database_that_is_away_is_told_beside_a_button(
    clock: MovableClock, away_tokens: StoredTokens, by: Way
) -> None:
    async with a_running_bot(clock, on_click(Nothing())[0], by=by, installations=away_tokens) as bot:
        assert (await bot.ana.clicks(a_message_with_a_button(bot), PRESS)).acked
        assert last_words(bot) == f":warning: {AWAY}"


async def test_a_database_that_is_away_keeps_what_was_typed_into_a_form(
    clock: MovableClock, away_tokens: StoredTokens
) -> None:
    routes, script = on_form(Nothing())
    tokens = SwappedTokens()
    async with a_running_bot(clock, routes, installations=tokens) as bot:
        tokens.now = SlacksOwnTokens(bot.slack)
        await bot.ana.types("#general", "/rolecall")
        tokens.now = away_tokens
        outcome = await bot.ana.submits(values={NAME: "Checkout"})
        assert outcome.errors == {NAME: AWAY}
        tokens.now = SlacksOwnTokens(bot.slack)
        assert (await bot.ana.submits()).modal is None
    assert [submission.values.text(NAME) for submission in script.heard] == ["Checkout"]


async def test_what_nobody_foresaw_gets_an_incident_id_and_no_text_of_it_is_logged(
    clock: MovableClock, logs: pytest.CaptureFixture[str]
) -> None:
    configure_logs()
    async with a_running_bot(clock, on_command(ValueError(SECRET))[0]) as bot:
        await bot.ana.types("#general", f"/rolecall {SECRET}")
        answer = last_words(bot)
        assert bot.acme.bot_token not in logs.readouterr().err
    assert "Something went wrong in Rolecall (incident " in answer
    assert SECRET not in answer


async def test_the_log_names_the_incident_and_the_place_but_not_what_was_written(
    clock: MovableClock, logs: pytest.CaptureFixture[str]
) -> None:
    configure_logs()
    routes, _ = on_form(KeyError(SECRET))
    async with a_running_bot(clock, routes) as bot:
        await bot.ana.types("#general", "/rolecall")
        outcome = await bot.ana.submits(values={NAME: SECRET})
        token = bot.acme.bot_token
    written = logs.readouterr().err
    (line,) = [json.loads(one) for one in written.splitlines() if '"unforeseen"' in one]
    assert f"(incident {line['incident']})" in outcome.errors[NAME]
    assert line["error"] == "KeyError"
    assert any("scenario.py" in place for place in line["at"])
    assert SECRET not in written
    assert token not in written


async def test_a_failing_event_leaves_no_words_in_the_log(
    clock: MovableClock, logs: pytest.CaptureFixture[str]
) -> None:
    configure_logs()
    async with a_running_bot(clock, on_direct_message(ValueError(SECRET))[0], by="http") as bot:
        await bot.ana.dms(SECRET)
        bot.slack.deliverer.forget()
    written = logs.readouterr().err
    assert "unforeseen" in written
    assert SECRET not in written


@BOTH_WAYS
async def test_an_event_that_fails_is_not_acknowledged_and_comes_again(clock: MovableClock, by: Way) -> None:
    saved: list[str] = []

    def fails_once(message: Any) -> Any:
        if len(script.heard) == 1:
            return ValueError("not now")
        saved.append(message.event_id)
        return Nothing()

    routes, script = on_direct_message(fails_once)
    async with a_running_bot(clock, routes, by=by) as bot:
        bot.slack.deliverer.ack_within = 1.0
        assert (await bot.ana.dms("who owns refunds?")).acked
        first, second = bot.slack.deliveries
        assert (first.acked, second.acked, second.attempt) == (False, True, 1)
    assert len(script.heard) == 2
    assert saved == [script.heard[0].event_id]


async def test_an_event_that_takes_too_long_comes_again(clock: MovableClock) -> None:
    async def slow_once(_message: Any) -> Any:
        return await asyncio.get_running_loop().create_future() if len(script.heard) == 1 else Nothing()

    routes, script = on_direct_message(slow_once)
    async with a_running_bot(clock, routes, by="http", deadline=0.5) as bot:
        assert (await bot.ana.dms("who owns refunds?")).acked
    assert len(script.heard) == 2


async def test_choices_that_cannot_be_found_are_none(clock: MovableClock) -> None:
    element = {"type": "external_select", "min_query_length": 1}
    form = modal("test.search", "Search", [input_block("test.area", "Area", element)], submit="Go")
    routes, _ = on_command(opens(form))
    routes.option_source("test.area", Script(ValueError(SECRET)))
    async with a_running_bot(clock, routes) as bot:
        await bot.ana.types("#general", "/rolecall")
        outcome = await bot.ana.searches(None, "test.area", "check")
        assert (outcome.acked, outcome.options) == (True, [])


@BOTH_WAYS
async def test_where_rolecall_is_not_installed_people_are_told_so(clock: MovableClock, by: Way) -> None:
    routes, script = on_command(says("hello"))
    async with a_running_bot(clock, routes, by=by, installations=NoTokens()) as bot:
        assert (await bot.ana.types("#general", "/rolecall")).acked
        assert last_words(bot) == NOT_INSTALLED
        assert (await bot.ana.dms("hello?")).acked
    assert script.heard == []


async def test_a_prefix_of_the_commands_is_taken_off(clock: MovableClock) -> None:
    routes, script = on_command(says("Ana"), name="/whoowns")
    async with a_running_bot(clock, routes, prefix="acme-") as bot:
        await bot.ana.types("#general", "/acme-whoowns checkout")
        assert last_words(bot) == "Ana"
    assert [command.name for command in script.heard] == ["/whoowns"]


async def test_a_shortcut_that_nobody_registered_leaves_nothing_of_its_message_in_the_logs(
    clock: MovableClock, logs: pytest.CaptureFixture[str]
) -> None:
    configure_logs()
    async with a_running_bot(clock, Routes(), by="http") as bot:
        payload = {
            "type": "message_action",
            "callback_id": "gone",
            "team": {"id": "T0ACME"},
            "user": {"id": bot.ana.id},
            "message": {"text": SECRET},
            "message_ts": "1.1",
            "channel": {"id": "C1"},
            "trigger_id": "1.1.a",
            "response_url": bot.slack.url,
        }
        body = json.dumps(payload).encode()
        assert await post_signed(bot, body, content_type="application/json") == 200
    assert SECRET not in logs.readouterr().err
