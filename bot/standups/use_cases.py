"""Making and keeping standups."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.errors import NotAllowed, NotFound, UserError
from bot.ids import AreaId, ChannelId, MemberId, SlackUserId, StandupId, WorkspaceId
from bot.registry import steps as registry
from bot.standups import steps, store
from bot.standups.check_ins import audience
from bot.standups.files import FileStandup, StandupFile, resolve
from bot.standups.rules import NextReport, Standup, StandupPlan, next_report, problems
from bot.workspaces import steps as workspaces
from bot.workspaces.rules import Member

ResolveChannel = Callable[[str], Awaitable[ChannelId | None]]
GUESTS = "Guests cannot set up standups. Ask someone of the company."
UNKNOWN_MEMBER = "I don't know you yet: I am still reading who is here. Try again in a minute."


@dataclass(frozen=True)
class Wanted:
    """What someone asked for in the form; people as Slack names them."""

    name: str
    channel_id: ChannelId | None
    weekdays: frozenset[int]
    read_at: time | None
    zone: str
    area_ids: tuple[AreaId, ...] = ()
    people: tuple[SlackUserId, ...] = ()


@dataclass(frozen=True)
class Created:
    """A standup as its owner first sees it: its next report, who is asked, which areas lack a side."""

    report: NextReport
    asked: tuple[str, ...]
    missing: tuple[str, ...]


class NotAPlan(UserError):
    """What is wrong with a standup, by field of its plan."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("\n".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Imported:
    """What an import changed, by name."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


@dataclass
class _Sorted:
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


class Standups:
    """Standups of a workspace. Any full member may make one and owns it then."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def zone_of(self, workspace_id: WorkspaceId, user_id: SlackUserId) -> str:
        """The member's own zone, with which the form is prefilled. NotAllowed for guests."""
        async with self._database.read() as tx:
            member = await _full_member(tx, workspace_id, user_id)
        return member.zone

    async def find_areas(self, workspace_id: WorkspaceId, typed: str) -> list[tuple[str, str]]:
        """(name with key, id) of areas whose name or key holds what was typed, at most 100."""
        async with self._database.read() as tx:
            found = await registry.areas_called(tx, workspace_id, typed)
        return [(f"{area.name} ({area.key})" if area.name != area.key else area.name, str(area.id)) for area in found]

    async def create(self, workspace_id: WorkspaceId, user_id: SlackUserId, wanted: Wanted, source_key: str) -> Created:
        """Make a standup and plan its first run. NotAPlan says what is wrong. The same `source_key` again makes none."""
        now = self._clock.now()
        async with self._database.write() as tx:
            owner = await _full_member(tx, workspace_id, user_id)
            standup = await store.standup_from(tx, workspace_id, source_key)
            if standup is None:
                plan = await _plan(tx, workspace_id, wanted)
                standup = await _add(tx, workspace_id, owner, plan, source_key, now)
                await steps.plan_next_run(tx, workspace_id, standup, now)
            return await _created(tx, workspace_id, standup, now)

    async def list_standups(self, workspace_id: WorkspaceId, user_id: SlackUserId) -> list[NextReport]:
        """All standups in use with their next report, by name."""
        now = self._clock.now()
        async with self._database.read() as tx:
            await _full_member(tx, workspace_id, user_id)
            found = await store.standups_in_use(tx, workspace_id)
            return [await _next_report(tx, workspace_id, each, now) for each in found]

    async def archive(self, workspace_id: WorkspaceId, user_id: SlackUserId, standup_id: StandupId) -> None:
        """Set a standup aside: nobody is asked any more, nothing is posted. Its owner alone."""
        now = self._clock.now()
        async with self._database.write() as tx:
            member = await _full_member(tx, workspace_id, user_id)
            standup = await store.standup(tx, workspace_id, standup_id)
            if standup is None or standup.archived:
                raise NotFound("This standup is not there any more.")
            if standup.owner_id != member.id:
                owner = await workspaces.member(tx, workspace_id, standup.owner_id)
                raise NotAllowed(f"Only {owner.name if owner else 'its owner'}, who owns it, can archive this standup.")
            await store.archive_standup(tx, workspace_id, standup)
            await steps.reschedule(tx, workspace_id, replace(standup, archived=True), now)

    async def import_file(
        self, workspace_id: WorkspaceId, file: StandupFile, resolve_channel: ResolveChannel
    ) -> Imported:
        """Make the standups of a file, all or none; one that has the name is changed to what the file says.

        Raises FileRefused with every line that is wrong. The same file again changes nothing.
        `resolve_channel` finds the id of a channel by its name, and is asked before anything is written.
        """
        names = sorted({each.channel for each in file.standups if each.channel.startswith("#")})
        channels = {name: await resolve_channel(name) for name in names}
        now = self._clock.now()
        done = _Sorted()
        async with self._database.write() as tx:
            people = await registry.people_by_key(tx, workspace_id)
            members = await workspaces.members(tx, workspace_id)
            keys = {key for each in file.standups for key in each.area_keys}
            areas = {area.key: area.id for area in await registry.areas_by_key(tx, workspace_id, keys) if area.id}
            known = {key: person.member_id for key, person in people.items() if person.member_id is not None}
            for each in resolve(file, members, known, areas, channels):
                await _write(tx, workspace_id, each, done, now)
        return Imported(tuple(done.created), tuple(done.changed), tuple(done.unchanged))


