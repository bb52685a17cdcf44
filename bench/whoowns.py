"""`/whoowns` on 10,000 areas against a bare Bolt app with one indexed look-up on the same database."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp
from pydantic import SecretStr
from slack_bolt.async_app import AsyncBoltRequest
from sqlalchemy import event

from bench.asking import SECRET, WORKSPACE, Asked, ask, command, signed
from bench.made_up import Company, company
from bench.rows import Row, middle, percentile
from bench.serving import Running, bare, change, fill, local_slack, rolecall
from bot.app import OwnWorkspace, Rolecall
from bot.clock import SystemClock
from bot.database import Database
from bot.ids import SlackUserId, WorkspaceId
from bot.settings import Settings
from bot.slack.clients import Installation
from tests.databases import running_postgres

AREAS = 10_000
ROUNDS = 7
NEW_WORDS = ("albatross", "zeppelin", "marzipan", "xylophone")
# A question waits 0.3 s for a new version, whose building takes some 2 s; then the old one is let go of.
MOST_TRIES, SETTLE_SECONDS = 50, 1
# A question that took longer would have been given up by Slack.
LONGEST_START = 2.5
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SET ")


async def measure(directory: Path) -> list[Row]:
    """Both databases, one after the other, then how many statements a question takes."""
    asked = company(AREAS, questions=300)
    sqlite = f"sqlite:///{directory / 'whoowns.sqlite'}"
    began = time.perf_counter()
    await fill(sqlite, asked)
    rows = [Row(f"importing {AREAS:,} areas, SQLite", time.perf_counter() - began, "s")]
    rows += await _compare("SQLite", sqlite, asked, directory)
    rows += await _statements(sqlite, asked)
    with running_postgres() as postgres, postgres.database() as url:
        await fill(url, asked)
        rows += await _compare("PostgreSQL", url, asked, directory)
    return rows


async def _compare(name: str, url: str, asked: Company, directory: Path) -> list[Row]:
    async with _both(url, directory) as (ours, bare_app):
        began = time.perf_counter()
        await _until_answered(ours, asked)
        rows = [Row(f"first answer after a start, {AREAS:,} areas, {name}", time.perf_counter() - began, "s", 2.5)]
        await ask(bare_app.url, [area for _, area in asked.questions])
        await ask(ours.url, [text for text, _ in asked.questions])
        for at_once in (1, 16, 64):
            rows += await _rounds(name, ours, bare_app, asked, at_once)
        rows.append(Row(f"memory with {AREAS:,} areas, {name}", ours.megabytes, "MB"))
        await _change(ours, url, asked)
        rows.append(Row(f"memory with {AREAS:,} areas after {len(NEW_WORDS)} changes, {name}", ours.megabytes, "MB"))
    return rows


async def _change(server: Running, url: str, asked: Company) -> None:
    """Versions of the registry one after the other: the server keeps the old one while it builds the next."""
    database, name = Database.connect(url), asked.content.areas[0].name
    try:
        for word in NEW_WORDS:
            await change(database, rewrite=word)
            for _ in range(MOST_TRIES):
                if (await ask(server.url, [word])).share_with([name]):
                    break
            else:
                raise RuntimeError("the server does not know what was changed")
        await asyncio.sleep(SETTLE_SECONDS)
    finally:
        await database.dispose()


async def _rounds(name: str, ours: Running, bare_app: Running, asked: Company, at_once: int) -> list[Row]:
    """One and the other in turn, so that what disturbs the machine disturbs both."""
    texts, areas = [text for text, _ in asked.questions], [area for _, area in asked.questions]
    of_ours: list[Asked] = []
    of_bare: list[Asked] = []
    for _ in range(ROUNDS if at_once == 1 else ROUNDS // 2):
        of_bare.append(await ask(bare_app.url, areas, at_once=at_once))
        of_ours.append(await ask(ours.url, texts, at_once=at_once))
    if of_bare[0].share_with(areas) < 1 or of_ours[0].share_with(areas) < 0.9:
        raise RuntimeError("the answers are wrong: what was measured means nothing")
    rows = []
    for label, share, budget in (("p50", 0.5, 2.5), ("p99", 0.99, 3.0)):
        us, them = (middle(percentile(one.took, share) for one in rounds) for rounds in (of_ours, of_bare))
        where = f"{name}, {at_once} at once, {label}"
        rows.append(Row(f"/whoowns against bare Bolt, {where}", us / them, "times", budget))
        rows.append(Row(f"  /whoowns {us:.2f} ms, bare {them:.2f} ms; the difference", us - them, "ms"))
    return rows


async def _until_answered(server: Running, asked: Company) -> None:
    """The first question waits until the registry is in memory; one that was given up is asked again."""
    text, area = next(pair for pair in asked.questions if pair[0] == pair[1].lower())
    for _ in range(20):
        if (await ask(server.url, [text])).share_with([area]):
            return
    raise RuntimeError("no answer came")


async def _statements(url: str, asked: Company) -> list[Row]:
    """How many statements a question takes at most, when it finds somebody and when nobody is found."""
    found, lost = 0, 0
    async with _in_process(url) as (app, database):
        await _dispatch(app, asked.questions[0][0])  # the registry is read once
        with _counting(database) as statements:
            for text, area in asked.questions[:200]:
                statements.clear()
                answer = await _dispatch(app, text)
                if area in answer and "vacant" not in answer.lower():
                    found = max(found, len(statements))
            for text in ("who owns the zzyzzxy hovercraft?", "xylophone qwertzuiop"):
                statements.clear()
                await _dispatch(app, text)
                lost = max(lost, len(statements))
    return [
        Row("statements for a question that finds somebody", found, "", 2),
        Row("statements for a question that nothing covers", lost, ""),
    ]


@asynccontextmanager
async def _in_process(url: str) -> AsyncIterator[tuple[Rolecall, Database]]:
    settings = Settings(_env_file=None, slack_signing_secret=SecretStr(SECRET))
    own = OwnWorkspace(WorkspaceId(WORKSPACE), "Bench", Installation("xoxb-bench", SlackUserId("U0BOT")))
    database = Database.connect(url)
    try:
        async with aiohttp.ClientSession() as session:
            yield Rolecall(settings, database, SystemClock(), session, own), database
    finally:
        await database.dispose()


@contextmanager
def _counting(database: Database) -> Iterator[list[str]]:
    """The statements that reach the database, beginning and end of transactions left out."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(TRANSACTION):
            seen.append(statement)

    engines = {engine.sync_engine for engine in database.engines}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


async def _dispatch(app: Rolecall, text: str) -> str:
    body = command(text)
    response = await app.bolt.async_dispatch(AsyncBoltRequest(body=body, headers=dict(signed(body))))
    return str(response.body)


@asynccontextmanager
async def _both(url: str, directory: Path) -> AsyncIterator[tuple[Running, Running]]:
    async with local_slack() as slack, rolecall(slack, url, directory) as ours, bare(url, directory) as bare_app:
        yield ours, bare_app
