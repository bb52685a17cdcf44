"""All SQL of workspaces and members."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, case, insert, or_, select, update

from bot.database import Transaction
from bot.database.by_ids import ByIds
from bot.ids import ChannelId, MemberId, SlackUserId, WorkspaceId
from bot.workspaces.rules import NO_ZONE, Member, SlackProfile, Workspace
from bot.workspaces.tables import members, workspaces


@dataclass(frozen=True)
class StoredInstallation:
    """A workspace's token as it is stored, and the bot's own user there."""

    bot_user_id: SlackUserId
    bot_token_encrypted: str = field(repr=False)


async def save_workspace(tx: Transaction, workspace_id: WorkspaceId, name: str, **values: Any) -> None:
    saved = tx.insert(workspaces).values(id=workspace_id, name=name, **values)
    await tx.execute(saved.on_conflict_do_update(index_elements=["id"], set_={"name": name, **values}))


async def lock(tx: Transaction, workspace_id: WorkspaceId) -> None:
    """Have this transaction's changes of members wait for another's, and be seen by the next."""
    await tx.execute(select(workspaces.c.id).where(workspaces.c.id == workspace_id).with_for_update())


async def workspace(tx: Transaction, workspace_id: WorkspaceId) -> Workspace | None:
    row = (await tx.execute(_WORKSPACE, {"workspace": workspace_id})).one_or_none()
    return None if row is None else _workspace(row)


async def all_workspaces(tx: Transaction) -> Sequence[Workspace]:
    """Named exception to "every query names its workspace": the terminal asks which there are."""
    return [_workspace(row) for row in await tx.all(select(workspaces).order_by(workspaces.c.id))]


async def installation(tx: Transaction, workspace_id: WorkspaceId) -> StoredInstallation | None:
    row = (await tx.execute(_WORKSPACE, {"workspace": workspace_id})).one_or_none()
    if row is None or row.bot_token_encrypted is None or row.bot_user_id is None:
        return None
    return StoredInstallation(row.bot_user_id, row.bot_token_encrypted)


async def any_encrypted_token(tx: Transaction) -> str | None:
    """Named exception to "every query names its workspace": any token tells whether the key is the right one."""
    query = select(workspaces.c.bot_token_encrypted).where(workspaces.c.bot_token_encrypted.is_not(None)).limit(1)
    found: str | None = await tx.scalar(query)
    return found


async def forget_token(tx: Transaction, workspace_id: WorkspaceId) -> None:
    await tx.execute(update(workspaces).where(workspaces.c.id == workspace_id).values(bot_token_encrypted=None))


async def set_synced(tx: Transaction, workspace_id: WorkspaceId, at: datetime) -> None:
    await tx.execute(update(workspaces).where(workspaces.c.id == workspace_id).values(members_synced_at=at))


async def bump_registry_version(tx: Transaction, workspace_id: WorkspaceId) -> None:
    version = workspaces.c.registry_version + 1
    await tx.execute(update(workspaces).where(workspaces.c.id == workspace_id).values(registry_version=version))


async def registry_version(tx: Transaction, workspace_id: WorkspaceId) -> int:
    """0 for a workspace that is not known."""
    return int((await tx.execute(_VERSION, {"workspace": workspace_id})).scalar() or 0)


async def all_members(tx: Transaction, workspace_id: WorkspaceId) -> Sequence[Member]:
    query = select(members).where(members.c.workspace_id == workspace_id).order_by(members.c.id)
    return [_member(row) async for portion in tx.portions(query) for row in portion]


async def member(tx: Transaction, workspace_id: WorkspaceId, member_id: MemberId) -> Member | None:
    found = await members_by_id(tx, workspace_id, [member_id])
    return found[0] if found else None


async def members_by_id(tx: Transaction, workspace_id: WorkspaceId, ids: Collection[MemberId]) -> Sequence[Member]:
    return [_member(row) for row in await tx.execute(*_MEMBERS_BY_ID.of(ids, workspace=workspace_id))]


# Put together once: a fan-out, and every answer, asks these.
_WORKSPACE = select(workspaces).where(workspaces.c.id == bindparam("workspace"))
_VERSION = select(workspaces.c.registry_version).where(workspaces.c.id == bindparam("workspace"))
_MEMBERS_BY_ID = ByIds(
    select(members).where(members.c.workspace_id == bindparam("workspace")).order_by(members.c.id), members.c.id
)
_MEMBER_BY_SLACK_ID = select(members).where(
    members.c.workspace_id == bindparam("workspace"), members.c.slack_user_id == bindparam("user")
)


async def member_by_slack_id(tx: Transaction, workspace_id: WorkspaceId, user_id: SlackUserId) -> Member | None:
    row = (await tx.execute(_MEMBER_BY_SLACK_ID, {"workspace": workspace_id, "user": user_id})).one_or_none()
    return None if row is None else _member(row)


async def member_by_email(tx: Transaction, workspace_id: WorkspaceId, email: str) -> Member | None:
    query = select(members).where(members.c.workspace_id == workspace_id, members.c.email == email.casefold())
    row = await tx.one_or_none(query)
    return None if row is None else _member(row)


async def members_by_ids_or_emails(
    tx: Transaction, workspace_id: WorkspaceId, user_ids: Sequence[SlackUserId], emails: Sequence[str]
) -> Sequence[Member]:
    either = or_(members.c.slack_user_id.in_(user_ids), members.c.email.in_(emails))
    query = select(members).where(members.c.workspace_id == workspace_id, either).order_by(members.c.id)
    return [_member(row) for row in await tx.all(query)]


async def add_member(
    tx: Transaction,
    workspace_id: WorkspaceId,
    name: str,
    *,
    email: str | None,
    slack_user_id: SlackUserId | None,
    zone: str = NO_ZONE,
) -> MemberId:
    lowered = email.casefold() if email else None
    values = {"name": name, "email": lowered, "slack_user_id": slack_user_id, "zone": zone}
    return MemberId(await tx.insert_row(members, workspace_id=workspace_id, **values))


async def update_from_profile(
    tx: Transaction, workspace_id: WorkspaceId, member_id: MemberId, profile: SlackProfile
) -> None:
    """What Slack says now; an e-mail that Slack does not tell is kept."""
    values = {**vars(profile)}
    if profile.email is None:
        del values["email"]
    await tx.execute(
        update(members).where(members.c.workspace_id == workspace_id, members.c.id == member_id).values(**values)
    )


async def add_from_profile(tx: Transaction, workspace_id: WorkspaceId, profile: SlackProfile) -> MemberId:
    return MemberId(await tx.insert_row(members, workspace_id=workspace_id, **vars(profile)))


async def add_all(tx: Transaction, workspace_id: WorkspaceId, profiles: Sequence[SlackProfile]) -> None:
    """Add people of whom none is known, by Slack id or by e-mail."""
    if profiles:
        await tx.execute(insert(members), [{"workspace_id": workspace_id, **vars(profile)} for profile in profiles])


async def clear_email(tx: Transaction, workspace_id: WorkspaceId, member_id: MemberId) -> None:
    mine = (members.c.workspace_id == workspace_id) & (members.c.id == member_id)
    await tx.execute(update(members).where(mine).values(email=None))


async def set_dm_channels(tx: Transaction, workspace_id: WorkspaceId, opened: Mapping[MemberId, ChannelId]) -> None:
    """What is known already is kept."""
    new = members.c.id.in_(list(opened)) & members.c.dm_channel_id.is_(None)
    kept = case(dict(opened), value=members.c.id)
    await tx.execute(update(members).where(members.c.workspace_id == workspace_id, new).values(dm_channel_id=kept))


def _workspace(row: Row[Any]) -> Workspace:
    return Workspace(id=row.id, name=row.name, registry_version=row.registry_version)


def _member(row: Row[Any]) -> Member:
    return Member(
        id=row.id,
        workspace_id=row.workspace_id,
        slack_user_id=row.slack_user_id,
        name=row.name,
        email=row.email,
        zone=row.zone,
        deactivated=row.deactivated,
        guest=row.guest,
        bot=row.bot,
        dm_channel_id=row.dm_channel_id,
    )
