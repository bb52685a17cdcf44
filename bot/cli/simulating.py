"""Weeks lived through in a minute."""

import json
import time
from typing import Annotated

import typer

from bot.cli.options import JsonOption

commands = typer.Typer()


@commands.command()
def simulate(
    seed: Annotated[int, typer.Option(help="The same seed lives through the same weeks.")] = 1,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds, from --seed on.")] = 1,
    days: Annotated[int, typer.Option(min=1, help="How many days.")] = 14,
    teams: Annotated[int, typer.Option(min=1, help="How many teams of five.")] = 8,
    as_json: JsonOption = False,
) -> None:
    """Live through weeks of made-up companies with faults, and check everything after each step."""
    from bot.logs import configure_logs
    from bot.simulation import telling
    from bot.simulation.running import Plan
    from bot.simulation.seeds import live_through

    configure_logs("CRITICAL")  # faults are what it is for; what is wrong is told below
    begun, lived = time.perf_counter(), []
    for timed in live_through([Plan(number, days, teams) for number in range(seed, seed + seeds)]):
        lived.append(timed)
        told = [json.dumps(telling.as_json(timed), ensure_ascii=False)] if as_json else telling.lines(timed)
        typer.echo("\n".join(told))
    if seeds > 1 and not as_json:
        typer.echo(telling.sum_up(lived, time.perf_counter() - begun))
    raise typer.Exit(1 if not all(each.lived.ok for each in lived) else 0)
