"""Members are read from Slack after installing and each day, and follow its events between."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.ids import SlackUserId, WorkspaceId
from bot.playground import LocalSlack
from bot.schedule import due_jobs
from bot.schedule.engine import Engine
from bot.slack.delivery import Delivery
from bot.slack.rates import Limits
from bot.slack.routes import Routes
from bot.workspaces import jobs, steps
from bot.workspaces.handlers import WorkspacesHandlers
from bot.workspaces.jobs import WorkspacesJobs
from bot.workspaces.rules import Member
from bot.workspaces.secrets import Cipher
from bot.workspaces.use_cases import MEMBERS_CHANGED, Workspaces
from tests.playground_fixtures import Bot, StoredTokens, a_bot, a_local_slack
from tests.workspaces.builders import members_of, version_of

DAY = timedelta(days=1)


@pytest.fixture
def workspaces(database: Database, clock: MovableClock) -> Workspaces:
    return Workspaces(database, clock, Cipher("key"))


@pytest.fixture
async def bot(workspaces: Workspaces, clock: MovableClock) -> AsyncIterator[Bot]:
    """Installed in Acme, with e-mail addresses allowed, and hearing what Slack tells of members."""
    routes = Routes()
    WorkspacesHandlers(workspaces).register(routes)
    async with (
        a_local_slack(clock, routes, optional_scopes=True) as slack,
        a_bot(slack, clock, routes, installations=StoredTokens(workspaces)) as bot,
    ):
        await install(workspaces, slack)
        yield bot


@pytest.fixture
def engine(database: Database, clock: MovableClock, workspaces: Workspaces, bot: Bot) -> Engine:
    kinds = WorkspacesJobs(workspaces, bot.delivery, clock).kinds()
    return Engine(database, clock, kinds, "worker", news={MEMBERS_CHANGED: ()})


async def install(workspaces: Workspaces, slack: LocalSlack) -> None:
    for one in slack.workspaces.values():
        await workspaces.install(WorkspaceId(one.id), one.name, SlackUserId(one.bot_user), one.bot_token)


async def people(database: Database) -> dict[str, Member]:
    return {member.name: member for member in await members_of(database) if not member.bot}


async def planned(database: Database) -> list[due_jobs.PlannedJob]:
    async with database.read() as tx:
        return list(await due_jobs.list_jobs(tx))


async def test_after_installing_all_members_are_known(database: Database, bot: Bot, engine: Engine) -> None:
    bot.acme.add_person("gus", "Gus Guest", guest=True)
    bot.acme.add_person("single", "Single Guest", single_channel_guest=True)
    bot.acme.add_person("lee", "Lee Left", deactivated=True)
    bot.acme.add_person("robo", "Robo", bot=True)
    await engine.drain()
    found = await people(database)
    assert (found["Ana Silva"].zone, found["Ana Silva"].email) == ("Europe/Lisbon", "ana@acme.example")
    assert found["Bo Chen"].slack_user_id == bot.bo.id
    assert found["Gus Guest"].guest
    assert found["Single Guest"].guest
    assert found["Lee Left"].deactivated
    assert {member.name for member in await members_of(database) if member.bot} == {"Robo", "Rolecall", "Slackbot"}
    assert [name for name, member in found.items() if member.can_be_asked] == ["Ana Silva", "Bo Chen"]


async def test_a_large_workspace_is_read_page_by_page(database: Database, bot: Bot, engine: Engine) -> None:
    for number in range(jobs.PAGE + 1):
        bot.acme.add_person(f"person{number}")
    await engine.drain()
    assert len(await people(database)) == jobs.PAGE + 3
    first, second = bot.slack.calls_of("users.list")
    assert "cursor" not in first.request
    assert second.request["cursor"] == first.response["response_metadata"]["next_cursor"]


async def test_a_workspace_of_more_pages_than_a_minute_allows_is_read_on_where_it_had_to_wait(
    database: Database, clock: MovableClock, workspaces: Workspaces, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PAGE", 2)
    for number in range(6):
        bot.acme.add_person(f"person{number}")
    delivery = Delivery(bot.clients, clock, Limits(tier_2=2))
    kinds = WorkspacesJobs(workspaces, delivery, clock).kinds()
    engine = Engine(database, clock, kinds, "worker", news={MEMBERS_CHANGED: ()})
    await engine.drain()
    assert len(bot.slack.calls_of("users.list")) == 2
    await engine.advance(clock.now() + timedelta(minutes=5), clock)
    assert {f"Person{number}" for number in range(6)} <= (await people(database)).keys()
    pages = [call.request.get("cursor") for call in bot.slack.calls_of("users.list")]
    assert len(pages) == len(set(pages)) > 2


async def test_those_who_were_imported_are_linked_by_e_mail(database: Database, bot: Bot, engine: Engine) -> None:
    async with database.write() as tx:
        imported = await steps.add_member(tx, WorkspaceId("T0ACME"), "A. Silva", email="ana@acme.example")
    await engine.drain()
    found = await people(database)
    assert found["Ana Silva"].id == imported
    assert found["Ana Silva"].slack_user_id == bot.ana.id
    assert "A. Silva" not in found


async def test_without_the_scope_for_e_mail_what_was_imported_keeps_its_address(
    database: Database, bot: Bot, engine: Engine
) -> None:
    await engine.drain()
    bot.ana.member.email = None
    bot.ana.member.name = "Ana Costa"
    await engine.advance(bot.clock.now() + DAY, bot.clock)
    assert (await people(database))["Ana Costa"].email == "ana@acme.example"


async def test_the_members_are_read_again_each_day_and_nothing_changes_by_it(
    database: Database, bot: Bot, engine: Engine
) -> None:
    start = bot.clock.now()
    await engine.drain()
    before = await version_of(database)
    assert [job.due_at for job in await planned(database)] == [start + DAY]
    await engine.advance(start + 3 * DAY, bot.clock)
    assert len(bot.slack.calls_of("users.list")) == 4
    assert await version_of(database) == before


async def test_a_busy_slack_delays_the_reading(database: Database, bot: Bot, engine: Engine) -> None:
    bot.slack.faults.rate_limit("users.list", retry_after=60, times=1)
    await engine.drain()
    assert await people(database) == {}
    await engine.advance(bot.clock.now() + timedelta(seconds=60), bot.clock)
    assert set(await people(database)) == {"Ana Silva", "Bo Chen"}


async def test_someone_new_is_known_at_once(database: Database, bot: Bot, engine: Engine) -> None:
    await engine.drain()
    before = await version_of(database)
    cy = await bot.acme.joins("cy", "Cy Young", email="cy@acme.example", zone="America/Chicago")
    found = (await people(database))["Cy Young"]
    assert (found.slack_user_id, found.zone) == (cy.id, "America/Chicago")
    assert await version_of(database) == before + 1


async def test_a_change_is_known_at_once(database: Database, bot: Bot, engine: Engine) -> None:
    await engine.drain()
    ana = (await people(database))["Ana Silva"]
    await bot.acme.change_person("ana", zone="Asia/Tokyo")
    assert (await people(database))["Ana Silva"].zone == "Asia/Tokyo"
    await bot.acme.change_person("ana", deactivated=True)
    found = (await people(database))["Ana Silva"]
    assert (found.id, found.deactivated) == (ana.id, True)


async def test_a_change_that_slack_tells_twice_is_written_once(database: Database, bot: Bot, engine: Engine) -> None:
    await engine.drain()
    before = await version_of(database)
    bot.slack.faults.double("event")
    await bot.acme.change_person("ana", zone="Asia/Tokyo")
    await bot.acme.joins("cy", "Cy Young")
    assert await version_of(database) == before + 2
    assert [delivery.acked for delivery in bot.slack.deliveries] == [True] * 4


async def test_when_rolecall_is_removed_its_token_is_forgotten_and_reading_ends(
    database: Database, bot: Bot, engine: Engine, workspaces: Workspaces
) -> None:
    await engine.drain()
    await bot.slack.uninstall(bot.acme)
    assert all(delivery.acked for delivery in bot.slack.deliveries)
    assert await workspaces.token_of(WorkspaceId("T0ACME")) is None
    await engine.advance(bot.clock.now() + 2 * DAY, bot.clock)
    assert len(bot.slack.calls_of("users.list")) == 1
    assert await planned(database) == []
    assert set(await people(database)) == {"Ana Silva", "Bo Chen"}


async def test_a_revoked_token_of_a_person_is_none_of_ours(bot: Bot, workspaces: Workspaces) -> None:
    tokens = {"tokens": {"oauth": [bot.ana.id], "bot": []}}
    await bot.slack.deliverer.tell(bot.acme, "tokens_revoked", tokens)
    assert bot.slack.deliveries[-1].acked
    assert await workspaces.token_of(WorkspaceId("T0ACME")) is not None
