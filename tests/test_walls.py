"""The walls between the parts: the linter passes, and each contract breaks when something climbs over it."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
BOT = ROOT / "bot"
MODULES = sorted(BOT.rglob("*.py"))
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = {contract["id"]: contract for contract in SETTINGS["tool"]["importlinter"]["contracts"]}

# One copy of bot/ for all violations: they are put in and taken out one after the other.
pytestmark = [pytest.mark.xdist_group("walls"), pytest.mark.check]


@dataclass(frozen=True)
class Climb:
    """An import that its contract must catch."""

    contract: str
    importer: str
    imported: str
    name: str

    @property
    def line(self) -> str:
        return f"from {self.imported} import {self.name}"


CLIMBS = [
    Climb("direction", "bot.roles.steps", "bot.registry.rules", "Area"),
    Climb("direction", "bot.slack.routes", "bot.schedule.engine", "Engine"),
    Climb("direction", "bot.schedule.engine", "bot.slack.delivery", "Delivery"),
    Climb("direction", "bot.app", "bot.playground.slack", "LocalSlack"),
    Climb("direction", "bot.processes", "bot.demo.local", "show"),
    Climb("inside-a-feature", "bot.workspaces.store", "bot.workspaces.steps", "members"),
    Climb("inside-a-feature", "bot.workspaces.handlers", "bot.workspaces.jobs", "WorkspacesJobs"),
    Climb("inside-a-feature", "bot.standups.check_ins.steps", "bot.standups.check_ins.blocks", "CHECK_IN"),
    Climb("doors", "bot.roles.steps", "bot.workspaces.store", "all_members"),
    Climb("doors", "bot.registry.store", "bot.roles.tables", "role_names"),
    Climb("doors", "bot.standups.check_ins.steps", "bot.registry.files.reading", "read_registry"),
    Climb("doors", "bot.standups.check_ins.steps", "bot.workspaces.use_cases", "Workspaces"),
    Climb("pure-rules", "bot.workspaces.rules", "bot.clock", "SystemClock"),
    Climb("pure-rules", "bot.standups.reports.difference_rules", "bot.slack.messages", "Message"),
    Climb("pure-rules", "bot.lookup.questions.reading", "bot.registry.steps", "snapshot"),
    Climb("pure-rules", "bot.registry.search.text", "random", "choice"),
    Climb("plain-rules", "bot.registry.rules", "rapidfuzz", "fuzz"),
    Climb("no-slack", "bot.workspaces.use_cases", "bot.slack.clients", "SlackClients"),
    Climb("no-slack", "bot.standups.check_ins.answer_store", "bot.slack.messages", "Message"),
    Climb("pure-blocks", "bot.standups.reports.blocks", "bot.clock", "Clock"),
    Climb("pure-blocks", "bot.standups.check_ins.form_blocks", "bot.database", "Transaction"),
    Climb("thin-handlers", "bot.workspaces.handlers", "bot.slack.delivery", "Delivery"),
    Climb("thin-handlers", "bot.workspaces.handlers", "bot.database", "Database"),
    Climb("sql", "bot.workspaces.jobs", "sqlalchemy", "select"),
    Climb("slack-libraries", "bot.workspaces.jobs", "slack_sdk.errors", "SlackApiError"),
    Climb("settings", "bot.workspaces.jobs", "bot.settings", "Settings"),
    Climb("playground-alone", "bot.playground.block_kit.checks", "bot.slack.block_kit", "SECTION_TEXT"),
    Climb("playground-alone", "bot.playground.people", "bot.clock", "Clock"),
    Climb("no-cycles", "bot.registry.search.text", "bot.registry.search.index", "Index"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """bot/ with the contracts beside it, to be spoilt."""
    directory = tmp_path_factory.mktemp("walls")
    shutil.copytree(BOT, directory / "bot", ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", directory)
    return directory


def lint_imports(directory: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo", *options]
    wide = {**os.environ, "COLUMNS": "300", "NO_COLOR": "1", "PYTHONPATH": str(directory)}
    return subprocess.run(command, cwd=directory, env=wide, capture_output=True, text=True, check=False)


def file_of(directory: Path, module: str) -> Path:
    path = directory.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def test_the_parts_keep_to_their_contracts() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_contract_catches_whoever_climbs_over_it(contract: str, copy: Path) -> None:
    climbs = [climb for climb in CLIMBS if climb.contract == contract]
    kept = {file: file.read_text() for file in {file_of(copy, climb.importer) for climb in climbs}}
    for climb in climbs:
        with file_of(copy, climb.importer).open("a") as file:
            file.write(f"\n{climb.line}\n")
    try:
        result = lint_imports(copy, "--contract", contract)
    finally:
        for path, text in kept.items():
            path.write_text(text)
    assert result.returncode == 1
    assert f"{CONTRACTS[contract]['name']} BROKEN" in result.stdout
    assert climbs, "no violation is tried"
    assert [climb.line for climb in climbs if not shows(climb, result.stdout)] == [], result.stdout


def shows(climb: Climb, report: str) -> bool:
    """Whether the linter names this import, and not only another one: a package of a library by its first part."""
    imported = climb.imported if climb.imported.startswith("bot.") else climb.imported.partition(".")[0]
    if climb.contract == "no-cycles":
        package, _, importer = climb.importer.rpartition(".")
        other = climb.imported.rpartition(".")[2]
        return package in report and (f".{importer} -> .{other}" in report or f".{other} -> .{importer}" in report)
    return f"{climb.importer} -> {imported} (l." in report


def suffixes(contract: str) -> set[str]:
    return {source.rpartition(".")[2] for source in CONTRACTS[contract]["source_modules"] if "**" in source}


@pytest.mark.parametrize(
    ("contract", "kind"),
    [
        ("pure-rules", "rules"),
        ("plain-rules", "rules"),
        ("no-slack", "store"),
        ("no-slack", "steps"),
        ("no-slack", "use_cases"),
        ("no-slack", "tables"),
        ("pure-blocks", "blocks"),
        ("thin-handlers", "handlers"),
    ],
)
def test_a_contract_names_every_file_of_its_kind(contract: str, kind: str) -> None:
    """`difference_rules.py` is rules too; the linter's wildcards stand for whole names only."""
    features = [path for path in MODULES if "playground" not in path.parts]
    present = {path.stem for path in features if path.stem == kind or path.stem.endswith(f"_{kind}")}
    assert present - suffixes(contract) == set()