async def _write(tx: Transaction, workspace_id: WorkspaceId, each: FileStandup, done: _Sorted, now: datetime) -> None:
    present = await store.standup_named(tx, workspace_id, each.plan.name)
    if present is None:
        standup_id = await store.add_standup(tx, workspace_id, each.owner_id, each.plan, None, now)
        if standup_id is None:
            raise UserError(f"There is a standup named {each.plan.name} already.")
        await steps.plan_next_run(tx, workspace_id, Standup(standup_id, each.owner_id, each.plan), now)
        done.created.append(each.plan.name)
    elif (present.plan, present.owner_id) == (each.plan, each.owner_id):
        done.unchanged.append(each.plan.name)
    else:
        await store.change_standup(tx, workspace_id, present.id, each.owner_id, each.plan)
        await steps.reschedule(tx, workspace_id, Standup(present.id, each.owner_id, each.plan), now)
        done.changed.append(each.plan.name)


async def _plan(tx: Transaction, workspace_id: WorkspaceId, wanted: Wanted) -> StandupPlan:
    """What was wanted as a plan. NotAPlan with all that is wrong."""
    people: list[MemberId] = []
    errors: dict[str, str] = {}
    for user_id in wanted.people:
        member = await workspaces.member_by_slack_id(tx, workspace_id, user_id)
        if member is None or not member.can_be_asked:
            errors["people"] = "One of these cannot be asked: bots and guests are not, nor people who left."
        else:
            people.append(member.id)
    plan = StandupPlan(
        name=" ".join(wanted.name.split()),
        channel_id=wanted.channel_id or ChannelId(""),
        weekdays=wanted.weekdays,
        read_at=wanted.read_at or time(0),
        zone=wanted.zone,
        area_ids=wanted.area_ids,
        people=tuple(people),
    )
    if wanted.read_at is None:
        errors["read_at"] = "Choose when the report is read."
    if not ("people" in errors and not plan.area_ids):
        errors |= {problem.field: problem.message for problem in problems(plan)}
    if errors:
        raise NotAPlan(errors)
    return plan


async def _add(
    tx: Transaction, workspace_id: WorkspaceId, owner: Member, plan: StandupPlan, source_key: str, now: datetime
) -> Standup:
    standup_id = await store.add_standup(tx, workspace_id, owner.id, plan, source_key, now)
    if standup_id is None:
        # The same form, sent twice at once, has made it by now.
        if (same := await store.standup_from(tx, workspace_id, source_key)) is not None:
            return same
        raise NotAPlan({"name": f"There is a standup named {plan.name} already. Choose another name."})
    return Standup(standup_id, owner.id, plan)


async def _created(tx: Transaction, workspace_id: WorkspaceId, standup: Standup, now: datetime) -> Created:
    report = await _next_report(tx, workspace_id, standup, now)
    seats = await audience.seats_of(tx, workspace_id, standup.plan, report.day)
    names: list[str] = []
    for member_id in dict.fromkeys(seat.member_id for seat in seats):
        member = await workspaces.member(tx, workspace_id, member_id)
        if member is not None:
            names.append(member.name if member.can_be_asked else f"{member.name} (not in Slack)")
    missing = await audience.vacancies(tx, workspace_id, standup.plan, report.day)
    return Created(report, tuple(names), tuple(missing))


async def _next_report(tx: Transaction, workspace_id: WorkspaceId, standup: Standup, now: datetime) -> NextReport:
    plan = standup.plan
    occurrence = next_report(plan, now)
    owner = await workspaces.member(tx, workspace_id, standup.owner_id)
    return NextReport(
        name=plan.name,
        channel_id=plan.channel_id,
        day=occurrence.day,
        at=occurrence.at,
        zone=plan.zone,
        weekdays=plan.weekdays,
        owner=owner.name if owner else "",
    )


async def _full_member(tx: Transaction, workspace_id: WorkspaceId, user_id: SlackUserId) -> Member:
    member = await workspaces.member_by_slack_id(tx, workspace_id, user_id)
    if member is None:
        raise NotFound(UNKNOWN_MEMBER)
    if member.guest or member.bot:
        raise NotAllowed(GUESTS)
    return member
