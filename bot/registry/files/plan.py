"""What importing a file would change: its difference from the registry as it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

from bot.registry.files.reading import RegistryFile
from bot.registry.rules import Area, Assignment, Person, RegistryContent
from bot.roles.rules import RoleDefinition

T = TypeVar("T", Area, Person, RoleDefinition)


class What(StrEnum):
    """What sort of thing a change is about. ASSIGNMENTS are all of one area, in their order."""

    PERSON = "person"
    ROLE = "role"
    AREA = "area"
    ASSIGNMENTS = "assignments"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, as plain values: added (no before), removed (no after), or changed."""

    what: What
    key: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    line: int = 0

    @property
    def kind(self) -> str:
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    def sentence(self) -> str:
        """The change in one line for people: `+ area shop/cart: Cart`."""
        sign = {"added": "+", "removed": "-", "changed": "~"}[self.kind]
        return f"{sign} {self.what.value} {self.key}: {self._detail()}"

    def _detail(self) -> str:
        if self.before is None or self.after is None:
            return _short(self.after or self.before or {})
        changed = [
            name for name in sorted({*self.before, *self.after}) if self.before.get(name) != self.after.get(name)
        ]
        return "; ".join(f"{name} {_value(self.before.get(name))} → {_value(self.after.get(name))}" for name in changed)


@dataclass(frozen=True, slots=True)
class Plan:
    """The differences in the order in which they are carried out; `kept` counts what only --prune would remove."""

    file: str
    content: RegistryContent
    changes: tuple[Change, ...]
    kept: int = 0

    def lines(self) -> list[str]:
        """The plan for people: a line a change, and what is left alone."""
        found = [change.sentence() for change in self.changes] or ["Nothing changes."]
        if self.kept:
            one = f"1 area is not in {self.file} and stays; --prune removes it."
            found.append(
                one if self.kept == 1 else f"{self.kept} areas are not in {self.file} and stay; --prune removes them."
            )
        return found

    def of(self, what: What, *kinds: str) -> list[Change]:
        """The changes of one sort, by kind (added, changed, removed)."""
        return [change for change in self.changes if change.what is what and change.kind in kinds]


def plan_import(file: RegistryFile, present: RegistryContent, *, prune: bool) -> Plan:
    """What importing `file` changes in `present`. Areas that the file does not name stay, unless `prune`.

    What was made in Slack (no source) is never pruned. An area that the file names has the holders the file gives it.
    """
    wanted = file.content
    listed = {area.key for area in wanted.areas}
    gone = [area for area in present.areas if area.source and area.key not in listed]
    removed = {area.key for area in gone} if prune else set()
    held_before, held_after = _by_area(present.assignments), _by_area(wanted.assignments)
    changes = [
        *_differences(What.PERSON, wanted.people, present.people),
        *_differences(What.ROLE, wanted.roles, present.roles),
        *_differences(What.AREA, wanted.areas, present.areas),
    ]
    for area in wanted.areas:
        before, after = said_of_holders(held_before.get(area.key, ())), said_of_holders(held_after.get(area.key, ()))
        if before != after:
            changes.append(Change(What.ASSIGNMENTS, area.key, before or None, after or None, area.line))
    for area in gone if prune else ():
        if held := said_of_holders(held_before.get(area.key, ())):
            changes.append(Change(What.ASSIGNMENTS, area.key, held, None, area.line))
        changes.append(Change(What.AREA, area.key, said_of(area), None, area.line))
    if prune:
        changes.extend(_unused(wanted, present, removed))
    return Plan(file.file, wanted, tuple(changes), 0 if prune else len(gone))


def _differences(what: What, wanted: Iterable[T], present: Iterable[T]) -> Iterable[Change]:
    before = {one.key: one for one in present}
    for one in wanted:
        known = before.get(one.key)
        if known != one:
            yield Change(what, one.key, said_of(known) if known is not None else None, said_of(one), one.line)


def _unused(wanted: RegistryContent, present: RegistryContent, removed: set[str]) -> Iterable[Change]:
    """People that neither the file nor what stays of the registry names any more, and roles of a file."""
    listed = {area.key for area in wanted.areas}
    staying = [one for one in present.assignments if one.area not in removed and one.area not in listed]
    in_use = {one.person for one in staying} | {one.delegate for one in staying}
    people, roles = {person.key for person in wanted.people}, {role.key for role in wanted.roles}
    for person in present.people:
        if person.key not in people and person.key not in in_use:
            yield Change(What.PERSON, person.key, said_of(person), None)
    for role in present.roles:
        if role.key not in roles and role.source:
            yield Change(What.ROLE, role.key, said_of(role), None)


def _by_area(assignments: Iterable[Assignment]) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = {}
    for assignment in assignments:
        found.setdefault(assignment.area, []).append(assignment)
    return found


def said_of_holders(assignments: Sequence[Assignment]) -> dict[str, list[dict[str, Any]]]:
    """The holders of one area by role in their order: what a file can say of them, and nothing else."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in sorted(assignments, key=lambda held: (held.role, held.place)):
        said = {
            "who": one.person,
            "from": one.from_date.isoformat() if one.from_date else None,
            "to": one.to_date.isoformat() if one.to_date else None,
            "part": one.part or None,
            "delegate": one.delegate,
        }
        found.setdefault(one.role, []).append({name: value for name, value in said.items() if value is not None})
    return found


def said_of(one: Area | Person | RoleDefinition) -> dict[str, Any]:
    """What the file can say of it, as values that JSON holds."""
    values = {field.name: getattr(one, field.name) for field in fields(one) if field.compare}
    if isinstance(one, RoleDefinition):
        values["decisions"] = [asdict(decision) for decision in one.decisions]
    return {name: value for name, value in values.items() if value not in (None, "", ())}


def _short(values: Mapping[str, Any]) -> str:
    if "name" in values:
        return str(values["name"])
    return "; ".join(f"{role} {', '.join(one['who'] for one in held)}" for role, held in values.items())


def _value(value: Any) -> str:
    if not value:
        return "nothing"
    if isinstance(value, list | tuple):
        return ", ".join(str(one.get("who", one)) if isinstance(one, dict) else str(one) for one in value)
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
