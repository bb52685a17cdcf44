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
    from bot.simulation.running import simulate as live_through

    configure_logs("CRITICAL")  # faults are what it is for; what is wrong is told below
    failed = False
    for number in range(seed, seed + seeds):
        begun = time.perf_counter()
        lived = live_through(Plan(number, days, teams))
        seconds = time.perf_counter() - begun
        failed = failed or lived.failure is not None
        if as_json:
            typer.echo(json.dumps(telling.as_json(lived, seconds), ensure_ascii=False))
        else:
            typer.echo("\n".join(telling.lines(lived, seconds)))
    raise typer.Exit(1 if failed else 0)
