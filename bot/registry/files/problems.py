"""What is wrong with a file, and where: all of it at once, so that it is put right at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.process import extractOne

from bot.errors import UserError

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to put right, at a line counted from 1."""

    line: int
    message: str


class FileRefused(UserError):
    """A file that cannot be used. Nothing was changed; every line that is wrong is named in the message."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = tuple(sorted(set(problems)))
        count = len(self.problems)
        lines = [f"{file}:{problem.line}: {problem.message}" for problem in self.problems[:MOST_SHOWN]]
        if count > MOST_SHOWN:
            lines.append(f"… and {count - MOST_SHOWN} more.")
        what = "one thing is" if count == 1 else f"{count} things are"
        super().__init__("\n".join([f"Nothing was changed: {what} wrong in {file}.", *lines]))


class Notes:
    """Collects problems while a file is read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, line: int, message: str) -> None:
        self.problems.append(Problem(line, message))


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """ " Did you mean …?" when something known is close to what was typed, else nothing."""
    close = extractOne(typed, list(known), score_cutoff=75)
    return f' Did you mean "{close[0]}"?' if close else ""
