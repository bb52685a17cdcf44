"""What the terminal's commands share: the settings, the database, the workspace that is meant."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from pydantic import ValidationError

import migrations
from bot.app import OwnWorkspace, UseCases, find_own_workspace, limits_of, use_cases
from bot.clock import SystemClock
from bot.database import Database
from bot.errors import NotFound, TryLater, UserError
from bot.ids import SlackUserId, WorkspaceId
from bot.lookup.snapshots import Snapshots
from bot.settings import Settings
from bot.slack.channels import Channels
from bot.slack.clients import Installation, SlackClients
from bot.slack.delivery import Delivery
from bot.workspaces.secrets import Cipher


def read_settings() -> Settings:
    """The settings; UserError with each that is not right, and never with its value."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "\n".join(
            f"ROLECALL_{'_'.join(str(part) for part in problem['loc']).upper()}: {problem['msg']}"
            for problem in error.errors(include_input=False, include_url=False)
        )
        raise UserError(f"A setting is not right:\n{wrong}\ndocs/settings.md describes each.") from None


@dataclass(frozen=True)
class Terminal:
    """The use cases over the database of the settings, for one command."""

    settings: Settings
    database: Database
    does: UseCases
    session: aiohttp.ClientSession

    async def workspace(self, named: str | None) -> WorkspaceId:
        """The workspace that is named, else the only one, else the one of the settings' token. Raises UserError."""
        known = [workspace.id for workspace in await self.does.workspaces.list_workspaces()]
        if named is not None:
            if named not in known:
                await self.does.workspaces.register(WorkspaceId(named), named, SlackUserId(""))
            return WorkspaceId(named)
        if len(known) > 1:
            raise UserError(f"There are several workspaces: name one with --workspace ({', '.join(known)}).")
        if known:
            return known[0]
        own = await self._own_workspace()
        if own is None:
            raise NotFound(
                "No workspace is known yet. Set ROLECALL_SLACK_BOT_TOKEN, or name the workspace with --workspace T…."
            )
        await self.does.workspaces.register(own.id, own.name, own.installation.bot_user_id)
        return own.id

    async def installation(self, workspace_id: WorkspaceId) -> Installation | None:
        """The token of a workspace: the settings' own, else as stored."""
        own = await self._own_workspace()
        if own is not None and own.id == workspace_id:
            return own.installation
        stored = await self.does.workspaces.token_of(workspace_id)
        return Installation(*stored) if stored else None

    def channels(self, workspace_id: WorkspaceId) -> Channels:
        """Finds channels by their names, when the first is asked for."""
        clients = SlackClients(self, self.session, self.settings.slack_api_url)
        return Channels(Delivery(clients, SystemClock(), limits_of(self.settings)), workspace_id)

    async def _own_workspace(self) -> OwnWorkspace | None:
        try:
            return await find_own_workspace(self.settings, self.session)
        except ValueError as error:
            raise UserError(f"{error}.") from error
        except TryLater as later:
            raise UserError(f"Slack could not be asked ({later.reason}). Please try again.") from later


@asynccontextmanager
async def opened() -> AsyncIterator[Terminal]:
    """The terminal's side of Rolecall; an SQLite file is made and brought up to date."""
    settings = read_settings()
    try:
        database = Database.connect(settings.database_url)
    except ValueError as error:
        raise UserError(str(error)) from error
    if database.is_sqlite:
        await asyncio.to_thread(migrations.upgrade, settings.database_url)
    key = settings.encryption_key
    cipher = Cipher(key.get_secret_value()) if key else None
    async with aiohttp.ClientSession(trust_env=True) as session:
        try:
            yield Terminal(settings, database, use_cases(database, SystemClock(), Snapshots(database), cipher), session)
        finally:
            await database.dispose()
