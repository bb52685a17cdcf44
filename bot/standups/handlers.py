"""/standup and the form that makes one."""

from zoneinfo import available_timezones

from bot.ids import AreaId, ChannelId
from bot.slack.payloads import Click, Command, FormValues, OptionsQuery, Submission
from bot.slack.replies import Ephemeral, FieldErrors, OpenModal, Options, Reply, UpdateModal
from bot.slack.routes import Routes
from bot.standups.blocks import (
    AREAS,
    BLOCK_OF_FIELD,
    CHANNEL,
    DAYS,
    NAME,
    NEW,
    OPEN_NEW,
    PEOPLE,
    READ_AT,
    ZONE,
    choices,
    created_modal,
    new_standup_modal,
    standup_list,
    standup_menu,
)
from bot.standups.use_cases import NotAPlan, Standups, Wanted

COMMAND = "/standup"


class StandupHandlers:
    def __init__(self, standups: Standups, routes: Routes) -> None:
        self._standups = standups
        self._routes = routes

    def register(self, routes: Routes) -> None:
        routes.command(COMMAND, None, self.menu, help="what standups can do")
        routes.command(COMMAND, "new", self.new, help="set up a standup; it takes a minute")
        routes.command(COMMAND, "list", self.list, help="all standups and their next report")
        routes.command(COMMAND, "help", self.menu, help="this list")
        routes.action(OPEN_NEW, self.open_new)
        routes.submission(NEW, self.create)
        routes.option_source(AREAS, self.find_areas)
        routes.option_source(ZONE, self.find_zones)

    async def menu(self, command: Command) -> Reply:  # noqa: ARG002
        return Ephemeral(standup_menu(self._routes.help_lines(COMMAND)))

    async def new(self, command: Command) -> Reply:
        zone = await self._standups.zone_of(command.workspace_id, command.user_id)
        return OpenModal(new_standup_modal(zone, _channel(command.channel_id)))

    async def open_new(self, click: Click) -> Reply:
        zone = await self._standups.zone_of(click.workspace_id, click.user_id)
        return OpenModal(new_standup_modal(zone, _channel(click.channel_id)))

    async def list(self, command: Command) -> Reply:
        return Ephemeral(standup_list(await self._standups.list_standups(command.workspace_id, command.user_id)))

    async def create(self, submission: Submission) -> Reply:
        try:
            created = await self._standups.create(
                submission.workspace_id, submission.user_id, _wanted(submission.values), submission.view_id
            )
        except NotAPlan as wrong:
            return FieldErrors({BLOCK_OF_FIELD[field]: message for field, message in wrong.errors.items()})
        return UpdateModal(created_modal(created.report, created.asked, created.missing))

    async def find_areas(self, query: OptionsQuery) -> Options:
        return Options(choices(await self._standups.find_areas(query.workspace_id, query.text)))

    async def find_zones(self, query: OptionsQuery) -> Options:
        typed = query.text.strip().replace(" ", "_").casefold()
        found = sorted(
            zone for zone in available_timezones() if typed in zone.casefold() and ("/" in zone or zone == "UTC")
        )
        return Options(choices([(zone, zone) for zone in found]))


def _wanted(values: FormValues) -> Wanted:
    return Wanted(
        name=values.text(NAME),
        channel_id=values.channel(CHANNEL),
        weekdays=frozenset(int(day) for day in values.choices(DAYS)),
        read_at=values.time(READ_AT),
        zone=values.choice(ZONE) or "",
        area_ids=tuple(AreaId(int(area)) for area in values.choices(AREAS)),
        people=tuple(values.users(PEOPLE)),
    )


def _channel(channel_id: ChannelId | None) -> ChannelId | None:
    """The channel in which someone is, as a first choice; a DM is none."""
    return channel_id if channel_id and channel_id.startswith(("C", "G")) else None
