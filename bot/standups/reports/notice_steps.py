"""A difference as one of the two is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.database import Transaction
from bot.ids import CheckInId, WorkspaceId
from bot.standups.check_ins import answer_steps, answer_store, audience, seat_store
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
    found = await store.notice(tx, workspace_id, notice_id)
    if found is None:
        return None
    notice, known = found
    other_id = known.program if notice.check_in_id == known.product else known.product
    both = await check_in_store.check_ins_by_id(tx, workspace_id, [notice.check_in_id, other_id])
    mine, theirs = both.get(notice.check_in_id), both.get(other_id)
    member = await workspaces.member(tx, workspace_id, mine.member_id) if mine else None
    if mine is None or theirs is None or member is None:
        return None
    positions = await _positions(tx, workspace_id, (mine, theirs), known)
    if mine.id not in positions or theirs.id not in positions:
        return None
    shown = DifferenceNotice(
        notice_id=notice.id,
        mine=positions[mine.id],
        theirs=positions[theirs.id],
        confirmed=notice.confirmed_at is not None,
        settled=not known.open,
        late=await seat_store.share_a_posted_run(tx, workspace_id, mine.id, theirs.id),
    )
    return LoadedNotice(notice, mine, member, shown)


async def _positions(
    tx: Transaction, workspace_id: WorkspaceId, check_ins: Sequence[CheckIn], known: store.KnownDifference
) -> dict[CheckInId, Position]:
    """What each member says of the milestone; without those who no longer speak of it."""
    answers = await answer_store.answers_of(tx, workspace_id, [each.id for each in check_ins])
    spoken_of = {answer.area_id for given in answers.values() for answer in given if answer.area_id is not None}
    areas = await audience.area_names(tx, workspace_id, spoken_of)
    colleagues = await answer_steps.colleagues(tx, workspace_id, {each.member_id for each in check_ins})
    found: dict[CheckInId, Position] = {}
    for each in check_ins:
        given = answers.get(each.id, ())
        contribution = Contribution(colleagues[each.member_id], Side.NEITHER, given, areas, landed={})
        for position in positions_of(contribution):
            if position.milestone_id == known.milestone_id:
                found.setdefault(each.id, position)
    return found
