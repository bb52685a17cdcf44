"""What is due, and what waits for a person."""

import asyncio
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import JsonOption, WorkspaceOption, stop

if TYPE_CHECKING:
    from bot.schedule.due_jobs import PlannedJob

commands = typer.Typer(no_args_is_help=True, help="What is due, and what waits for a person.")
MOST = 200
NONE_PARKED = "There is no such parked job. `rolecall jobs list --parked` shows which there are."


@commands.command("list")
def list_jobs(
    parked: Annotated[bool, typer.Option("--parked", help="Only what waits for a person.")] = False,
    workspace: WorkspaceOption = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Only jobs of this kind.")] = None,
    most: Annotated[int, typer.Option("--most", help="How many to show.")] = MOST,
    as_json: JsonOption = False,
) -> None:
    """What is due, when, and what is parked, why, and what to do about it."""
    from bot.ids import WorkspaceId
    from bot.schedule import due_jobs
    from bot.terminal import opened

    async def run() -> None:
        where = WorkspaceId(workspace) if workspace else None
        async with opened() as terminal, terminal.database.read() as tx:
            found = await due_jobs.list_jobs(tx, parked_only=parked, workspace_id=where, kind=kind, most=most)
        for job in found:
            typer.echo(json.dumps(_as_json(job)) if as_json else _line(job))
        if not as_json and not found:
            typer.echo("Nothing is planned.")
        elif not as_json and len(found) == most:
            typer.echo(f"The first {most}; --most shows more.")

    asyncio.run(run())


@commands.command("retry")
def retry_job(
    workspace: str,
    kind: Annotated[str | None, typer.Argument(help="Without it, all that is parked in the workspace.")] = None,
    subject: Annotated[str | None, typer.Argument(help="Without it, all parked jobs of the kind.")] = None,
    afresh: Annotated[
        bool, typer.Option("--afresh", help="As if it had never been tried: what was sent may be sent again.")
    ] = False,
) -> None:
    """Take parked jobs up again. What an earlier attempt may have sent is looked for first."""
    from bot.clock import SystemClock
    from bot.ids import WorkspaceId
    from bot.schedule import due_jobs
    from bot.terminal import opened

    if afresh and subject is None:
        stop("--afresh is for one job: name its kind and its subject.")

    async def run() -> None:
        where, now = WorkspaceId(workspace), SystemClock().now()
        async with opened() as terminal, terminal.database.write() as tx:
            if kind is not None and subject is not None:
                number = int(await due_jobs.retry(tx, where, kind, subject, now, afresh=afresh))
            else:
                number = await due_jobs.retry_parked(tx, where, kind, now)
        if not number:
            stop(NONE_PARKED)
        typer.echo("It is due now." if number == 1 else f"{number} jobs are due now.")

    asyncio.run(run())


@commands.command("drop")
def drop_job(workspace: str, kind: str, subject: str) -> None:
    """Forget a job."""
    from bot.ids import WorkspaceId
    from bot.schedule import due_jobs
    from bot.terminal import opened

    async def run() -> None:
        async with opened() as terminal, terminal.database.write() as tx:
            dropped = await due_jobs.drop(tx, WorkspaceId(workspace), kind, subject)
        if not dropped:
            stop("There is no such job. `rolecall jobs list` shows which there are.")
        typer.echo("Forgotten.")

    asyncio.run(run())


def _as_json(job: "PlannedJob") -> dict[str, Any]:
    parked_at = job.parked_at.isoformat() if job.parked_at else None
    return {**vars(job), "due_at": job.due_at.isoformat(), "parked_at": parked_at, "parked": job.parked}


def _line(job: "PlannedJob") -> str:
    from bot.workspaces.parked.rules import hint

    state = "parked" if job.parked else "running" if job.running else "due"
    why = f"  {job.last_error}" if job.last_error else ""
    tried = f"  (tried {job.attempts} times)" if job.attempts > 1 else ""
    line = f"{job.workspace_id}  {state:7}  {job.due_at:%Y-%m-%d %H:%M:%S}  {job.kind} {job.subject}{why}{tried}"
    return f"{line}\n    {hint(job.last_error or '')}" if job.parked else line
