"""What the Procfile starts, as real processes: it answers, survives a kill -9, and stops when told to."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.app import unconnected_routes
from bot.database import Database
from bot.playground import LocalSlack, Message
from bot.schedule import due_jobs
from bot.slack.manifest import manifest
from tests.databases import Postgres

ROOT = Path(__file__).parent.parent
ROLECALL = Path(sys.executable).parent / "rolecall"
REGISTRY = """
version: 1
people: [{key: ana, name: Ana Silva, email: ana@acme.example}]
areas: [{key: checkout, name: Checkout, roles: {pm: ana}}]
"""
PATIENCE_SECONDS = 30.0
QUICKLY_SECONDS = 8.0


def procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    return {name: command.strip() for name, _, command in (line.partition(":") for line in lines if line)}


def environment(slack: LocalSlack | None = None, **more: str) -> dict[str, str]:
    """Nothing of the machine's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ROLECALL_", "COV_"))}
    found = kept | {"PATH": f"{ROLECALL.parent}{os.pathsep}{os.environ['PATH']}"}
    if slack is not None:
        found["ROLECALL_SLACK_API_URL"] = slack.api_url
        found["ROLECALL_SLACK_BOT_TOKEN"] = slack.workspaces["T0ACME"].bot_token
    return found | more


@dataclass(frozen=True)
class Running:
    """A process whose lines can be waited for."""

    process: asyncio.subprocess.Process

    async def says(self, words: str) -> str:
        """The next line on standard output that holds `words`."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            while line := (await self.process.stdout.readline()).decode():
                if words in line:
                    return line
        _, errors = await self.process.communicate()
        raise AssertionError(f"it never said {words!r}, but: {errors.decode()}")

    async def stops(self, with_signal: signal.Signals) -> int:
        os.killpg(self.process.pid, with_signal)
        async with asyncio.timeout(QUICKLY_SECONDS):
            return await self.process.wait()


@asynccontextmanager
async def running(command: str, env: dict[str, str], directory: Path) -> AsyncIterator[Running]:
    """A line of the Procfile, in a process group of its own, as a platform would run it."""
    process = await asyncio.create_subprocess_shell(
        f"exec env {command}",
        env=env,
        cwd=directory,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield Running(process)
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()


async def run(*arguments: str, env: dict[str, str], directory: Path) -> tuple[int, str, str]:
    """A command to its end: (exit status, standard output, standard error)."""
    process = await asyncio.create_subprocess_exec(
        ROLECALL,
        *arguments,
        env=env,
        cwd=directory,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE_SECONDS):
        said, errors = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode(), errors.decode()


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack(manifest(unconnected_routes(), optional_scopes=True)) as slack:
        acme = slack.add_workspace("T0ACME", "Acme")
        acme.add_person("ana", "Ana Silva", email="ana@acme.example")
        acme.add_channel("general", bot=True)
        yield slack


@pytest.fixture
def migrated_postgres(postgres: Postgres) -> Iterator[str]:
    with postgres.database() as url:
        yield url


@pytest.fixture
def empty_postgres(postgres: Postgres) -> Iterator[str]:
    with postgres.database(migrated=False) as url:
        yield url


async def until(slack: LocalSlack, happened: Callable[[], bool]) -> None:
    """Wait for something in Slack; looked at whenever anything changes there."""
    changed = asyncio.Event()
    stop = slack.journal.watch(lambda _what: changed.set())
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not happened():
                changed.clear()
                await changed.wait()
    finally:
        stop()


def answers(slack: LocalSlack) -> list[Message]:
    return [one for one in slack.workspaces["T0ACME"].person("ana").dm if one.bot_id]


async def scraped(url: str) -> dict[str, float]:
    """Each count of a page of metrics, by its name with its labels."""
    async with aiohttp.ClientSession() as session, session.get(url) as page:
        lines = (await page.text()).splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


async def imported(env: dict[str, str], directory: Path) -> None:
    (directory / "registry.yaml").write_text(REGISTRY, encoding="utf-8")
    status, _, errors = await run("import", "registry.yaml", "--workspace", "T0ACME", env=env, directory=directory)
    assert status == 0, errors


@pytest.mark.check
async def test_what_the_procfile_starts_answers_survives_a_kill_and_stops_when_told(
    slack: LocalSlack, empty_postgres: str, tmp_path: Path
) -> None:
    commands = procfile()
    env = environment(
        slack,
        ROLECALL_DATABASE_URL=empty_postgres,
        ROLECALL_SLACK_SIGNING_SECRET=slack.signing_secret,
        ROLECALL_WORKER_PORT="0",
        PORT="0",
    )
    async with running(commands["release"], env, tmp_path) as release:
        await release.says("up to date")
        assert await release.process.wait() == 0
    await imported(env, tmp_path)
    ana = slack.workspaces["T0ACME"].person("ana")
    async with running(commands["web"], env, tmp_path) as web:
        line = await web.says("listening")
        port = line.rpartition(":")[2].partition("/")[0]
        await slack.deliver_by_http(f"http://127.0.0.1:{port}/slack/events")
        async with running(commands["worker"], env, tmp_path) as first:
            await first.says("worker is running")
            outcome = await ana.types("#general", "/whoowns checkout")
            assert outcome.message is not None
            assert "Ana Silva" in outcome.message.words  # linked to Slack once the members are read
            await ana.dms("who owns checkout?")
            await until(slack, lambda: len(answers(slack)) == 1)
            assert await first.stops(signal.SIGKILL) == -signal.SIGKILL
        await ana.dms("what is a TPM?")
        async with running(commands["worker"], env, tmp_path) as second:
            url = (await second.says("worker is running")).partition("(")[2].rpartition(")")[0]
            await until(slack, lambda: len(answers(slack)) == 2)
            counts = await scraped(url)
            assert counts['rolecall_deliveries_total{outcome="sent",policy="once"}'] == 1
            assert counts["rolecall_database_up"] == 1
            assert await second.stops(signal.SIGTERM) == 0
        assert await web.stops(signal.SIGTERM) == 0
    assert len(answers(slack)) == 2


async def test_a_worker_that_is_told_to_stop_finishes_what_it_holds(
    slack: LocalSlack, migrated_postgres: str, tmp_path: Path
) -> None:
    env = environment(
        slack, ROLECALL_DATABASE_URL=migrated_postgres, ROLECALL_SLACK_SIGNING_SECRET=slack.signing_secret, PORT="0"
    )
    commands = procfile()
    ana = slack.workspaces["T0ACME"].person("ana")
    async with running(commands["web"], env, tmp_path) as web, running(commands["worker"], env, tmp_path) as worker:
        port = (await web.says("listening")).rpartition(":")[2].partition("/")[0]
        await slack.deliver_by_http(f"http://127.0.0.1:{port}/slack/events")
        await worker.says("worker is running")
        slack.faults.slow("chat.postMessage", seconds=1)
        await ana.dms("what is a TPM?")
        await until(slack, lambda: bool(slack.calls_of("chat.postMessage")))
        assert await worker.stops(signal.SIGTERM) == 0
        assert len(answers(slack)) == 1
    database = Database.connect(migrated_postgres)
    async with database.read() as tx:
        left = await due_jobs.list_jobs(tx)
    await database.dispose()
    assert not [job.kind for job in left if job.running or job.kind == "lookup.reply"]


async def test_serve_over_socket_mode_on_sqlite_answers_and_works(slack: LocalSlack, tmp_path: Path) -> None:
    env = environment(slack, ROLECALL_SLACK_APP_TOKEN=slack.app_token, ROLECALL_PORT="0")
    await imported(env, tmp_path)
    ana = slack.workspaces["T0ACME"].person("ana")
    async with running("rolecall serve", env, tmp_path) as serving:
        await serving.says("listening (Socket Mode)")
        await slack.connected()
        outcome = await ana.types("#general", "/whoowns checkout")
        assert outcome.message is not None
        assert "Ana Silva" in outcome.message.words  # linked to Slack once the members are read
        await ana.dms("who owns checkout?")
        await until(slack, lambda: len(answers(slack)) == 1)
        assert await serving.stops(signal.SIGINT) == 0


async def test_a_wrong_token_is_said_and_not_printed(slack: LocalSlack, tmp_path: Path) -> None:
    env = environment(slack, ROLECALL_SLACK_BOT_TOKEN="xoxb-wrong", ROLECALL_SLACK_APP_TOKEN=slack.app_token)
    status, said, errors = await run("serve", env=env | {"ROLECALL_PORT": "0"}, directory=tmp_path)
    assert status == 1
    assert "ROLECALL_SLACK_BOT_TOKEN (invalid_auth)" in errors
    assert "xoxb-wrong" not in said + errors


async def test_a_database_that_was_not_migrated_is_said(slack: LocalSlack, empty_postgres: str, tmp_path: Path) -> None:
    env = environment(slack, ROLECALL_DATABASE_URL=empty_postgres)
    status, _, errors = await run("worker", env=env, directory=tmp_path)
    assert status == 1
    assert "rolecall migrate" in errors


async def test_a_database_that_is_not_there_is_a_sentence(slack: LocalSlack, tmp_path: Path) -> None:
    env = environment(slack, ROLECALL_DATABASE_URL="postgresql://nobody:secret@127.0.0.1:9/none")
    status, said, errors = await run("worker", env=env, directory=tmp_path)
    assert status == 1
    assert "database" in errors
    assert "Traceback" not in errors
    assert "secret" not in said + errors
