"""A morning at which check-ins are due: workspaces, their people, and the worker that sends.

`python -m bench.morning DATABASE_URL SLACK_URL [serve]` is such a worker: it prints that it is listening, begins when a
line comes in, and prints what it took once its input ends. With `serve` it answers `/whoowns` by HTTP in the same loop.
"""

import asyncio
import json
import resource
import sys
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from datetime import time as time_of_day

import aiohttp
from pydantic import SecretStr

from bench.asking import SECRET
from bot.app import Rolecall
from bot.clock import MovableClock
from bot.database import Database
from bot.ids import ChannelId, SlackUserId, WorkspaceId
from bot.logs import configure_logs
from bot.processes import freeze_what_is_loaded
from bot.registry import steps as registry
from bot.registry.files.reading import read_text
from bot.schedule import due_jobs
from bot.settings import Settings
from bot.slack.connections import HttpServer, http_app
from bot.standups.use_cases import Wanted
from bot.workspaces import steps as workspaces
from bot.workspaces.rules import SlackProfile

# The standups are made on a Monday at eight; everyone is asked at half past nine.
EIGHT, NINE_THIRTY = datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
AREAS_OF_A_STANDUP = 25


def settings(database_url: str, slack_url: str) -> Settings:
    """Many workspaces by HTTP; Slack's rates are lifted, since what is measured is Rolecall."""
    return Settings(
        _env_file=None,
        database_url=database_url,
        slack_api_url=slack_url,
        slack_signing_secret=SecretStr(SECRET),
        encryption_key=SecretStr("bench"),
        rate_channel=0,
        rate_workspace=0,
    )


async def fill(database_url: str, slack_url: str, sizes: dict[str, int]) -> None:
    """Workspaces with so many people each, a PM and a TPM for every area, all asked at 9:30; their DMs are open."""
    database, clock = Database.connect(database_url), MovableClock(EIGHT)
    async with aiohttp.ClientSession() as session:
        rolecall = Rolecall(settings(database_url, slack_url), database, clock, session)
        try:
            for name, people in sizes.items():
                await _move_in(rolecall, WorkspaceId(name), people)
            await rolecall.engine.advance(NINE_THIRTY - (NINE_THIRTY - EIGHT) / 90, clock)
        finally:
            await rolecall.snapshots.settle()
            await database.dispose()


async def _move_in(rolecall: Rolecall, team: WorkspaceId, people: int) -> None:
    does = rolecall.does
    await does.workspaces.install(team, f"Company {team}", SlackUserId("U0BOT"), f"xoxb-{team}")
    ids = [SlackUserId(f"U{number:05}") for number in range(people)]
    await does.workspaces.save_profiles(
        team,
        [
            SlackProfile(each, f"Person {each}", f"{each}@x.example".lower(), "Europe/London", False, False, False)
            for each in ids
        ],
    )
    await does.registry.import_file(team, read_text(_registry(ids), "registry.yaml"), actor="bench")
    async with rolecall.database.write() as tx:
        members = await workspaces.members(tx, team)
        opened = {each.id: ChannelId(f"D{each.slack_user_id}") for each in members if each.slack_user_id}
        await workspaces.set_dm_channels(tx, team, opened)
        await due_jobs.cancel(tx, team, workspaces.SYNC_MEMBERS, "workspace")
        areas = await registry.areas_called(tx, team, "", people)
    for at in range(0, len(areas), AREAS_OF_A_STANDUP):
        wanted = Wanted(
            name=f"Standup {at}",
            channel_id=ChannelId("C0BENCH"),
            weekdays=frozenset({0}),
            read_at=time_of_day(12),
            zone="Europe/London",
            area_ids=tuple(area.id for area in areas[at : at + AREAS_OF_A_STANDUP] if area.id is not None),
        )
        await does.standups.create(team, ids[0], wanted, f"V{at}")


def _registry(people: list[SlackUserId]) -> str:
    lines = ["version: 1", "people:"]
    lines += [f"  - {{key: {each.lower()}, name: Person {each}, email: {each.lower()}@x.example}}" for each in people]
    lines.append("areas:")
    for at in range(0, len(people) - 1, 2):
        pm, tpm = people[at].lower(), people[at + 1].lower()
        lines.append(f"  - {{key: area-{at}, name: Area {at}, roles: {{pm: {pm}, tpm: {tpm}}}}}")
    return "\n".join(lines)


async def work(database_url: str, slack_url: str, *, serve: bool) -> None:
    """Send what is due between two lines of input, and print what that took."""
    clock = MovableClock(NINE_THIRTY, running=True)
    database = Database.connect(database_url)
    statements = 0

    def count() -> None:
        nonlocal statements
        statements += 1

    database.when_statements_run(count)
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        rolecall = Rolecall(settings(database_url, slack_url), database, clock, session)
        stack.push_async_callback(database.dispose)
        address = "http://127.0.0.1/"
        if serve:
            server = HttpServer(http_app(rolecall.bolt, _nothing_missing), "127.0.0.1", 0)
            await server.start()
            stack.push_async_callback(server.stop)
            address = f"http://127.0.0.1:{server.port}/slack/events"
        freeze_what_is_loaded()
        print(f"listening ({address})", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        used, statements = _used(), 0
        running = asyncio.create_task(rolecall.engine.run())
        await asyncio.to_thread(sys.stdin.readline)
        took = {"cpu": _used() - used, "statements": statements}
        await rolecall.engine.stop()
        await running
        print(json.dumps(took), flush=True)


def _used() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def _nothing_missing() -> str | None:
    return None


if __name__ == "__main__":
    configure_logs("ERROR")
    asyncio.run(work(sys.argv[1], sys.argv[2], serve=sys.argv[3:] == ["serve"]))
