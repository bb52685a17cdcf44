"""The made-up company: teams of five in zones with and without daylight saving, as the seed draws them."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

from bot.ids import ChannelId, SlackUserId, WorkspaceId
from bot.simulation.slack import Channel, Place

TEAMS_IN_A_WORKSPACE = 4
PM, TPM = "pm", "tpm"
HOMES = (
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Australia/Sydney",
    "Asia/Kolkata",
)
ANYWHERE = (
    *HOMES,
    "Africa/Cairo",
    "America/Santiago",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
# Saturdays before a week in which clocks change somewhere, and one in which none do.
BEGINNINGS = tuple(
    datetime(*day, tzinfo=UTC)
    for day in (
        (2026, 3, 7),  # the United States go forward on the 8th
        (2026, 3, 28),  # Europe goes forward on the 29th
        (2026, 4, 4),  # Australia, New Zealand and Chile go back on the 5th
        (2026, 9, 26),  # New Zealand goes forward on the 27th, Australia on the 4th
        (2026, 10, 24),  # Europe goes back on the 25th, the United States on the 1st
        (2026, 11, 21),
    )
)


@dataclass
class Human:
    """Somebody of the company as they really are; `told_gone_at` is when Rolecall learnt that they left."""

    workspace_id: WorkspaceId
    key: str
    user_id: SlackUserId
    name: str
    zone: str
    gone: bool = False
    told_gone_at: datetime | None = None
    changed_at: datetime | None = None

    def profile(self) -> dict[str, Any]:
        """As Slack tells of them."""
        profile = {"real_name": self.name, "email": f"{self.key}@{self.workspace_id.lower()}.example"}
        return {"id": self.user_id, "tz": self.zone, "deleted": self.gone, "profile": profile}


@dataclass
class Team:
    """Two areas with PM and TPM each, and a lead who owns the standup and holds neither: five are asked."""

    workspace_id: WorkspaceId
    number: int
    channel_id: ChannelId
    zone: str
    read_at: time
    weekdays: frozenset[int]
    lead: str
    seats: dict[tuple[str, str], str] = field(default_factory=dict)
    changed_at: datetime | None = None
    archived: bool = False

    @property
    def name(self) -> str:
        return f"Team {self.number}"

    @property
    def areas(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(area for area, _ in self.seats))

    def members(self) -> set[str]:
        """The keys of those who are to be asked."""
        return {self.lead, *self.seats.values()}


@dataclass
class Company:
    """All workspaces with their people and teams."""

    begins: datetime
    humans: dict[tuple[WorkspaceId, str], Human]
    teams: list[Team]

    def by_user(self, workspace_id: WorkspaceId, user_id: str) -> Human:
        return self.humans[workspace_id, user_id.rpartition("P")[2]]

    @property
    def workspaces(self) -> list[WorkspaceId]:
        return sorted({team.workspace_id for team in self.teams})

    def of_workspace(self, workspace_id: WorkspaceId) -> list[Team]:
        return [team for team in self.teams if team.workspace_id == workspace_id]


def draw_company(chance: random.Random, teams: int) -> Company:
    """A company of `teams` teams of five."""
    company = Company(chance.choice(BEGINNINGS), {}, [])
    for number in range(teams):
        workspace_id = WorkspaceId(f"T0SIM{number // TEAMS_IN_A_WORKSPACE:04}")
        company.teams.append(_draw_team(chance, company, workspace_id, number))
    return company


def _draw_team(chance: random.Random, company: Company, workspace_id: WorkspaceId, number: int) -> Team:
    home = chance.choice(HOMES)
    keys = [f"{number:03}{place}" for place in range(5)]
    for key in keys:
        zone = home if chance.random() < 0.6 else chance.choice(ANYWHERE)
        user_id = SlackUserId(f"U0{workspace_id[1:]}P{key}")
        company.humans[workspace_id, key] = Human(workspace_id, key, user_id, f"Person {key}", zone)
    before = company.of_workspace(workspace_id)
    if before and chance.random() < 0.3:
        keys[3] = before[-1].seats[before[-1].areas[1], TPM]  # one TPM for two teams: one check-in for both
    areas = (f"area-{number}a", f"area-{number}b")
    return Team(
        workspace_id,
        number,
        ChannelId(f"C0SIM{number:04}"),
        zone=home,
        read_at=time(chance.choice((9, 10, 11, 12, 14, 16)), chance.choice((0, 0, 30))),
        weekdays=frozenset(range(5)) if chance.random() < 0.8 else frozenset({0, 2, 4}),
        lead=keys[4],
        seats={
            (areas[0], PM): keys[0],
            (areas[0], TPM): keys[1],
            (areas[1], PM): keys[2],
            (areas[1], TPM): keys[3],
        },
    )


def draw_place(chance: random.Random, company: Company, workspace_id: WorkspaceId) -> Place:
    """The workspace as Slack has it; in some channels Rolecall may not read what was written."""
    place = Place(workspace_id)
    for human in company.humans.values():
        if human.workspace_id == workspace_id:
            place.users[human.user_id] = human.profile()
    for team in company.of_workspace(workspace_id):
        hidden = chance.random() < 0.25
        place.channels[team.channel_id] = Channel(team.channel_id, team.name, history_hidden=hidden)
    return place


def registry_text(company: Company, workspace_id: WorkspaceId) -> str:
    """The registry file of a workspace as it stands now."""
    domain = f"{workspace_id.lower()}.example"
    people = [
        f"  - {{key: p{human.key}, name: {human.name}, email: {human.key}@{domain}}}"
        for human in company.humans.values()
        if human.workspace_id == workspace_id
    ]
    areas = [line for team in company.of_workspace(workspace_id) for line in _area_lines(team)]
    return "\n".join(["version: 1", "people:", *people, "areas:", *areas, ""])


def _area_lines(team: Team) -> Iterable[str]:
    for area in team.areas:
        roles = ", ".join(f"{role}: p{key}" for (where, role), key in team.seats.items() if where == area)
        yield f"  - {{key: {area}, name: {area.capitalize()}, roles: {{{roles}}}}}"


def standup_text(team: Team) -> str:
    """The standup of a team as a file says it."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return "\n".join(
        [
            f"- name: {team.name}",
            f"  owner: p{team.lead}",
            f"  channel: {team.channel_id}",
            f"  areas: [{', '.join(team.areas)}]",
            f"  people: [p{team.lead}]",
            f"  days: [{', '.join(days[day] for day in sorted(team.weekdays))}]",
            f'  read_at: "{team.read_at:%H:%M}"',
            f"  zone: {team.zone}",
            "",
        ]
    )


def standups_text(teams: Sequence[Team]) -> str:
    return "".join(standup_text(team) for team in teams)
