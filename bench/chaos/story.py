"""One bad morning: check-ins, answers, reminders, reports, and everything that may go wrong in between."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import func, null, select

from bench.chaos import people, truth
from bench.chaos.people import Asked
from bench.chaos.running import Processes, Running
from bench.chaos.stored import Stored
from bench.chaos.story_clock import StoryClock
from bench.chaos.town import OWNER, Size, Team, teams_of
from bench.chaos.truth import Tally
from bot.database import Database, Unavailable
from bot.playground import LocalSlack, Person, Workspace
from bot.schedule.tables import due_jobs
from bot.slack.connections import EVENTS_PATH

LOOK_SECONDS = 0.1
PATIENCE_SECONDS = 400.0
HIDDEN_EVERY = 5
MOST_QUESTIONS = 20


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    """Of Monday 23 November 2026, in London, where it is UTC."""
    return datetime(2026, 11, 23, hour, minute, second, tzinfo=UTC)


@dataclass
class Phase:
    """What was used and counted while something went on."""

    statements: float
    sends: float


@dataclass
class Story:
    slack: LocalSlack
    clock: StoryClock
    database: Database
    stored: Stored
    processes: Processes
    size: Size
    away_seconds: float
    seed: int
    say: Callable[[str], None]
    asked_in_dm: list[Asked] = field(default_factory=list)
    asked_in_channel: list[Asked] = field(default_factory=list)
    choices: Tally | None = None
    told_away: tuple[int, int] = (0, 0)
    fan_out: Phase | None = None
    _web: Running | None = None
    _workers: list[Running] = field(default_factory=list)

    @property
    def split(self) -> bool:
        """PostgreSQL: workers of their own, and a database that can be crashed."""
        return self.stored.url.startswith("postgresql")

    @property
    def teams(self) -> list[Team]:
        return teams_of(self.size)

    @property
    def workspaces(self) -> list[Workspace]:
        return list(self.slack.workspaces.values())

    async def tell(self) -> None:
        """From nine o'clock to the last report."""
        self._switch_faults_on()
        await self._starts()
        await self._settled(at(9, 20), "the standups are open")
        await self._check_ins_go_out()
        await self._people_answer()
        await self._reminders_go_out()
        await self._reports_go_out()
        await self._people_answer_late()

    def _switch_faults_on(self) -> None:
        faults = self.slack.faults
        faults.slow(seconds=0.035)
        faults.rate_limit(share=0.02, retry_after=1)
        faults.server_error(share=0.01)
        faults.cut_after(share=0.01)
        faults.double("event", share=0.05)
        for workspace in self.workspaces[::HIDDEN_EVERY]:
            for team in self.teams:
                faults.hide_history(self._channel_id(workspace, team))

    async def _starts(self) -> None:
        await self._serve()
        if self.split:
            self._workers = [await self.processes.start("worker") for _ in range(2)]

    async def _serve(self) -> None:
        self._web = await self.processes.start("serve")
        await self.slack.deliver_by_http(self._web.url + EVENTS_PATH)

    async def _check_ins_go_out(self) -> None:
        self.clock.leap_to(at(9, 29, 58))
        await self.processes.look()
        before = self._counted()
        await self._posted("check_in:", 0.4)
        self.say("kill -9 in the middle of the check-ins")
        await self._kill_and_replace()
        await self._settled(at(9, 44), "the check-ins are out")
        await self.processes.look()
        after = self._counted()
        self.fan_out = Phase(after.statements - before.statements, after.sends - before.sends)

    async def _people_answer(self) -> None:
        """Some answer, some ask; the second kill comes while their answers are at work."""
        acts = [people.answers(person, doubtful=doubtful) for person, doubtful in self._who_answers()]
        acts += [self._asks_in_dm(one, self.teams[0]) for one in self.workspaces]
        acts += [self._asks_in_channel(one, team) for one in self.workspaces for team in self.teams]
        acts += [people.is_asked_back_and_chooses(one.person("tpm2"), self.teams[0]) for one in self.workspaces]
        random.Random(self.seed).shuffle(acts)
        acting = asyncio.gather(*(self._in_turn(act) for act in acts))
        await asyncio.sleep(1)
        self.say("kill -9 between check-in and reminder" + (", and that worker never comes back" if self.split else ""))
        if self.split:
            await self._workers.pop(0).kill()
        else:
            await self._kill_and_replace()
        await acting
        await self._settled(at(11, 10), "people have answered and asked")
        self.choices = truth.of_choices(self.slack, [one.id for one in self.workspaces])

    async def _reminders_go_out(self) -> None:
        self.clock.leap_to(at(11, 14, 58))
        await self._posted("reminder:", 0.4)
        if self.split:
            self.say("the database crashes in the middle of the reminders, and is started again")
            await self.stored.crash()
            await self.stored.start()
        await self._settled(at(11, 40), "the reminders are out")

    async def _reports_go_out(self) -> None:
        for workspace in self.workspaces[::HIDDEN_EVERY]:
            # Where nobody may look, at least one report's fate has to be unknown, whatever the dice say.
            channel = self._channel_id(workspace, self.teams[0])
            self.slack.faults.switch_on("cut_after", "chat.postMessage", channel=channel, times=1)
        self.clock.leap_to(at(11, 59, 58))
        await self._posted("run:", 0.3)
        if self.split:
            self.say(f"the database is away for {self.away_seconds:g} s in the middle of the reports")
            await self._database_away()
        await self._settled(at(12, 30), "the reports are out")

    async def _database_away(self) -> None:
        await self.stored.crash()
        told = []
        for workspace in self.workspaces:
            told.append(await people.is_told_that_it_is_away(workspace.person("tpm1"), self.teams[0]))
            self.asked_in_dm.append(await people.asks_in_dm(workspace.person("tpm3")))
        await asyncio.sleep(self.away_seconds)
        await self.stored.start()
        self.told_away = (sum(told), len(told))

    async def _people_answer_late(self) -> None:
        await asyncio.gather(*(people.answers(one.person("tpm5")) for one in self.workspaces))
        await self._settled(at(12, 50), "late answers are in the reports")

    async def owners_decide(self) -> None:
        """Where Slack does not tell, the owner looks, and says what they see; until nothing is asked any more."""
        for _ in range(MOST_QUESTIONS):
            troubled = await truth.open_questions(self.database)
            if not troubled:
                break
            for workspace_id, run_id, key in troubled:
                there = bool(truth.read(self.slack).times[workspace_id, key])
                await people.decides(self.slack.workspaces[workspace_id].person(OWNER), run_id, there=there)
            await self._settled(at(13, 30), "the owners have decided")

    def _who_answers(self) -> list[tuple[Person, bool]]:
        """The product side of the first three areas of each team; in the first of them the program side differs."""
        found = []
        for workspace in self.workspaces:
            for team in self.teams:
                found += [(workspace.person(pm), False) for pm, _ in team.pairs[:3]]
                found.append((workspace.person(team.pairs[0][1]), True))
        return found

    async def _asks_in_dm(self, workspace: Workspace, _team: Team) -> bool:
        self.asked_in_dm.append(await people.asks_in_dm(workspace.person("pm4")))
        return True

    async def _asks_in_channel(self, workspace: Workspace, team: Team) -> bool:
        self.asked_in_channel.append(await people.asks_in_channel(workspace.person(team.pairs[5][0]), team))
        return True

    async def _in_turn(self, act: Awaitable[bool]) -> bool:
        async with self._few:
            return await act

    def __post_init__(self) -> None:
        self._few = asyncio.Semaphore(8)

    def _channel_id(self, workspace: Workspace, team: Team) -> str:
        return workspace.channel(people.channel_of(workspace, team)).id

    def _counted(self) -> Phase:
        return Phase(
            self.processes.counted("rolecall_statements_total"), self.processes.counted("rolecall_deliveries_total")
        )

    async def _kill_and_replace(self) -> None:
        if self.split:
            await self._workers.pop(0).kill()
            self._workers.append(await self.processes.start("worker"))
        elif self._web is not None:
            await self._web.kill()
            await self._serve()

    async def _posted(self, prefix: str, share: float) -> None:
        """Wait until so many of the messages that will come are there."""
        enough = self.size.people if prefix != "run:" else self.size.workspaces * self.size.teams
        changed = asyncio.Event()
        stop = self.slack.journal.watch(lambda _what: changed.set())
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while people.posted(self.slack, prefix) < enough * share:
                    changed.clear()
                    await changed.wait()
        finally:
            stop()

    async def _settled(self, horizon: datetime, what: str) -> None:
        """Wait until nothing is due or held, and let time pass to what is due next, as far as `horizon`.

        What a dead process held is due when its lease is over.
        """
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (following := await self._next()) is None or following <= horizon:
                if following is not None and following > self.clock.now():
                    self.clock.leap_to(following)
                await self.slack.redeliver_due()
                await asyncio.sleep(LOOK_SECONDS)
        self.say(f"{self.clock.now():%H:%M:%S}  {what}")

    async def _next(self) -> datetime | None:
        """When the next thing happens; None while something is under way, or cannot be known."""
        held, waiting = due_jobs.c.worker.is_not(None), due_jobs.c.parked_at.is_(None)
        # One statement: a job that is taken up between two would be in neither.
        first = select(null(), func.min(due_jobs.c.due_at)).where(~held, waiting)
        try:
            async with self.database.read() as tx:
                both = await tx.all(select(due_jobs.c.worker, due_jobs.c.lease_until).where(held).union_all(first))
        except Unavailable:
            return None
        rows, due_at = [row for row in both if row.worker], next(row.lease_until for row in both if not row.worker)
        living = self.processes.live_pids
        if any(int(row.worker.split("-")[-2]) in living for row in rows):
            return None
        moments = [row.lease_until for row in rows] + [one.due_at for one in self.slack.deliverer.redeliveries]
        found = min([*moments, *([due_at] if due_at else [])], default=datetime.max.replace(tzinfo=UTC))
        return None if found <= self.clock.now() else found
