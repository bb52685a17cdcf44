"""Rows of the registry made into values: `store` selects the columns in the order of the values' fields."""

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from bot.registry.rules import Area, AreaKind, Assignment, Person, RegistryContent

_ALL_OF_AREA = attrgetter(*(field.name for field in fields(Area)))
_ALL_OF_ASSIGNMENT = attrgetter(*(field.name for field in fields(Assignment)))


def as_person(row: Sequence[Any]) -> Person:
    key, name, email, slack_user_id, group_id, member_id = row
    return Person(key, name, email, slack_user_id, group_id, member_id)


def as_area(row: Sequence[Any]) -> Area:
    return Reading().area(row)


def as_assignment(row: Sequence[Any]) -> Assignment:
    return Assignment(*row)


class Reading:
    """One reading of a registry. What its rows repeat is kept once: each row comes with texts of its own.

    A row that is as it was `before` is given from there, so that two versions in memory weigh little more than one.
    """

    def __init__(self, before: RegistryContent | None = None) -> None:
        before = before or RegistryContent()
        self._areas = {area.id: area for area in before.areas}
        self._assignments = {assignment.id: assignment for assignment in before.assignments}
        self._met: dict[Any, Any] = {}

    def area(self, row: Sequence[Any]) -> Area:
        once = self._met.setdefault
        (
            key, name, kind, parent, aliases, description, goal, channel, help_channel, oncall, links, paths, unowned,
            id_, source, line,
        ) = row  # fmt: skip
        area = Area(
            once(key, key), name, AreaKind(kind), once(parent, parent), tuple(aliases), description, goal, channel,
            help_channel, oncall, tuple(links), tuple(paths), once(unowned, unowned), id_, once(source, source), line,
        )  # fmt: skip
        before = self._areas.get(area.id)
        return before if before is not None and _ALL_OF_AREA(before) == _ALL_OF_AREA(area) else area

    def assignment(self, row: Sequence[Any]) -> Assignment:
        assignment = as_assignment(tuple(map(self._met.setdefault, row, row)))
        before = self._assignments.get(assignment.id)
        same = before is not None and _ALL_OF_ASSIGNMENT(before) == _ALL_OF_ASSIGNMENT(assignment)
        return before if before is not None and same else assignment
