"""The composition root: the parts of Rolecall meet here, and only here."""

import contextlib
import os
import socket
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import aiohttp

from bot.clock import Clock, SystemClock
from bot.database import Database, Unavailable
from bot.errors import Refused
from bot.ids import SlackUserId, WorkspaceId
from bot.lookup.hand_overs.handlers import HandOverHandlers
from bot.lookup.hand_overs.use_cases import HandOvers
from bot.lookup.handlers import LookupHandlers
from bot.lookup.jobs import LookupJobs
from bot.lookup.role_cards.handlers import RoleCardsHandlers
from bot.lookup.role_cards.use_cases import RoleCards
from bot.lookup.snapshots import Snapshots
from bot.lookup.steps import KEEP_QUESTIONS
from bot.lookup.use_cases import Lookup
from bot.lookup.waits.handlers import WaitHandlers
from bot.lookup.waits.jobs import WaitJobs
from bot.lookup.waits.steps import LOOK as LOOK_WHO_WAITS
from bot.lookup.waits.use_cases import Waits
from bot.observer import UNOBSERVED, Observer
from bot.registry.agreements.handlers import AgreementHandlers
from bot.registry.agreements.jobs import AgreementJobs
from bot.registry.agreements.steps import WEIGH as WEIGH_AGREEMENTS
from bot.registry.agreements.use_cases import Agreements
from bot.registry.importing.carrying_out import REGISTRY_CHANGED
from bot.registry.own_roles.handlers import OwnRolesHandlers
from bot.registry.own_roles.use_cases import OwnRoles
from bot.registry.proposals.handlers import ProposalHandlers
from bot.registry.proposals.jobs import ProposalJobs
from bot.registry.proposals.use_cases import Proposals
from bot.registry.use_cases import Registry
from bot.schedule import due_jobs
from bot.schedule.engine import Engine, JobKind
from bot.settings import Settings
from bot.slack.clients import Installation, SlackClients
from bot.slack.delivery import Delivery
from bot.slack.listeners import bolt_app
from bot.slack.rates import Limits
from bot.slack.routes import Routes
from bot.standups.check_ins.handlers import CheckInHandlers
from bot.standups.check_ins.jobs import CheckInJobs
from bot.standups.check_ins.use_cases import CheckIns
from bot.standups.handlers import StandupHandlers
from bot.standups.kinds import REVIEW_RUNS
from bot.standups.reports.handlers import ReportHandlers
from bot.standups.reports.jobs import ReportJobs
from bot.standups.reports.use_cases import Reports
from bot.standups.use_cases import Standups
from bot.workspaces.handlers import WorkspacesHandlers
from bot.workspaces.jobs import WorkspacesJobs
from bot.workspaces.parked.handlers import ParkedHandlers
from bot.workspaces.parked.jobs import ParkedJobs
from bot.workspaces.parked.steps import NOTE_PARKED
from bot.workspaces.parked.use_cases import Parked
from bot.workspaces.rules import read_stewards
from bot.workspaces.secrets import Cipher
from bot.workspaces.use_cases import MEMBERS_CHANGED, Workspaces

# What a lower feature announces, and the job kinds of higher ones that it plans for the same subject.
NEWS: Mapping[str, Sequence[str]] = {
    due_jobs.PARKED: (NOTE_PARKED,),
    REGISTRY_CHANGED: (LOOK_WHO_WAITS, WEIGH_AGREEMENTS, REVIEW_RUNS),
    MEMBERS_CHANGED: (REVIEW_RUNS,),
}


@dataclass(frozen=True)
class OwnWorkspace:
    """The one workspace whose bot token stands in the settings."""

    id: WorkspaceId
    name: str
    installation: Installation


@dataclass(frozen=True)
class UseCases:
    """What Rolecall can do, each on the same database and clock."""

    workspaces: Workspaces
    parked: Parked
    registry: Registry
    agreements: Agreements
    proposals: Proposals
    own_roles: OwnRoles
    lookup: Lookup
    role_cards: RoleCards
    waits: Waits
    hand_overs: HandOvers
    standups: Standups
    check_ins: CheckIns
    reports: Reports


class Rolecall:
    """The whole app, put together. Nothing runs until someone starts `bolt` or `engine`."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        session: aiohttp.ClientSession,
        own_workspace: OwnWorkspace | None = None,
        observer: Observer = UNOBSERVED,
    ) -> None:
        self.settings = settings
        self.observer = observer
        self.database = database
        self.clock = clock
        self._own = own_workspace
        key = settings.encryption_key
        cipher = Cipher(key.get_secret_value()) if key else None
        self.snapshots = Snapshots(database)
        self.does = use_cases(
            database,
            clock,
            self.snapshots,
            cipher,
            stewards=read_stewards(settings.stewards),
            keep_questions=timedelta(days=settings.keep_questions_days),
        )
        self.clients = SlackClients(self, session, settings.slack_api_url, observer)
        self.delivery = Delivery(self.clients, clock, limits_of(settings))
        self.routes = routes(self.does, clock)
        self.engine = Engine(
            database,
            clock,
            job_kinds(self.does, database, clock, self.delivery),
            # A name that no other process has, and that says which one it is.
            worker=f"{socket.gethostname()[:32]}-{os.getpid()}-{uuid.uuid4().hex[:8]}",
            news=NEWS,
            concurrency=settings.worker_concurrency,
            observer=observer,
            may_have_sent=self.delivery.may_have_sent,
        )
        secret = settings.slack_signing_secret
        self.bolt = bolt_app(
            self.routes,
            self.clients,
            self,
            signing_secret=secret.get_secret_value() if secret else None,
            api_url=settings.slack_api_url,
            command_prefix=settings.command_prefix,
            admit=self.does.workspaces.admit,
        )

    async def installation(self, workspace_id: WorkspaceId) -> Installation | None:
        """The token of a workspace: from the settings for the one whose token stands there, else as stored."""
        if self._own is not None and self._own.id == workspace_id:
            return self._own.installation
        stored = await self.does.workspaces.token_of(workspace_id)
        return Installation(*stored) if stored else None

    async def warm_up(self) -> None:
        """Begin to read the registry of the one workspace there is; where there are many, each waits for its first question."""
        with contextlib.suppress(Unavailable):
            known = [self._own.id] if self._own else [one.id for one in await self.does.workspaces.list_workspaces()]
            if len(known) == 1:
                self.snapshots.warm_up(known[0])

    async def settle(self) -> None:
        """Wait for what goes on by itself, a registry being read or a count, before the database is closed."""
        await self.snapshots.settle()
        await self.does.lookup.settle()

    async def register_own_workspace(self) -> None:
        """Write down the workspace of the settings' token, so that its rows have something to refer to."""
        if self._own is not None:
            await self.does.workspaces.register(self._own.id, self._own.name, self._own.installation.bot_user_id)


