"""The terminal: every command of `rolecall`, thin. Imports stand inside functions, so that `--help` is quick."""

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from bot.lookup.terminal.asking import FileAnswers
    from bot.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Rolecall: who does what, and who needs whom.",
)
standup = typer.Typer(no_args_is_help=True, help="Standups from the terminal.")
jobs = typer.Typer(no_args_is_help=True, help="What is due, and what waits for a person.")
app.add_typer(standup, name="standup")
app.add_typer(jobs, name="jobs")

RegistryOption = Annotated[Path | None, typer.Option("--registry", help="A registry file; without it, the database.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
WorkspaceOption = Annotated[
    str | None, typer.Option("--workspace", help="Which workspace (T…), when there are several.")
]


def main() -> None:
    """Run the command; a mistake that a person can put right is a sentence and exit status 1."""
    try:
        app()
    except Exception as error:
        if (sentence := _for_people(error)) is None:
            raise
        _stop(sentence)


def _for_people(error: Exception) -> str | None:
    """What to say of a mistake that a person can put right. Imports the database's error only when one happened."""
    from bot.database import Unavailable
    from bot.errors import GiveUp, UserError

    match error:
        case UserError() | GiveUp():
            return str(error)
        case Unavailable():
            return f"{error}. Please check ROLECALL_DATABASE_URL, and that the database runs."
        case _:
            return None


@app.command()
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
    _run(show(registry, port, print))


@app.command()
def serve() -> None:
    """Hear Slack, and on SQLite do what is due as well."""
    from bot import processes

    _run_process(processes.serve)


@app.command()
def worker() -> None:
    """Do what is due (PostgreSQL)."""
    from bot import processes

    _run_process(processes.work)


@app.command()
def migrate() -> None:
    """Bring the database to this version."""
    import migrations
    from bot.terminal import read_settings

    url = read_settings().database_url
    try:
        migrations.upgrade(url)
    except (OSError, ValueError) as error:
        _stop(f"The database could not be migrated: {error}")
    except Exception as error:  # noqa: BLE001 - drivers have errors of their own
        _stop(f"The database cannot be reached ({type(error).__name__}). Please check ROLECALL_DATABASE_URL.")
    typer.echo("The database is up to date.")


@app.command()
def doctor() -> None:
    """Check tokens, scopes, database, clock and migrations, and say what to do."""
    from bot import checks
    from bot.terminal import read_settings

    findings = asyncio.run(checks.examine(read_settings()))
    for finding in findings:
        typer.echo(finding.line())
    raise typer.Exit(0 if all(finding.ok is not False for finding in findings) else 1)


@app.command("import")
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


@app.command("export")
def export_registry(workspace: WorkspaceOption = None) -> None:
    """Write the registry as a file; importing it again changes nothing."""
    from bot.terminal import opened

    async def run() -> None:
        async with opened() as terminal:
            typer.echo(await terminal.does.registry.export(await terminal.workspace(workspace)), nl=False)

    asyncio.run(run())


@standup.command("import")
def import_standups(file: Path, workspace: WorkspaceOption = None) -> None:
    """Make the standups of FILE, or bring them to what it says; when anything is wrong nothing changes."""
    from bot.standups.files import read_standups
    from bot.terminal import opened

    try:
        written = read_standups(file.read_bytes(), file.name)
    except OSError as error:
        _stop(f"{file} cannot be read: {error.strerror}.")

    async def run() -> None:
        async with opened() as terminal:
            where = await terminal.workspace(workspace)
            done = await terminal.does.standups.import_file(where, written, terminal.channels(where).find)
        for verb, names in (("created", done.created), ("changed", done.changed), ("unchanged", done.unchanged)):
            for name in names:
                typer.echo(f"{name}: {verb}")

    asyncio.run(run())


@app.command()
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
        _stop('Ask something: rolecall ask "who owns checkout?", or --stdin with a question a line.')
    now = SystemClock().now()
    answers = FileAnswers.from_path(registry, now.date()) if registry else asyncio.run(_stored_answers(workspace))
    if stdin:
        for found in answers.json_lines(sys.stdin):
            print(json.dumps(found, ensure_ascii=False), flush=True)  # noqa: T201 - a line a question, at once
    elif as_json:
        typer.echo(json.dumps(answers.json(question or ""), ensure_ascii=False))
    else:
        typer.echo(answers.text(question or "", now))


@app.command()
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


@app.command()
def gallery(as_json: JsonOption = False) -> None:
    """Every card, message and form, with an example."""
    from bot.gallery import views

    found = views()
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        for view in found:
            typer.echo(f"{view['surface']:8} {view['name']}")


@app.command()
def manifest(
    prefix: Annotated[str | None, typer.Option(help="Goes before the commands' names: acme-.")] = None,
    url: Annotated[
        str | None, typer.Option(help="Where Slack sends requests (https://…); without it, a socket.")
    ] = None,
    optional: Annotated[bool, typer.Option("--optional", help="With the optional scopes.")] = False,
) -> None:
    """The manifest to paste into Slack."""
    from bot.app import unconnected_routes
    from bot.slack.manifest import manifest_yaml
    from bot.terminal import read_settings

    chosen = read_settings().command_prefix if prefix is None else prefix
    typer.echo(manifest_yaml(unconnected_routes(), prefix=chosen, url=url, optional_scopes=optional), nl=False)


@jobs.command("list")
def list_jobs(
    parked: Annotated[bool, typer.Option("--parked", help="Only what waits for a person.")] = False,
    as_json: JsonOption = False,
) -> None:
    """What is due, when, and what is parked and why."""
    from bot.schedule import due_jobs
    from bot.terminal import opened

    async def run() -> None:
        async with opened() as terminal, terminal.database.read() as tx:
            found = await due_jobs.list_jobs(tx, parked_only=parked)
        for job in found:
            state = "parked" if job.parked else "running" if job.running else "due"
            if as_json:
                typer.echo(json.dumps({**vars(job), "due_at": job.due_at.isoformat()}))
            else:
                why = f"  {job.last_error}" if job.last_error else ""
                typer.echo(
                    f"{job.workspace_id}  {state:7}  {job.due_at:%Y-%m-%d %H:%M:%S}  {job.kind} {job.subject}{why}"
                )
        if not found and not as_json:
            typer.echo("Nothing is planned.")

    asyncio.run(run())


@jobs.command("retry")
def retry_job(workspace: str, kind: str, subject: str) -> None:
    """Take a parked job up again, as if it had never been tried."""
    from bot.clock import SystemClock
    from bot.ids import WorkspaceId
    from bot.schedule import due_jobs
    from bot.terminal import opened

    async def run() -> None:
        async with opened() as terminal, terminal.database.write() as tx:
            if not await due_jobs.retry(tx, WorkspaceId(workspace), kind, subject, SystemClock().now()):
                _stop("There is no such parked job. `rolecall jobs list --parked` shows which there are.")
        typer.echo("It is due now.")

    asyncio.run(run())


@jobs.command("drop")
def drop_job(workspace: str, kind: str, subject: str) -> None:
    """Forget a job."""
    from bot.ids import WorkspaceId
    from bot.schedule import due_jobs
    from bot.terminal import opened

    async def run() -> None:
        async with opened() as terminal, terminal.database.write() as tx:
            await due_jobs.cancel(tx, WorkspaceId(workspace), kind, subject)
        typer.echo("Forgotten.")

    asyncio.run(run())


def _run_process(process: "Callable[[Settings, Callable[[str], None]], Awaitable[None]]") -> None:
    from bot.logs import configure_logs
    from bot.terminal import read_settings

    settings = read_settings()
    configure_logs(settings.log_level)

    async def run() -> None:
        await process(settings, typer.echo)

    _run(run())


def _run(running: Coroutine[Any, Any, None]) -> None:
    from bot.processes import CannotStart

    try:
        asyncio.run(running)
    except CannotStart as error:
        _stop(str(error))
    except KeyboardInterrupt:
        typer.echo("Stopped.")


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    sys.exit(1)


async def _stored_answers(workspace: str | None) -> "FileAnswers":
    from bot.clock import SystemClock
    from bot.lookup.terminal.asking import FileAnswers
    from bot.registry.files.reading import read_text
    from bot.terminal import opened

    async with opened() as terminal:
        text = await terminal.does.registry.export(await terminal.workspace(workspace))
    return FileAnswers(read_text(text, "the registry"), SystemClock().now().date())
