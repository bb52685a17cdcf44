"""What PM and TPM see differently, and when others may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product

from bot.ids import AreaId, MemberId, MilestoneId
from bot.standups.check_ins.answer_rules import Status
from bot.standups.check_ins.rules import PRODUCT_SIDES, PROGRAM_SIDES, Colleague, Side

# PRODUCT: "a report that would post early waits 15 minutes for them".
HEADS_UP = timedelta(minutes=15)
APART = timedelta(days=1)


@dataclass(frozen=True)
class Position:
    """What one member says about a milestone; `on` is when it will land in their eyes."""

    member: Colleague
    side: Side
    area_id: AreaId
    area_name: str
    milestone_id: MilestoneId
    milestone_name: str
    status: Status
    on: date | None = None
    path_back: str = ""
    scope_added: bool = False


@dataclass(frozen=True)
class Difference:
    """PM and TPM of an area see one milestone differently."""

    product: Position
    program: Position

    @property
    def pair(self) -> tuple[MilestoneId, MemberId, MemberId]:
        return (self.product.milestone_id, self.product.member.member_id, self.program.member.member_id)


def differences(positions: Iterable[Position]) -> tuple[Difference, ...]:
    """Where the sides differ about one milestone: in status, by a day or more, or one adds scope while the other is on
    time. Free text is never compared."""
    said = list(positions)
    by_product = [one for one in said if one.side in PRODUCT_SIDES]
    by_program = [one for one in said if one.side in PROGRAM_SIDES]
    return tuple(
        Difference(one, other)
        for one, other in product(by_product, by_program)
        if one.milestone_id == other.milestone_id
        and one.member.member_id != other.member.member_id
        and not one.side is other.side is Side.BOTH
        and _differ(one, other)
    )


def _differ(one: Position, other: Position) -> bool:
    if one.status is not other.status:
        return True
    if one.on is not None and other.on is not None and abs(one.on - other.on) >= APART:
        return True
    return (one.scope_added and other.status is Status.ON_TIME) or (other.scope_added and one.status is Status.ON_TIME)


@dataclass(frozen=True)
class DifferenceNotice:
    """A difference as one of the two is told of it. `settled` once they agree again, `confirmed` once they stay, `late`
    when the report is out already.
    """

    notice_id: int
    mine: Position
    theirs: Position
    confirmed: bool = False
    settled: bool = False
    late: bool = False


def early_post_at(now: datetime, made: Iterable[datetime], report_at: datetime) -> datetime:
    """When a report may post of which all answers are in: a quarter of an hour after the last difference was made, so
    that both sides know of it first, and at the latest at its own time, which nothing moves."""
    last = max(made, default=None)
    return min(now if last is None else max(now, last + HEADS_UP), report_at)


def known_to_both(made_at: datetime, now: datetime) -> bool:
    """Whether a difference made at `made_at` may be shown to others: both have had a quarter of an hour."""
    return now >= made_at + HEADS_UP
