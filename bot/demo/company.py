"""Who works in the local Slack: the made-up company, or the people of a registry file."""

import re
from dataclasses import dataclass
from pathlib import Path

from bot.playground import LocalSlack, Workspace
from bot.registry.files.reading import RegistryFile, read_path

HERE = Path(__file__).parent
REGISTRY, STANDUPS = HERE / "company.yaml", HERE / "standups.yaml"
TEAM, NAME = "T0LARKFIELD", "Larkfield"
# Enough channels to look around in; a registry may name hundreds.
MOST_CHANNELS = 60
MOST_PEOPLE = 400

TITLES_AND_ZONES = {
    "ana": ("Product Manager, Checkout", "Europe/Lisbon"),
    "bo": ("Technical Program Manager, Checkout", "Europe/London"),
    "dana": ("Chief of Staff", "America/New_York"),
    "ivy": ("Product Manager, Search", "Europe/Paris"),
    "kim": ("Technical Program Manager, Platform", "America/Los_Angeles"),
    "lena": ("Technical Program Manager, Search", "Europe/Berlin"),
    "max": ("Product lead, Stores", "Europe/Stockholm"),
    "noor": ("Designer", "Asia/Dubai"),
    "priya": ("VP Commerce", "Europe/London"),
    "raj": ("Product Manager, Billing", "Asia/Kolkata"),
    "sam": ("Engineering Manager", "America/Chicago"),
    "tom": ("Technical Program Manager, Billing", "Europe/London"),
    "yuki": ("Product Manager, Platform", "Asia/Tokyo"),
}
ZONES = ("Europe/London", "Europe/Berlin", "America/New_York", "Asia/Kolkata")


@dataclass(frozen=True)
class Company:
    """A registry file and the workspace in which its people are."""

    file: RegistryFile
    is_larkfield: bool


def load(registry: Path | None) -> Company:
    """The made-up company, or the one of a registry file. Raises FileRefused with every line that is wrong."""
    return Company(read_path(registry or REGISTRY), is_larkfield=registry is None)


def move_in(slack: LocalSlack, company: Company) -> Workspace:
    """Put the company's people and channels into the local Slack; Rolecall is in every channel."""
    name = NAME if company.is_larkfield else "Your registry"
    workspace = slack.add_workspace(TEAM, name)
    people = [person for person in company.file.content.people if person.group_id is None]
    for number, person in enumerate(people[:MOST_PEOPLE]):
        title, zone = TITLES_AND_ZONES.get(person.key, ("", "")) if company.is_larkfield else ("", "")
        workspace.add_person(
            person.key,
            person.name,
            email=person.email or None,
            zone=zone or ZONES[number % len(ZONES)],
            title=title,
            slack_id=person.slack_user_id,
        )
    if not people:
        workspace.add_person("you", "You", email="you@larkfield.example")
    workspace.add_channel("general", bot=True)
    for channel in _channels(company.file):
        workspace.add_channel(channel, bot=True)
    return workspace


def steward_of(workspace: Workspace, company: Company) -> str:
    """The Slack id of whoever keeps the registry true: Dana at Larkfield, else the first one listed."""
    keys = [person.key for person in company.file.content.people if person.group_id is None]
    return workspace.person("dana" if company.is_larkfield else keys[0] if keys else "you").id


def _channels(file: RegistryFile) -> list[str]:
    named = [channel for area in file.content.areas for channel in (area.channel, area.help_channel) if channel]
    plain = [name.removeprefix("#") for name in named if name.startswith("#")]
    usable = [name for name in dict.fromkeys(plain) if re.fullmatch(r"[a-z0-9_-]{1,80}", name) and name != "general"]
    return usable[:MOST_CHANNELS]
