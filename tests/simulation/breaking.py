"""Ways in which Rolecall is broken on purpose, so that what must be true is seen to fail."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.app import Rolecall
from bot.clock import AdjustableClock
from bot.errors import GiveUp
from bot.ids import WorkspaceId
from bot.schedule.engine import Done, JobKind
from bot.schedule.store import Job
from bot.slack.delivery import Sent
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
