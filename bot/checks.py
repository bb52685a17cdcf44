"""What `rolecall doctor` looks at: each finding says what is wrong and what to do about it."""

import asyncio
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp

import migrations
from bot.app import OneToken
from bot.clock import SystemClock
from bot.database import Database, Unavailable
from bot.database.engines import async_url
from bot.errors import Refused, TryLater
from bot.ids import WorkspaceId
from bot.processes import CannotStart, check_settings
from bot.settings import Settings
from bot.slack.clients import SlackClients
from bot.slack.manifest import OPTIONAL_SCOPES, SCOPES

# Slack refuses signatures that are older than five minutes; a clock that far off hears nothing.
MOST_SECONDS_OFF = 60
NOWHERE = WorkspaceId("")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: right, wrong, or (None) worth knowing."""

    ok: bool | None
    sentence: str

    def line(self) -> str:
        mark = {True: "ok  ", False: "FIX ", None: "note"}[self.ok]
        return f"{mark} {self.sentence}"


async def examine(settings: Settings) -> list[Finding]:
    """Look at settings, database, migrations, and what Slack says of the tokens. Nothing is changed."""
    findings = [_settings(settings), *await _database(settings.database_url)]
    async with aiohttp.ClientSession() as session:
        if settings.slack_bot_token is not None:
            token = settings.slack_bot_token.get_secret_value()
            findings += await _bot_token(SlackClients(OneToken(token), session, settings.slack_api_url))
        if settings.slack_app_token is not None:
            token = settings.slack_app_token.get_secret_value()
            findings.append(await _app_token(SlackClients(OneToken(token), session, settings.slack_api_url), token))
    return findings


def _settings(settings: Settings) -> Finding:
    try:
        check_settings(settings)
    except CannotStart as error:
        return Finding(False, str(error).replace("\n", " "))
    return Finding(True, "The settings that Rolecall needs are there.")


async def _database(url: str) -> list[Finding]:
    try:
        address = async_url(url)
        if address.get_backend_name() == "sqlite" and not await asyncio.to_thread(Path(address.database or "").exists):
            return [Finding(None, f"There is no {address.database} yet: `rolecall serve` makes it.")]
        database = Database.connect(url)
    except ValueError as error:
        return [Finding(False, str(error))]
    try:
        await database.ping()
        found = [Finding(True, "The database answers.")]
        current = await asyncio.to_thread(migrations.is_current, url)
        found.append(
            Finding(True, "The database is up to date.")
            if current
            else Finding(False, "The database is not up to date. Run `rolecall migrate`.")
        )
    except Unavailable:
        found = [Finding(False, "The database cannot be reached. Check ROLECALL_DATABASE_URL, and that it runs.")]
    finally:
        await database.dispose()
    return found


async def _bot_token(clients: SlackClients) -> list[Finding]:
    try:
        told = await clients.call(NOWHERE, "auth.test")
    except Refused as refused:
        fix = "Copy it again from OAuth & Permissions, and reinstall the app if it was revoked."
        return [Finding(False, f"Slack refuses ROLECALL_SLACK_BOT_TOKEN ({refused.code}). {fix}")]
    except TryLater as later:
        return [Finding(False, f"Slack does not answer ({later.reason}). Check ROLECALL_SLACK_API_URL.")]
    headers = {str(name).lower(): str(value) for name, value in told.headers.items()}
    found = [Finding(True, f"The bot token is good: {told.get('team')} as {told.get('user')}.")]
    return found + _scopes(headers.get("x-oauth-scopes")) + _clock(headers.get("date"))


def _scopes(header: str | None) -> list[Finding]:
    if header is None:
        return [Finding(None, "Slack did not say which scopes the token has.")]
    granted = {scope.strip() for scope in header.split(",")}
    missing = sorted(SCOPES.keys() - granted)
    if missing:
        fix = "Paste the manifest again and reinstall the app."
        return [Finding(False, f"The bot token lacks {', '.join(missing)}. {fix}")]
    found = [Finding(True, "The bot token has every scope that Rolecall needs.")]
    left_out = sorted(OPTIONAL_SCOPES.keys() - granted)
    return found + [Finding(None, f"Without {scope}: no way to {OPTIONAL_SCOPES[scope]}.") for scope in left_out]


def _clock(header: str | None) -> list[Finding]:
    if header is None:
        return []
    off = abs((SystemClock().now() - parsedate_to_datetime(header).astimezone(UTC)).total_seconds())
    if off > MOST_SECONDS_OFF:
        return [Finding(False, f"This machine's clock is {off:.0f} seconds off Slack's. Set it by NTP.")]
    return [Finding(True, "The clock agrees with Slack's.")]


async def _app_token(clients: SlackClients, token: str) -> Finding:
    try:
        await clients.call(NOWHERE, "apps.connections.open", app_token=token)
    except Refused as refused:
        fix = "Make an app-level token with connections:write under Basic Information."
        return Finding(False, f"Slack refuses ROLECALL_SLACK_APP_TOKEN ({refused.code}). {fix}")
    except TryLater as later:
        return Finding(False, f"Slack does not answer ({later.reason}). Check ROLECALL_SLACK_API_URL.")
    return Finding(True, "The app token is good: Socket Mode can be opened.")
