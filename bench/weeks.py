"""Simulated weeks, with faults, kills and every check: how many team-days a minute, on all cores."""

import time

from bench.rows import Row
from bot.simulation.running import Plan
from bot.simulation.seeds import live_through

SEEDS, DAYS, TEAMS = range(1, 7), 7, 8


def measure() -> list[Row]:
    """Beginning to end, with the start of the processes."""
    begun = time.perf_counter()
    lived = list(live_through([Plan(seed, DAYS, TEAMS) for seed in SEEDS]))
    minutes = (time.perf_counter() - begun) / 60
    days = sum(each.lived.team_days for each in lived)
    cpu_minutes = sum(each.cpu_seconds for each in lived) / 60
    return [
        Row("simulated weeks, team-days a minute", days / minutes, "", least=500),
        Row("simulated weeks, team-days a minute of a core", days / cpu_minutes, ""),
        Row("simulated weeks, seeds in which something was wrong", sum(not each.lived.ok for each in lived), "", 0),
    ]
