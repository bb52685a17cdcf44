"""The time machine of the local Slack: its clock is Rolecall's clock, and it jumps as the engine advances."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import MovableClock
from bot.database import Database
from bot.playground import LocalSlack
from bot.schedule import due_jobs
from bot.schedule.engine import Engine
from bot.standups.kinds import POST_REPORT, REMIND, SEND_CHECK_IN

LABELS = {SEND_CHECK_IN: "Next check-in", REMIND: "Next reminder", POST_REPORT: "Next report"}
HOME_ZONE = ZoneInfo("Europe/London")


class DemoTime:
    """What the local Slack asks for the time. `stops` are read from what is due, after each jump and each look."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._due: list[tuple[str, datetime]] = []
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
        tomorrow = (now.astimezone(HOME_ZONE) + timedelta(days=1)).date()
        morning = datetime.combine(tomorrow, time(9), HOME_ZONE)
        due = [(label, at) for label, at in self._due if at > now]
        return [*due, ("Tomorrow 9:00 London", morning)]

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
        """Read anew what is due next."""
        if self._database is None:
            return
        async with self._database.read() as tx:
            planned = await due_jobs.list_jobs(tx, most=2_000)
        first: dict[str, datetime] = {}
        for job in planned:
            if job.kind in LABELS and not job.parked:
                label = LABELS[job.kind]
                first[label] = min(job.due_at, first.get(label, job.due_at))
        self._due = sorted(first.items(), key=lambda stop: stop[1])
