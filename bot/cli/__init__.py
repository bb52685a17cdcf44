"""The terminal: every command of `rolecall`, thin. Imports stand inside functions, so that `--help` is quick."""

import typer

from bot.cli import asking, files, jobs, running, simulating, standups, views
from bot.cli.options import stop

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Rolecall: who does what, and who needs whom.",
)
for together in (running, files, asking, views, simulating):
    app.add_typer(together.commands)
app.add_typer(standups.commands, name="standup")
app.add_typer(jobs.commands, name="jobs")


def main() -> None:
    """Run the command; a mistake that a person can put right is a sentence and exit status 1."""
    try:
        app()
    except Exception as error:
        if (sentence := _for_people(error)) is None:
            raise
        stop(sentence)


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
