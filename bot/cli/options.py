"""What the commands share: options, and how a command ends on a mistake."""

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

RegistryOption = Annotated[Path | None, typer.Option("--registry", help="A registry file; without it, the database.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
WorkspaceOption = Annotated[
    str | None, typer.Option("--workspace", help="Which workspace (T…), when there are several.")
]


def stop(sentence: str) -> NoReturn:
    """Say what to do, and end with status 1."""
    typer.echo(sentence, err=True)
    sys.exit(1)


def run_until_stopped(running: Coroutine[Any, Any, None]) -> None:
    """Run what goes on until it is told to stop; what keeps it from starting is a sentence."""
    from bot.processes import CannotStart

    try:
        asyncio.run(running)
    except CannotStart as error:
        stop(str(error))
    except KeyboardInterrupt:
        typer.echo("Stopped.")
