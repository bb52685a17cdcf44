"""Ways in which Rolecall is broken on purpose, so that what must be true is seen to fail."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.app import Rolecall
from bot.clock import AdjustableClock
from bot.errors import GiveUp
from bot.ids import RunId, WorkspaceId
from bot.schedule import due_jobs
from bot.schedule.engine import Done, JobKind
from bot.schedule.store import Job
from bot.slack.delivery import Sent
from bot.standups import kinds, run_store
from bot.standups.check_ins.tables import check_ins
from bot.workspaces.rules import SlackProfile

Handler = Callable[[Job], Awaitable[Done]]
Break = Callable[[Rolecall], None]


async def forget(_job: Job) -> Done:
    return Done()


async def stumble(_job: Job) -> Done:
    raise KeyError


async def give_up(_job: Job) -> Done:
    raise GiveUp("no more")


def doing(kind: str, handler: Handler) -> Break:
    """A Rolecall in which jobs of that kind are done otherwise."""

    def alter(rolecall: Rolecall) -> None:
        jobs: dict[str, JobKind] = rolecall.engine.kinds  # type: ignore[assignment]
        jobs[kind] = JobKind(handler)

    return alter


def calling(otherwise: Callable[[Callable[..., Awaitable[Any]], str, dict[str, Any]], Awaitable[Any]]) -> Break:
    """A Rolecall whose calls of Slack are made by `otherwise(call, method, given)`."""

    def alter(rolecall: Rolecall) -> None:
        call = rolecall.clients.call

        async def called(workspace_id: Any, method: str, **given: Any) -> Any:
            async def go(**changed: Any) -> Any:
                return await call(workspace_id, method, **given | changed)

            return await otherwise(go, method, given)

        rolecall.clients.call = called  # type: ignore[method-assign]

    return alter


@calling
async def posting_twice(go: Callable[..., Awaitable[Any]], method: str, _given: dict[str, Any]) -> Any:
    if method == "chat.postMessage":
        await go()
    return await go()


@calling
async def updating_nothing(go: Callable[..., Awaitable[Any]], method: str, _given: dict[str, Any]) -> Any:
    return {"ok": True} if method == "chat.update" else await go()


@calling
async def posting_without_keys(go: Callable[..., Awaitable[Any]], method: str, given: dict[str, Any]) -> Any:
    return await go(metadata={}) if "metadata" in given else await go()


def keeping_no_answer(rolecall: Rolecall) -> None:
    async def lose(*_given: object) -> None:
        return None

    rolecall.does.check_ins.answer = lose  # type: ignore[method-assign,assignment]


def hearing_of_nobody_who_leaves(rolecall: Rolecall) -> None:
    save = rolecall.does.workspaces.save_profiles

    async def as_if_there(workspace_id: WorkspaceId, profiles: Sequence[SlackProfile]) -> None:
        await save(workspace_id, [replace(each, deactivated=False) for each in profiles])

    rolecall.does.workspaces.save_profiles = as_if_there  # type: ignore[method-assign]


def resting(rolecall: Rolecall) -> None:
    """Time passes, and nothing is done."""

    async def pass_by(to: datetime, clock: AdjustableClock) -> None:
        clock.move_to(to)

    rolecall.engine.advance = pass_by  # type: ignore[method-assign]


def after(kind: str, also: Callable[[Rolecall, Job], Awaitable[None]]) -> Break:
    """A Rolecall that does jobs of that kind, and something else as well."""

    def alter(rolecall: Rolecall) -> None:
        handler = rolecall.engine.kinds[kind].handler
        assert handler is not None

        async def both(job: Job) -> Done:
            done = await handler(job)
            await also(rolecall, job)
            return done

        doing(kind, both)(rolecall)

    return alter


async def take_the_next_run_back(rolecall: Rolecall, job: Job) -> None:
    """As if nobody had planned it."""
    async with rolecall.database.write() as tx:
        opened = await run_store.run(tx, job.workspace_id, RunId(job.row_id("run")))
        assert opened is not None
        for run in await run_store.unposted_runs(tx, job.workspace_id, opened.standup_id):
            if run.opened_at is None:
                await run_store.cancel_run(tx, job.workspace_id, run.id, rolecall.clock.now())
                await due_jobs.cancel(tx, job.workspace_id, kinds.OPEN_RUN, kinds.of_run(run.id))


async def ask_everybody_at_once(rolecall: Rolecall, job: Job) -> None:
    """Nobody waits for their own hour."""
    async with rolecall.database.write() as tx:
        jobs = await due_jobs.list_jobs(tx, workspace_id=job.workspace_id, kind=kinds.SEND_CHECK_IN)
        due = {each.subject: rolecall.clock.now() for each in jobs}
        await due_jobs.plan_all(tx, job.workspace_id, kinds.SEND_CHECK_IN, due)


def taking_all_days_for_one(rolecall: Rolecall) -> None:
    """Each check-in of a member is for the day of their first."""
    once = rolecall.delivery.once

    async def as_for_the_first_day(attempt: Job, message: Any, *, key: str, **where: Any) -> Sent:
        if key.startswith("check_in:"):
            async with rolecall.database.write() as tx:
                mine = select(check_ins).where(check_ins.c.id == int(key.partition(":")[2]))
                row = await tx.one_or_none(mine)
                assert row is not None
                theirs = (check_ins.c.member_id == row.member_id, check_ins.c.id < row.id)
                first = await tx.one_or_none(select(check_ins).where(*theirs).order_by(check_ins.c.id).limit(1))
                if first is not None:
                    another_day = first.day - timedelta(days=1_000)
                    await tx.execute(update(check_ins).where(check_ins.c.id == first.id).values(day=another_day))
                    await tx.execute(update(check_ins).where(check_ins.c.id == row.id).values(day=first.day))
        return await once(attempt, message, key=key, **where)

    rolecall.delivery.once = as_for_the_first_day  # type: ignore[method-assign,assignment]


def losing_what_the_registry_says_later() -> Break:
    """The first registry of each workspace is kept, and no other."""
    known: set[WorkspaceId] = set()

    def alter(rolecall: Rolecall) -> None:
        keep = rolecall.does.registry.import_file

        async def keep_first(workspace_id: WorkspaceId, file: Any, **given: Any) -> Any:
            if workspace_id in known:
                return None
            known.add(workspace_id)
            return await keep(workspace_id, file, **given)

        rolecall.does.registry.import_file = keep_first  # type: ignore[method-assign]

    return alter


def writing_nothing_down(rolecall: Rolecall) -> None:
    async def lose(_group: object) -> None:
        return None

    rolecall.engine._settler.settle = lose  # type: ignore[method-assign,assignment]


def pretending_to_post(rolecall: Rolecall) -> None:
    once = rolecall.delivery.once

    async def pretend(attempt: Job, message: Any, *, key: str, **where: Any) -> Sent:
        if key.startswith("run:"):
            return Sent(where["channel_id"], "1.000001")  # type: ignore[arg-type]
        return await once(attempt, message, key=key, **where)

    rolecall.delivery.once = pretend  # type: ignore[method-assign,assignment]
