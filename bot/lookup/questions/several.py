"""Whether a sentence asks several things: one card answers one of them, and says so."""

import re

_ASKS = re.compile(
    r"\b(?:who|whom|whose|whos|what|whats|which|how|where)\b|\bwho['\u2019]s\b|\bdifference\b|\bv(?:ersu)?s\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\w+")
# Without a mark of its own a part asks if it begins so; "which team, I mean" says again what was asked.
_ASKS_BESIDES = re.compile(rf"\W*(?:(?:and|also|plus)\b\W*)+(?:{_ASKS.pattern})", re.IGNORECASE)
# "Who? Me?" asks nothing of its own.
FEWEST_WORDS = 3


def asks_several(sentence: str) -> bool:
    """Whether more than one part of it, parted by question marks, asks who, what, which or how."""
    *marked, last = sentence.split("?")
    asking = [part for part in marked if _ASKS.search(part)] + [last] * bool(_ASKS_BESIDES.match(last))
    return sum(len(_WORDS.findall(part)) >= FEWEST_WORDS for part in asking) > 1
