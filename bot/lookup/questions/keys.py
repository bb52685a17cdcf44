"""The outright keys in a sentence: people, groups, channels, links, paths; and the text that is left without them."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

_ENTITY = re.compile(r"<([@#!])?([^<>|]*)(?:\|([^<>]*))?>")
_LINK = re.compile(r"https?://[^\s<>\"']+")
_CHANNEL = re.compile(r"(?<![\w/&])#([\w][\w.-]{0,79})")
_HANDLE = re.compile(r"(?<![\w.])@([\w][\w.-]{0,79})")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# "github.com/acme/till": a link as people type it. It may be a path as well, so it stays in the text.
_BARE_LINK = re.compile(r"(?<![\w/@.-])(?:[\w-]+\.)+[a-z]{2,}/[^\s<>\"']*|\bwww\.[^\s<>\"']+", re.IGNORECASE)
_CHANNEL_SAID = re.compile(r"(?<![\w.-])([\w.-]+)\s+(?:slack\s+)?channel\b|\bchannel\s+([\w.-]+)", re.IGNORECASE)
_PATH = re.compile(r"(?<![\w/])[\w.@~-]*(?:/[\w.@~*-]+)+/?")
_TRAILING = ".,;:!?)]}'\"…\u2013\u2014"


@dataclass(frozen=True, slots=True)
class Keys:
    """What a sentence points at. `people` holds Slack ids, handles and e-mail addresses."""

    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


def take_keys(text: str) -> tuple[Keys, str]:
    """The keys in `text` as Slack or a terminal sends it, and the readable rest."""
    found: dict[str, list[str]] = {"people": [], "groups": [], "channels": [], "links": [], "paths": []}

    def entity(match: re.Match[str]) -> str:
        mark, target, label = match.groups()
        if mark == "@":
            found["people"].append(target)
        elif mark == "#":
            found["channels"].extend(filter(None, (target, label)))
        elif mark == "!":
            if target.startswith("subteam^"):
                found["groups"].append(target.removeprefix("subteam^"))
        elif target.startswith(("http://", "https://")):
            found["links"].append(html.unescape(target))
        else:
            return label or target
        return " "

    def keep(kind: str, group: int) -> Callable[[re.Match[str]], str]:
        def take(match: re.Match[str]) -> str:
            found[kind].append(match.group(group).rstrip(_TRAILING))
            return " "

        return take

    left = html.unescape(_ENTITY.sub(entity, text))
    for pattern, kind, group in (
        (_LINK, "links", 0),
        (_EMAIL, "people", 0),
        (_CHANNEL, "channels", 1),
        (_HANDLE, "people", 1),
    ):
        left = pattern.sub(keep(kind, group), left)
    found["links"] += [match.group().rstrip(_TRAILING) for match in _BARE_LINK.finditer(left)]
    found["channels"] += [said for match in _CHANNEL_SAID.finditer(left) for said in match.groups() if said]
    # A path stays in the text as words: it may be "and/or".
    found["paths"] = [match.group().rstrip(_TRAILING) for match in _PATH.finditer(left)]
    return Keys(**{kind: tuple(dict.fromkeys(values)) for kind, values in found.items()}), left
