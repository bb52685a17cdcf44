"""A small made-up company, and builders for the rows of a registry."""

from typing import Any

from bot.database import Database
from bot.ids import SlackUserId, WorkspaceId
from bot.registry.files.reading import RegistryFile, read_text
from bot.registry.rules import Area, Assignment, Person
from bot.roles.library import LIBRARY
from bot.roles.rules import RoleBook
from bot.workspaces.tables import workspaces

FERRY = WorkspaceId("T0FERRY")
HARBOUR = WorkspaceId("T0HARBOUR")

# A ferry company: nothing in it is anybody's.
FERRY_LINE = """\
version: 1
people:
  - {key: ana, name: Ana Silva, email: ana@ferry.example}
  - {key: bo, name: Bo Chen, slack: U0BO}
  - {key: cy, name: Cy Okafor}
  - {key: priya, name: Priya Nair, email: priya@ferry.example}
  - {key: deck, name: Deck crew, group: S0DECK}
roles:
  - {key: purser, name: Purser, names: [ship's purser, cash desk]}
areas:
  - key: travel
    name: Travel
    kind: product
    description: Everything a passenger does before boarding.
    roles: {em: priya}
  - key: travel/booking
    name: Booking
    kind: product
    parent: travel
    aliases: [tickets, seat reservation]
    description: Choosing a crossing and paying for it.
    goal: A seat in under a minute
    channel: "#team-booking"
    help_channel: "#booking-help"
    links: [https://github.com/ferry/booking, https://docs.ferry.example/booking/]
    paths: ["web/booking/**"]
    roles: {pm: ana, tpm: [bo, cy]}
  - key: travel/booking/vouchers
    name: Gift Vouchers
    kind: feature
    parent: travel/booking
    description: Buying a crossing as a present.
  - key: travel/refunds
    name: Refunds
    kind: service
    parent: travel
    description: Money back for cancelled crossings.
    roles: {pm: {who: ana, from: 2026-01-01, part: private customers, delegate: cy}}
  - key: fleet
    name: Fleet Renewal
    kind: program
    aliases: [new ships]
    roles: {tpm: cy, purser: deck}
"""


def a_file(text: str = FERRY_LINE, name: str = "registry.yaml") -> RegistryFile:
    return read_text(text, name)


def a_person(key: str = "ana", **said: Any) -> Person:
    return Person(**{"key": key, "name": key.title(), **said})


def an_area(key: str = "checkout", **said: Any) -> Area:
    return Area(**{"key": key, "name": key.rpartition("/")[2].title(), **said})


def an_assignment(area: str = "checkout", role: str = "pm", person: str = "ana", **said: Any) -> Assignment:
    return Assignment(area, role, person, **said)


def a_book(file: RegistryFile | None = None) -> RoleBook:
    return RoleBook(LIBRARY, file.content.roles if file else ())


async def a_workspace(database: Database, workspace_id: WorkspaceId = FERRY) -> WorkspaceId:
    async with database.write() as tx:
        await tx.execute(
            tx.insert(workspaces).values(id=workspace_id, name="Ferry Line", bot_user_id=SlackUserId("U0BOT"))
        )
    return workspace_id
