"""Reads a registry file of version 1 and checks all of it before anything is believed."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from bot.ids import SlackUserId
from bot.registry.files.assignments import read_roles_of_area
from bot.registry.files.fields import LONGEST_NAME, LONGEST_TEXT, Entry, shown
from bot.registry.files.problems import FileRefused, Notes, Problem, did_you_mean
from bot.registry.files.roles import read_role
from bot.registry.files.yaml_tree import ListNode, MapNode, Node, Scalar, decode, parse
from bot.registry.rules import Area, AreaKind, Assignment, Person, RegistryContent, find_cycles
from bot.roles.rules import RoleDefinition

VERSION = "1"
MOST_AREAS = MOST_PEOPLE = 50_000
MOST_ROLES = 500
AREA_KEYS = [
    "key",
    "name",
    "kind",
    "parent",
    "aliases",
    "description",
    "goal",
    "channel",
    "help_channel",
    "oncall",
    "links",
    "paths",
    "roles",
    "unowned",
]
PERSON_KEYS = ["key", "name", "email", "slack", "group"]
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_USER = re.compile(r"[UW][A-Z0-9]{2,20}")
_GROUP = re.compile(r"S[A-Z0-9]{2,20}")


@dataclass(frozen=True, slots=True)
class RegistryFile:
    """A file that was read without a problem: its name, as provenance shows it, and what it says."""

    file: str
    content: RegistryContent


@dataclass(slots=True)
class _Reading:
    """What has been read so far. `listed` are the people's keys, known before any area is read."""

    file: str
    notes: Notes = field(default_factory=Notes)
    people: dict[str, Person] = field(default_factory=dict)
    roles: dict[str, RoleDefinition] = field(default_factory=dict)
    slack_ids: dict[str, str] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    assignments: list[Assignment] = field(default_factory=list)
    parent_lines: dict[str, int] = field(default_factory=dict)


