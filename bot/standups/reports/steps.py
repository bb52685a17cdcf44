"""What a run's answers add up to: gathering them, weighing them, and the report that they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.database import Transaction
from bot.ids import CheckInId, MemberId, MilestoneId, RunId, WorkspaceId
from bot.schedule import due_jobs
from bot.standups import kinds, run_store
from bot.standups.check_ins import answer_steps, answer_store, audience, seat_store
from bot.standups.check_ins import steps as check_in_steps
from bot.standups.check_ins.rules import CheckIn, Colleague, Side, side_of
from bot.standups.reports import store
from bot.standups.reports.difference_rules import (
    HEADS_UP,
    Difference,
    differences,
    early_post_at,
    known_to_both,
)
from bot.standups.reports.rules import Contribution, FullAnswers, Heading, Report, build_report, positions_of
from bot.standups.rules import Run, Standup

Pair = tuple[MilestoneId, CheckInId, CheckInId]


@dataclass(frozen=True)
class Gathered:
    """All that a run's report is made of, as it stands in one transaction."""

    run: Run
    standup: Standup
    links: tuple[seat_store.Link, ...]
    contributions: Mapping[CheckInId, Contribution]
    known: tuple[store.KnownDifference, ...]
    colleagues: Mapping[MemberId, Colleague]

    @property
    def asked(self) -> int:
        """How many were asked, or still will be; who could not be asked is not waited for."""
        return sum(1 for link in self.links if link.check_in.not_sent is None or link.check_in.answered)

    @property
    def complete(self) -> bool:
        return 0 < self.asked == len(self.contributions)

    def current(self) -> dict[Pair, Difference]:
        """What is seen differently now, by milestone and the two check-ins."""
        check_ins = {each.member.member_id: check_in_id for check_in_id, each in self.contributions.items()}
        found = differences(one for each in self.contributions.values() for one in positions_of(each))
        return {
            (
                each.product.milestone_id,
                check_ins[each.product.member.member_id],
                check_ins[each.program.member.member_id],
            ): each
            for each in found
        }

    def check_in(self, check_in_id: CheckInId) -> CheckIn:
        return next(link.check_in for link in self.links if link.check_in.id == check_in_id)

    def later_of(self, pair: Pair) -> CheckInId:
        """Whose answer made the difference: the one that was given or changed last."""
        return max(pair[1:], key=lambda each: (self.check_in(each).changed_at or self.run.report_at, each))

    def open_ones(self) -> dict[Pair, store.KnownDifference]:
        return {each.pair: each for each in self.known if each.open}

    def waiting(self, now: datetime) -> dict[Pair, CheckInId]:
        """Differences that others may not see yet, with whose answer waits because of it."""
        noted = self.open_ones()
        found: dict[Pair, CheckInId] = {}
        for pair in self.current():
            one = noted.get(pair)
            if one is None:
                found[pair] = self.later_of(pair)
            elif not known_to_both(one.made_at, now):
                found[pair] = one.made_by
        return found


async def gather(tx: Transaction, workspace_id: WorkspaceId, run: Run, standup: Standup) -> Gathered:
    """Read what the report of a run is made of."""
    links = await seat_store.links_of_run(tx, workspace_id, run.id)
    answered = [link.check_in for link in links if link.check_in.answered]
    seats = await seat_store.seats_of_run(tx, workspace_id, run.id)
    ids = {seat.area_id for each in seats.values() for seat in each if seat.area_id is not None}
    names = await audience.area_names(tx, workspace_id, ids)
    answers = await answer_store.answers_of(tx, workspace_id, [each.id for each in answered])
    named = {each.member_id for given in answers.values() for each in given if each.member_id is not None}
    colleagues = await answer_steps.colleagues(tx, workspace_id, named | {each.member_id for each in answered})
    contributions: dict[CheckInId, Contribution] = {}
    for check_in in answered:
        mine = seats.get(check_in.id, [])
        given = answers.get(check_in.id, ())
        contributions[check_in.id] = Contribution(
            member=colleagues[check_in.member_id],
            side=side_of(seat.side for seat in mine) if mine else Side.NEITHER,
            answers=given,
            areas={seat.area_id: names[seat.area_id] for seat in mine if seat.area_id in names},
            landed={each.milestone_id: each.milestone_name for each in given if each.milestone_id is not None},
        )
    known = await store.differences_between(tx, workspace_id, list(contributions))
    return Gathered(run, standup, tuple(links), contributions, tuple(known), colleagues)


async def find(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId) -> tuple[Run, Standup] | None:
    """A run that is to be reported, with its standup; None for one taken back."""
    found = await run_store.with_standup(tx, workspace_id, run_id)
    return (found.run, found.standup) if found is not None and found.stands else None


