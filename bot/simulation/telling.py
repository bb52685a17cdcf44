"""What a simulation went through, in words and as JSON."""

from collections.abc import Sequence
from typing import Any

from bot.simulation.running import Failure, Plan
from bot.simulation.seeds import Timed


def replay(plan: Plan) -> str:
    """The command that lives through the same again."""
    return f"rolecall simulate --seed {plan.seed} --days {plan.days} --teams {plan.teams}"


def as_json(timed: Timed) -> dict[str, Any]:
    lived = timed.lived
    failure = lived.failure
    return {
        "seed": lived.plan.seed,
        "days": lived.plan.days,
        "teams": lived.plan.teams,
        "ok": failure is None,
        "steps": lived.steps,
        "digest": lived.digest,
        "team_days": lived.team_days,
        "team_days_a_minute": round(lived.team_days / timed.seconds * 60),
        "team_days_a_cpu_minute": round(lived.team_days / timed.cpu_seconds * 60),
        "counts": lived.counts,
        "failure": failure and {"step": failure.step, "at": failure.at.isoformat(), "what": failure.what},
        "replay": replay(lived.plan),
    }


def lines(timed: Timed) -> list[str]:
    """For a terminal."""
    lived, told = timed.lived, as_json(timed)
    first = (
        f"Seed {lived.plan.seed}: {lived.team_days} team-days in {lived.steps} steps, "
        f"{told['team_days_a_cpu_minute']} a minute of a core. {lived.counts['reports']} reports, {lived.counts['check_ins']} check-ins, "
        f"{lived.counts['answered']} answered, {_faults(timed)} faults, {lived.counts['kills']} kills. {lived.digest}"
    )
    return [first] if lived.failure is None else [first, *_of_failure(lived.failure), f"Replay: {replay(lived.plan)}"]


def sum_up(seeds: Sequence[Timed], seconds: float) -> str:
    """All seeds together, of which several may have been lived through at a time; `seconds` is how long all took."""
    days = sum(each.lived.team_days for each in seeds)
    cpu = sum(each.cpu_seconds for each in seeds)
    wrong = [each.lived.plan.seed for each in seeds if not each.lived.ok]
    return (
        f"{len(seeds)} seeds: {days:,} team-days in {sum(each.lived.steps for each in seeds):,} steps, "
        f"{round(days / seconds * 60)} a minute, {round(days / cpu * 60)} a minute of a core. "
        f"{sum(_faults(each) for each in seeds):,} faults, {sum(each.lived.counts['kills'] for each in seeds)} kills. "
        + (f"Wrong: {', '.join(map(str, wrong))}" if wrong else "Nothing was lost, and nothing sent twice.")
    )


def _faults(timed: Timed) -> int:
    return sum(times for name, times in timed.lived.counts.items() if name.startswith("fault_"))


def _of_failure(failure: Failure) -> list[str]:
    before = [f"  {line}" for line in failure.before]
    return [
        "What happened before:",
        *before,
        f"Step {failure.step}, {failure.at:%a %d %b %H:%M:%S} UTC: {failure.what}",
    ]
