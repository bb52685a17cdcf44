"""What a simulation went through, in words and as JSON."""

from typing import Any

from bot.simulation.running import Failure, Lived, Plan


def replay(plan: Plan) -> str:
    """The command that lives through the same again."""
    return f"rolecall simulate --seed {plan.seed} --days {plan.days} --teams {plan.teams}"


def as_json(lived: Lived, seconds: float) -> dict[str, Any]:
    """`seconds` is how long it took."""
    failure = lived.failure
    return {
        "seed": lived.plan.seed,
        "days": lived.plan.days,
        "teams": lived.plan.teams,
        "ok": failure is None,
        "steps": lived.steps,
        "digest": lived.digest,
        "team_days": lived.counts["reports"],
        "team_days_a_minute": round(lived.counts["reports"] / seconds * 60),
        "counts": lived.counts,
        "failure": failure and {"step": failure.step, "at": failure.at.isoformat(), "what": failure.what},
        "replay": replay(lived.plan),
    }


def lines(lived: Lived, seconds: float) -> list[str]:
    """For a terminal."""
    told = as_json(lived, seconds)
    faults = sum(times for name, times in lived.counts.items() if name.startswith("fault_"))
    first = (
        f"Seed {lived.plan.seed}: {lived.counts['reports']} team-days in {lived.steps} steps, "
        f"{told['team_days_a_minute']} a minute. {lived.counts['check_ins']} check-ins, {lived.counts['answered']} "
        f"answered, {faults} faults, {lived.counts['kills']} kills. {lived.digest}"
    )
    return [first] if lived.failure is None else [first, *_of_failure(lived.failure), f"Replay: {replay(lived.plan)}"]


def _of_failure(failure: Failure) -> list[str]:
    before = [f"  {line}" for line in failure.before]
    return [
        "What happened before:",
        *before,
        f"Step {failure.step}, {failure.at:%a %d %b %H:%M:%S} UTC: {failure.what}",
    ]
