"""Reads `roles:` of an area: a key, a list of which the first is accountable, or keys with dates, part and delegate."""

from dataclasses import dataclass, field

from bot.registry.files.fields import LONGEST_LINE, LONGEST_NAME, Entry, shown, text_of
from bot.registry.files.problems import Notes
from bot.registry.files.yaml_tree import ListNode, MapNode, Node, Scalar
from bot.registry.rules import Assignment

ASSIGNMENT_KEYS = ("who", "from", "to", "part", "delegate")
MOST_HOLDERS = 200


@dataclass(slots=True)
class RolesOfArea:
    """What was read: the assignments in order, and every person named with the line it stands on."""

    assignments: list[Assignment] = field(default_factory=list)
    people: list[tuple[str, int]] = field(default_factory=list)


def read_roles_of_area(area: str, node: Node, notes: Notes, file: str) -> RolesOfArea:
    """Read the holders of every role of one area; problems go to `notes`."""
    found = RolesOfArea()
    if not isinstance(node, MapNode):
        notes.add(node.line, '"roles" has to say who holds what: roles: {pm: ana, tpm: bo}.')
        return found
    for key, holders in node.entries.items():
        line = node.key_lines[key]
        role = text_of(Scalar(key, line), "a role's key", notes, LONGEST_NAME)
        if not role:
            continue
        items = holders.items if isinstance(holders, ListNode) else [holders]
        if len(items) > MOST_HOLDERS:
            notes.add(line, f'"{shown(role)}" has {len(items)} holders; at most {MOST_HOLDERS} are accepted.')
            continue
        before = len(found.assignments)
        for item in items:
            _read_holder(found, area, role, item, notes, file, place=len(found.assignments) - before)
        _refuse_repetition(found.assignments[before:], notes)
    return found


def _read_holder(found: RolesOfArea, area: str, role: str, node: Node, notes: Notes, file: str, *, place: int) -> None:
    if isinstance(node, Scalar):
        if node.empty:
            return  # `tpm:` with nothing behind it says that nobody holds it
        who = text_of(node, f'the holder of "{role}"', notes, LONGEST_NAME)
        if who:
            found.people.append((who, node.line))
            found.assignments.append(Assignment(area, role, who, place, source=file, line=node.line))
    elif isinstance(node, MapNode):
        _read_holder_with_terms(found, area, role, node, notes, file, place)
    else:
        notes.add(node.line, f'A holder of "{shown(role)}" cannot be a list within a list.')


def _read_holder_with_terms(
    found: RolesOfArea, area: str, role: str, node: MapNode, notes: Notes, file: str, place: int
) -> None:
    entry = Entry(node, "a holder", notes, ASSIGNMENT_KEYS)
    who, delegate = entry.required("who"), entry.text("delegate", LONGEST_NAME)
    starts, ends = entry.day("from"), entry.day("to")
    if starts and ends and ends < starts:
        notes.add(entry.line_of("to"), f'"to" ({ends}) is before "from" ({starts}).')
    if delegate and delegate == who:
        notes.add(entry.line_of("delegate"), f'"{shown(who)}" cannot stand in for themselves.')
    if delegate:
        found.people.append((delegate, entry.line_of("delegate")))
    if who:
        found.people.append((who, entry.line_of("who")))
        part = entry.text("part", LONGEST_LINE)
        found.assignments.append(
            Assignment(area, role, who, place, starts, ends, part, delegate or None, source=file, line=node.line)
        )


def _refuse_repetition(assignments: list[Assignment], notes: Notes) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for one in assignments:
        same = (one.person, one.part, one.from_date, one.to_date)
        if same in seen:
            notes.add(
                one.line, f'"{shown(one.person)}" holds "{one.role}" here twice; the first time on line {seen[same]}.'
            )
        seen.setdefault(same, one.line)
