"""Reads a file of standups and checks all of it before anything is believed.

```yaml
- name: Commerce
  owner: dana                  # a key of the registry, an e-mail or a Slack id
  channel: "#commerce"         # or C0123ABCD
  areas: [payments/checkout]   # by key; or people: [ana, bo@example.com]; or both
  days: [mon, wed, fri]        # this is also what holds when it is left out; or: every day, weekdays
  read_at: "12:00"             # also when left out
  zone: Europe/London          # the owner's when left out
```
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time

from bot.ids import AreaId, ChannelId, MemberId
from bot.registry.files.fields import Entry
from bot.registry.files.problems import FileRefused, Notes, did_you_mean
from bot.registry.files.yaml_tree import ListNode, MapNode, Node, Scalar, decode, parse
from bot.standups.rules import (
    DEFAULT_READ_AT,
    DEFAULT_WEEKDAYS,
    WEEKDAYS,
    WORKING_WEEKDAYS,
    StandupPlan,
    is_zone,
    problems,
)
from bot.workspaces.rules import Member

KEYS = ["name", "owner", "channel", "areas", "people", "days", "read_at", "zone"]
MOST_STANDUPS = 1_000
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{6,}")
_USER_ID = re.compile(r"[UW][A-Z0-9]{6,}")
_DAYS = {name[:length].casefold(): number for number, name in enumerate(WEEKDAYS) for length in (3, len(name))}
_DAYS |= {"tues": 1, "thur": 3, "thurs": 3}


@dataclass(frozen=True)
class WrittenStandup:
    """One standup as the file says it, with the line of each of its keys."""

    name: str
    owner: str
    channel: str
    area_keys: tuple[str, ...]
    people: tuple[str, ...]
    weekdays: frozenset[int]
    read_at: time
    zone: str
    lines: Mapping[str, int] = field(compare=False, default_factory=dict)

    def line(self, key: str) -> int:
        return self.lines.get(key, self.lines.get("", 1))


@dataclass(frozen=True)
class StandupFile:
    """A file of standups that is well-formed; whom and what it names is looked up when it is imported."""

    file: str
    standups: tuple[WrittenStandup, ...]


@dataclass(frozen=True)
class FileStandup:
    """A standup of a file with everything that it names found."""

    owner_id: MemberId
    plan: StandupPlan


def read_standups(raw: bytes, file: str) -> StandupFile:
    """The standups of a file. Raises FileRefused with every line that is wrong."""
    root = parse(decode(raw, file), file)
    notes = Notes()
    found = [_read(node, notes) for node in _entries(root, notes)]
    names: dict[str, int] = {}
    for each in (one for one in found if one is not None and one.name):
        first = names.setdefault(each.name.casefold(), each.line("name"))
        if first != each.line("name"):
            notes.add(each.line("name"), f'A standup named "{each.name}" stands on line {first} already.')
    if notes.problems:
        raise FileRefused(file, notes.problems)
    return StandupFile(file, tuple(each for each in found if each is not None))


def _entries(root: Node, notes: Notes) -> Sequence[Node]:
    if isinstance(root, MapNode):
        Entry(root, "a file of standups", notes, ["version", "standups"])
        root = root.entries.get("standups", root)
    if not isinstance(root, ListNode):
        notes.add(root.line, "A file of standups is a list; each begins with: - name: …")
        return []
    if len(root.items) > MOST_STANDUPS:
        notes.add(root.line, f"There are {len(root.items)} standups; at most {MOST_STANDUPS} are accepted.")
        return []
    return root.items


def _read(node: Node, notes: Notes) -> WrittenStandup | None:
    if not isinstance(node, MapNode):
        notes.add(node.line, "Each standup is a mapping; it begins with: - name: …")
        return None
    entry = Entry(node, "a standup", notes, KEYS)
    return WrittenStandup(
        name=entry.required("name"),
        owner=entry.required("owner"),
        channel=_channel(entry, notes),
        area_keys=entry.texts("areas"),
        people=entry.texts("people"),
        weekdays=_days(entry, notes),
        read_at=_time(entry, notes),
        zone=_zone(entry, notes),
        lines={"": node.line, **node.key_lines},
    )


def _channel(entry: Entry, notes: Notes) -> str:
    channel = entry.required("channel")
    if channel and not channel.startswith("#") and not _CHANNEL_ID.fullmatch(channel):
        notes.add(
            entry.line_of("channel"), f'"channel" has to be a name such as "#commerce" or an id, not "{channel}".'
        )
    return channel


def _days(entry: Entry, notes: Notes) -> frozenset[int]:
    node = entry.node("days")
    if node is None:
        return DEFAULT_WEEKDAYS
    if isinstance(node, Scalar) and node.text.casefold() in ("every day", "daily", "weekdays", "monday to friday"):
        return frozenset(range(7)) if node.text.casefold() in ("every day", "daily") else WORKING_WEEKDAYS
    found: set[int] = set()
    for text in (part.strip() for each in entry.texts("days") for part in each.split(",")):
        number = _DAYS.get(text.casefold())
        if number is None:
            notes.add(entry.line_of("days"), f'"{text}" is not a day.{did_you_mean(text, WEEKDAYS)}')
        else:
            found.add(number)
    return frozenset(found)


def _time(entry: Entry, notes: Notes) -> time:
    text = entry.text("read_at")
    if not text:
        return DEFAULT_READ_AT
    if (match := _TIME.fullmatch(text)) is None:
        notes.add(entry.line_of("read_at"), f'"read_at" has to be a time such as "12:00", not "{text}".')
        return DEFAULT_READ_AT
    return time(int(match[1]), int(match[2]))


def _zone(entry: Entry, notes: Notes) -> str:
    zone = entry.text("zone")
    if zone and not is_zone(zone):
        notes.add(entry.line_of("zone"), f'"{zone}" is not a time zone. Use a name such as Europe/London.')
    return zone


def resolve(
    file: StandupFile,
    members: Iterable[Member],
    people: Mapping[str, MemberId],
    areas: Mapping[str, AreaId],
    channels: Mapping[str, ChannelId | None],
) -> list[FileStandup]:
    """The standups with their people, areas and channels found. Raises FileRefused with every line that names nobody.

    `people` are members by their key in the registry, `areas` ids by key, `channels` ids by #name.
    """
    finder = _Finder({member.id: member for member in members}, people, areas, channels)
    found = [finder.resolve(each) for each in file.standups]
    if finder.notes.problems:
        raise FileRefused(file.file, finder.notes.problems)
    return [each for each in found if each is not None]


class _Finder:
    """Finds what a file names, and notes what it does not find."""

    def __init__(
        self,
        members: Mapping[MemberId, Member],
        people: Mapping[str, MemberId],
        areas: Mapping[str, AreaId],
        channels: Mapping[str, ChannelId | None],
    ) -> None:
        self.notes = Notes()
        self._members = members
        self._people = people
        self._areas = areas
        self._channels = channels
        self._by_address = {
            address.casefold(): member.id
            for member in members.values()
            for address in (member.email, member.slack_user_id)
            if address
        }

    def resolve(self, written: WrittenStandup) -> FileStandup | None:
        before = len(self.notes.problems)
        owner = self._person(written.owner, written.line("owner"))
        people = [self._person(person, written.line("people")) for person in written.people]
        area_ids = [self._area(key, written.line("areas")) for key in written.area_keys]
        channel = self._channel(written)
        if owner is None or channel is None or len(self.notes.problems) > before:
            return None
        plan = StandupPlan(
            name=written.name,
            channel_id=channel,
            weekdays=written.weekdays,
            read_at=written.read_at,
            zone=written.zone or self._members[owner].zone,
            area_ids=tuple(dict.fromkeys(area for area in area_ids if area is not None)),
            people=tuple(dict.fromkeys(person for person in people if person is not None)),
        )
        for problem in problems(plan):
            self.notes.add(written.line(problem.field), problem.message)
        return FileStandup(owner, plan)

    def _person(self, written: str, line: int) -> MemberId | None:
        found = self._people.get(written) or self._by_address.get(written.casefold())
        if found is None or found not in self._members:
            hint = did_you_mean(written, self._people) or _hint(written)
            self.notes.add(line, f'Nobody is known as "{written}".{hint}')
            return None
        return found

    def _area(self, key: str, line: int) -> AreaId | None:
        if key not in self._areas:
            self.notes.add(line, f'There is no area "{key}" in the registry.')
        return self._areas.get(key)

    def _channel(self, written: WrittenStandup) -> ChannelId | None:
        if not written.channel.startswith("#"):
            return ChannelId(written.channel)
        found = self._channels.get(written.channel)
        if found is None:
            message = f"There is no channel {written.channel} that Rolecall can see. Invite it there, or write its id."
            self.notes.add(written.line("channel"), message)
        return found


def _hint(written: str) -> str:
    if "@" in written or _USER_ID.fullmatch(written):
        return " Has Rolecall read the members of this workspace?"
    return " Use a key of the registry, an e-mail or a Slack id."
