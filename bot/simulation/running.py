"""Lives through the weeks: from moment to moment, through Engine.advance, with a look at everything after each step."""

import asyncio
import functools
import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import aiohttp

import migrations
from bot.app import Rolecall
from bot.clock import MovableClock
from bot.database import Unavailable
from bot.settings import Settings
from bot.simulation import event_loop
from bot.simulation.books import Books
from bot.simulation.company import Company, draw_company, draw_place
from bot.simulation.connections import in_turn
from bot.simulation.faults import Faults, outages
from bot.simulation.happenings import Happenings
from bot.simulation.invariants import Broken, Invariants
from bot.simulation.people import People, Wrong
from bot.simulation.reports import Untrue
from bot.simulation.session import API, SimulatedSession, token_of
from bot.simulation.slack import BOT, Post, SimulatedSlack
from bot.simulation.turns import Process, Turns, inside
from bot.simulation.world import Act, Diary, World

DAY = timedelta(days=1)
# After the last day nobody does anything more and everything works: by then all must be in order.
AFTERWARDS = timedelta(hours=30)
AGAIN = timedelta(minutes=1)
# A process that begins anew may be killed again; more often than this, somebody goes round in a circle.
MOST_ROUNDS = 50


def unaltered(_rolecall: Rolecall) -> None:
    """The app as it is."""


@dataclass(frozen=True)
class Plan:
    """What is to be lived through. `alter` may break each Rolecall that is started, to see that it is noticed."""

    seed: int
    days: int = 14
    teams: int = 8
    alter: Callable[[Rolecall], None] = unaltered

    def chance(self, of: str) -> random.Random:
        """Each part draws from a source of its own, so that one more draw in one does not change the others."""
        return random.Random(f"{self.seed} {of}")


@dataclass(frozen=True)
class Failure:
    """The step after which something was not as it must be, and the last things that happened before."""

    step: int
    at: datetime
    what: str
    before: tuple[str, ...]


@dataclass(frozen=True)
class Lived:
    """What a simulation went through. A team-day is a day in the life of a team of five."""

    plan: Plan
    steps: int
    team_days: int
    digest: str
    counts: dict[str, int]
    failure: Failure | None

    @property
    def ok(self) -> bool:
        return self.failure is None


@dataclass
class _Running:
    process: Process
    rolecall: Rolecall


def simulate(plan: Plan) -> Lived:
    """Live through it; the same plan gives the same steps."""
    with tempfile.TemporaryDirectory(prefix="rolecall-simulation-", dir=_quick_directory()) as directory:
        file = Path(directory) / "simulation.sqlite"
        file.write_bytes(_empty_database())
        return event_loop.run(Simulation(plan, file).live())


@functools.cache
def _empty_database() -> bytes:
    """A SQLite file with all tables, made once in each process."""
    with tempfile.TemporaryDirectory(dir=_quick_directory()) as directory:
        file = Path(directory) / "empty.sqlite"
        migrations.upgrade(f"sqlite:///{file}")
        return file.read_bytes()


def _quick_directory() -> str | None:
    """Memory, where there is a directory of it."""
    memory = Path("/dev/shm")  # noqa: S108 - a directory of our own is made in it
    return str(memory) if memory.is_dir() else None


