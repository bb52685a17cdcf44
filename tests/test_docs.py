"""The pages say what the code does: each setting, scope, table and command is asked of the code and looked for there."""

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

import migrations
from bot.app import unconnected_routes
from bot.cli import app
from bot.metrics import Metrics
from bot.registry.files.reading import read_text
from bot.settings import Settings
from bot.slack.manifest import OPTIONAL_SCOPES, SCOPES
from bot.standups.files import read_standups

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
OF_CODE = [DOCS / "architecture.md", *DECISIONS]
PARTS = ["Context", "Decision", "Consequences", "Alternatives"]


def page(name: str) -> str:
    return (DOCS / name).read_text()


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def sections(text: str, level: int) -> dict[str, str]:
    """What stands under each heading of a level."""
    mark = "#" * level
    found = re.split(rf"^{mark} (.+)$", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def first_cells(text: str) -> set[str]:
    """What stands in backticks at the beginning of a table's rows."""
    return set(re.findall(r"^\| `([^`]+)`", text, flags=re.MULTILINE))


SETTINGS = {f"ROLECALL_{name.upper()}": field for name, field in Settings.model_fields.items()}


def test_every_setting_has_an_entry_and_no_entry_is_of_the_past() -> None:
    assert set(re.findall(r"^### `(\w+)`$", page("settings.md"), flags=re.MULTILINE)) == set(SETTINGS)


@pytest.mark.parametrize("name", SETTINGS)
def test_an_entry_of_a_setting_tells_its_default_and_an_example(name: str) -> None:
    entry = sections(page("settings.md"), 3)[f"`{name}`"]
    default = SETTINGS[name].default
    told = "not set" if default is None else f"`{default}`" if default not in ("", ()) else "empty"
    assert f"Default: {told}." in entry
    assert f"Example: `{name}=" in entry


def test_the_example_file_has_every_setting_switched_off_and_with_its_default() -> None:
    lines = re.findall(r"^#(ROLECALL_\w+)=(.*)$", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)
    expected = {name: str(field.default) if field.default not in (None, ()) else "" for name, field in SETTINGS.items()}
    assert dict(lines) == expected
    assert not re.findall(r"^[A-Z]", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)


def test_every_scope_is_explained_and_no_other() -> None:
    scopes = sections(page("security.md"), 2)["Scopes"]
    needed, _, optional = scopes.partition("### Optional scopes")
    assert first_cells(needed) == set(SCOPES)
    assert first_cells(optional) == set(OPTIONAL_SCOPES)


def test_every_table_is_described_and_no_other() -> None:
    assert first_cells(page("data.md")) == set(migrations.all_tables().tables)


def test_every_dependency_has_its_reason_and_no_other() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[><=]", requirement)[0].strip() for requirement in wanted}
    rows = re.findall(r"^\| ([^|]+?) \|", page("decisions/0017-dependencies.md"), flags=re.MULTILINE)
    told = {name for row in rows if row not in {"package", "---"} for name in row.split(", ")}
    assert told == names


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_four_parts_and_its_number(decision: Path) -> None:
    text = decision.read_text()
    assert list(sections(text, 2)) == PARTS
    assert all(len(part.split()) >= 15 for part in sections(text, 2).values())
    assert text.startswith(f"# {int(decision.stem[:4])}. ")


def test_decisions_are_numbered_without_a_hole() -> None:
    assert [int(decision.stem[:4]) for decision in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_mentions_of_a_decision_by_number_find_one() -> None:
    numbers = {int(decision.stem[:4]) for decision in DECISIONS}
    mentioned = {(shown(path), int(n)) for path in PAGES for n in re.findall(r"\b[Dd]ecision (\d+)", path.read_text())}
    assert [(where, number) for where, number in mentioned if number not in numbers] == []


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_links_between_pages_are_not_dead(path: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", path.read_text())
    dead = []
    for link in links:
        if link.startswith("https://"):
            continue
        target, _, anchor = link.partition("#")
        file = (path.parent / target).resolve() if target else path
        if not file.exists() or (anchor and anchor not in anchors(file.read_text())):
            dead.append(link)
    assert dead == []


def test_every_number_that_can_be_scraped_is_explained_and_no_other() -> None:
    rows = first_cells(sections(page("running.md"), 2)["Watching it"])
    assert {name for name in rows if "(" not in name and name.startswith("rolecall_")} == set(Metrics().names())


def examples(language: str, text: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def test_the_examples_of_registry_and_standup_files_can_be_read() -> None:
    registry, standups = examples("yaml", page("registry.md"))
    assert len(read_text(registry, "registry.yaml").content.areas) == 3
    assert [standup.name for standup in read_standups(standups.encode(), "standups.yaml").standups] == ["Commerce"]


def test_every_part_stands_in_the_map_of_the_architecture() -> None:
    parts = {path.name for path in (ROOT / "bot").iterdir() if not path.name.startswith("__")}
    layout = examples("", page("architecture.md"))[0]
    assert [part for part in sorted(parts) if part not in layout] == []


def test_every_file_of_code_that_a_page_names_is_there() -> None:
    named = re.compile(r"`((?:bot|migrations|tests)/[\w./]+)`")
    names = [(shown(path), name) for path in OF_CODE for name in named.findall(path.read_text())]
    assert [(page, name) for page, name in names if not (ROOT / name).exists()] == []


def methods() -> set[str]:
    """`Class.method`, of all code."""
    trees = [ast.parse(path.read_text()) for path in (ROOT / "bot").rglob("*.py")]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    return {
        f"{each.name}.{node.name}"
        for each in classes
        for node in ast.walk(each)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_every_method_that_a_page_names_is_there() -> None:
    present = methods()
    named = re.compile(r"`([A-Z]\w+\.[a-z]\w+)")
    names = [(shown(path), name) for path in OF_CODE for name in named.findall(path.read_text())]
    assert [(page, name) for page, name in names if name not in present] == []


def test_every_word_of_a_slash_command_is_listed_and_no_other() -> None:
    registered = unconnected_routes()
    in_slack = sections(sections(page("commands.md"), 2)["In Slack"], 3)
    listed = {name.strip("`"): first_cells(text) for name, text in in_slack.items()}
    assert listed == {name: {typed for typed, _ in registered.help_lines(name)} for name in registered.commands}


def terminal_commands() -> dict[str, set[str]]:
    """Each command of the terminal with the names of its options."""
    found: dict[str, set[str]] = {}

    def walk(command: Any, name: str) -> None:
        if nested := getattr(command, "commands", None):
            for word, inner in nested.items():
                walk(inner, f"{name} {word}")
        else:
            found[name] = {option for each in command.params for option in each.opts if option.startswith("--")}

    walk(typer.main.get_command(app), "rolecall")
    return found


def test_every_terminal_command_is_listed_and_no_other() -> None:
    rows = first_cells(sections(page("commands.md"), 2)["In a terminal"])
    assert {" ".join(word for word in row.split() if word.islower()) for row in rows} == set(terminal_commands())


def test_every_option_of_a_terminal_command_is_explained() -> None:
    text = sections(page("commands.md"), 2)["In a terminal"]
    rows = {
        " ".join(word for word in row.split() if word.islower()): line
        for line in text.splitlines()
        for row in first_cells(line)
    }
    everywhere = set(re.findall(r"--[\w-]+", text.partition("| command |")[0]))
    unexplained = {
        (name, option)
        for name, options in terminal_commands().items()
        for option in options - everywhere
        if not re.search(rf"{option}\b", rows.get(name, ""))
    }
    assert unexplained == set()


def test_pages_name_only_terminal_commands_that_there_are() -> None:
    present = terminal_commands()
    first_words = {name.split()[1] for name in present}
    typed = re.compile(r"(?:`|^|&& )rolecall ([a-z]+)", flags=re.MULTILINE)
    named = [(shown(path), word) for path in PAGES for word in typed.findall(path.read_text())]
    assert [(where, word) for where, word in named if word not in first_words] == []


def test_the_procfile_starts_what_there_is() -> None:
    lines = (ROOT / "Procfile").read_text().splitlines()
    roles = {role: line for role, _, line in (each.partition(": ") for each in lines)}
    assert set(roles) == {"release", "web", "worker"}
    assert {line.split()[-2] + " " + line.split()[-1] for line in roles.values()} <= set(terminal_commands())


def test_the_changelog_knows_the_present_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert version == "0.1.0" or version in headings
