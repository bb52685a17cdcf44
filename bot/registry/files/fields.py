"""Reading one value of a tree: its type, its length, its shape; what is wrong is noted and reading goes on."""

import re
from collections.abc import Iterable
from datetime import date

from bot.registry.files.problems import Notes, did_you_mean
from bot.registry.files.yaml_tree import ListNode, MapNode, Node, Scalar

LONGEST_NAME, LONGEST_LINE, LONGEST_TEXT, LONGEST_LIST = 200, 500, 4000, 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Control characters and halves of surrogate pairs: no database and no screen takes them. Tabs and line ends become spaces.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Entry:
    """One mapping of the file, read key by key."""

    def __init__(self, node: MapNode, what: str, notes: Notes, known: Iterable[str]) -> None:
        self.line = node.line
        self._node = node
        self._what = what
        self._notes = notes
        allowed = list(known)
        for key, line in node.key_lines.items():
            if key not in allowed:
                hint = did_you_mean(key, allowed) or f" Known are: {', '.join(allowed)}."
                notes.add(line, f'"{key}" is not known for {what}.{hint}')

    def line_of(self, key: str) -> int:
        return self._node.key_lines.get(key, self.line)

    def node(self, key: str) -> Node | None:
        """What is written there; None when nothing is."""
        node = self._node.entries.get(key)
        return None if node is None or (isinstance(node, Scalar) and node.empty) else node

    def required(self, key: str) -> str:
        """A key or a name that has to be there; noted and empty when it is not."""
        text = self.text(key, LONGEST_NAME)
        if not text and self.node(key) is None:
            self._notes.add(self.line, f'{self._what[:1].upper()}{self._what[1:]} needs "{key}".')
        return text

    def text(self, key: str, longest: int = LONGEST_LINE) -> str:
        """One value as text, white space put in order; "" when there is none."""
        written = self._node.entries.get(key)
        if key in ("channel", "help_channel") and isinstance(written, Scalar) and written.empty:
            self._notes.add(self.line_of(key), f'"{key}" is empty. A name that begins with # needs quotes: "#name".')
        node = self.node(key)
        return "" if node is None else text_of(node, f'"{key}"', self._notes, longest)

    def texts(self, key: str, longest: int = LONGEST_LINE) -> tuple[str, ...]:
        """A list of texts without repetition; one value alone is a list of one."""
        node = self.node(key)
        if node is None:
            return ()
        items = node.items if isinstance(node, ListNode) else [node]
        if len(items) > LONGEST_LIST:
            self._notes.add(
                self.line_of(key), f'"{key}" has {len(items)} entries; at most {LONGEST_LIST} are accepted.'
            )
            return ()
        found = (text_of(item, f'each of "{key}"', self._notes, longest) for item in items)
        return tuple(dict.fromkeys(text for text in found if text))

    def day(self, key: str) -> date | None:
        """A date written as 2026-03-01; None when there is none."""
        text = self.text(key)
        if not text:
            return None
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self._notes.add(self.line_of(key), f'"{key}" has to be a date such as 2026-03-01, not "{shown(text)}".')
        return None


def text_of(node: Node, what: str, notes: Notes, longest: int = LONGEST_LINE) -> str:
    """A scalar as text; anything else is noted."""
    if not isinstance(node, Scalar):
        notes.add(node.line, f"{what} has to be text, not a {'list' if isinstance(node, ListNode) else 'mapping'}.")
        return ""
    if _UNPRINTABLE.search(node.text):
        notes.add(node.line, f"{what} holds a character that cannot be shown. Remove it.")
        return ""
    text = " ".join(node.text.split())
    if len(text) > longest:
        notes.add(node.line, f"{what} is {len(text)} characters long; at most {longest} are accepted.")
        return ""
    return text


def shown(text: str) -> str:
    """A value as quoted in a problem: short enough to read."""
    return text if len(text) <= 60 else text[:59] + "…"
