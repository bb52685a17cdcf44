"""Keys that name an area outright: a channel, a link, a repository, a path, a person. They win over any words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urlsplit

from bot.registry.rules import Area, Person
from bot.registry.search.text import fold

K = TypeVar("K")

REPOSITORY_HOSTS = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "sr.ht"})
RAW_HOSTS = {"raw.githubusercontent.com": "github.com"}
# What stands between a repository and a path in it, before the name of a branch.
_VIEWS = frozenset({"tree", "blob", "raw", "edit", "blame"})
# Files that speak for the folder they lie in.
_FOR_THE_FOLDER = frozenset({"owners", "codeowners", "readme", "maintainers"})
_OWNER_AND_NAME = 3
_PAGE_ENDING = re.compile(r"(/index)?\.(html?|md|aspx|php|git)$")
_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{6,}")


class DirectKeys:
    """The outright keys of one registry."""

    def __init__(self, areas: Sequence[Area], people: Iterable[Person]) -> None:
        channels: dict[str, list[str]] = {}
        links: dict[tuple[str, ...], list[str]] = {}
        pages: dict[tuple[str, ...], list[str]] = {}
        # The fixed beginning, the whole, the area: most paths are never compared beyond their beginning.
        self._globs: list[tuple[str, str, str]] = []
        for area in areas:
            for channel in dict.fromkeys(filter(None, (area.channel, area.help_channel))):
                channels.setdefault(_channel(channel), []).append(area.key)
            for link in area.links:
                keys = _link_keys(link)
                if len(keys) > 1 and len(keys[0]) > _OWNER_AND_NAME:
                    folder = "/".join(keys[0][_OWNER_AND_NAME:])
                    self._globs.append((folder, folder, area.key))
                for parts in keys:
                    links.setdefault(parts, []).append(area.key)
                    if parts[-1].startswith("#"):
                        pages.setdefault(parts[:-1], []).append(area.key)
            self._globs.extend((_literal_start(path), path, area.key) for path in area.paths)
        self._channels = _closed(channels)
        self._links = _closed(links)
        # Pages of which only sections are registered.
        self._pages = _closed(pages)
        people = list(people)
        self._people = _people_by_name(people)
        self._first_names = _by_first_name(people)
        self.longest_name = max((len(name) for name in self._people), default=0)

    def by_channel(self, channel: str) -> tuple[str, ...]:
        """Areas of a channel, given by name with or without #, or by Slack's id."""
        return self._channels.get(_channel(channel), ())

    def by_link(self, link: str) -> tuple[str, ...]:
        """Areas of the page itself, else of the longest link it begins with, else of links that begin with it."""
        asked = link_parts(link)
        page = asked[:-1] if asked[-1].startswith("#") else asked
        if asked not in self._links and page not in self._links and page in self._pages:
            return tuple(dict.fromkeys(self._pages[page]))
        for length in range(len(asked), 0, -1):
            found = self._links.get(asked[:length])
            # A bare host says little: it counts when it is asked for itself, or is one area's alone.
            if found and (length > 1 or len(asked) == 1 or len(set(found)) == 1):
                return tuple(dict.fromkeys(found))
        if len(asked) < 2:
            return ()
        deeper = [held for parts, held in self._links.items() if parts[: len(asked)] == asked]
        return tuple(dict.fromkeys(key for held in deeper for key in held))

    def by_repository(self, name: str) -> tuple[str, ...]:
        """Areas of a repository given as `owner/name`."""
        parts = tuple(fold(name).strip("/").split("/"))
        return tuple(dict.fromkeys(self._links.get(("repository", *parts), ())))

    def by_path(self, path: str) -> tuple[str, ...]:
        """Areas of the glob with the longest fixed beginning that matches the path."""
        asked = path.strip().strip("/")
        lowered = asked.lower()
        fitting = [
            (len(start), key)
            for start, path, key in self._globs
            if lowered.startswith(start.lower()) and _glob(path).fullmatch(asked)
        ]
        longest = max((length for length, _ in fitting), default=0)
        return tuple(dict.fromkeys(key for length, key in fitting if length == longest))

    def by_person(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """Keys of the people called so: a Slack id, an e-mail address, a handle, or a full name as folded words."""
        return self._people.get(name, ())

    def by_first_name(self, name: str) -> tuple[str, ...]:
        """Keys of the people whose first name it is, folded."""
        return self._first_names.get(name, ())


def link_parts(link: str) -> tuple[str, ...]:
    """A link as host and path segments, the fragment last, so that a shorter tuple is a beginning of a longer one."""
    try:
        address = urlsplit(link if "://" in link else f"https://{link}")
    except ValueError:
        return (fold(link),)  # no address, though it looked like one
    host = (address.hostname or "").removeprefix("www.")
    path = _PAGE_ENDING.sub("", address.path.rstrip("/"))
    segments = _in_repository(host, [fold(part) for part in path.split("/") if part])
    host = RAW_HOSTS.get(host, host)
    return (host, *segments, *([f"#{fold(address.fragment)}"] if address.fragment else []))


def _in_repository(host: str, segments: list[str]) -> list[str]:
    """The owner, the name and the path in a repository, whatever branch and view of it a link shows."""
    if host in RAW_HOSTS:
        segments = [*segments[:2], *segments[3:]]
    elif host in REPOSITORY_HOSTS:
        after = segments.index("-") + 1 if "-" in segments[2:] else 2
        if len(segments) > after + 1 and segments[after] in _VIEWS:
            segments = [*segments[: after if segments[after - 1] != "-" else after - 1], *segments[after + 2 :]]
    else:
        return segments
    return segments[:-1] if len(segments) >= _OWNER_AND_NAME and segments[-1] in _FOR_THE_FOLDER else segments


def _link_keys(link: str) -> list[tuple[str, ...]]:
    parts = link_parts(link)
    if parts[0] in REPOSITORY_HOSTS and len(parts) >= 3:
        return [parts, ("repository", *parts[1:3])]
    return [parts]


def _channel(channel: str) -> str:
    bare = channel.strip().lstrip("#")
    return bare if _CHANNEL_ID.fullmatch(bare) else fold(bare)


def _literal_start(path: str) -> str:
    return re.split(r"[*?\[]", path.strip("/"), maxsplit=1)[0]


@lru_cache(maxsize=1024)
def _glob(path: str) -> re.Pattern[str]:
    pieces = re.split(r"(\*\*/?|\*|\?)", path.strip("/"))
    meaning = {"**": ".*", "**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]"}
    pattern = "".join(meaning.get(piece, re.escape(piece)) for piece in pieces)
    # A plain folder stands for all that is in it.
    return re.compile(pattern if "*" in path or "?" in path else pattern + "(?:/.*)?", re.IGNORECASE)


def _people_by_name(people: Iterable[Person]) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for person in people:
        known_as = [tuple(fold(person.name).split()), (fold(person.key),)]
        known_as += [(fold(said),) for said in (person.email, person.slack_user_id, person.group_id) if said]
        for name in dict.fromkeys(filter(None, known_as)):
            found.setdefault(name, []).append(person.key)
    return _closed(found)


def _by_first_name(people: Iterable[Person]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for person in people:
        for name in fold(person.name).split()[:1]:
            found.setdefault(name, []).append(person.key)
    return _closed(found)


def _closed(found: Mapping[K, list[str]]) -> dict[K, tuple[str, ...]]:
    """What nobody adds to any more, in half the memory."""
    return {key: tuple(held) for key, held in found.items()}
