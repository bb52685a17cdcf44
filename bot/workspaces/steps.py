"""What other features may do with workspaces and members inside their own transaction."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.database import Transaction
from bot.ids import ChannelId, MemberId, SlackUserId, WorkspaceId
from bot.schedule import due_jobs
from bot.workspaces import store
from bot.workspaces.rules import NOT_FOR_GUESTS, Member, SlackProfile, Workspace, differs
from bot.workspaces.secrets import Cipher

SYNC_MEMBERS = "workspaces.sync_members"


async def install(
    tx: Transaction,
    workspace_id: WorkspaceId,
    name: str,
    now: datetime,
    *,
    bot_user_id: SlackUserId,
    bot_token: str,
    cipher: Cipher,
) -> None:
    """Keep the token of a workspace, encrypted, and read its members at once. Again: the new token holds."""
    encrypted = cipher.encrypt(bot_token)
    await store.save_workspace(tx, workspace_id, name, bot_user_id=bot_user_id, bot_token_encrypted=encrypted)
    await due_jobs.plan(tx, workspace_id, SYNC_MEMBERS, "workspace", now)


async def register(
    tx: Transaction, workspace_id: WorkspaceId, name: str, now: datetime, *, bot_user_id: SlackUserId
) -> None:
    """Know a workspace whose token stands in the settings: the token is not stored."""
    await store.save_workspace(tx, workspace_id, name, bot_user_id=bot_user_id)
    await due_jobs.plan(tx, workspace_id, SYNC_MEMBERS, "workspace", now)


async def workspace(tx: Transaction, workspace_id: WorkspaceId) -> Workspace | None:
    return await store.workspace(tx, workspace_id)


async def registry_changed(tx: Transaction, workspace_id: WorkspaceId) -> None:
    """Call in every transaction that changes what a registry snapshot shows: members, roles, areas, assignments."""
    await store.bump_registry_version(tx, workspace_id)


async def registry_version(tx: Transaction, workspace_id: WorkspaceId) -> int:
    return await store.registry_version(tx, workspace_id)


async def members(tx: Transaction, workspace_id: WorkspaceId) -> Sequence[Member]:
    """All members, also those who left, so that what they held can be shown."""
    return await store.all_members(tx, workspace_id)


async def member(tx: Transaction, workspace_id: WorkspaceId, member_id: MemberId) -> Member | None:
    return await store.member(tx, workspace_id, member_id)


async def members_by_id(
    tx: Transaction, workspace_id: WorkspaceId, ids: Collection[MemberId]
) -> dict[MemberId, Member]:
    """These members, in one statement; one that is not here is left out."""
    return {member.id: member for member in await store.members_by_id(tx, workspace_id, ids)} if ids else {}


async def member_by_slack_id(tx: Transaction, workspace_id: WorkspaceId, user_id: SlackUserId) -> Member | None:
    return await store.member_by_slack_id(tx, workspace_id, user_id)


async def refusal(tx: Transaction, workspace_id: WorkspaceId, user_id: SlackUserId) -> str | None:
    """Why a person gets no answer: a guest, of another company, or a bot. Who joined a minute ago is let in."""
    found = await store.member_by_slack_id(tx, workspace_id, user_id)
    return None if found is None or found.may_use else NOT_FOR_GUESTS


async def stewards(tx: Transaction, workspace_id: WorkspaceId, named: Collection[SlackUserId]) -> Sequence[Member]:
    """Those who keep the registry true and can be asked. `named` are the stewards of the settings."""
    found = await store.members_by_ids_or_emails(tx, workspace_id, sorted(named), []) if named else []
    return [member for member in found if member.can_be_asked]


async def member_by_email(tx: Transaction, workspace_id: WorkspaceId, email: str) -> Member | None:
    return await store.member_by_email(tx, workspace_id, email)


async def add_member(
    tx: Transaction,
    workspace_id: WorkspaceId,
    name: str,
    *,
    email: str | None = None,
    slack_user_id: SlackUserId | None = None,
) -> MemberId:
    """Add a person known by name; Slack's own data are filled in when an id or e-mail of theirs appears."""
    return await store.add_member(tx, workspace_id, name, email=email, slack_user_id=slack_user_id)


async def set_dm_channels(tx: Transaction, workspace_id: WorkspaceId, opened: Mapping[MemberId, ChannelId]) -> None:
    """Keep the DMs with members, so that each is opened once."""
    if opened:
        await store.set_dm_channels(tx, workspace_id, opened)


async def save_profiles(tx: Transaction, workspace_id: WorkspaceId, profiles: Sequence[SlackProfile]) -> bool:
    """Write what Slack says of some hundred people at most; False when it is what is known already."""
    latest = {profile.slack_user_id: profile for profile in profiles}
    profiles, ids = list(latest.values()), list(latest)
    emails = Counter(profile.email for profile in profiles if profile.email)
    found = await store.members_by_ids_or_emails(tx, workspace_id, ids, list(emails))
    by_id = {member.slack_user_id: member for member in found}
    # Whoever shares an e-mail with somebody, known or new, is looked at singly.
    taken = {member.email for member in found} | {email for email, times in emails.items() if times > 1}
    strangers = [one for one in profiles if one.slack_user_id not in by_id and one.email not in taken - {None}]
    await store.add_all(tx, workspace_id, strangers)
    added = {one.slack_user_id for one in strangers}
    changed = [one for one in profiles if one.slack_user_id not in added and differs(by_id.get(one.slack_user_id), one)]
    for profile in changed:
        await save_profile(tx, workspace_id, profile)
    return bool(strangers or changed)


async def save_profile(tx: Transaction, workspace_id: WorkspaceId, profile: SlackProfile) -> MemberId:
    """Write what Slack says of a person; link a member who was imported by e-mail and had no Slack id."""
    known = await store.member_by_slack_id(tx, workspace_id, profile.slack_user_id)
    by_email = await store.member_by_email(tx, workspace_id, profile.email) if profile.email else None
    if known is None and by_email is not None and by_email.slack_user_id is None:
        known = by_email
    if by_email is not None and (known is None or by_email.id != known.id):
        # Slack says whose address it is now.
        await store.clear_email(tx, workspace_id, by_email.id)
    if known is None:
        return await store.add_from_profile(tx, workspace_id, profile)
    await store.update_from_profile(tx, workspace_id, known.id, profile)
    return known.id
