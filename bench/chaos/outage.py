"""`python -m bench.chaos.outage`: the database is away for half a minute, in the midst of check-ins and of people.

PostgreSQL refuses, or says nothing; an SQLite file is held by another process. Ends with status 1 when anything was lost
or sent twice, or when somebody who did something was not told in time what became of it.
"""

import argparse
import asyncio
import contextlib
import itertools
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table
from sqlalchemy import make_url

from bench.chaos import people, truth
from bench.chaos.__main__ import KEY, _directory, settings_of
from bench.chaos.running import Processes
from bench.chaos.stored import Stored, stored
from bench.chaos.story import Story, at
from bench.chaos.story_clock import StoryClock
from bench.chaos.town import AMBIGUOUS, Size, move_in, settle_in
from bot.app import unconnected_routes, use_cases
from bot.database import Database
from bot.logs import configure_logs
from bot.lookup.snapshots import Snapshots
from bot.playground import LocalSlack, Outcome, Person
from bot.slack.manifest import manifest
from bot.standups.check_ins.blocks import CHECK_IN
from bot.workspaces.secrets import Cipher
from tests.lines import a_line_to

WAYS = {"refused": "postgresql", "silent": "postgresql", "locked": "sqlite"}
ACKNOWLEDGE_MS = 3_000
EVERY_SECONDS = 0.25
FORMS = 12


@dataclass
class Heard:
    """How often people did something of a sort meanwhile, how often they were told in time, and the slowest answer."""

    done: int = 0
    told: int = 0
    slowest_ms: float = 0
    untold: list[str] = field(default_factory=list)

    def note(self, outcome: Outcome, *, told: bool) -> None:
        self.done += 1
        in_time = outcome.acked and (outcome.ms or 0) < ACKNOWLEDGE_MS
        self.told += told and in_time
        self.slowest_ms = max(self.slowest_ms, outcome.ms or 0)
        if not (told and in_time):
            self.untold.append(f"acked {outcome.acked} after {outcome.ms} ms: {outcome.error or outcome.response}")


class Outage(Story):
    """The fan-out of a morning, and what happens in it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.heard: dict[str, Heard] = {name: Heard() for name in ("command", "click", "form")}
        self.again: list[Person] = []
        self.recovered: dict[str, float] = {}

    async def live(self, away: Callable[[], contextlib.AbstractAsyncContextManager[None]]) -> None:
        self.slack.faults.slow(seconds=0.035)
        await self._starts()
        await self._settled(at(9, 20), "the standups are open")
        self.clock.leap_to(at(9, 29, 58))
        await self._posted("check_in:", 0.15)
        filled = await self._fill_in_forms()
        before = people.posted(self.slack, "check_in:")
        async with away():
            self.say(f"the database is away; {before:,} of {self.size.people:,} check-ins are out")
            await self._act_for(self.away_seconds, filled)
        back = time.perf_counter()
        self.say(
            f"the database is back; {people.posted(self.slack, 'check_in:') - before} check-ins went out meanwhile"
        )
        await asyncio.gather(self._until_answered(back), self._until_posted(back))
        await asyncio.gather(*(self._in_turn(people.answers(person)) for person in self.again))
        await self._settled(at(12, 50), "the reports are out")

    async def _fill_in_forms(self) -> list[Person]:
        """Some fill in their form, and are about to send it off."""
        asked = [one for each in self.workspaces for one in each.people if people.check_in_of(one)][:FORMS]

        async def fill(person: Person) -> None:
            check_in = people.check_in_of(person)
            assert check_in is not None
            await person.clicks(check_in, CHECK_IN)
            if person.modal is not None:
                await people.fill(person, doubtful=False)

        await asyncio.gather(*(fill(person) for person in asked))
        return [person for person in asked if person.modal is not None]

    async def _act_for(self, seconds: float, filled: list[Person]) -> None:
        ends = time.perf_counter() + seconds
        acts: list[Awaitable[None]] = []
        asked = [
            one for each in self.workspaces for one in each.people if people.check_in_of(one) and one not in filled
        ]
        clicking = iter(asked)
        for number in itertools.count():
            if time.perf_counter() >= ends:
                break
            workspace = self.workspaces[number % len(self.workspaces)]
            acts.append(asyncio.ensure_future(self._commands(workspace.person("tpm1"))))
            if filled:
                acts.append(asyncio.ensure_future(self._sends_off(filled.pop())))
            if (person := next(clicking, None)) is not None:
                acts.append(asyncio.ensure_future(self._clicks(person)))
            if number < len(self.workspaces):
                acts.append(asyncio.ensure_future(self._asks(workspace.person("tpm3"))))
            await asyncio.sleep(EVERY_SECONDS)
        await asyncio.gather(*acts)

    async def _commands(self, person: Person) -> None:
        channel = people.channel_of(person.workspace, self.teams[0])
        outcome = await person.types(channel, f"/whoowns {AMBIGUOUS}")
        self.heard["command"].note(outcome, told=outcome.message is not None)

    async def _asks(self, person: Person) -> None:
        self.asked_in_dm.append(await people.asks_in_dm(person))

    async def _clicks(self, person: Person) -> None:
        check_in = people.check_in_of(person)
        assert check_in is not None
        before = len(person.dm)
        outcome = await person.clicks(check_in, CHECK_IN)
        self.heard["click"].note(outcome, told=person.modal is not None or len(person.dm) > before)
        self.again.append(person)

    async def _sends_off(self, person: Person) -> None:
        outcome = await person.submits()
        self.heard["form"].note(outcome, told=bool(outcome.errors) or person.modal is None)
        if person.modal is not None:
            self.again.append(person)

    async def _until_answered(self, back: float) -> None:
        person = self.workspaces[0].person("tpm1")
        while True:
            outcome = await person.types(people.channel_of(person.workspace, self.teams[0]), f"/whoowns {AMBIGUOUS}")
            if outcome.message is not None and people.AWAY not in outcome.message.words:
                break
            await asyncio.sleep(0.05)
        self.recovered["a command is answered"] = time.perf_counter() - back

    async def _until_posted(self, back: float) -> None:
        before = people.posted(self.slack, "check_in:")
        if before < self.size.people:
            await self._posted("check_in:", (before + 1) / self.size.people)
        self.recovered["the next check-in is out"] = time.perf_counter() - back
        await self._posted("check_in:", 1)
        self.recovered["the last check-in is out"] = time.perf_counter() - back


def main() -> None:
    """Read the arguments, play, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.chaos.outage", description=__doc__)
    parser.add_argument("ways", nargs="*", metavar="WAY", help=f"only these: {', '.join(WAYS)}")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--teams", type=int, default=5, help="in each of 20 workspaces; 20 people each")
    given = parser.parse_args()
    if unknown := set(given.ways) - WAYS.keys():
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    configure_logs("ERROR")
    ok = [asyncio.run(_play(way, given.seconds, Size(20, given.teams))) for way in given.ways or WAYS]
    sys.exit(0 if all(ok) else 1)


