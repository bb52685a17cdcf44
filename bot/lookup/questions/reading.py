"""One sentence → a Question: keys taken out, denied clauses dropped, roles found, the words of the subject left."""

import re
from dataclasses import dataclass

from bot.errors import UserError
from bot.lookup.questions.clauses import without_denied
from bot.lookup.questions.intents import ROLE, Intent, asks_whether, in_general, intent_of, loosely, names_both
from bot.lookup.questions.keys import Keys, take_keys
from bot.registry.search.english import SAYS_NOTHING, SAYS_NOTHING_AS_WRITTEN, UNIT, rarity
from bot.registry.search.role_names import RoleNames
from bot.registry.search.text import BREAK, Word, fold, stems, words

LONGEST_QUESTION = 3000
# Longer texts are read to here: what is asked stands within the first few hundred words.
MOST_WORDS, MOST_QUESTIONS = 400, 8
SIDES = ("pm", "tpm")
_EMOJI = re.compile(r":[a-z0-9_+'-]+:")
# Stands where a role was taken out.
GAP = " \N{SECTION SIGN} "
_ASIDE = re.compile(
    r"(?<![,.;:!?()\u2026\u2013\u2014])[,.;:!?()\u2026\u2013\u2014]+(?:\s+|$)|\n+|\s-+\s|\N{SECTION SIGN}"
)
_CODE = re.compile(r"`+")
_ASKING = re.compile(r"\bin[\s-]+charge\b", re.IGNORECASE)
# "The us government": nobody says "the" of themselves.
_AMERICA = re.compile(r"\bthe us\b")
_NOTHING = frozenset(SAYS_NOTHING)


@dataclass(frozen=True, slots=True)
class Question:
    """What a sentence asks. `said` are the words of its subject, without role, keys and denied clauses.

    `loosely`: what it asks of roles if it is about nothing else; `several`: it is more than one question;
    `in_general`: the role itself is meant, "a PM", "TPMs", not somebody who holds it; `apart`: the text without
    the roles, `marked` with ROLE in the place of each; `whether`: yes or no is asked of one role.
    """

    text: str
    subject: str
    said: tuple[Word, ...]
    roles: tuple[str, ...]
    intent: Intent
    keys: Keys
    both: bool
    loosely: Intent = Intent.OWNER
    several: bool = False
    in_general: bool = False
    whether: bool = False
    apart: str = ""
    marked: str = ""

    @property
    def said_anything(self) -> bool:
        """Whether anything is left to look for besides roles and words of asking."""
        return any(rarity(word.stem) > 0.0 for word in self.said)

    @property
    def role(self) -> str | None:
        """The role asked for; the first one named."""
        return self.roles[0] if self.roles else None


def check(sentence: str) -> None:
    """Refuse what cannot be a question. Raises UserError with what to do instead."""
    if len(sentence) > LONGEST_QUESTION:
        raise UserError(
            f"That is {len(sentence):,} characters long; I read up to {LONGEST_QUESTION:,}. Ask in a sentence or two."
        )
    if not re.search(r"[^\W_]", _EMOJI.sub(" ", sentence)):
        raise UserError("Ask me in words, please: “who owns refunds?”")


def read(sentence: str, names: RoleNames) -> Question:
    """What `sentence` asks. It has passed `check`."""
    plain = _CODE.sub(" ", _EMOJI.sub(" ", sentence))
    # Shouting is no abbreviation; what Slack writes in angle brackets is no shouting.
    plain = plain.lower() if plain.isupper() and "<" not in plain else plain
    plain = _AMERICA.sub("the USA", plain)
    kept = without_denied(plain)
    keys, text = take_keys(kept)
    found = names.find(text)
    rest = marked = text
    for said in reversed(found):
        rest = rest[: said.start] + GAP + rest[said.end :]
        marked = marked[: said.start] + ROLE + marked[said.end :]
    roles = tuple(dict.fromkeys(said.role for said in found))
    both = names_both(text)
    if both and len(roles) == 1 and roles[0] in SIDES:
        roles = SIDES  # "product and program managers" names both
    return Question(
        text=" ".join(text.split()),
        subject=_subject(rest.replace(GAP, " ")),
        said=_said(_ASKING.sub(" ", rest)),
        roles=roles,
        intent=intent_of(marked, len(roles)),
        keys=keys,
        both=both,
        loosely=loosely(marked, len(roles)),
        several=_several(text),
        marked=marked,
        apart=" ".join(rest.replace(GAP, " ").split()),
        in_general=bool(roles)
        and in_general(marked, len(roles) > 1 or any(text[one.end - 1] in "sS" for one in found)),
        whether=len(roles) == 1 and asks_whether(marked),
    )


def _several(text: str) -> bool:
    """Whether more than one question is asked at once: more than one mark with words of a subject before it."""
    asked = [
        part for part in re.split(r"\?+", text)[:MOST_QUESTIONS] if any(rarity(stem) > UNIT for stem in stems(part))
    ]
    return len(asked) > 1 and "?" in text.strip().rstrip("? ")


def _said(rest: str) -> tuple[Word, ...]:
    """The words of the subject; what stands on both sides of a comma, or of a role, is not side by side."""
    found: list[Word] = []
    for part in _ASIDE.split(rest):
        if found and found[-1] is not BREAK:
            found.append(BREAK)
        found.extend(word for word in words(part) if word.surface not in SAYS_NOTHING_AS_WRITTEN)
        if len(found) > MOST_WORDS:
            break
    return tuple(found[:MOST_WORDS])


def _subject(rest: str) -> str:
    """The words of the subject as typed, without the words of asking at either end; for "I don't know who owns …"."""
    pieces = rest.split()
    while pieces and _is_noise(pieces[0]):
        pieces.pop(0)
    while pieces and _is_noise(pieces[-1]):
        pieces.pop()
    return " ".join(pieces).strip(" ,.;:!?-\u2013\u2014()\"'")


def _is_noise(piece: str) -> bool:
    bare = fold(re.sub(r"[^\w]", "", piece))
    return bare in _NOTHING or not bare
