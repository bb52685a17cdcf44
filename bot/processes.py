"""What runs: `serve` hears Slack, `worker` does what is due. Each starts, waits for a signal, and stops in order."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeVar

import aiohttp
import structlog

import migrations
from bot.app import OwnWorkspace, Rolecall, find_own_workspace
from bot.clock import Clock, SystemClock
from bot.database import Database, Unavailable
from bot.database.engines import WAIT_SECONDS, WORKER_WAIT_SECONDS
from bot.errors import GiveUp, TryLater
from bot.metrics import CONTENT_TYPE, Metrics
from bot.schedule import due_jobs
from bot.settings import Settings
from bot.slack.connections import HttpServer, SocketConnection, http_app

T = TypeVar("T")
log = structlog.get_logger(__name__)

LONGEST_PAUSE_SECONDS = 30.0
HOW_TO_BEGIN = "docs/running.md shows where to find each; `make demo` needs none."


class CannotStart(Exception):
    """A setting is missing or wrong, or something else runs in our place. The message says what to do."""


def check_settings(settings: Settings) -> None:
    """Raises CannotStart with every setting that is missing."""
    missing = []
    if settings.slack_bot_token is None and settings.encryption_key is None:
        missing.append("ROLECALL_SLACK_BOT_TOKEN (xoxb-…, under OAuth & Permissions)")
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        missing.append("ROLECALL_SLACK_APP_TOKEN (xapp-…, for Socket Mode) or ROLECALL_SLACK_SIGNING_SECRET (for HTTP)")
    if missing:
        raise CannotStart(f"Rolecall cannot start yet. Please set {' and '.join(missing)}.\n{HOW_TO_BEGIN}")


async def serve(settings: Settings, announce: Callable[[str], None], clock: Clock | None = None) -> None:
    """Hear Slack until SIGTERM or SIGINT; on SQLite do what is due as well. `announce` gets a line once ready."""
    check_settings(settings)
    if settings.database_url.startswith("sqlite"):
        await asyncio.to_thread(migrations.upgrade, settings.database_url)
    async with contextlib.AsyncExitStack() as running:
        rolecall = await running.enter_async_context(_assembled(settings, clock))
        app_token = settings.slack_app_token
        server = await running.enter_async_context(_answering(rolecall, settings.port, hears=app_token is None))
        engine = None
        if rolecall.database.is_sqlite:
            engine = await running.enter_async_context(working(rolecall))
        if app_token is not None:
            token = app_token.get_secret_value()
            connection = SocketConnection(rolecall.bolt, rolecall.clients, token, settings.slack_api_url)
            running.push_async_callback(connection.stop)
            await _or_cannot_start(connection.start())
        how = "Socket Mode" if app_token else f"http://{settings.host}:{server.port}/slack/events"
        freeze_what_is_loaded()
        announce(f"Rolecall is listening ({how}).")
        await rolecall.warm_up()
        await until_told_to_stop(engine)
        log.info("stopping")


async def work(settings: Settings, announce: Callable[[str], None], clock: Clock | None = None) -> None:
    """Do what is due until SIGTERM or SIGINT. SQLite has no use for it: there `serve` does the work."""
    if settings.database_url.startswith("sqlite"):
        raise CannotStart(
            "A worker of its own needs PostgreSQL: on SQLite `rolecall serve` does what is due by itself. "
            "Set ROLECALL_DATABASE_URL to postgresql://… to run both."
        )
    if settings.slack_bot_token is None and settings.encryption_key is None:
        raise CannotStart(f"Rolecall cannot start yet. Please set ROLECALL_SLACK_BOT_TOKEN (xoxb-…).\n{HOW_TO_BEGIN}")
    async with contextlib.AsyncExitStack() as running:
        rolecall = await running.enter_async_context(_assembled(settings, clock, WORKER_WAIT_SECONDS))
        where = ""
        if settings.worker_port is not None:
            server = await running.enter_async_context(_answering(rolecall, settings.worker_port, hears=False))
            where = f" (http://{settings.host}:{server.port}/metrics)"
        engine = await running.enter_async_context(working(rolecall))
        freeze_what_is_loaded()
        announce(f"Rolecall's worker is running{where}.")
        await until_told_to_stop(engine)
        log.info("stopping")


def freeze_what_is_loaded() -> None:
    """Modules stay until the end: the collector is not to look through them again and again, and hold up answers."""
    gc.collect()
    gc.freeze()


@contextlib.asynccontextmanager
async def working(rolecall: Rolecall) -> AsyncIterator["asyncio.Task[None]"]:
    """Run the engine beside what happens inside; at the end it finishes what it holds, and lets the rest go."""
    try:
        await rolecall.engine.check()
    except ValueError as error:
        raise CannotStart(f"{error}. This Rolecall is older than its database, or part of it is missing.") from error
    task = asyncio.create_task(rolecall.engine.run(), name="engine")
    try:
        yield task
    finally:
        await rolecall.engine.stop()
        try:
            await task
        except Exception as error:
            log.exception("engine_broke")
            raise CannotStart("Rolecall stopped because of a fault of its own. The log says where it is.") from error


@contextlib.asynccontextmanager
async def _answering(rolecall: Rolecall, port: int, *, hears: bool) -> AsyncIterator[HttpServer]:
    """Answer by HTTP how this process is; with `hears`, Slack's requests too."""

    async def ready() -> str | None:
        return await _what_is_missing(rolecall)

    async def metrics() -> tuple[str, bytes]:
        return CONTENT_TYPE, await _metrics_page(rolecall)

    app = http_app(rolecall.bolt if hears else None, ready, metrics, rolecall.observer)
    host = rolecall.settings.host
    try:
        server = HttpServer(app, host, port)
    except OSError as error:
        raise CannotStart(
            f"{host}:{port} cannot be used ({error.strerror}). Please set another port: "
            "ROLECALL_PORT for `serve`, ROLECALL_WORKER_PORT for `worker`."
        ) from error
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


