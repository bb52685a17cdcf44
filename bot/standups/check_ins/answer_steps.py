"""What a member sees and saves of a check-in, inside a transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.database import Transaction
from bot.ids import AreaId, CheckInId, MemberId, MilestoneId, WorkspaceId
from bot.schedule import due_jobs
from bot.standups import kinds
from bot.standups.check_ins import answer_store, audience, seat_store, steps
from bot.standups.check_ins import store as check_in_store
from bot.standups.check_ins.answer_rules import Answer, Form, first_said, prefilled, settled
from bot.standups.check_ins.card_rules import CheckInCard, Destination
from bot.standups.check_ins.rules import (
    ASK,
    LANDED,
    NEWS,
    RISK,
    STATUS,
    STOPPED,
    AskedArea,
    CheckIn,
    Colleague,
    Milestone,
    NotSent,
    Side,
    next_milestone,
    questions_of,
    side_of,
)
from bot.standups.rules import StandingRun
from bot.workspaces import steps as workspaces
from bot.workspaces.rules import Member

_OTHER_SIDES = {
    Side.PRODUCT: (Side.PROGRAM, Side.BOTH),
    Side.PROGRAM: (Side.PRODUCT, Side.BOTH),
    Side.BOTH: (),
    Side.NEITHER: (),
}


@dataclass(frozen=True)
class Asked:
    """A check-in with the areas about which it asks and the runs for which it does."""

    check_in: CheckIn
    areas: tuple[AskedArea, ...]
    runs: tuple[StandingRun, ...]
    # What has not landed yet, by area.
    waiting: Mapping[AreaId, Sequence[Milestone]]

    @property
    def side(self) -> Side:
        return side_of(area.side for area in self.areas)


async def asked(tx: Transaction, workspace_id: WorkspaceId, check_in: CheckIn) -> Asked:
    """What a check-in asks about, as its runs stand now, with what lands next."""
    runs = await steps.standing_runs(tx, workspace_id, check_in.id)
    areas = (await _areas(tx, workspace_id, {check_in.id: runs}))[check_in.id]
    waiting = await answer_store.open_milestones(tx, workspace_id, [area.area_id for area in areas])
    dated = (replace(area, milestone=next_milestone(waiting.get(area.area_id, ()))) for area in areas)
    return Asked(check_in, tuple(dated), tuple(runs), waiting)


async def _areas(
    tx: Transaction, workspace_id: WorkspaceId, runs: Mapping[CheckInId, Sequence[StandingRun]]
) -> dict[CheckInId, list[AskedArea]]:
    wanted = {each: {one.run.id for one in standing} for each, standing in runs.items()}
    held = await seat_store.seats_of_check_ins(tx, workspace_id, wanted)
    names = await audience.area_names(tx, workspace_id, {area_id for areas in held.values() for area_id in areas})
    return {
        each: [AskedArea(area_id, names[area_id], side) for area_id, side in areas.items() if area_id in names]
        for each, areas in held.items()
    }


async def _counterparts(
    tx: Transaction, workspace_id: WorkspaceId, areas: Iterable[AskedArea], runs: Iterable[StandingRun]
) -> dict[AreaId, tuple[Colleague, ...]]:
    sides = {area.area_id: area.side for area in areas}
    found: dict[AreaId, set[MemberId]] = {}
    for each in runs:
        for seats in (await seat_store.seats_of_run(tx, workspace_id, each.run.id)).values():
            for seat in seats:
                if seat.area_id in sides and seat.side in _OTHER_SIDES[sides[seat.area_id]]:
                    found.setdefault(seat.area_id, set()).add(seat.member_id)
    known = await colleagues(tx, workspace_id, {one for each in found.values() for one in each})
    return {area: tuple(known[one] for one in sorted(each)) for area, each in found.items()}


async def colleagues(
    tx: Transaction, workspace_id: WorkspaceId, ids: Collection[MemberId]
) -> dict[MemberId, Colleague]:
    """Members as others see them."""
    known = await workspaces.members_by_id(tx, workspace_id, ids)
    return {
        each: Colleague(each, known[each].name, known[each].slack_user_id)
        if each in known
        else Colleague(each, "Someone who left")
        for each in ids
    }


async def colleague(tx: Transaction, workspace_id: WorkspaceId, member_id: MemberId) -> Colleague:
    """A member as others see them."""
    return (await colleagues(tx, workspace_id, [member_id]))[member_id]


async def card(
    tx: Transaction, workspace_id: WorkspaceId, check_in: CheckIn, runs: Sequence[StandingRun]
) -> CheckInCard:
    """The message of a check-in in the state it is in; `runs` are those for which it asks."""
    return (await cards(tx, workspace_id, [check_in], {check_in.id: runs}))[0][check_in.id]


async def cards(
    tx: Transaction,
    workspace_id: WorkspaceId,
    check_ins: Sequence[CheckIn],
    runs: Mapping[CheckInId, Sequence[StandingRun]],
) -> tuple[dict[CheckInId, CheckInCard], dict[MemberId, Member]]:
    """The messages of several check-ins, and the members whom they name."""
    areas = await _areas(tx, workspace_id, {each.id: runs[each.id] for each in check_ins})
    ids = {each.member_id for each in check_ins}
    ids |= {one.standup.owner_id for each in check_ins for one in runs[each.id]}
    members = await workspaces.members_by_id(tx, workspace_id, ids)
    answered = [each.id for each in check_ins if each.answered]
    given = await answer_store.answers_of(tx, workspace_id, answered) if answered else {}
    new = [each for each in check_ins if not each.answered]
    earlier = await check_in_store.have_earlier(tx, workspace_id, new) if new else set()
    made = {
        each.id: CheckInCard(
            check_in_id=each.id,
            day=each.day,
            closes_at=each.closes_at,
            zone=members[each.member_id].zone,
            areas=tuple(areas[each.id]),
            destinations=tuple(_destination(one, members, each.member_id) for one in runs[each.id]),
            first=not each.answered and each.id not in earlier,
            answers=given.get(each.id, ()),
            answered=each.answered,
            over=not runs[each.id] or each.not_sent is NotSent.NO_LONGER_ASKED,
        )
        for each in check_ins
    }
    return made, members


def _destination(each: StandingRun, members: Mapping[MemberId, Member], reader: MemberId) -> Destination:
    owner_id, plan = each.standup.owner_id, each.standup.plan
    return Destination(
        name=plan.name,
        channel_id=plan.channel_id,
        report_at=each.run.report_at,
        zone=plan.zone,
        weekdays=plan.weekdays,
        owner=members[owner_id].name,
        is_own=owner_id == reader,
    )


async def form(tx: Transaction, workspace_id: WorkspaceId, check_in: CheckIn) -> Form:
    """The check-in as a form: with what was answered, or with what is known from last time."""
    it = await asked(tx, workspace_id, check_in)
    counterparts = await _counterparts(tx, workspace_id, it.areas, it.runs)
    questions = await steps.questions_of_run(tx, workspace_id, it.runs[0].run.id) if it.runs else ()
    if check_in.answered:
        given = (await answer_store.answers_of(tx, workspace_id, [check_in.id])).get(check_in.id, ())
        known = {answer.slot: answer for answer in given}
    else:
        known = prefilled(await answer_store.last_answers(tx, workspace_id, check_in), it.areas)
    return Form(
        check_in_id=check_in.id,
        day=check_in.day,
        side=it.side,
        questions=questions_of(it.side, questions),
        areas=tuple(replace(area, counterparts=counterparts.get(area.area_id, ())) for area in it.areas),
        known=known,
        milestones=await _may_have_landed(tx, workspace_id, it.waiting, known.values()),
        answered=check_in.answered,
    )


async def _may_have_landed(
    tx: Transaction, workspace_id: WorkspaceId, waiting: Mapping[AreaId, Sequence[Milestone]], known: Iterable[Answer]
) -> tuple[Milestone, ...]:
    landed = [answer.milestone_id for answer in known if answer.question == LANDED and answer.milestone_id]
    again = await answer_store.milestones_by_id(tx, workspace_id, landed)
    found = {each.id: each for each in (*again.values(), *(one for each in waiting.values() for one in each))}
    return tuple(sorted(found.values(), key=lambda each: (each.agreed_on, each.id)))


async def save(
    tx: Transaction, workspace_id: WorkspaceId, check_in: CheckIn, given: Sequence[Answer], now: datetime
) -> None:
    """Keep `given` as the answers of a check-in, in place of any earlier ones, and have its runs weigh them.

    What is about an area of which the member is not asked, or a milestone of another area, is left out.
    """
    it = await asked(tx, workspace_id, check_in)
    areas = {area.area_id: area for area in it.areas}
    previous = await answer_store.last_answers(tx, workspace_id, check_in)
    before = (await answer_store.answers_of(tx, workspace_id, [check_in.id])).get(check_in.id, ())
    kept: list[Answer] = []
    of_milestones = await _areas_of_landed(tx, workspace_id, given)
    for answer in (_placed(each, it, of_milestones) for each in given):
        if answer.area_id is not None and answer.area_id not in areas:
            continue
        if answer.question == STATUS:
            kept.append(await _settle(tx, workspace_id, check_in, answer, now))
        elif answer.question in (ASK, STOPPED):
            kept.append(first_said(answer, (*before, *previous), check_in.day))
        else:
            kept.append(answer)
    await answer_store.save_answers(tx, workspace_id, check_in.id, kept, now)
    await _forecast_and_land(tx, workspace_id, check_in, kept, before, now)
    await check_in_store.mark_answered(tx, workspace_id, check_in.id, now)
    await due_jobs.cancel(tx, workspace_id, kinds.REMIND, kinds.of_check_in(check_in.id))
    await due_jobs.plan(tx, workspace_id, kinds.REFRESH_CHECK_IN, kinds.of_check_in(check_in.id), now)
    await steps.note_change(tx, workspace_id, check_in, now)


async def _areas_of_landed(
    tx: Transaction, workspace_id: WorkspaceId, given: Sequence[Answer]
) -> dict[MilestoneId, AreaId]:
    found = await answer_store.milestones_by_id(tx, workspace_id, _landed(given))
    return {milestone.id: milestone.area_id for milestone in found.values()}


def _placed(answer: Answer, it: Asked, of_milestones: Mapping[MilestoneId, AreaId]) -> Answer:
    """The answer with its area and side. Who speaks of one area only need not say which."""
    if answer.question == LANDED and answer.milestone_id is not None:
        answer = replace(answer, area_id=of_milestones.get(answer.milestone_id, AreaId(0)))
    sides = {area.area_id: area.side for area in it.areas}
    side = sides.get(answer.area_id, it.side) if answer.area_id is not None else it.side
    answer = replace(answer, side=side)
    if len(it.areas) == 1 and answer.area_id is None and answer.question in (NEWS, RISK, STOPPED, ASK, LANDED):
        return replace(answer, area_id=it.areas[0].area_id)
    return answer


async def _settle(
    tx: Transaction, workspace_id: WorkspaceId, check_in: CheckIn, answer: Answer, now: datetime
) -> Answer:
    area_id = answer.area_id
    if area_id is None:
        return answer
    if answer.milestone_id is None and answer.milestone_name and answer.on is not None:
        milestone: Milestone | None = await answer_store.name_milestone(
            tx, workspace_id, area_id, answer.milestone_name, answer.on, check_in.member_id, now
        )
    else:
        ids = [answer.milestone_id] if answer.milestone_id else []
        milestone = next(iter((await answer_store.milestones_by_id(tx, workspace_id, ids)).values()), None)
        if milestone is not None and milestone.area_id != area_id:
            milestone = None
    settled_answer = settled(answer, milestone)
    # "Nothing dated" about a milestone is a statement about that milestone, and is compared with others'.
    return replace(settled_answer, milestone_id=milestone.id if milestone else None)


async def _forecast_and_land(
    tx: Transaction,
    workspace_id: WorkspaceId,
    check_in: CheckIn,
    given: Sequence[Answer],
    before: Sequence[Answer],
    now: datetime,
) -> None:
    for answer in given:
        if answer.question == STATUS and answer.milestone_id is not None and answer.status is not None:
            await answer_store.state_forecast(tx, workspace_id, check_in.member_id, answer, now)
    landed = _landed(given)
    await answer_store.land(tx, workspace_id, landed, check_in.day)
    for milestone_id in _landed(before) - landed:
        await answer_store.take_back_landing(tx, workspace_id, milestone_id)


def _landed(given: Iterable[Answer]) -> set[MilestoneId]:
    return {each.milestone_id for each in given if each.question == LANDED and each.milestone_id is not None}
