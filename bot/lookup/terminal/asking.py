"""Asks a registry file: no database, no Slack. What `rolecall ask` calls."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.errors import UserError
from bot.lookup.answer_rules import Answer
from bot.lookup.questions.hearing import Hearing, shipped
from bot.lookup.questions.reading import check, read
from bot.lookup.questions.several import asks_several
from bot.lookup.rules import decide
from bot.lookup.terminal.contract import NOTHING, as_json
from bot.lookup.terminal.text import as_text
from bot.lookup.wording import SEVERAL
from bot.registry.files.reading import RegistryFile, read_path
from bot.registry.search.snapshot import RegistrySnapshot
from bot.roles.library import LIBRARY
from bot.roles.rules import RoleBook


class FileAnswers:
    """The answers of one registry file on one day."""

    def __init__(self, file: RegistryFile, today: date, hearing: Hearing | None = None) -> None:
        self._hearing = hearing or shipped()
        self._snapshot = RegistrySnapshot(file.content, RoleBook(LIBRARY, file.content.roles))
        self._today = today

    @classmethod
    def from_path(cls, path: Path, today: date, hearing: Hearing | None = None) -> "FileAnswers":
        """Read the file; `hearing` as for `decide`. Raises FileRefused, a UserError that names every wrong line."""
        return cls(read_path(path), today, hearing)

    def answer(self, sentence: str) -> Answer:
        """The answer to one sentence. Raises UserError when it cannot be a question: too long, or without words."""
        check(sentence)
        return decide(read(sentence, self._snapshot.role_names), self._snapshot, self._today, self._hearing)

    def text(self, sentence: str, now: datetime) -> str:
        """The answer as lines for a person. Raises UserError like `answer`."""
        shown = as_text(self.answer(sentence), now)
        return f"{shown}\n{SEVERAL}" if asks_several(sentence) else shown

    def json(self, sentence: str) -> dict[str, Any]:
        """The answer as JSON values; what cannot be a question gives kind unknown with the sentence to show."""
        try:
            return as_json(self.answer(sentence))
        except UserError as error:
            return {**NOTHING, "confidence": 1.0, "message": error.message}

    def json_lines(self, sentences: Iterable[str]) -> Iterator[dict[str, Any]]:
        """One answer for each line, in order; an empty line has its answer too."""
        for sentence in sentences:
            yield self.json(sentence.rstrip("\r\n"))