def test_pure_code_is_kept_from_every_library_that_the_rest_uses() -> None:
    graph = grimp.build_graph("bot", include_external_packages=True, cache_dir=None)
    used = {module for module in graph.modules if "." not in module and graph.is_module_squashed(module)}
    libraries = {library for library in used if library not in sys.stdlib_module_names}
    forbidden = set(CONTRACTS["pure-rules"]["forbidden_modules"]) | set(CONTRACTS["plain-rules"]["forbidden_modules"])
    assert libraries - {"migrations"} <= forbidden


def test_the_playground_has_no_cycles_when_it_runs() -> None:
    graph = grimp.build_graph("bot", cache_dir=None, exclude_type_checking_imports=True)
    for package in ("bot.playground", *(m for m in graph.find_descendants("bot.playground") if graph.find_children(m))):
        assert graph.nominate_cycle_breakers(package) == set(), package


def imports_inside_functions(tree: ast.Module) -> Iterator[ast.stmt]:
    for outer in ast.walk(tree):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (node for node in ast.walk(outer) if isinstance(node, ast.Import | ast.ImportFrom))


def test_only_the_terminal_imports_inside_functions() -> None:
    elsewhere = [path for path in MODULES if path.parent != BOT / "cli"]
    assert [shown(path) for path in elsewhere if any(imports_inside_functions(ast.parse(path.read_text())))] == []


VAGUE = re.compile(r"(^|_)(utils?|helpers?|manager|service|data)$|(Utils?|Helpers?|Manager|Service|Data)$")


def test_names_say_what_they_name() -> None:
    classes = [
        (node.name, shown(path))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
    ]
    modules = [(path.stem, shown(path)) for path in MODULES]
    assert [where for name, where in modules + classes if VAGUE.search(name)] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [shown(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text()))] == []


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))
