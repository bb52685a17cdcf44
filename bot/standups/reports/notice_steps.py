"""A difference as one of the two is told of it."""

from dataclasses import dataclass

from bot.database import Transaction
from bot.ids import WorkspaceId
from bot.standups import run_store
from bot.standups.check_ins import answer_steps, answer_store, audience
from bot.standups.check_ins import store as check_in_store
from bot.standups.check_ins.rules import CheckIn, Side
from bot.standups.reports import store
from bot.standups.reports.difference_rules import DifferenceNotice, Position
from bot.standups.reports.rules import Contribution, positions_of
from bot.workspaces import steps as workspaces
from bot.workspaces.rules import Member


@dataclass(frozen=True)
class LoadedNotice:
    """A notice with whose it is and what it says now."""

    notice: store.Notice
    check_in: CheckIn
    member: Member
    shown: DifferenceNotice


async def load(tx: Transaction, workspace_id: WorkspaceId, notice_id: int) -> LoadedNotice | None:
    """What is to be told, from the answers as they are now; None when there is nothing left to tell of."""
    notice = await store.notice(tx, workspace_id, notice_id)
    known = await store.difference(tx, workspace_id, notice.difference_id) if notice else None
    if notice is None or known is None:
        return None
    other_id = known.program if notice.check_in_id == known.product else known.product
    mine = await check_in_store.check_in(tx, workspace_id, notice.check_in_id)
    theirs = await check_in_store.check_in(tx, workspace_id, other_id)
    member = await workspaces.member(tx, workspace_id, mine.member_id) if mine else None
    if mine is None or theirs is None or member is None:
        return None
    my_position = await _position(tx, workspace_id, mine, known)
    their_position = await _position(tx, workspace_id, theirs, known)
    if my_position is None or their_position is None:
        return None
    shown = DifferenceNotice(
        notice_id=notice.id,
        mine=my_position,
        theirs=their_position,
        confirmed=notice.confirmed_at is not None,
        settled=not known.open,
        late=await _is_posted(tx, workspace_id, mine, theirs),
    )
    return LoadedNotice(notice, mine, member, shown)


async def _position(
    tx: Transaction, workspace_id: WorkspaceId, check_in: CheckIn, known: store.KnownDifference
) -> Position | None:
    """What a member says of the milestone; None of someone who no longer speaks of it."""
    answers = (await answer_store.answers_of(tx, workspace_id, [check_in.id])).get(check_in.id, ())
    areas = [answer.area_id for answer in answers if answer.area_id is not None]
    contribution = Contribution(
        member=await answer_steps.colleague(tx, workspace_id, check_in.member_id),
        side=Side.NEITHER,
        answers=answers,
        areas=await audience.area_names(tx, workspace_id, areas),
        landed={},
    )
    found = [each for each in positions_of(contribution) if each.milestone_id == known.milestone_id]
    return found[0] if found else None


async def _is_posted(tx: Transaction, workspace_id: WorkspaceId, mine: CheckIn, theirs: CheckIn) -> bool:
    shared = set(await check_in_store.run_ids(tx, workspace_id, mine.id)) & set(
        await check_in_store.run_ids(tx, workspace_id, theirs.id)
    )
    runs = await run_store.runs_by_id(tx, workspace_id, shared)
    return any(run.posted for run in runs.values())
