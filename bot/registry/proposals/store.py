"""All SQL of proposals, and what an approved one changes in the registry row by row."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from bot.database import Transaction
from bot.ids import AreaId, AssignmentId, ChannelId, MemberId, MessageTs, ProposalId, SlackUserId, WorkspaceId
from bot.registry.proposals.rules import Approver, Proposal, ProposalKind, ProposalState, Wanted
from bot.registry.proposals.tables import proposal_notices, proposals
from bot.registry.tables import areas, assignments, registry_people


@dataclass(frozen=True, slots=True)
class Notice:
    """The message in which one approver is asked; without `ts` it has not been sent."""

    proposal_id: ProposalId
    approver: SlackUserId
    because: str
    channel_id: ChannelId | None
    ts: MessageTs | None


async def add(
    tx: Transaction,
    workspace_id: WorkspaceId,
    source_key: str,
    wanted: Wanted,
    proposer: SlackUserId | None,
    at: datetime,
) -> ProposalId | None:
    """Keep a proposal; None when it came before under the same key."""
    values = {name: getattr(wanted, name) for name in Wanted.__slots__}
    insert = tx.insert(proposals).values(
        workspace_id=workspace_id, source_key=source_key, proposer=proposer, created_at=at,
        state=ProposalState.OPEN, reason="", to_do="", **values,
    )  # fmt: skip
    added = await tx.scalar(insert.on_conflict_do_nothing().returning(proposals.c.id))
    return None if added is None else ProposalId(added)


async def proposal(tx: Transaction, workspace_id: WorkspaceId, proposal_id: ProposalId) -> Proposal | None:
    row = await tx.one_or_none(select(proposals).where(_is(workspace_id, proposal_id)))
    return None if row is None else _proposal(row)


async def proposal_of(tx: Transaction, workspace_id: WorkspaceId, source_key: str) -> Proposal | None:
    """The one that came under that key."""
    table = proposals
    query = select(table).where(table.c.workspace_id == workspace_id, table.c.source_key == source_key)
    row = await tx.one_or_none(query)
    return None if row is None else _proposal(row)


async def open_like(
    tx: Transaction, workspace_id: WorkspaceId, wanted: Wanted, proposer: SlackUserId
) -> Proposal | None:
    """An open proposal of the same person that says the same."""
    table = proposals
    same = {"area_id": wanted.area_id, "person": wanted.person}
    query = select(table).where(
        table.c.workspace_id == workspace_id,
        table.c.state == ProposalState.OPEN,
        table.c.proposer == proposer,
        table.c.kind == wanted.kind,
        func.lower(table.c.new_area) == wanted.new_area.lower(),
        table.c.role == wanted.role,
        table.c.note == wanted.note,
        *(table.c[name].is_(None) if value is None else table.c[name] == value for name, value in same.items()),
    )
    row = (await tx.execute(query.limit(1))).one_or_none()
    return None if row is None else _proposal(row)


async def open_questions(tx: Transaction, workspace_id: WorkspaceId, subjects: Collection[str]) -> Sequence[Proposal]:
    """Questions to the stewards, still open, in which one of `subjects` was asked for; case does not matter."""
    table = proposals
    query = select(table).where(
        table.c.workspace_id == workspace_id,
        table.c.state == ProposalState.OPEN,
        table.c.kind == ProposalKind.QUESTION,
        func.lower(table.c.alias).in_(sorted(one.lower() for one in subjects)),
    )
    return [_proposal(row) for row in await tx.all(query.order_by(table.c.id))]


async def settle(
    tx: Transaction,
    workspace_id: WorkspaceId,
    proposal_id: ProposalId,
    state: ProposalState,
    by: SlackUserId,
    at: datetime,
    *,
    reason: str = "",
) -> bool:
    """Decide an open proposal; False when somebody else was first."""
    changed = await tx.execute(
        update(proposals)
        .where(_is(workspace_id, proposal_id), proposals.c.state == ProposalState.OPEN)
        .values(state=state, decided_by=by, decided_at=at, reason=reason)
    )
    return bool(changed.rowcount == 1)


async def set_to_do(tx: Transaction, workspace_id: WorkspaceId, proposal_id: ProposalId, place: str) -> None:
    await tx.execute(update(proposals).where(_is(workspace_id, proposal_id)).values(to_do=place))


async def set_area(tx: Transaction, workspace_id: WorkspaceId, proposal_id: ProposalId, area_id: AreaId) -> None:
    """The new area that it asked for is there now, and no longer new."""
    await tx.execute(update(proposals).where(_is(workspace_id, proposal_id)).values(area_id=area_id, new_area=""))


async def forget(tx: Transaction, workspace_id: WorkspaceId, proposal_id: ProposalId) -> None:
    """Remove a decided proposal, and whom it was shown to."""
    mine = (proposal_notices.c.workspace_id == workspace_id) & (proposal_notices.c.proposal_id == proposal_id)
    await tx.execute(delete(proposal_notices).where(mine))
    await tx.execute(delete(proposals).where(_is(workspace_id, proposal_id), proposals.c.state != ProposalState.OPEN))


async def add_notice(tx: Transaction, workspace_id: WorkspaceId, proposal_id: ProposalId, approver: Approver) -> int:
    """Whom to ask; the id of the row."""
    return await tx.insert_row(
        proposal_notices,
        workspace_id=workspace_id,
        proposal_id=proposal_id,
        approver=approver.user_id,
        because=approver.because,
    )


async def notice(tx: Transaction, workspace_id: WorkspaceId, notice_id: int) -> Notice | None:
    row = await tx.one_or_none(select(proposal_notices).where(_is_notice(workspace_id, notice_id)))
    return (
        None if row is None else Notice(ProposalId(row.proposal_id), row.approver, row.because, row.channel_id, row.ts)
    )


async def notice_ids(tx: Transaction, workspace_id: WorkspaceId, proposal_id: ProposalId) -> Sequence[int]:
    table = proposal_notices
    query = select(table.c.id).where(table.c.workspace_id == workspace_id, table.c.proposal_id == proposal_id)
    return [int(row.id) for row in await tx.all(query.order_by(table.c.id))]


async def notice_sent(
    tx: Transaction, workspace_id: WorkspaceId, notice_id: int, channel_id: ChannelId, ts: MessageTs
) -> None:
    await tx.execute(
        update(proposal_notices).where(_is_notice(workspace_id, notice_id)).values(channel_id=channel_id, ts=ts)
    )


async def person_of(tx: Transaction, workspace_id: WorkspaceId, member_id: MemberId) -> str | None:
    """The key by which the registry knows a member."""
    table = registry_people
    query = select(table.c.key).where(table.c.workspace_id == workspace_id, table.c.member_id == member_id)
    found: str | None = await tx.scalar(query.order_by(table.c.id).limit(1))
    return found


async def end_assignment(
    tx: Transaction, workspace_id: WorkspaceId, assignment_id: AssignmentId, last_day: date
) -> None:
    mine = (assignments.c.workspace_id == workspace_id) & (assignments.c.id == assignment_id)
    await tx.execute(update(assignments).where(mine).values(to_date=last_day))


async def move_behind(tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId, role: str) -> None:
    """Make room at the first place, the accountable one's."""
    mine = (assignments.c.workspace_id == workspace_id) & (assignments.c.area_id == area_id)
    moved = {"place": assignments.c.place + 1}
    await tx.execute(update(assignments).where(mine, assignments.c.role == role).values(**moved))


