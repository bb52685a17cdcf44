"""A small company with a registry, and a sender that records, for the tests of standups."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from bot.clock import MovableClock
from bot.database import Database
from bot.errors import GiveUp, Refused, TryLater
from bot.ids import AreaId, ChannelId, CheckInId, MessageTs, MilestoneId, SlackUserId, WorkspaceId
from bot.registry import steps as registry_steps
from bot.registry.files.reading import read_text
from bot.registry.importing.carrying_out import REGISTRY_CHANGED
from bot.registry.use_cases import Registry
from bot.schedule.engine import Done, Engine, JobKind
from bot.schedule.store import Job
from bot.slack.delivery import Sent
from bot.slack.messages import Message
from bot.slack.routes import Routes
from bot.standups.check_ins.answer_rules import Answer, Status
from bot.standups.check_ins.handlers import CheckInHandlers
from bot.standups.check_ins.jobs import CheckInJobs
from bot.standups.check_ins.rules import Side
from bot.standups.check_ins.use_cases import CheckIns
from bot.standups.files import read_standups
from bot.standups.handlers import StandupHandlers
from bot.standups.kinds import REVIEW_RUNS
from bot.standups.reports.handlers import ReportHandlers
from bot.standups.reports.jobs import ReportJobs
from bot.standups.reports.use_cases import Reports
from bot.standups.use_cases import Created, Standups, Wanted
from bot.workspaces.rules import SlackProfile
from bot.workspaces.steps import SYNC_MEMBERS
from bot.workspaces.use_cases import MEMBERS_CHANGED, Workspaces

EPOCH = datetime(2026, 11, 23, 8, tzinfo=UTC)
ACME = WorkspaceId("T0ACME")
COMMERCE = ChannelId("C0COMMERCE")
LONDON, LOS_ANGELES = "Europe/London", "America/Los_Angeles"
NEWS = {REGISTRY_CHANGED: (REVIEW_RUNS,), MEMBERS_CHANGED: (REVIEW_RUNS,)}
# Who is in Slack, and by which clock.
PEOPLE = {
    "dana": ("Dana Vance", LONDON),
    "ana": ("Ana Silva", LONDON),
    "bo": ("Bo Chen", LONDON),
    "ivy": ("Ivy Moor", LONDON),
    "lena": ("Lena Voss", LOS_ANGELES),
    "kim": ("Kim Wu", LONDON),
}
REGISTRY = """
version: 1
people:
{people}
areas:
  - {{key: commerce, name: Commerce, roles: {{sponsor: dana}}}}
  - {{key: checkout, name: Checkout, parent: commerce, roles: {{pm: {pm}, tpm: bo}}}}
  - {{key: search, name: Search, parent: commerce, roles: {{pm: ivy, tpm: lena}}}}
  - {{key: refunds, name: Refunds, parent: commerce, roles: {{pm: ana}}}}