def read_path(path: Path) -> RegistryFile:
    """Read the file at `path`. Raises FileRefused when it is missing, too large, or wrong in any line."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileRefused(path.name, [Problem(0, f"It cannot be read: {error.strerror}.")]) from error
    return read_text(decode(raw, path.name), path.name)


def read_text(text: str, file: str) -> RegistryFile:
    """Read a registry of version 1 from its text. Raises FileRefused with every problem and its line."""
    root = parse(text, file)
    reading = _Reading(file)
    if isinstance(root, MapNode):
        _read_root(reading, root)
    else:
        reading.notes.add(root.line, "The file has to begin with keys: version, people, roles, areas.")
    if reading.notes.problems:
        raise FileRefused(file, reading.notes.problems)
    content = RegistryContent(
        tuple(reading.people.values()),
        tuple(reading.roles.values()),
        tuple(reading.areas.values()),
        tuple(reading.assignments),
    )
    return RegistryFile(file, content)


def _read_root(reading: _Reading, root: MapNode) -> None:
    entry = Entry(root, "the file", reading.notes, ("version", "people", "roles", "areas"))
    version = root.entries.get("version")
    if version is None:
        reading.notes.add(root.line, '"version: 1" is missing.')
    elif not (isinstance(version, Scalar) and version.text == VERSION):
        reading.notes.add(version.line, '"version" has to be 1, the only version there is.')
    for node in _entries(reading, entry, "people", MOST_PEOPLE):
        _read_person(reading, node)
    for node in _entries(reading, entry, "roles", MOST_ROLES):
        read_role(node, reading.roles, reading.notes, reading.file)
    areas = _entries(reading, entry, "areas", MOST_AREAS)
    for node in areas:
        _read_area(reading, node)
    if not areas and entry.node("areas") is None:
        reading.notes.add(root.line, '"areas" is missing.')
    _check_tree(reading)


def _entries(reading: _Reading, entry: Entry, key: str, most: int) -> list[MapNode]:
    node = entry.node(key)
    if node is None:
        return []
    if not isinstance(node, ListNode):
        reading.notes.add(entry.line_of(key), f'"{key}" has to be a list.')
        return []
    if len(node.items) > most:
        reading.notes.add(node.line, f'"{key}" has {len(node.items)} entries; at most {most} are accepted.')
        return []
    for item in node.items:
        if not isinstance(item, MapNode):
            reading.notes.add(item.line, f'Each entry of "{key}" has to have keys, beginning with "key".')
    return [item for item in node.items if isinstance(item, MapNode)]


def _read_person(reading: _Reading, node: MapNode) -> None:
    entry = Entry(node, "a person", reading.notes, PERSON_KEYS)
    key = entry.required("key")
    email, slack, group = entry.text("email"), entry.text("slack"), entry.text("group")
    checks = ((email, _EMAIL, "email", "an e-mail address"), (slack, _USER, "slack", "a Slack user id such as U012AB3CD"),
              (group, _GROUP, "group", "the id of a Slack user group such as S0123ABCD"))  # fmt: skip
    for value, shape, name, what in checks:
        if value and not shape.fullmatch(value):
            reading.notes.add(entry.line_of(name), f'"{name}" has to be {what}, not "{shown(value)}".')
    if group and (email or slack):
        reading.notes.add(entry.line_of("group"), "A user group has neither an e-mail address nor a Slack user id.")
    _refuse_second_key(reading, slack or group, key, entry.line)
    if key in reading.people:
        reading.notes.add(entry.line, _twice("person", key, reading.people[key].line))
    elif key:
        name = entry.text("name", LONGEST_NAME) or key
        user = SlackUserId(slack) if slack else None
        reading.people[key] = Person(key, name, email or None, user, group or None, line=entry.line)


def _refuse_second_key(reading: _Reading, slack_id: str, key: str, line: int) -> None:
    other = reading.slack_ids.setdefault(slack_id, key) if slack_id else key
    if other != key:
        reading.notes.add(line, f'"{shown(key)}" has the same Slack id as "{shown(other)}".')


def _twice(what: str, key: str, first_line: int) -> str:
    return f'The {what} "{shown(key)}" is there twice; the first time on line {first_line}.'


def _read_area(reading: _Reading, node: MapNode) -> None:
    entry = Entry(node, "an area", reading.notes, AREA_KEYS)
    key, name = entry.required("key"), entry.required("name")
    kind = entry.text("kind") or AreaKind.PRODUCT.value
    kinds = [one.value for one in AreaKind]
    if kind not in kinds:
        hint = did_you_mean(kind, kinds) or f" Known are: {', '.join(kinds)}."
        reading.notes.add(entry.line_of("kind"), f'"{shown(kind)}" is not a kind of area.{hint}')
        kind = AreaKind.PRODUCT.value
    area = Area(
        key=key,
        name=name,
        kind=AreaKind(kind),
        parent=entry.text("parent", LONGEST_NAME) or None,
        aliases=entry.texts("aliases", LONGEST_NAME),
        description=entry.text("description", LONGEST_TEXT),
        goal=entry.text("goal"),
        channel=entry.text("channel", LONGEST_NAME),
        help_channel=entry.text("help_channel", LONGEST_NAME),
        oncall=entry.text("oncall", LONGEST_NAME),
        links=entry.texts("links", 2000),
        paths=entry.texts("paths", LONGEST_TEXT),
        unowned=entry.text("unowned"),
        source=reading.file,
        line=entry.line,
    )
    roles = entry.node("roles")
    if key in reading.areas:
        reading.notes.add(entry.line, _twice("area", key, reading.areas[key].line))
    elif key:
        reading.areas[key] = area
        reading.parent_lines[key] = entry.line_of("parent")
        if roles is not None:
            _read_assignments(reading, key, roles)


def _read_assignments(reading: _Reading, area: str, roles: Node) -> None:
    found = read_roles_of_area(area, roles, reading.notes, reading.file)
    for person, line in found.people:
        if person not in reading.people and not _stands_for_itself(reading, person, line):
            hint = did_you_mean(person, reading.people) or ' Add it to "people", or write an e-mail address.'
            reading.notes.add(line, f'"{shown(person)}" is not one of the people.{hint}')
    reading.assignments.extend(found.assignments)


def _stands_for_itself(reading: _Reading, key: str, line: int) -> bool:
    """An e-mail address or a Slack id needs no entry among the people."""
    if _EMAIL.fullmatch(key):
        reading.people[key] = Person(key, key.partition("@")[0], email=key, line=line)
    elif _USER.fullmatch(key):
        reading.people[key] = Person(key, key, slack_user_id=SlackUserId(key), line=line)
    elif _GROUP.fullmatch(key):
        reading.people[key] = Person(key, key, group_id=key, line=line)
    return key in reading.people


def _check_tree(reading: _Reading) -> None:
    parents: dict[str, str | None] = {}
    for area in reading.areas.values():
        parents[area.key] = area.parent
        if area.parent is not None and area.parent not in reading.areas:
            hint = did_you_mean(area.parent, reading.areas)
            reading.notes.add(
                reading.parent_lines[area.key], f'The parent "{shown(area.parent)}" is not one of the areas.{hint}'
            )
    for circle in find_cycles(parents):
        way = " → ".join([*circle, circle[0]])
        reading.notes.add(
            reading.parent_lines[circle[0]], f"These areas stand above one another in a circle: {shown(way)}."
        )
