"""What happens to a company in its weeks: people leave, come back and move, roles change hands, standups are moved."""

import contextlib
import random
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from functools import partial

from bot.app import UseCases
from bot.errors import NotFound
from bot.ids import ChannelId, CheckInId, WorkspaceId
from bot.registry.files.reading import read_text
from bot.simulation.company import ANYWHERE, Human, Team, registry_text, standups_text
from bot.simulation.people import People
from bot.simulation.world import World
from bot.standups.files import read_standups
from bot.workspaces.rules import read_profile

DAY = timedelta(days=1)
Effect = Callable[[UseCases], Awaitable[None]]


class Happenings:
    """Draws them a day at a time, and does them."""

    def __init__(self, world: World, people: People, chance: random.Random) -> None:
        self._world = world
        self._people = people
        self._chance = chance

    def draw(self, begins: datetime, days: int) -> None:
        """Plan what will happen in `days` days."""
        kinds: tuple[tuple[float, Callable[[WorkspaceId], Effect | None]], ...] = (
            (0.12, self._leaves),
            (0.10, self._comes_back),
            (0.20, self._moves),
            (0.15, self._changes_hands),
            (0.08, self._is_moved),
            (0.03, self._is_archived),
            (0.06, self._channel_is_archived),
            (0.40, self._answers_early),
        )
        for day in range(days):
            for workspace_id in self._world.company.workspaces:
                for often, happens in kinds:
                    if self._chance.random() < often:
                        at = begins + day * DAY + timedelta(seconds=self._chance.randrange(86_400))
                        self._world.plan(at, happens.__name__.strip("_"), self._then(happens, workspace_id))

    def _then(self, happens: Callable[[WorkspaceId], Effect | None], workspace_id: WorkspaceId) -> Effect:
        """When its time comes it happens, once; telling Rolecall of it is tried until Rolecall has heard."""

        async def act(_does: UseCases) -> None:
            if (effect := happens(workspace_id)) is not None:
                self._world.plan(self._world.clock.now(), f"Rolecall hears that {happens.__name__.strip('_')}", effect)

        return act

    def _human(self, workspace_id: WorkspaceId, *, gone: bool) -> Human | None:
        """Somebody who owns nothing: owners stay, or nobody would decide."""
        leads = {team.lead for team in self._world.company.teams}
        humans = [
            human
            for human in self._world.company.humans.values()
            if human.workspace_id == workspace_id and human.gone is gone and human.key not in leads
        ]
        return self._chance.choice(humans) if humans else None

    def _team(self, workspace_id: WorkspaceId) -> Team | None:
        teams = [team for team in self._world.company.of_workspace(workspace_id) if not team.archived]
        return self._chance.choice(teams) if teams else None

    def _leaves(self, workspace_id: WorkspaceId) -> Effect | None:
        human = self._human(workspace_id, gone=False)
        if human is None:
            return None
        human.gone = True
        return self._changed(human)

    def _comes_back(self, workspace_id: WorkspaceId) -> Effect | None:
        human = self._human(workspace_id, gone=True)
        if human is None:
            return None
        human.gone, human.told_gone_at = False, None
        return self._changed(human)

    def _moves(self, workspace_id: WorkspaceId) -> Effect | None:
        human = self._human(workspace_id, gone=False)
        if human is None:
            return None
        human.zone = self._chance.choice(ANYWHERE)
        return self._changed(human)

    def _changed(self, human: Human) -> Effect | None:
        """Slack's event, which is sometimes lost: then Rolecall learns of it once a day."""
        human.changed_at = self._world.clock.now()
        profile = human.profile()
        self._world.slack.places[human.workspace_id].users[human.user_id] = profile
        if self._chance.random() < 0.2:
            self._world.diary.note(f"the event about {human.user_id} is lost")
            return None

        async def tell(does: UseCases) -> None:
            await does.workspaces.save_profiles(human.workspace_id, [read_profile(profile)])
            human.told_gone_at = self._world.clock.now() if human.gone else None

        return tell

    def _changes_hands(self, workspace_id: WorkspaceId) -> Effect | None:
        team, human = self._team(workspace_id), self._human(workspace_id, gone=False)
        if team is None or human is None or human.key in team.members():
            return None
        team.seats[self._chance.choice(list(team.seats))] = human.key
        team.changed_at = self._world.clock.now()
        return partial(self.import_registry, workspace_id)

    def _is_moved(self, workspace_id: WorkspaceId) -> Effect | None:
        if (team := self._team(workspace_id)) is None:
            return None
        team.read_at = time(self._chance.randrange(8, 20), self._chance.choice((0, 15, 30, 45)))
        team.changed_at = self._world.clock.now()
        return partial(self.import_standups, workspace_id)

    def _is_archived(self, workspace_id: WorkspaceId) -> Effect | None:
        if (team := self._team(workspace_id)) is None:
            return None
        team.archived = True
        lead = self._world.company.humans[workspace_id, team.lead].user_id
        standup_id = self._world.books.standup_id(workspace_id, team.name)

        async def archive(does: UseCases) -> None:
            with contextlib.suppress(NotFound):  # it was done, and the answer was lost
                await does.standups.archive(workspace_id, lead, standup_id)

        return archive

    def _channel_is_archived(self, workspace_id: WorkspaceId) -> None:
        if (team := self._team(workspace_id)) is None:
            return
        channel = self._world.slack.places[workspace_id].channels[team.channel_id]
        channel.archived = True

        async def opens(_does: UseCases) -> None:
            channel.archived = False

        self._world.plan(self._world.clock.now() + DAY, f"{channel.id} is opened again", opens)

    def _answers_early(self, workspace_id: WorkspaceId) -> Effect | None:
        human = self._human(workspace_id, gone=False)
        row = self._world.books.next_unsent(workspace_id, human.user_id) if human else None
        if human is None or row is None:
            return None
        self._world.diary.note(f"{human.user_id} answers check-in {row['id']} early")
        return self._people.answers(workspace_id, human.user_id, CheckInId(row["id"]))

    async def import_registry(self, workspace_id: WorkspaceId, does: UseCases) -> None:
        """Make the registry what the company is now."""
        file = read_text(registry_text(self._world.company, workspace_id), "registry.yaml")
        await does.registry.import_file(workspace_id, file, actor="Somebody")

    async def import_standups(self, workspace_id: WorkspaceId, does: UseCases) -> None:
        """Make the standups what the company has now."""
        teams = [team for team in self._world.company.of_workspace(workspace_id) if not team.archived]
        file = read_standups(standups_text(teams).encode(), "standups.yaml")

        async def no_channel(_name: str) -> ChannelId | None:
            return None  # the file names channels by their ids

        await does.standups.import_file(workspace_id, file, no_channel)
