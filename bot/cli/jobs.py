"""What is due, and what waits for a person."""

import asyncio
import json
from typing import Annotated

import typer

from bot.cli.options import JsonOption, stop

commands = typer.Typer(no_args_is_help=True, help="What is due, and what waits for a person.")


@commands.command("list")
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


@commands.command("retry")
def retry_job(workspace: str, kind: str, subject: str) -> None:
    """Take a parked job up again, as if it had never been tried."""
    from bot.clock import SystemClock
    from bot.ids import WorkspaceId
    from bot.schedule import due_jobs
    from bot.terminal import opened

    async def run() -> None:
        async with opened() as terminal, terminal.database.write() as tx:
            if not await due_jobs.retry(tx, WorkspaceId(workspace), kind, subject, SystemClock().now()):
                stop("There is no such parked job. `rolecall jobs list --parked` shows which there are.")
        typer.echo("It is due now.")

    asyncio.run(run())


@commands.command("drop")
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