def limits_of(settings: Settings) -> Limits:
    """Slack's rates as the settings have them."""
    return Limits(
        channel=settings.rate_channel,
        workspace=settings.rate_workspace,
        tier_2=settings.rate_tier_2,
        tier_3=settings.rate_tier_3,
        tier_4=settings.rate_tier_4,
        shares=settings.workers,
    )


def use_cases(
    database: Database,
    clock: Clock,
    snapshots: Snapshots,
    cipher: Cipher | None = None,
    stewards: Collection[SlackUserId] = (),
    keep_questions: timedelta = KEEP_QUESTIONS,
) -> UseCases:
    """All features over one database; nothing is opened before it is used."""
    return UseCases(
        workspaces=Workspaces(database, clock, cipher),
        parked=Parked(database, clock, stewards),
        registry=Registry(database, clock),
        agreements=Agreements(database, clock),
        own_roles=OwnRoles(database, clock, stewards),
        proposals=Proposals(database, clock, stewards),
        lookup=Lookup(database, clock, snapshots, keep_questions),
        role_cards=RoleCards(snapshots, clock),
        waits=Waits(database, clock, keep_questions),
        hand_overs=HandOvers(database, clock),
        standups=Standups(database, clock),
        check_ins=CheckIns(database, clock),
        reports=Reports(database, clock),
    )


def routes(does: UseCases, clock: Clock) -> Routes:
    """Everything that Slack may send, and who answers. Lookup comes last: it takes every DM that nobody else claims."""
    registered = Routes()
    WorkspacesHandlers(does.workspaces).register(registered)
    ParkedHandlers(does.parked).register(registered)
    StandupHandlers(does.standups, registered).register(registered)
    CheckInHandlers(does.check_ins).register(registered)
    ReportHandlers(does.reports, does.check_ins).register(registered)
    AgreementHandlers(does.agreements, does.role_cards, clock).register(registered)
    OwnRolesHandlers(does.own_roles).register(registered)
    RoleCardsHandlers(does.role_cards).register(registered)
    ProposalHandlers(does.proposals).register(registered)
    WaitHandlers(does.waits).register(registered)
    HandOverHandlers(does.lookup, does.hand_overs, clock).register(registered)
    LookupHandlers(does.lookup, clock).register(registered)
    return registered


def job_kinds(does: UseCases, database: Database, clock: Clock, delivery: Delivery) -> dict[str, JobKind]:
    """Every kind of due job, and who does it. A kind that two features name is an error."""
    together: dict[str, JobKind] = {}
    for feature in (
        WorkspacesJobs(does.workspaces, delivery, clock).kinds(),
        ParkedJobs(does.parked, delivery).kinds(),
        AgreementJobs(database, clock, delivery).kinds(),
        ProposalJobs(does.proposals, delivery, clock).kinds(),
        LookupJobs(does.lookup, delivery, clock).kinds(),
        WaitJobs(does.waits, does.lookup, delivery, clock).kinds(),
        CheckInJobs(database, clock, delivery).kinds(),
        ReportJobs(database, clock, delivery).kinds(),
    ):
        if twice := together.keys() & feature.keys():
            raise ValueError(f"two features do the job kind {', '.join(sorted(twice))}")
        together |= feature
    return together


async def find_own_workspace(settings: Settings, session: aiohttp.ClientSession) -> OwnWorkspace | None:
    """Ask Slack whose the settings' bot token is; None when there is none.

    Raises ValueError when Slack refuses the token, TryLater when Slack cannot be reached.
    """
    if settings.slack_bot_token is None:
        return None
    token = settings.slack_bot_token.get_secret_value()
    clients = SlackClients(OneToken(token), session, settings.slack_api_url)
    try:
        told = await clients.call(WorkspaceId(""), "auth.test")
    except Refused as refused:
        raise ValueError(f"Slack refused ROLECALL_SLACK_BOT_TOKEN ({refused.code})") from refused
    return OwnWorkspace(
        id=WorkspaceId(told["team_id"]),
        name=told.get("team") or told["team_id"],
        installation=Installation(token, SlackUserId(told["user_id"])),
    )


@dataclass(frozen=True)
class OneToken:
    """The same token for every workspace: for calls that are made before it is known whose it is."""

    token: str

    async def installation(self, workspace_id: WorkspaceId) -> Installation:  # noqa: ARG002
        return Installation(self.token, SlackUserId(""))


def unconnected_routes() -> Routes:
    """The routes with nothing behind them, for the manifest and the help."""
    database, clock = Database.connect("sqlite:///unused.sqlite"), SystemClock()
    return routes(use_cases(database, clock, Snapshots(database)), clock)
