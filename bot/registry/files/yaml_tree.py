"""YAML as a plain tree that knows its lines. Bounded: no aliases, no tags, no deep nesting, no repeated keys."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml import events

from bot.registry.files.problems import FileRefused, Notes, Problem

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML without libyaml is slower, and says the same
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

LARGEST_FILE_BYTES = 16 * 1024 * 1024
DEEPEST_NESTING = 12


@dataclass(slots=True)
class Scalar:
    """One value as written; `plain` says that it stands without quotes."""

    text: str
    line: int
    plain: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is written here (or YAML's null)."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(slots=True)
class ListNode:
    line: int
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class MapNode:
    line: int
    entries: dict[str, "Node"] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)
    waiting_key: Scalar | None = None


Node = Scalar | ListNode | MapNode


def parse(text: str, file: str) -> Node:
    """The tree of one YAML document. Raises FileRefused with the line of what YAML cannot read or Rolecall refuses."""
    notes = Notes()
    builder = _Builder(notes)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(str(part) for part in (error.context, error.problem) if part)
        raise FileRefused(file, [Problem(mark.line + 1 if mark else 1, f"This is not YAML: {said}.")]) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, min(int(error.position), len(text))) + 1
        raise FileRefused(file, [Problem(line, f"This character cannot stand in YAML: {error.reason}.")]) from error
    except _Refused as refused:
        raise FileRefused(file, [refused.problem]) from refused
    if notes.problems:
        raise FileRefused(file, notes.problems)
    if builder.root is None:
        raise FileRefused(file, [Problem(1, "The file is empty. It begins with: version: 1")])
    return builder.root


def decode(raw: bytes, file: str) -> str:
    """The text of a file. Raises FileRefused when it is too large or not UTF-8."""
    if len(raw) > LARGEST_FILE_BYTES:
        limit = LARGEST_FILE_BYTES // (1024 * 1024)
        raise FileRefused(file, [Problem(1, f"The file is larger than {limit} MB. Split it, or leave out long texts.")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FileRefused(file, [Problem(line, "This is not UTF-8 text. Save the file as UTF-8.")]) from error


class _Refused(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(line, message)


def _events(text: str) -> Iterator[Any]:
    loader = Loader(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


class _Builder:
    """Builds the tree without recursion, so that no file can exhaust the stack."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._open: list[ListNode | MapNode] = []
        self._documents = 0
        self.root: Node | None = None

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, events.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(line, "Anchors (&) and aliases (*) are not accepted. Write it out, or put it in quotes.")
        if getattr(event, "tag", None):
            raise _Refused(line, f"Tags ({event.tag}) are not accepted.")
        if isinstance(event, events.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _Refused(line, "A second document (---) begins here. One file holds one registry.")
        elif isinstance(event, events.ScalarEvent):
            self._place(Scalar(event.value, line, plain=event.style is None or event.style == ""))
        elif isinstance(event, events.SequenceStartEvent):
            self._enter(ListNode(line))
        elif isinstance(event, events.MappingStartEvent):
            self._enter(MapNode(line))
        elif isinstance(event, events.SequenceEndEvent | events.MappingEndEvent):
            self._open.pop()

    def _enter(self, node: ListNode | MapNode) -> None:
        if len(self._open) >= DEEPEST_NESTING:
            raise _Refused(node.line, f"This is nested more than {DEEPEST_NESTING} levels deep.")
        self._place(node)
        self._open.append(node)

    def _place(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, ListNode):
            parent.items.append(node)
        elif parent.waiting_key is None:
            if not isinstance(node, Scalar):
                raise _Refused(node.line, "A key has to be plain text.")
            parent.waiting_key = node
        else:
            key, parent.waiting_key = parent.waiting_key, None
            if key.text in parent.entries:
                first = parent.key_lines[key.text]
                self._notes.add(key.line, f'"{key.text}" is written twice; the first time is on line {first}.')
            parent.entries[key.text] = node
            parent.key_lines[key.text] = key.line