async def weigh(tx: Transaction, workspace_id: WorkspaceId, run: Run, standup: Standup, now: datetime) -> None:
    """Follow up what was answered: tell both sides of a new difference, and have the report posted or updated."""
    gathered = await gather(tx, workspace_id, run, standup)
    if gathered.current() or gathered.open_ones():
        await _follow_differences(tx, workspace_id, gathered, now)
        known = await store.differences_between(tx, workspace_id, list(gathered.contributions))
        gathered = replace(gathered, known=tuple(known))
    made = [each.made_at for pair, each in gathered.open_ones().items() if pair in gathered.current()]
    if run.report_ts is not None:
        await plan_updates(tx, workspace_id, gathered, now)
    elif gathered.complete and not run.posted and run.trouble is None:
        at = early_post_at(now, made, run.report_at)
        await due_jobs.plan(tx, workspace_id, kinds.POST_REPORT, kinds.of_run(run.id), at)


async def plan_updates(tx: Transaction, workspace_id: WorkspaceId, gathered: Gathered, now: datetime) -> None:
    """Have a posted report show what is there now, and later what both sides of a difference do not know yet."""
    subject = kinds.of_run(gathered.run.id)
    # One row per job: the next time counts, and the job that runs then plans the one after it.
    waits = [each.made_at + HEADS_UP for pair, each in gathered.open_ones().items() if pair in gathered.waiting(now)]
    for kind in (kinds.UPDATE_REPORT, kinds.POST_ANSWERS):
        await due_jobs.plan(tx, workspace_id, kind, subject, now)
    if waits:
        await due_jobs.plan(tx, workspace_id, kinds.WEIGH_ANSWERS, subject, min(waits))


async def _follow_differences(tx: Transaction, workspace_id: WorkspaceId, gathered: Gathered, now: datetime) -> None:
    current, noted = gathered.current(), gathered.open_ones()
    for pair in current:
        if pair not in noted:
            for notice_id in await store.note_difference(tx, workspace_id, pair, gathered.later_of(pair), now):
                await _plan_notice(tx, workspace_id, notice_id, now)
        else:
            await _show_anew(tx, workspace_id, noted[pair], gathered, now)
    settled = [each for pair, each in noted.items() if pair not in current]
    if not settled:
        return
    milestones = await answer_store.milestones_by_id(tx, workspace_id, [each.milestone_id for each in settled])
    for each in settled:
        area = milestones[each.milestone_id].area_id
        if all(area in gathered.contributions[one].areas for one in (each.product, each.program)):
            await store.settle_difference(tx, workspace_id, each.id, now)
            for notice in await store.notices_of(tx, workspace_id, each.id):
                await _plan_notice(tx, workspace_id, notice.id, now)


async def _show_anew(
    tx: Transaction, workspace_id: WorkspaceId, known: store.KnownDifference, gathered: Gathered, now: datetime
) -> None:
    """The two still differ, but in something else than they were told."""
    changed = [gathered.check_in(each).changed_at for each in (known.product, known.program)]
    for notice in await store.notices_of(tx, workspace_id, known.id):
        if notice.told_at is not None and any(at is not None and at > notice.told_at for at in changed):
            await _plan_notice(tx, workspace_id, notice.id, now)


async def _plan_notice(tx: Transaction, workspace_id: WorkspaceId, notice_id: int, now: datetime) -> None:
    await due_jobs.plan(tx, workspace_id, kinds.TELL_DIFFERENCE, kinds.of_notice(notice_id), now)


def report_of(gathered: Gathered, now: datetime, *, updated: bool = False) -> Report:
    """The report as others may see it at `now`."""
    waiting = gathered.waiting(now)
    current = gathered.current()
    held_back = {
        (gathered.contributions[check_in_id].member.member_id, current[pair].product.area_id)
        for pair, check_in_id in waiting.items()
    }
    plan = gathered.standup.plan
    heading = Heading(plan.name, gathered.run.day, gathered.asked, now if updated else None, plan.zone)
    shown = [each for pair, each in current.items() if pair not in waiting]
    return build_report(heading, list(gathered.contributions.values()), shown, held_back, gathered.colleagues)


def next_in_thread(gathered: Gathered, now: datetime) -> Sequence[seat_store.Link]:
    """Whose full answers the thread of the report does not show as they are, without those that have to wait.

    Who answered first comes first: whoever answers while another's are on their way does not go before them.
    """
    waiting = set(gathered.waiting(now).values())
    open_ones = [
        link
        for link in gathered.links
        if link.check_in.id in gathered.contributions
        and link.check_in.id not in waiting
        and link.thread_revision != link.check_in.revision
    ]
    return sorted(open_ones, key=lambda link: (link.check_in.answered_at or now, link.check_in.id))


async def full_answers(
    tx: Transaction, workspace_id: WorkspaceId, gathered: Gathered, link: seat_store.Link
) -> FullAnswers:
    """One member's answers in full."""
    contribution = gathered.contributions[link.check_in.id]
    posted_at, answered_at = gathered.run.posted_at, link.check_in.answered_at
    return FullAnswers(
        contribution=contribution,
        questions=await check_in_steps.questions_of_run(tx, workspace_id, gathered.run.id),
        names={each.member_id: each.name for each in gathered.colleagues.values()},
        milestones=contribution.landed,
        late=posted_at is not None and answered_at is not None and answered_at > posted_at,
    )
