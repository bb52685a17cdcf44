"""Simulated weeks: they go well, they can be lived through again, and they notice what is broken on purpose."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.app import Rolecall
from bot.schedule.engine import Done, JobKind
from bot.schedule.store import Job
from bot.simulation.running import Plan, simulate
from bot.simulation.seeds import timed
from bot.simulation.telling import lines, replay
from bot.standups import kinds


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Faults are logged by the thousand."""
    with capture_logs():
        yield


Handler = Callable[[Job], Awaitable[Done]]


@pytest.mark.parametrize("seed", [2, 4])
def test_weeks_go_well(seed: int) -> None:
    seed_lived = timed(Plan(seed, days=3, teams=2))
    lived = seed_lived.lived
    assert lived.failure is None, lines(seed_lived)
    assert lived.counts["reports"] >= 2
    assert lived.counts["answered"] >= 4


def test_a_seed_lives_through_the_same_whatever_order_sets_have() -> None:
    plan = Plan(5, days=2, teams=1)
    command = [str(Path(sys.executable).parent / "rolecall"), *replay(plan).split()[1:], "--json"]
    other = {**os.environ, "PYTHONHASHSEED": "4711"}
    told = json.loads(subprocess.run(command, env=other, capture_output=True, text=True, check=True).stdout)
    lived = simulate(plan)
    assert (told["steps"], told["digest"]) == (lived.steps, lived.digest)


async def forget(_job: Job) -> Done:
    return Done()


async def stumble(_job: Job) -> Done:
    raise KeyError


def doing(kind: str, handler: Handler) -> Callable[[Rolecall], None]:
    """A Rolecall in which jobs of that kind are done otherwise."""

    def alter(rolecall: Rolecall) -> None:
        jobs: dict[str, JobKind] = rolecall.engine.kinds  # type: ignore[assignment]
        jobs[kind] = JobKind(handler)

    return alter


def posting_twice(rolecall: Rolecall) -> None:
    call = rolecall.clients.call

    async def twice(workspace_id: Any, method: str, **given: Any) -> Any:
        if method == "chat.postMessage":
            await call(workspace_id, method, **given)
        return await call(workspace_id, method, **given)

    rolecall.clients.call = twice  # type: ignore[method-assign]


def keeping_no_answer(rolecall: Rolecall) -> None:
    async def lose(*_given: object) -> None:
        return None

    rolecall.does.check_ins.answer = lose  # type: ignore[method-assign,assignment]


@pytest.mark.parametrize(
    ("alter", "noticed"),
    [
        (posting_twice, "was posted twice"),
        (doing(kinds.SEND_CHECK_IN, forget), "was not sent, and nobody will"),
        (doing(kinds.POST_REPORT, forget), "nobody will (post|report) it"),
        (doing(kinds.POST_ANSWERS, forget), "are missing"),
        (doing(kinds.OPEN_RUN, forget), "nobody will report it"),
        (doing(kinds.REFRESH_CHECK_IN, stumble), "failed with KeyError"),
        (keeping_no_answer, "nothing is kept"),
    ],
)
def test_what_is_broken_on_purpose_is_noticed(alter: Callable[[Rolecall], None], noticed: str) -> None:
    plan = Plan(3, days=4, teams=1, alter=alter)
    seed_lived = timed(plan)
    lived = seed_lived.lived
    assert lived.failure is not None
    told = "\n".join(lines(seed_lived))
    assert f"Step {lived.failure.step}, " in told
    assert "rolecall simulate --seed 3 --days 4 --teams 1" in told
    assert re.search(noticed, lived.failure.what), told
