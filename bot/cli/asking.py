"""Questions in the terminal, and how well they are answered."""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import JsonOption, RegistryOption, WorkspaceOption, stop

if TYPE_CHECKING:
    from bot.lookup.terminal.asking import FileAnswers


commands = typer.Typer()


@commands.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What you would ask in Slack.")] = None,
    registry: RegistryOption = None,
    as_json: JsonOption = False,
    stdin: Annotated[bool, typer.Option("--stdin", help="A question a line; a JSON object a line, in order.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Ask who owns, decides or does anything."""
    from bot.clock import SystemClock
    from bot.lookup.terminal.asking import FileAnswers

    if question is None and not stdin:
        stop('Ask something: rolecall ask "who owns checkout?", or --stdin with a question a line.')
    now = SystemClock().now()
    answers = FileAnswers.from_path(registry, now.date()) if registry else asyncio.run(_stored_answers(workspace))
    if stdin:
        for found in answers.json_lines(sys.stdin):
            print(json.dumps(found, ensure_ascii=False), flush=True)  # noqa: T201 - a line a question, at once
    elif as_json:
        typer.echo(json.dumps(answers.json(question or ""), ensure_ascii=False))
    else:
        typer.echo(answers.text(question or "", now))


@commands.command()
def evaluate(
    registry: Annotated[Path, typer.Option("--registry")],
    questions: Annotated[Path, typer.Option("--questions", help="JSON lines: q, kind, area, also, role, roles.")],
    as_json: JsonOption = False,
) -> None:
    """Measure the answers on questions whose right answers are known."""
    from bot.clock import SystemClock
    from bot.lookup.terminal.asking import FileAnswers
    from bot.lookup.terminal.evaluation import evaluate as measure
    from bot.lookup.terminal.evaluation import read_questions

    answers = FileAnswers.from_path(registry, SystemClock().now().date())
    measured = measure(answers, read_questions(questions), time.perf_counter)
    if as_json:
        typer.echo(json.dumps(measured.as_json(), ensure_ascii=False))
    else:
        typer.echo("\n".join(measured.lines()))


async def _stored_answers(workspace: str | None) -> "FileAnswers":
    from bot.clock import SystemClock
    from bot.lookup.terminal.asking import FileAnswers
    from bot.registry.files.reading import read_text
    from bot.terminal import opened

    async with opened() as terminal:
        text = await terminal.does.registry.export(await terminal.workspace(workspace))
    return FileAnswers(read_text(text, "the registry"), SystemClock().now().date())
