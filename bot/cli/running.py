"""What goes on until it is told to stop, and what has to be right before."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import run_until_stopped, stop

if TYPE_CHECKING:
    from bot.settings import Settings


commands = typer.Typer()


@commands.command()
def demo(
    registry: Annotated[Path | None, typer.Option(help="Use this registry and its people.")] = None,
    tour: Annotated[bool, typer.Option("--tour", help="Play the story in the terminal, and check every step.")] = False,
    port: Annotated[int, typer.Option(help="The page's port on this machine; 0 takes a free one.")] = 3999,
) -> None:
    """Start a local Slack with Rolecall in it. No token, no network."""
    from bot.demo.look_around import show
    from bot.demo.tour import play
    from bot.logs import configure_logs

    configure_logs("ERROR" if tour else "WARNING")
    if tour:
        raise typer.Exit(asyncio.run(play(print)))
    run_until_stopped(show(registry, port, print))


@commands.command()
def serve() -> None:
    """Hear Slack, and on SQLite do what is due as well."""
    from bot import processes

    _run_process(processes.serve)


@commands.command()
def worker() -> None:
    """Do what is due (PostgreSQL)."""
    from bot import processes

    _run_process(processes.work)


@commands.command()
def migrate() -> None:
    """Bring the database to this version."""
    import migrations
    from bot.terminal import read_settings

    url = read_settings().database_url
    try:
        migrations.upgrade(url)
    except (OSError, ValueError) as error:
        stop(f"The database could not be migrated: {error}")
    except Exception as error:  # noqa: BLE001 - drivers have errors of their own
        stop(f"The database cannot be reached ({type(error).__name__}). Please check ROLECALL_DATABASE_URL.")
    typer.echo("The database is up to date.")


@commands.command()
def doctor() -> None:
    """Check tokens, scopes, database, clock and migrations, and say what to do."""
    from bot import checks
    from bot.terminal import read_settings

    findings = asyncio.run(checks.examine(read_settings()))
    for finding in findings:
        typer.echo(finding.line())
    raise typer.Exit(0 if all(finding.ok is not False for finding in findings) else 1)


def _run_process(process: "Callable[[Settings, Callable[[str], None]], Awaitable[None]]") -> None:
    from bot.logs import configure_logs
    from bot.terminal import read_settings

    settings = read_settings()
    configure_logs(settings.log_level)

    async def run() -> None:
        await process(settings, typer.echo)

    run_until_stopped(run())
