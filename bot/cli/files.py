"""Registry and standups as files: in and out."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import WorkspaceOption

commands = typer.Typer()


@commands.command("import")
def import_registry(
    file: Path,
    workspace: WorkspaceOption = None,
    prune: Annotated[bool, typer.Option("--prune", help="Remove what the file does not name.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")] = False,
) -> None:
    """Make the registry what FILE says: what changes is shown first; when anything is wrong nothing does."""
    from bot.registry.files.reading import read_path
    from bot.terminal import opened

    async def run() -> None:
        content = read_path(file)
        async with opened() as terminal:
            where, registry = await terminal.workspace(workspace), terminal.does.registry
            plan = await registry.preview_import(where, content, prune=prune)
            for line in plan.lines():
                typer.echo(line)
            if plan.changes and not dry_run:
                if sys.stdin.isatty():
                    typer.confirm("Make these changes?", abort=True)
                await registry.import_file(where, content, actor=os.environ.get("USER", "the terminal"), prune=prune)
                typer.echo("Done.")

    asyncio.run(run())


@commands.command("export")
def export_registry(workspace: WorkspaceOption = None) -> None:
    """Write the registry as a file; importing it again changes nothing."""
    from bot.terminal import opened

    async def run() -> None:
        async with opened() as terminal:
            typer.echo(await terminal.does.registry.export(await terminal.workspace(workspace)), nl=False)

    asyncio.run(run())
