"""Reads `roles:` of a file: titles for keys, own words over the library's, and roles of the workspace's own."""

import re

from bot.registry.files.fields import LONGEST_LIST, LONGEST_NAME, LONGEST_TEXT, Entry, shown, text_of
from bot.registry.files.problems import Notes
from bot.registry.files.yaml_tree import ListNode, MapNode
from bot.roles.rules import Decision, RoleDefinition

ROLE_KEYS = [
    "key",
    "name",
    "names",
    "what_to_ask",
    "purpose",
    "scope",
    "responsibilities",
    "decisions",
    "skills",
    "success_metrics",
    "pitfalls",
    "boundaries",
    "learn_more",
]
DECISION_KEYS = ["subject", "asked_as", "together_with", "ask_first", "tell_after", "stuck", "short"]
_LINK = re.compile(r"https?://[^\s<>|]+")


def read_role(node: MapNode, known: dict[str, RoleDefinition], notes: Notes, file: str) -> None:
    """Read one role into `known`; problems go to `notes`."""
    entry = Entry(node, "a role", notes, ROLE_KEYS)
    key = entry.required("key")
    role = RoleDefinition(
        key=key,
        name=entry.text("name", LONGEST_NAME),
        names=entry.texts("names", LONGEST_NAME),
        what_to_ask=entry.text("what_to_ask", LONGEST_NAME),
        purpose=entry.text("purpose", LONGEST_TEXT),
        scope=entry.text("scope", LONGEST_TEXT),
        responsibilities=entry.texts("responsibilities"),
        decisions=_decisions(entry, notes),
        skills=entry.texts("skills"),
        success_metrics=entry.texts("success_metrics"),
        pitfalls=entry.texts("pitfalls"),
        boundaries=_boundaries(entry, key, notes),
        learn_more=entry.text("learn_more"),
        source=file,
        line=entry.line,
    )
    if role.learn_more and not _LINK.fullmatch(role.learn_more):
        notes.add(entry.line_of("learn_more"), f'"learn_more" has to be a link, not "{shown(role.learn_more)}".')
    if key in known:
        notes.add(entry.line, f'The role "{shown(key)}" is there twice; the first time on line {known[key].line}.')
    elif key:
        known[key] = role


def _boundaries(entry: Entry, role: str, notes: Notes) -> tuple[str, ...]:
    """A sentence for each neighbour: where the role ends and the neighbour begins."""
    node = entry.node("boundaries")
    if node is None:
        return ()
    if not isinstance(node, MapNode):
        notes.add(entry.line_of("boundaries"), '"boundaries" has to name a role before each sentence: {tpm: "…"}.')
        return ()
    found = []
    for neighbour, line in node.entries.items():
        if neighbour == role or ":" in neighbour:
            notes.add(node.key_lines[neighbour], f'"{shown(neighbour)}" is no neighbour of the role "{shown(role)}".')
        elif text := text_of(line, f'"{shown(neighbour)}"', notes):
            found.append(f"{neighbour}: {text}")
    return tuple(found)


def _decisions(entry: Entry, notes: Notes) -> tuple[Decision, ...]:
    """Each a text, or keys with who is asked first and told after."""
    node = entry.node("decisions")
    if node is None:
        return ()
    items = node.items if isinstance(node, ListNode) else [node]
    if len(items) > LONGEST_LIST:
        notes.add(
            entry.line_of("decisions"), f'"decisions" has {len(items)} entries; at most {LONGEST_LIST} are accepted.'
        )
        return ()
    found = []
    for item in items:
        if isinstance(item, MapNode):
            found.append(_decision(Entry(item, "a decision", notes, DECISION_KEYS)))
        else:
            found.append(Decision(text_of(item, 'each of "decisions"', notes)))
    return tuple(decision for decision in found if decision.subject)


def _decision(entry: Entry) -> Decision:
    return Decision(
        entry.required("subject"),
        asked_as=entry.texts("asked_as", LONGEST_NAME),
        together_with=entry.texts("together_with", LONGEST_NAME),
        ask_first=entry.texts("ask_first", LONGEST_NAME),
        tell_after=entry.texts("tell_after", LONGEST_NAME),
        stuck=entry.texts("stuck", LONGEST_NAME),
        short=entry.text("short", LONGEST_NAME),
    )
