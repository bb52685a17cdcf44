"""All SQL of agreements."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, select, update

from bot.database import Transaction
from bot.ids import AreaId, ChannelId, MemberId, MessageTs, WorkspaceId
from bot.registry.agreements.rules import Notice, Version, read_lines
from bot.registry.agreements.tables import agreement_notices, agreement_signatures, agreement_versions
from bot.registry.rules import Agreement, Signature
from bot.roles.rules import AgreementLine


async def newest(tx: Transaction, workspace_id: WorkspaceId) -> list[Version]:
    """The newest version of every area that has one."""
    mine = agreement_versions.c.workspace_id == workspace_id
    highest = (
        select(agreement_versions.c.area_id, func.max(agreement_versions.c.number).label("number"))
        .where(mine)
        .group_by(agreement_versions.c.area_id)
        .subquery()
    )
    is_highest = and_(
        agreement_versions.c.area_id == highest.c.area_id, agreement_versions.c.number == highest.c.number
    )
    query = select(agreement_versions).join(highest, is_highest).where(mine).order_by(agreement_versions.c.area_id)
    return await _with_signatures(tx, workspace_id, await tx.all(query))


async def versions(tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId) -> list[Version]:
    """Every version of an area's agreement, the newest first."""
    query = select(agreement_versions).where(
        agreement_versions.c.workspace_id == workspace_id, agreement_versions.c.area_id == area_id
    )
    return await _with_signatures(tx, workspace_id, await tx.all(query.order_by(agreement_versions.c.number.desc())))


async def made_from(tx: Transaction, workspace_id: WorkspaceId, source_key: str) -> bool:
    """Whether the form or click has made a version already."""
    query = select(agreement_versions.c.id).where(
        agreement_versions.c.workspace_id == workspace_id, agreement_versions.c.source_key == source_key
    )
    return await tx.one_or_none(query) is not None


async def add_version(
    tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId, number: int, lines: Sequence[AgreementLine], also: str,
    *, made_by: tuple[MemberId, str], made_at: datetime, source_key: str,
) -> int | None:  # fmt: skip
    """The new version's row; None when that number or that source is there already."""
    insert = tx.insert(agreement_versions).values(
        workspace_id=workspace_id,
        area_id=area_id,
        number=number,
        lines=[asdict(line) for line in lines],
        also=also,
        made_by_id=made_by[0],
        made_by=made_by[1],
        made_at=made_at,
        source_key=source_key,
    )
    row = await tx.one_or_none(insert.on_conflict_do_nothing().returning(agreement_versions.c.id))
    return None if row is None else int(row.id)


async def sign(
    tx: Transaction, workspace_id: WorkspaceId, version_id: int, side: str, member_id: MemberId, name: str, at: datetime
) -> bool:
    """Add a signature; False when it stands there already."""
    insert = tx.insert(agreement_signatures).values(
        workspace_id=workspace_id, version_id=version_id, side=side, member_id=member_id, name=name, signed_at=at
    )
    added = insert.on_conflict_do_nothing().returning(agreement_signatures.c.version_id)
    return await tx.one_or_none(added) is not None


async def add_notice(
    tx: Transaction, workspace_id: WorkspaceId, version_id: int, member_id: MemberId, reason: str
) -> int | None:
    """A new notice; None when they have been told of that already."""
    insert = tx.insert(agreement_notices).values(
        workspace_id=workspace_id, version_id=version_id, member_id=member_id, reason=reason
    )
    row = await tx.one_or_none(insert.on_conflict_do_nothing().returning(agreement_notices.c.id))
    return None if row is None else int(row.id)


async def notices(tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId, since: int) -> list[Notice]:
    """The notices of an area's versions from number `since` on."""
    same = and_(
        agreement_versions.c.workspace_id == agreement_notices.c.workspace_id,
        agreement_versions.c.id == agreement_notices.c.version_id,
    )
    query = (
        select(agreement_notices)
        .join(agreement_versions, same)
        .where(
            agreement_notices.c.workspace_id == workspace_id,
            agreement_versions.c.area_id == area_id,
            agreement_versions.c.number >= since,
        )
    )
    return [_notice(row) for row in await tx.all(query.order_by(agreement_notices.c.id))]


async def notice(tx: Transaction, workspace_id: WorkspaceId, notice_id: int) -> tuple[Notice, AreaId] | None:
    """A notice, and the area that it is about."""
    same = and_(
        agreement_versions.c.workspace_id == agreement_notices.c.workspace_id,
        agreement_versions.c.id == agreement_notices.c.version_id,
    )
    query = select(agreement_notices, agreement_versions.c.area_id).join(agreement_versions, same)
    row = await tx.one_or_none(
        query.where(agreement_notices.c.workspace_id == workspace_id, agreement_notices.c.id == notice_id)
    )
    return None if row is None else (_notice(row), AreaId(row.area_id))


async def mark_told(
    tx: Transaction, workspace_id: WorkspaceId, notice_id: int, channel_id: ChannelId, ts: MessageTs
) -> None:
    mine = and_(agreement_notices.c.workspace_id == workspace_id, agreement_notices.c.id == notice_id)
    await tx.execute(update(agreement_notices).where(mine).values(told_channel=channel_id, told_ts=ts))


async def _with_signatures(tx: Transaction, workspace_id: WorkspaceId, rows: Sequence[Row[Any]]) -> list[Version]:
    if not rows:
        return []
    query = select(agreement_signatures).where(
        agreement_signatures.c.workspace_id == workspace_id,
        agreement_signatures.c.version_id.in_([row.id for row in rows]),
    )
    signed: dict[int, list[Signature]] = {}
    for row in await tx.all(query.order_by(agreement_signatures.c.signed_at, agreement_signatures.c.side)):
        signature = Signature(row.side, MemberId(row.member_id), row.name, row.signed_at)
        signed.setdefault(row.version_id, []).append(signature)
    return [_version(row, tuple(signed.get(row.id, ()))) for row in rows]


def _version(row: Row[Any], signatures: tuple[Signature, ...]) -> Version:
    agreement = Agreement(AreaId(row.area_id), row.number, read_lines(row.lines), row.also, signatures)
    return Version(row.id, agreement, row.made_by, row.made_at)


def _notice(row: Row[Any]) -> Notice:
    return Notice(row.id, row.version_id, MemberId(row.member_id), row.told_channel, row.told_ts)
