"""Made-up workspaces: people, a registry and standups, the same for the same seed."""

import random
from dataclasses import dataclass

import yaml

from bench.made_up import company
from bot.app import UseCases
from bot.ids import ChannelId, SlackUserId, WorkspaceId
from bot.playground import LocalSlack, Workspace
from bot.registry.files.reading import read_text
from bot.standups.files import read_standups
from bot.workspaces.rules import SlackProfile

ZONE = "Europe/London"
OWNER = "dana"
AREAS_PER_TEAM = 10
MADE_UP_AREAS = 400
# Two areas of this name in each workspace, so that a question about it has to be asked back.
AMBIGUOUS = "Loyalty Points"


@dataclass(frozen=True)
class Size:
    """How many workspaces, and teams in each; a team has a standup, ten areas and twenty people."""

    workspaces: int
    teams: int

    @property
    def people(self) -> int:
        return self.workspaces * self.teams * AREAS_PER_TEAM * 2


@dataclass(frozen=True)
class Team:
    """A standup's name, and the keys of its product and program people, area by area."""

    name: str
    areas: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


def teams_of(size: Size) -> list[Team]:
    """The teams of any one of the workspaces."""
    found = []
    for number in range(size.teams):
        places = range(number * AREAS_PER_TEAM, (number + 1) * AREAS_PER_TEAM)
        pairs = tuple((f"pm{place}", f"tpm{place}") for place in places)
        found.append(Team(f"Team {number}", tuple(f"area{place}" for place in places), pairs))
    return found


def move_in(slack: LocalSlack, size: Size) -> None:
    """Everybody into the local Slack, with the app in each team's channel."""
    for number in range(size.workspaces):
        workspace = slack.add_workspace(f"T0CHAOS{number:02d}", f"Company {number}")
        keys = [OWNER, *(key for team in teams_of(size) for pair in team.pairs for key in pair)]
        for key in keys:
            workspace.add_person(key, key.title(), email=_email(workspace, key), zone=ZONE)
        for team in teams_of(size):
            workspace.add_channel(_channel(team), bot=True)


async def settle_in(does: UseCases, slack: LocalSlack, size: Size, seed: int) -> None:
    """Install the app in each workspace, import its registry, set its standups up."""
    names = [area.name for area in company(MADE_UP_AREAS, seed=seed).content.areas]
    random.Random(seed).shuffle(names)
    for workspace in slack.workspaces.values():
        workspace_id = WorkspaceId(workspace.id)
        token = workspace.bot_token
        await does.workspaces.install(workspace_id, workspace.name, SlackUserId(workspace.bot_user), token)
        await does.workspaces.save_profiles(workspace_id, [_profile(workspace, one.key) for one in workspace.people])
        registry = yaml.safe_dump(_registry(workspace, size, names))
        await does.registry.import_file(workspace_id, read_text(registry, "registry.yaml"), actor="chaos")

        async def find(name: str, where: Workspace = workspace) -> ChannelId:
            return ChannelId(where.channel(name).id)

        standups = yaml.safe_dump([_standup(team) for team in teams_of(size)])
        await does.standups.import_file(workspace_id, read_standups(standups.encode(), "standups.yaml"), find)


def _email(workspace: Workspace, key: str) -> str:
    return f"{key}@{workspace.id.lower()}.example"


def _channel(team: Team) -> str:
    return team.name.lower().replace(" ", "-")


def _profile(workspace: Workspace, key: str) -> SlackProfile:
    person = workspace.person(key)
    return SlackProfile(
        slack_user_id=SlackUserId(person.id),
        name=person.name,
        email=_email(workspace, key),
        zone=ZONE,
        deactivated=False,
        guest=False,
        bot=False,
    )


def _registry(workspace: Workspace, size: Size, names: list[str]) -> dict[str, object]:
    people = [{"key": one.key, "name": one.name, "email": _email(workspace, one.key)} for one in workspace.people]
    areas: list[dict[str, object]] = [
        {"key": "loyalty-web", "name": AMBIGUOUS, "parent": "area0", "roles": {"pm": "pm0"}},
        {"key": "loyalty-till", "name": AMBIGUOUS, "parent": "area1", "roles": {"pm": "pm1"}},
    ]
    for team in teams_of(size):
        for key, (pm, tpm) in zip(team.areas, team.pairs, strict=True):
            name = names[int(key.removeprefix("area"))]
            areas.append({"key": key, "name": name, "roles": {"pm": pm, "tpm": tpm}})
    return {"version": 1, "people": people, "areas": areas}


def _standup(team: Team) -> dict[str, object]:
    return {
        "name": team.name,
        "owner": OWNER,
        "channel": f"#{_channel(team)}",
        "areas": list(team.areas),
        "days": "every day",
        "read_at": "12:00",
        "zone": ZONE,
    }
