"""Writes a registry as a file of version 1: reading it again gives the same registry."""

from collections.abc import Iterable
from typing import Any

import yaml

from bot.registry.files.roles import DECISION_KEYS
from bot.registry.rules import Area, Assignment, Person, RegistryContent
from bot.roles.rules import OWN_FIELDS, Decision, RoleDefinition


def write_text(content: RegistryContent) -> str:
    """The registry as YAML, in the order in which it is kept."""
    held: dict[str, list[Assignment]] = {}
    for assignment in content.assignments:
        held.setdefault(assignment.area, []).append(assignment)
    document: dict[str, Any] = {"version": 1}
    if content.people:
        document["people"] = [_person(person) for person in content.people]
    if content.roles:
        document["roles"] = [_role(role) for role in content.roles]
    document["areas"] = [_area(area, held.get(area.key, ())) for area in content.areas]
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


class _Dumper(yaml.SafeDumper):
    """Never writes an alias: the reader refuses them."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _said(**values: Any) -> dict[str, Any]:
    """Only what is said."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value}


def _person(person: Person) -> dict[str, Any]:
    return _said(
        key=person.key, name=person.name, email=person.email, slack=person.slack_user_id, group=person.group_id
    )


def _role(role: RoleDefinition) -> dict[str, Any]:
    said = {name: getattr(role, name) for name in OWN_FIELDS}
    said |= {"decisions": [_decision(decision) for decision in role.decisions], "boundaries": role.own_boundaries()}
    return _said(**{"key": role.key, **said})


def _decision(decision: Decision) -> str | dict[str, Any]:
    said = _said(**{name: getattr(decision, name) for name in DECISION_KEYS})
    return said if len(said) > 1 else decision.subject


def _area(area: Area, held: Iterable[Assignment]) -> dict[str, Any]:
    return _said(
        key=area.key,
        name=area.name,
        kind=area.kind.value,
        parent=area.parent,
        aliases=area.aliases,
        description=area.description,
        goal=area.goal,
        channel=area.channel,
        help_channel=area.help_channel,
        oncall=area.oncall,
        links=area.links,
        paths=area.paths,
        roles=_roles(held),
        unowned=area.unowned,
    )


def _roles(held: Iterable[Assignment]) -> dict[str, Any]:
    by_role: dict[str, list[Any]] = {}
    for one in sorted(held, key=lambda assignment: assignment.place):
        by_role.setdefault(one.role, []).append(_holder(one))
    return {role: holders[0] if len(holders) == 1 else holders for role, holders in by_role.items()}


def _holder(one: Assignment) -> str | dict[str, Any]:
    terms = _said(
        part=one.part,
        delegate=one.delegate,
        **{
            "from": one.from_date.isoformat() if one.from_date else None,
            "to": one.to_date.isoformat() if one.to_date else None,
        },
    )
    return {"who": one.person, **terms} if terms else one.person
