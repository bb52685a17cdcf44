"""The time machine of the local Slack: its clock is Rolecall's clock, and it jumps as the engine advances."""

from collections.abc import Sequence
from datetime import datetime

from bot.clock import MovableClock
from bot.database import Database
from bot.playground import LocalSlack
from bot.schedule import due_jobs
from bot.schedule.due_jobs import PlannedJob
from bot.schedule.engine import Engine
from bot.standups.kinds import POST_REPORT, REMIND, SEND_CHECK_IN

LABELS = {SEND_CHECK_IN: "Next check-in", REMIND: "Next reminder", POST_REPORT: "Next report"}


class DemoTime:
    """What the local Slack asks for the time. `stops` are read from what is due, after each jump and each look."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._due: list[tuple[str, datetime]] = []
        self._troubled: dict[tuple[str, str], PlannedJob] = {}
        self._engine: Engine | None = None
        self._database: Database | None = None
        self._slack: LocalSlack | None = None

    def drives(self, engine: Engine, database: Database, slack: LocalSlack) -> None:
        """From now on jumps go through `engine`; before, time only passes."""
        self._engine, self._database, self._slack = engine, database, slack

    def now(self) -> datetime:
        return self._clock.now()

    def stops(self) -> list[tuple[str, datetime]]:
        now = self.now()
        return [(label, at) for label, at in self._due if at > now]

    async def go_to(self, at: datetime) -> None:
        """Visit everything that is due until `at`, and wait until its messages stand in Slack."""
        if self._engine is None or self._slack is None:
            return
        await self._slack.quiet()
        await self._engine.advance(at, self._clock)
        await self._slack.redeliver_due()
        await self._slack.quiet()
        await self._engine.drain()
        await self.look()

    async def look(self) -> None:
        """Read anew what is due next, and write into the local Slack's journal which jobs had trouble."""
        if self._database is None:
            return
        async with self._database.read() as tx:
            planned = await due_jobs.list_jobs(tx, most=2_000)
        first: dict[str, datetime] = {}
        for job in planned:
            if job.kind in LABELS and not job.parked:
                label = LABELS[job.kind]
                first[label] = min(job.due_at, first.get(label, job.due_at))
        due = sorted(first.items(), key=lambda stop: stop[1])
        if due != self._due and self._slack is not None:
            self._due = due
            self._slack.journal.changed("time")
        self._note_trouble(planned)

    def _note_trouble(self, planned: Sequence[PlannedJob]) -> None:
        """One line for each job that comes again or was set aside, when that is new."""
        troubled = {(job.kind, job.subject): job for job in planned if job.last_error}
        before, self._troubled = self._troubled, troubled
        for name, job in troubled.items():
            known = before.get(name)
            if self._slack is None or (known and (known.due_at, known.parked) == (job.due_at, job.parked)):
                continue
            title = "Job set aside" if job.parked else "Job comes again"
            when = "" if job.parked else f" at {job.due_at:%H:%M:%S} UTC"
            self._slack.note(title, f"{job.kind} {job.subject}{when}: {job.last_error}", bad=True)
