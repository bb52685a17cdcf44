"""Opening a run: finding who is asked, and making their check-ins."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.database import Transaction
from bot.ids import CheckInId, MemberId, RunId, WorkspaceId
from bot.schedule import due_jobs
from bot.standups import kinds, run_store, store
from bot.standups.check_ins import audience, seat_store
from bot.standups.check_ins import store as check_in_store
from bot.standups.check_ins.rules import (
    CheckIn,
    Kind,
    NotSent,
    Question,
    Seat,
    Side,
    questions_for,
)
from bot.standups.rules import WEEKDAYS, Run, StandingRun, Standup, asking, next_report
from bot.standups.steps import plan_next_run
from bot.workspaces import steps as workspaces


async def held(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId) -> StandingRun | None:
    """A run and its standup, which nobody else changes until this transaction ends."""
    run = await run_store.run(tx, workspace_id, run_id)
    if run is None:
        return None
    await store.hold(tx, workspace_id, run.standup_id)
    # Read again: while this waited for its turn, another may have changed both.
    return await run_store.with_standup(tx, workspace_id, run_id)


async def open_run(tx: Transaction, workspace_id: WorkspaceId, run: Run, standup: Standup, now: datetime) -> None:
    """Find the members of a run and plan their check-ins, the report, and the next run. Again: follow what changed.

    A run that nobody was asked for before its close is left out; one taken back lets its members go.
    """
    if run.posted:
        return
    if run.cancelled or standup.archived:
        await _let_go(tx, workspace_id, await seat_store.links_of_run(tx, workspace_id, run.id), now)
        return
    if run.opened_at is None and now >= run.closes_at:
        await run_store.cancel_run(tx, workspace_id, run.id, now)
        await plan_next_run(tx, workspace_id, standup, now)
        return
    version = await workspaces.registry_version(tx, workspace_id)
    if run.opened_at is not None and run.audience_version == version:
        return  # what follows was planned when its members were found
    await _seat_all(tx, workspace_id, run, standup, now)
    questions = to_stored(await _questions(tx, workspace_id, run, standup))
    await run_store.mark_opened(tx, workspace_id, run.id, questions, version, now)
    if run.opened_at is not None:
        await due_jobs.plan(tx, workspace_id, kinds.WEIGH_ANSWERS, kinds.of_run(run.id), now)
    if run.trouble is None:  # else its owner has been asked, and what they say plans it
        await due_jobs.plan(tx, workspace_id, kinds.POST_REPORT, kinds.of_run(run.id), run.report_at)
    await plan_next_run(tx, workspace_id, standup, max(now, run.closes_at))


async def _seat_all(tx: Transaction, workspace_id: WorkspaceId, run: Run, standup: Standup, now: datetime) -> None:
    seats: dict[MemberId, list[Seat]] = {}
    whole = await store.standup(tx, workspace_id, standup.id) or standup
    for seat in await audience.seats_of(tx, workspace_id, whole.plan, run.day):
        seats.setdefault(seat.member_id, []).append(seat)
    members = await workspaces.members_by_id(tx, workspace_id, seats.keys())
    before = await seat_store.links_of_run(tx, workspace_id, run.id)
    check_ins = await check_in_store.write_check_ins(
        tx,
        workspace_id,
        run.day,
        # In one order everywhere: two runs that are opened at once lock the same rows.
        {
            each: check_in_store.Times(asking(run.closes_at, members[each].zone), run.closes_at)
            for each in sorted(members)
        },
    )
    wanted = {check_ins[member_id].id: seats[member_id] for member_id in sorted(check_ins)}
    changed = await seat_store.seat(tx, workspace_id, run.id, wanted)
    runs = await seat_store.runs_of(tx, workspace_id, wanted)
    due: dict[str, datetime] = {}
    unopened: dict[str, datetime] = {}
    for member_id in sorted(check_ins):
        check_in = check_ins[member_id]
        theirs = [each.run for each in runs[check_in.id]]
        at = await _set_time(tx, workspace_id, check_in, members[member_id].zone, theirs)
        if check_in.sent and (check_in.id in changed or run.audience_version is None):
            # The message that was sent shows what it asks about now, and where and when that is read.
            await due_jobs.plan(tx, workspace_id, kinds.REFRESH_CHECK_IN, kinds.of_check_in(check_in.id), now)
        elif not check_in.sent and check_in.not_sent is None:
            due[kinds.of_check_in(check_in.id)] = at
            if at > now and members[member_id].can_be_asked and members[member_id].dm_channel_id is None:
                unopened[kinds.of_member(member_id)] = now
    await due_jobs.move_all(tx, workspace_id, kinds.SEND_CHECK_IN, due)
    # Slack lets fewer DMs be opened in a minute than written to: those who are new are opened until their hour comes.
    await due_jobs.plan_all(tx, workspace_id, kinds.OPEN_DM, unopened)
    gone = [link for link in before if link.check_in.member_id not in seats]
    await _let_go(tx, workspace_id, gone, now)


async def _set_time(
    tx: Transaction, workspace_id: WorkspaceId, check_in: CheckIn, zone: str, runs: Sequence[Run]
) -> datetime:
    """Ask at the earliest time that any of its runs wants."""
    closes_at = min(each.closes_at for each in runs)
    due_at = min(asking(each.closes_at, zone) for each in runs)
    if (check_in.due_at, check_in.closes_at) != (due_at, closes_at):
        await check_in_store.set_times(tx, workspace_id, check_in.id, due_at, closes_at)
    return due_at


async def _let_go(tx: Transaction, workspace_id: WorkspaceId, links: Iterable[seat_store.Link], now: datetime) -> None:
    """Ask these no longer, except who has answered: what reached us is kept."""
    links = list(links)
    theirs = await check_in_store.hold(tx, workspace_id, [link.check_in.id for link in links])
    for link in links:
        check_in = theirs[link.check_in.id]
        if check_in.answered:
            continue
        subject = kinds.of_check_in(check_in.id)
        alone = await seat_store.unseat(tx, workspace_id, check_in.id, link.run_id)
        if alone:
            await check_in_store.mark_not_sent(tx, workspace_id, check_in.id, NotSent.NO_LONGER_ASKED)
            await due_jobs.cancel(tx, workspace_id, kinds.REMIND, subject)
        if check_in.sent:
            await due_jobs.plan(tx, workspace_id, kinds.REFRESH_CHECK_IN, subject, now)
        elif alone:
            # It may be on its way, or have arrived without our knowing: whoever sends it looks again.
            await due_jobs.move(tx, workspace_id, kinds.SEND_CHECK_IN, subject, now)


async def _questions(tx: Transaction, workspace_id: WorkspaceId, run: Run, standup: Standup) -> tuple[Question, ...]:
    last = await run_store.day_before(tx, workspace_id, standup.id, run.day)
    following = next_report(standup.plan, run.report_at).day
    # A week or more ago, or ahead, the name of the day alone would be that of today.
    since = WEEKDAYS[last.weekday()] if last and (run.day - last).days < 7 else "last time"
    until = WEEKDAYS[following.weekday()] if (following - run.day).days < 7 else "the next one"
    return questions_for(since, until)


async def standing_runs(tx: Transaction, workspace_id: WorkspaceId, check_in_id: CheckInId) -> list[StandingRun]:
    """The runs for which a check-in asks, with their standups, the first report first; without what was taken back."""
    return (await standing_runs_of(tx, workspace_id, [check_in_id]))[check_in_id]


async def standing_runs_of(
    tx: Transaction, workspace_id: WorkspaceId, check_in_ids: Collection[CheckInId]
) -> dict[CheckInId, list[StandingRun]]:
    """`standing_runs` of several check-ins."""
    found = await seat_store.runs_of(tx, workspace_id, check_in_ids)
    return {each: [one for one in found.get(each, ()) if one.stands] for each in check_in_ids}


@dataclass(frozen=True)
class DueCheckIn:
    """A check-in with the runs for which it asks, and those of them whose members were found by an older registry."""

    check_in: CheckIn
    runs: tuple[StandingRun, ...]
    stale: tuple[StandingRun, ...]


async def due_check_ins(
    tx: Transaction, workspace_id: WorkspaceId, ids: Collection[CheckInId]
) -> dict[CheckInId, DueCheckIn]:
    """These check-ins; one that is not there is left out."""
    version = await workspaces.registry_version(tx, workspace_id)
    runs = await standing_runs_of(tx, workspace_id, ids)
    return {
        each.id: DueCheckIn(
            each,
            tuple(runs[each.id]),
            tuple(one for one in runs[each.id] if one.run.audience_version != version and not one.run.posted),
        )
        for each in (await check_in_store.check_ins_by_id(tx, workspace_id, ids)).values()
    }


def stale_runs(due: Iterable[DueCheckIn]) -> list[StandingRun]:
    """The runs that have to find their members again, each once."""
    return list({each.run.id: each for one in due for each in one.stale}.values())


async def review(tx: Transaction, workspace_id: WorkspaceId, runs: Iterable[StandingRun], now: datetime) -> None:
    """Have runs find their members anew whose members were found by an older registry."""
    # In one order everywhere: two who review the same standups wait for one another, and not in a circle.
    for each in sorted(runs, key=lambda each: (each.standup.id, each.run.id)):
        found = await held(tx, workspace_id, each.run.id)
        if found is not None:
            await open_run(tx, workspace_id, found.run, found.standup, now)


async def questions_of_run(tx: Transaction, workspace_id: WorkspaceId, run_id: RunId) -> tuple[Question, ...]:
    """The questions as the run asks them."""
    return from_stored(await run_store.questions_of_run(tx, workspace_id, run_id))


async def note_change(tx: Transaction, workspace_id: WorkspaceId, check_in: CheckIn, now: datetime) -> None:
    """Have every run of a check-in weigh what is there now: an answer came, or someone is no longer waited for."""
    for run_id in await seat_store.run_ids(tx, workspace_id, check_in.id):
        await run_store.note_answer(tx, workspace_id, run_id)
        await due_jobs.plan(tx, workspace_id, kinds.WEIGH_ANSWERS, kinds.of_run(run_id), now)


def to_stored(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Questions as a run keeps them."""
    return [asdict(question) for question in questions]


def from_stored(stored: Iterable[dict[str, Any]]) -> tuple[Question, ...]:
    """The inverse of `to_stored`."""
    return tuple(
        Question(each["key"], Kind(each["kind"]), each["prompt"], each["most"], tuple(map(Side, each["sides"])))
        for each in stored
    )
