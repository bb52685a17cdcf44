"""Standups from the terminal."""

import asyncio
from pathlib import Path

import typer

from bot.cli.options import WorkspaceOption, stop

commands = typer.Typer(no_args_is_help=True, help="Standups from the terminal.")


@commands.command("import")
def import_standups(file: Path, workspace: WorkspaceOption = None) -> None:
    """Make the standups of FILE, or bring them to what it says; when anything is wrong nothing changes."""
    from bot.standups.files import read_standups
    from bot.terminal import opened

    try:
        written = read_standups(file.read_bytes(), file.name)
    except OSError as error:
        stop(f"{file} cannot be read: {error.strerror}.")

    async def run() -> None:
        async with opened() as terminal:
            where = await terminal.workspace(workspace)
            done = await terminal.does.standups.import_file(where, written, terminal.channels(where).find)
        for verb, names in (("created", done.created), ("changed", done.changed), ("unchanged", done.unchanged)):
            for name in names:
                typer.echo(f"{name}: {verb}")

    asyncio.run(run())