class Simulation:
    """One seed's weeks on the database in `file`, which is empty and migrated."""

    def __init__(self, plan: Plan, file: Path) -> None:
        self._plan = plan
        self._chance = plan.chance("steps")
        company = draw_company(plan.chance("company"), plan.teams)
        self._clock = MovableClock(company.begins)
        self._world = self._make_world(company, file)
        self._people = People(self._world, plan.chance("people"))
        self._happenings = Happenings(self._world, self._people, plan.chance("happenings"))
        self._invariants = Invariants(self._world)
        self._turns = Turns(plan.chance("turns"))
        self._database = in_turn(file, self._turns, self._world.faults)
        session = SimulatedSession(self._world.slack, self._world.faults, self._clock, plan.chance("latency"))
        self._session = cast("aiohttp.ClientSession", session)
        self._settings = self._make_settings(company)
        self._running: list[_Running] = []
        self._started = 0
        self._steps = 0

    def _make_world(self, company: Company, file: Path) -> World:
        diary = Diary(self._clock)
        faults = Faults(
            self._plan.chance("faults"),
            outages(self._plan.chance("outages"), company.begins + DAY, self._plan.days),
            diary.note,
            stopped=True,
        )

        def on_post(post: Post) -> None:
            diary.note(f"{post.workspace_id} posts {post.key} to {post.reader or post.channel_id}")
            self._people.read(post)

        slack = SimulatedSlack(self._clock, on_post)
        return World(company, self._clock, slack, faults, Books(file), diary, self._plan.chance("world"))

    def _make_settings(self, company: Company) -> Settings:
        firsts = [company.of_workspace(workspace_id)[0] for workspace_id in company.workspaces]
        stewards = [company.humans[team.workspace_id, team.lead].user_id for team in firsts]
        chosen: dict[str, Any] = {
            "_env_file": None,
            "encryption_key": "a simulated key",
            "slack_bot_token": None,
            "stewards": ",".join(stewards),
            "slack_api_url": API,
            "database_url": "sqlite:///simulated.sqlite",
            "worker_concurrency": self._chance.choice((1, 4, 20)),
        }
        return Settings(**chosen)

    async def live(self) -> Lived:
        """From the first day to the end, or to the first step after which something is wrong."""
        failure = None
        try:
            await self._live_through()
        except (Broken, Untrue, Wrong, event_loop.Stuck) as broken:
            what = str(broken) or "everybody waits for everybody"
            failure = Failure(self._steps, self._clock.now(), what, tuple(self._world.diary.last))
        faults = {f"fault_{name}": times for name, times in sorted(self._world.faults.counts.items())}
        counts = {**self._invariants.counts(), "kills": len(self._world.kills), **faults}
        await self._database.dispose()
        self._world.books.close()
        days = min((self._clock.now() - self._world.company.begins) // DAY, self._plan.days)
        return Lived(self._plan, self._steps, days * self._plan.teams, self._world.diary.digest, counts, failure)

    async def _live_through(self) -> None:
        await self._found()
        self._world.faults.stopped = False
        ends = self._world.company.begins + self._plan.days * DAY
        self._happenings.draw(self._world.company.begins + timedelta(hours=6), self._plan.days)
        await self._live_until(ends)
        self._world.faults.stopped = True
        self._people.resting = True
        await self._live_until(ends + AFTERWARDS)
        self._invariants.check_end(ends)

    async def _found(self) -> None:
        """Install Rolecall in each workspace, and set up registry and standups, as a company would."""
        company = self._world.company
        for _ in range(self._chance.choice((1, 2))):
            self._running.append(self._start())
        does = self._running[0].rolecall.does
        for workspace_id in company.workspaces:
            place = draw_place(self._plan.chance(f"place {workspace_id}"), company, workspace_id)
            self._world.slack.places[workspace_id] = place
            await does.workspaces.install(workspace_id, workspace_id, BOT, token_of(workspace_id))
        await self._step(self._clock.now())
        for workspace_id in company.workspaces:
            await self._happenings.import_registry(workspace_id, does)
            await self._happenings.import_standups(workspace_id, does)

    def _start(self) -> _Running:
        self._started += 1
        process = Process(f"process {self._started}")
        rolecall = Rolecall(self._settings, self._database, self._clock, self._session)
        self._plan.alter(rolecall)
        return _Running(process, rolecall)

    async def _live_until(self, ends: datetime) -> None:
        while (at := self._next_moment()) is not None and at <= ends:
            await self._step(max(at, self._clock.now()))
        await self._step(ends)

    def _next_moment(self) -> datetime | None:
        now = self._clock.now()
        moments = (self._next_due(), self._world.next_act(), self._world.faults.next_release(now))
        return min((each for each in moments if each is not None), default=None)

    def _next_due(self) -> datetime | None:
        now = self._clock.now()
        waiting = [workspace_id for workspace_id, until in self._world.faults.waits.items() if until > now]
        return self._world.books.next_moment(now, waiting)

    async def _step(self, at: datetime) -> None:
        """Everything that is due, or that somebody does, at that moment; then the look at what has come of it."""
        self._steps += 1
        if not self._world.faults.stopped and self._chance.randrange(400) == 0:
            self._chance.choice(self._running).process.touches_left = self._chance.randrange(2_000)
        acts = self._world.acts_until(at)
        # Mostly one of the processes is first and finds all there is; sometimes they are there at once.
        working = self._running if self._chance.random() < 0.2 else [self._chance.choice(self._running)]
        engines = [self._go(each, self._advance(each, at)) for each in working]
        chosen = [(act, self._chance.choice(self._running)) for act in acts]
        await self._finished([*engines, *(self._go(each, self._perform(act, each, engines)) for act, each in chosen)])
        # What somebody did may be due at once, and a process that was killed may have left something undone.
        for _ in range(MOST_ROUNDS):
            if not self._bury() and not self._something_is_due():
                break
            working = [self._chance.choice(self._running)]
            await self._finished([self._go(each, self._advance(each, at)) for each in working])
        self._invariants.check()

    def _something_is_due(self) -> bool:
        moment = self._next_due()
        return moment is not None and moment <= self._clock.now()

    def _go(self, running: _Running, work: Any) -> "asyncio.Task[None]":
        with inside(running.process):
            task: asyncio.Task[None] = asyncio.create_task(work, name=running.process.name)
        running.process.tasks = [*(each for each in running.process.tasks if not each.done()), task]
        return task

    async def _advance(self, running: _Running, to: datetime) -> None:
        while True:
            try:
                await running.rolecall.engine.advance(to, self._clock)
                return
            except Unavailable:
                await asyncio.sleep(1)

    async def _perform(self, act: Act, running: _Running, engines: "list[asyncio.Task[None]]") -> None:
        # The engines move the clock; who finds it moved is at work with them.
        while self._clock.now() < act.at and not all(engine.done() for engine in engines):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        self._world.diary.note(act.words)
        try:
            await act.do(running.rolecall.does)
        except (Unavailable, asyncio.CancelledError):
            # Whoever got no answer does it again.
            self._world.plan(self._clock.now() + AGAIN, act.words, act.do)
        except Wrong:
            raise
        except Exception as error:
            raise Wrong(f"{act.words}: {type(error).__name__}: {error}") from error

    async def _finished(self, tasks: "list[asyncio.Task[None]]") -> None:
        """Wait until nothing moves any more; what is left of a dead process ends by itself."""
        await asyncio.wait(tasks)
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others)
        for task in tasks:
            if not task.cancelled() and (error := task.exception()) is not None:
                raise error

    def _bury(self) -> bool:
        """Start a new process for each dead one; whether there was one."""
        dead = [each for each in self._running if each.process.dead]
        for each in dead:
            self._world.kills.append(self._clock.now())
            self._world.diary.note(f"{each.process.name} is killed")
            self._running[self._running.index(each)] = self._start()
        return bool(dead)