async def _play(way: str, seconds: float, size: Size) -> bool:
    began = time.perf_counter()

    def say(line: str) -> None:
        print(f"{way:9}{time.perf_counter() - began:4.0f} s  {line}", flush=True)

    async with contextlib.AsyncExitStack() as stack:
        directory = stack.enter_context(_directory())
        clock = StoryClock(directory / "clock")
        clock.leap_to(at(9))
        where = await stack.enter_async_context(stored(WAYS[way], directory))
        line = await stack.enter_async_context(a_line_to(where.url)) if way == "silent" else None
        asked_for = manifest(unconnected_routes(), optional_scopes=True)
        slack = await stack.enter_async_context(LocalSlack(asked_for, time=clock, seed=1))
        move_in(slack, size)
        database = Database.connect(where.url)
        stack.push_async_callback(database.dispose)
        await settle_in(use_cases(database, clock, Snapshots(database), Cipher(KEY)), slack, size, 1)
        processes = Processes(settings_of(slack, line.url if line else where.url), directory, directory / "clock")
        story = Outage(slack, clock, database, where, processes, size, seconds, 1, say)

        @contextlib.asynccontextmanager
        async def away() -> AsyncIterator[None]:
            if line is not None:
                line.goes_dead()
                yield
                line.comes_back()
            else:
                async with _refusing(where) if story.split else _locked(where):
                    yield

        async with processes.watched():
            await story.live(away)
            found = await truth.find(slack, database, clock.now())
            found += [truth.of_direct_messages(story.asked_in_dm), await truth.of_updates(slack, database)]
            found += [await truth.of_parked_jobs(database)]
    return _show(way, story, found)


@contextlib.asynccontextmanager
async def _refusing(where: Stored) -> AsyncIterator[None]:
    await where.crash()
    yield
    await where.start()


@contextlib.asynccontextmanager
async def _locked(where: Stored) -> AsyncIterator[None]:
    """As by a backup, or a hand at the file."""
    with contextlib.closing(sqlite3.connect(make_url(where.url).database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def _show(way: str, story: Outage, found: list[truth.Tally]) -> bool:
    console = Console(width=120)
    table = Table("what", "expected", "lost", "twice", title=f"{way}, {story.size.people:,} people")
    for each in found:
        table.add_row(each.what, f"{each.expected:,}", str(each.lost), str(each.twice))
    console.print(table)
    for wrong in itertools.islice((one for each in found for one in each.about), 20):
        console.print(wrong)
    for name, heard in story.heard.items():
        console.print(
            f"{name}: {heard.told} of {heard.done} told in time, the slowest after {heard.slowest_ms:,.0f} ms"
        )
        for untold in heard.untold[:5]:
            console.print(f"  {untold}")
    for name, seconds in story.recovered.items():
        console.print(f"{name} {seconds:.1f} s after the return")
    return all(each.ok for each in found) and all(each.told == each.done for each in story.heard.values())


if __name__ == "__main__":
    main()