"""


def user(key: str) -> SlackUserId:
    return SlackUserId(f"U0{key.upper()}")


def dm(key: str) -> ChannelId:
    return ChannelId(f"D-{user(key)}")


def a_profile(key: str) -> SlackProfile:
    name, zone = PEOPLE[key]
    return SlackProfile(user(key), name, f"{key}@acme.example", zone, deactivated=False, guest=False, bot=False)


@dataclass(frozen=True)
class Posted:
    """A message as it was sent, and what it shows now."""

    channel_id: ChannelId
    ts: MessageTs
    key: str
    thread_ts: MessageTs | None
    at: datetime
    message: Message
    updates: int = 0

    @property
    def words(self) -> str:
        """All text in the blocks."""
        return "\n".join(_texts(self.message.blocks))

    def values(self, action_id: str) -> list[str]:
        """The values of the buttons with that action."""
        return [
            each["value"]
            for block in self.message.blocks
            for each in block.get("elements", [])
            if isinstance(each, dict) and each.get("action_id") == action_id
        ]


def _texts(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [text for value in node.values() for text in _texts(value)]
    return [text for each in node for text in _texts(each)] if isinstance(node, list) else []


@dataclass
class Outbox:
    """Records what is sent as Slack would keep it. `trouble` is raised once for the next send to that channel."""

    clock: MovableClock
    posted: list[Posted] = field(default_factory=list)
    opened: list[SlackUserId] = field(default_factory=list)
    trouble: dict[ChannelId, Exception] = field(default_factory=dict)
    # Where nobody can write or change anything, as in an archived channel.
    closed: set[ChannelId] = field(default_factory=set)
    # Where the next send is answered by nothing: it arrives, and nobody hears of it.
    lost: set[ChannelId] = field(default_factory=set)
    # Called once, between reading and sending: what may happen meanwhile.
    meanwhile: Callable[[], Awaitable[None]] | None = None

    async def once(
        self,
        attempt: Job,
        message: Message,
        *,
        key: str,
        channel_id: ChannelId | None = None,
        user_id: SlackUserId | None = None,
        thread_ts: MessageTs | None = None,
    ) -> Sent:
        channel = channel_id or ChannelId(f"D-{user_id}")
        if self.meanwhile is not None:
            happen, self.meanwhile = self.meanwhile, None
            await happen()
        if (error := self.trouble.pop(channel, None)) is not None:
            raise error
        if channel in self.closed:
            raise Refused("chat.postMessage", "is_archived")
        if attempt.may_have_been_sent:
            for each in self.posted:
                if (each.channel_id, each.key) == (channel, key):
                    return Sent(channel, each.ts, found=True)
        ts = MessageTs(f"1700000000.{len(self.posted):06}")
        self.posted.append(Posted(channel, ts, key, thread_ts, self.clock.now(), message))
        if channel in self.lost:
            self.lost.remove(channel)
            raise TryLater(reason="the connection broke")
        return Sent(channel, ts)

    async def open_dm(self, workspace_id: WorkspaceId, user_id: SlackUserId) -> ChannelId:
        self.opened.append(user_id)
        return ChannelId(f"D-{user_id}")

    async def find(
        self, attempt: Job, *, key: str, channel_id: ChannelId | None = None, user_id: SlackUserId | None = None
    ) -> Sent | None:
        channel = channel_id or ChannelId(f"D-{user_id}")
        found = [each for each in self.posted if (each.channel_id, each.key) == (channel, key)]
        return Sent(channel, found[0].ts, found=True) if found else None

    async def find_in_thread(
        self, attempt: Job, keys: Collection[str], *, channel_id: ChannelId, thread_ts: MessageTs
    ) -> dict[str, MessageTs]:
        return {each.key: each.ts for each in self.posted if each.key in keys and each.thread_ts == thread_ts}

    async def update(self, attempt: Job, channel_id: ChannelId, ts: MessageTs, message: Message) -> None:
        if channel_id in self.closed:
            raise Refused("chat.update", "is_inactive")
        for place, each in enumerate(self.posted):
            if (each.channel_id, each.ts) == (channel_id, ts):
                self.posted[place] = replace(each, message=message, updates=each.updates + 1)
                return
        raise GiveUp(f"no message {ts} in {channel_id}")

    def to(self, key: str) -> list[Posted]:
        """What a person got by DM, the oldest first."""
        return self.in_channel(dm(key))

    def in_channel(self, channel_id: ChannelId) -> list[Posted]:
        return [each for each in self.posted if each.channel_id == channel_id]

    def report(self, channel_id: ChannelId = COMMERCE) -> Posted:
        (report,) = [each for each in self.in_channel(channel_id) if each.thread_ts is None]
        return report

    def thread(self, channel_id: ChannelId = COMMERCE) -> list[Posted]:
        return [each for each in self.in_channel(channel_id) if each.thread_ts is not None]


class Company:
    """Acme with its registry, its standups, and the engine that does what is due."""

    def __init__(self, database: Database, clock: MovableClock) -> None:
        self.database = database
        self.clock = clock
        self.outbox = Outbox(clock)
        self.standups = Standups(database, clock)
        self.check_ins = CheckIns(database, clock)
        self.reports = Reports(database, clock)
        self.engine = self.another_engine("worker")

    @staticmethod
    def routes(company: "Company | None" = None) -> Routes:
        """What standups listen to."""
        routes = Routes()
        database, clock = (
            (company.database, company.clock) if company else (Database.connect("sqlite:///x"), MovableClock(EPOCH))
        )
        check_ins = CheckIns(database, clock)
        StandupHandlers(Standups(database, clock), routes).register(routes)
        CheckInHandlers(check_ins).register(routes)
        ReportHandlers(Reports(database, clock), check_ins).register(routes)
        return routes

    def another_engine(self, worker: str, concurrency: int = 20) -> Engine:
        async def nothing(job: Job) -> Done:
            return Done()

        kinds = {
            **CheckInJobs(self.database, self.clock, self.outbox).kinds(),
            **ReportJobs(self.database, self.clock, self.outbox).kinds(),
            SYNC_MEMBERS: JobKind(nothing),
        }
        return Engine(self.database, self.clock, kinds, worker, news=NEWS, concurrency=concurrency)

    async def found(self, people: Sequence[str] = tuple(PEOPLE)) -> None:
        workspaces = Workspaces(self.database, self.clock)
        await workspaces.register(ACME, "Acme", SlackUserId("U0ROLECALL"))
        await workspaces.save_profiles(ACME, [a_profile(key) for key in people])
        await self.import_registry()

    async def import_registry(self, pm: str = "ana") -> None:
        people = "\n".join(
            f"  - {{key: {key}, name: {name}, email: {key}@acme.example}}" for key, (name, _) in PEOPLE.items()
        )
        file = read_text(REGISTRY.format(people=people, pm=pm), "registry.yaml")
        await Registry(self.database, self.clock).import_file(ACME, file, actor="Dana")

    async def area(self, key: str) -> AreaId:
        async with self.database.read() as tx:
            (found,) = await registry_steps.areas_by_key(tx, ACME, [key])
        assert found.id is not None
        return found.id

    async def start(
        self, *areas: str, name: str = "Commerce", people: Sequence[str] = (), **changes: object
    ) -> Created:
        """A standup of Dana's on Monday, Wednesday and Friday, read at 12:00 in London, over these areas."""
        wanted = Wanted(
            name=name,
            channel_id=COMMERCE,
            weekdays=frozenset({0, 2, 4}),
            read_at=time(12),
            zone=LONDON,
            area_ids=tuple([await self.area(key) for key in areas]),
            people=tuple(user(key) for key in people),
        )
        return await self.standups.create(ACME, user("dana"), replace(wanted, **changes), f"V-{name}")  # type: ignore[arg-type]

    async def change(self, **changed: str) -> None:
        """Have a file say something else about the standup Commerce; what is left out is over Checkout and Kim."""
        keys = {
            "owner": "dana",
            "channel": COMMERCE,
            "areas": "[checkout]",
            "people": "[kim]",
            "zone": LONDON,
        } | changed
        file = "\n".join(["- name: Commerce", *(f"  {key}: {value}" for key, value in keys.items())])
        await self.standups.import_file(ACME, read_standups(file.encode(), "standups.yaml"), _no_channel)

    async def advance(self, to: datetime) -> None:
        await self.engine.advance(to, self.clock)

    def check_in_of(self, key: str) -> CheckInId:
        """The check-in whose message the person got last."""
        asked = [each for each in self.outbox.to(key) if each.key.startswith("check_in:")]
        return CheckInId(int(asked[-1].key.partition(":")[2]))

    async def answer(self, key: str, *given: Answer) -> None:
        await self.check_ins.answer(ACME, user(key), self.check_in_of(key), given)

    async def says(self, key: str, area: str, status: Status, on: date | None = None, path_back: str = "") -> Answer:
        """An answer to the shared question about what lands next there."""
        form = await self.check_ins.open_form(ACME, user(key), self.check_in_of(key))
        area_id = await self.area(area)
        (asked,) = [each for each in form.areas if each.area_id == area_id]
        assert asked.milestone is not None
        return a_status(area_id, asked.milestone.id, status, on, path_back)

    async def names(self, area: str, milestone: str, on: date) -> Answer:
        """An answer that names what lands next."""
        return Answer("status", Side.NEITHER, area_id=await self.area(area), milestone_name=milestone, on=on)


async def _no_channel(_name: str) -> None:
    """Every channel is given by its id."""


def a_status(
    area_id: AreaId, milestone_id: MilestoneId | None, status: Status, on: date | None = None, path_back: str = ""
) -> Answer:
    return Answer(
        "status", Side.NEITHER, area_id=area_id, milestone_id=milestone_id, status=status, on=on, text=path_back
    )
