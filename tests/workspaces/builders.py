"""What the tests of workspaces and members are made of."""

from typing import Any

from bot.clock import MovableClock
from bot.database import Database
from bot.ids import SlackUserId, WorkspaceId
from bot.workspaces import steps
from bot.workspaces.rules import Member, SlackProfile

ACME, OTHER = WorkspaceId("T0ACME"), WorkspaceId("T0OTHER")
BOT_USER = SlackUserId("U0BOT")
ANA, BO = SlackUserId("U0ANA"), SlackUserId("U0BO")


async def a_workspace(database: Database, clock: MovableClock, workspace_id: WorkspaceId = ACME) -> WorkspaceId:
    async with database.write() as tx:
        await steps.register(tx, workspace_id, workspace_id.title(), clock.now(), bot_user_id=BOT_USER)
    return workspace_id


def a_profile(slack_user_id: SlackUserId = ANA, **told: Any) -> SlackProfile:
    profile: dict[str, Any] = {
        "name": "Ana Silva",
        "email": "ana@acme.example",
        "zone": "Europe/Lisbon",
        "deactivated": False,
        "guest": False,
        "bot": False,
    }
    return SlackProfile(slack_user_id=slack_user_id, **(profile | told))


async def save(database: Database, profile: SlackProfile, workspace_id: WorkspaceId = ACME) -> None:
    async with database.write() as tx:
        await steps.save_profile(tx, workspace_id, profile)


async def members_of(database: Database, workspace_id: WorkspaceId = ACME) -> list[Member]:
    async with database.read() as tx:
        return list(await steps.members(tx, workspace_id))


async def version_of(database: Database, workspace_id: WorkspaceId = ACME) -> int:
    async with database.read() as tx:
        return await steps.registry_version(tx, workspace_id)
