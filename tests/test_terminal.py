"""The registry and standups from the terminal: shown first, all or nothing, the same again changes nothing."""

import json
import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from tests.plain_logs import plain_logs

REGISTRY = """
version: 1
people:
  - {key: ana, name: Ana Silva, email: ana@acme.example}
  - {key: bo, name: Bo Chen, email: bo@acme.example}
areas:
  - {key: shop, name: Shop, roles: {em: bo}}
  - {key: checkout, name: Checkout, parent: shop, aliases: [cart], roles: {pm: ana, tpm: [bo]}}
"""
BROKEN = {
    "not yaml": ("version: 1\nareas: [\n", "3"),
    "an unknown person": ("version: 1\nareas:\n  - {key: a, name: A, roles: {pm: nobody}}\n", "3"),
    "a circle": (
        "version: 1\nareas:\n  - {key: a, name: A, parent: b}\n  - {key: b, name: B, parent: a}\n",
        "3",
    ),
    "a key twice": ("version: 1\nareas:\n  - {key: a, name: A}\n  - {key: a, name: B}\n", "4"),
    "an unknown key": ("version: 1\nareas:\n  - {key: a, name: A, colour: red}\n", "3"),
}


@dataclass(frozen=True)
class Terminal:
    """A shell in an empty directory, with a database of its own and none of the machine's settings."""

    directory: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def rolecall(self, *arguments: str) -> tuple[int, str, str]:
        """(exit status, standard output, standard error)."""
        self.monkeypatch.setattr(sys, "argv", ["rolecall", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = self.capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    def writes(self, name: str, text: str) -> None:
        (self.directory / name).write_text(text, encoding="utf-8")

    def imports(self, text: str) -> tuple[int, str, str]:
        self.writes("registry.yaml", text)
        return self.rolecall("import", "registry.yaml", "--workspace", "T0ACME")


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    for name in [name for name in os.environ if name.startswith("ROLECALL_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    yield Terminal(tmp_path, monkeypatch, capsys)
    plain_logs()  # what a command logs to ends with its test


def test_a_second_import_changes_nothing_and_an_export_comes_back_the_same(terminal: Terminal) -> None:
    status, said, errors = terminal.imports(REGISTRY)
    assert status == 0, errors
    assert "Done." in said
    status, again, _ = terminal.imports(REGISTRY)
    assert status == 0
    assert "Done." not in again
    status, exported, _ = terminal.rolecall("export")
    assert status == 0
    status, said, _ = terminal.imports(exported)
    assert (status, said) == (0, again)
    assert terminal.rolecall("export")[1] == exported


@pytest.mark.parametrize("wrong", BROKEN)
def test_what_is_wrong_in_a_file_is_told_with_its_line_and_nothing_changes(terminal: Terminal, wrong: str) -> None:
    terminal.imports(REGISTRY)
    before = terminal.rolecall("export")[1]
    text, line = BROKEN[wrong]
    status, said, errors = terminal.imports(text)
    assert status == 1
    assert f"registry.yaml:{line}" in errors, errors
    assert "Traceback" not in errors
    assert "Done." not in said
    assert terminal.rolecall("export")[1] == before


def test_a_file_that_is_not_there_is_a_sentence(terminal: Terminal) -> None:
    for arguments in (
        ["import", "none.yaml", "--workspace", "T0ACME"],
        ["standup", "import", "none.yaml", "--workspace", "T0ACME"],
        ["ask", "who owns checkout?", "--registry", "none.yaml"],
    ):
        status, _, errors = terminal.rolecall(*arguments)
        assert status == 1, arguments
        assert "none.yaml" in errors, arguments
        assert "Traceback" not in errors, arguments


def test_serve_without_settings_says_what_to_set(terminal: Terminal) -> None:
    status, said, errors = terminal.rolecall("serve")
    assert (status, said) == (1, "")
    assert "ROLECALL_SLACK_BOT_TOKEN" in errors
    assert "ROLECALL_SLACK_APP_TOKEN" in errors
    assert "Traceback" not in errors


def test_a_worker_on_sqlite_says_that_serve_does_its_work(terminal: Terminal) -> None:
    terminal.monkeypatch.setenv("ROLECALL_SLACK_BOT_TOKEN", "xoxb-unused")
    status, _, errors = terminal.rolecall("worker")
    assert status == 1
    assert "needs PostgreSQL" in errors


def test_a_database_that_is_not_there_is_a_sentence(terminal: Terminal) -> None:
    terminal.monkeypatch.setenv("ROLECALL_DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:9/none")
    for arguments in (["migrate"], ["export", "--workspace", "T0ACME"], ["jobs", "list"]):
        status, said, errors = terminal.rolecall(*arguments)
        assert status == 1, arguments
        assert "database" in errors, arguments
        assert "Traceback" not in errors, arguments
        assert "secret" not in said + errors, arguments


def test_a_question_is_answered_from_a_file_and_from_the_database(terminal: Terminal) -> None:
    terminal.imports(REGISTRY)
    _, from_database, errors = terminal.rolecall("ask", "who is the pm of the cart?", "--json")
    _, from_file, _ = terminal.rolecall("ask", "who is the pm of the cart?", "--json", "--registry", "registry.yaml")
    assert errors == ""
    assert json.loads(from_database)["area"] == json.loads(from_file)["area"] == "checkout"


def test_standups_of_a_file_are_made_once(terminal: Terminal) -> None:
    terminal.imports(REGISTRY)
    standup = (
        '- {name: Shop, owner: ana, channel: C0SHOPFLOOR, areas: [checkout], zone: Europe/London, read_at: "12:00"}'
    )
    terminal.writes("standups.yaml", standup)
    first = terminal.rolecall("standup", "import", "standups.yaml")
    assert first[:2] == (0, "Shop: created\n"), first
    again = terminal.rolecall("standup", "import", "standups.yaml")
    assert again[:2] == (0, "Shop: unchanged\n"), again


def test_a_standup_file_that_is_wrong_is_told_with_its_line(terminal: Terminal) -> None:
    terminal.imports(REGISTRY)
    terminal.writes("standups.yaml", "- name: Shop\n  owner: nobody\n  channel: C0SHOPFLOOR\n  areas: [checkot]\n")
    status, _, errors = terminal.rolecall("standup", "import", "standups.yaml")
    assert status == 1
    assert "standups.yaml:2" in errors
    assert "standups.yaml:4" in errors
    assert "Traceback" not in errors