async def _metrics_page(rolecall: Rolecall) -> bytes:
    assert isinstance(rolecall.observer, Metrics)
    try:
        async with rolecall.database.read() as tx:
            load = await due_jobs.load(tx, rolecall.clock.now())
    except Unavailable:
        load = None
    return rolecall.observer.page(load)


@contextlib.asynccontextmanager
async def _assembled(
    settings: Settings, clock: Clock | None, wait_seconds: float = WAIT_SECONDS
) -> AsyncIterator[Rolecall]:
    await _or_cannot_start(_check_migrations(settings.database_url))
    database = Database.connect(settings.database_url, wait_seconds=wait_seconds)
    async with aiohttp.ClientSession(trust_env=True) as session:
        try:
            own = await _or_cannot_start(_find_own_workspace_at_last(settings, session))
            metrics = Metrics()
            database.when_statements_run(metrics.statement_run)
            rolecall = Rolecall(settings, database, clock or SystemClock(), session, own, metrics)
            await _or_cannot_start(rolecall.does.workspaces.check_key())
            await rolecall.register_own_workspace()
            yield rolecall
            await rolecall.settle()
        finally:
            await database.dispose()


async def _check_migrations(url: str) -> None:
    try:
        current = await asyncio.to_thread(migrations.is_current, url)
    except Exception as error:
        raise ValueError(f"the database cannot be reached ({type(error).__name__})") from error
    if not current:
        raise ValueError("the database is not up to date: run `rolecall migrate` first")


async def _find_own_workspace_at_last(settings: Settings, session: aiohttp.ClientSession) -> OwnWorkspace | None:
    pause = 1.0
    while True:
        try:
            return await find_own_workspace(settings, session)
        except TryLater as later:
            log.warning("slack_not_reached", reason=later.reason, retry_in_seconds=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


async def _what_is_missing(rolecall: Rolecall) -> str | None:
    try:
        await rolecall.database.ping()
    except Unavailable:
        return "the database cannot be reached"
    return None


async def _or_cannot_start(step: Coroutine[Any, Any, T]) -> T:
    try:
        return await step
    except (ValueError, GiveUp) as error:
        raise CannotStart(f"Rolecall cannot start: {error}.") from error


async def until_told_to_stop(engine: "asyncio.Task[None] | None" = None) -> None:
    """Wait for SIGTERM or SIGINT, or for an engine that broke: whoever runs the process is to start it again."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, told.set)
    waiting: list[asyncio.Task[Any]] = [asyncio.create_task(told.wait())]
    if engine is not None:
        waiting.append(engine)
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    waiting[0].cancel()