async def set_aliases(tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId, aliases: Sequence[str]) -> None:
    mine = (areas.c.workspace_id == workspace_id) & (areas.c.id == area_id)
    await tx.execute(update(areas).where(mine).values(aliases=list(aliases)))


async def has_areas_below(tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId) -> bool:
    query = select(areas.c.id).where(
        areas.c.workspace_id == workspace_id, areas.c.parent_id == area_id, areas.c.archived_at.is_(None)
    )
    return await tx.scalar(query.limit(1)) is not None


def _is(workspace_id: WorkspaceId, proposal_id: ProposalId) -> Any:
    return (proposals.c.workspace_id == workspace_id) & (proposals.c.id == proposal_id)


def _is_notice(workspace_id: WorkspaceId, notice_id: int) -> Any:
    return (proposal_notices.c.workspace_id == workspace_id) & (proposal_notices.c.id == notice_id)


def _proposal(row: Row[Any]) -> Proposal:
    wanted = Wanted(
        ProposalKind(row.kind),
        None if row.area_id is None else AreaId(row.area_id),
        row.new_area,
        row.role,
        row.person,
        row.alias,
        row.note,
    )
    return Proposal(
        ProposalId(row.id),
        wanted,
        row.proposer,
        row.created_at,
        ProposalState(row.state),
        row.decided_by,
        row.decided_at,
        row.reason,
        row.to_do,
    )
