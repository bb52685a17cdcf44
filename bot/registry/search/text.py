"""Words out of text: folded, split at camelCase, stemmed, and joined again where people write them as one."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_COMPOUND = re.compile(r"[^\W_]+(?:[-_./'\u2019&+][^\W_]+)*[+#]*", re.UNICODE)
_SEPARATOR = re.compile(r"[-_./&+#]+")
_APOSTROPHE = re.compile(r"['\u2019`]")
_BRITISH = (
    (re.compile(r"ys(?=e|ed|es|ing|er)"), "yz"),
    (re.compile(r"is(?=ation|e$|ed$|es$|ing$|er$)"), "iz"),
    (re.compile(r"our(?=$|s$|ed$|ing$|ite)"), "or"),
    (re.compile(r"ogue(?=$|s$)"), "og"),
    (re.compile(r"mme(?=$|s$)"), "m"),
    (re.compile(r"(?<=[nt])re(?=$|s$)"), "er"),
    (re.compile(r"(?<=lic|def|off|ret)ence(?=$|s$|d$)"), "ense"),
    (re.compile(r"^arte(?=fact)"), "arti"),
)
# What every one of those needs to see, so that most words are looked at once.
_MAYBE_BRITISH = re.compile(
    r"ys(?:e|ing)|isation|is(?:e|ed|es|ing|er)$|our(?:$|s$|ed$|ing$|ite)|ogues?$|mmes?$|[nt]res?$|(?:lic|def|off|ret)ence|^artefact"
)
# Written in capitals these are names; in small letters, mostly other words.
_COUNTRIES = {"US": "usa", "U.S": "usa", "USA": "usa"}
LONGEST_WORD = 60
MOST_JOINED = 4
# Every English ending that is taken off ends in one of these. Asking the stemmer about other words is a slow "no".
_LAST_OF_ENDINGS = frozenset("cdegilmnrsty")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed in lower case, and its stem. `joined` marks parts written as one: web-ide → webide."""

    surface: str
    stem: str
    joined: bool = False


# Between words that do not belong together: "backend, source code".
BREAK = Word("", "")


def stem(word: str) -> str:
    """The stem of one lower-case word, British spellings folded into American ones."""
    folded = word
    if len(word) > 4 and _MAYBE_BRITISH.search(word):
        for pattern, put in _BRITISH:
            folded = pattern.sub(put, folded)
    found = str(_STEMMER.stemWord(folded)) if folded[-1:] in _LAST_OF_ENDINGS else folded
    return word if found == word else found  # most are: they need no second string in memory


def fold(text: str) -> str:
    """`text` without accents, in lower case and with plain characters, for comparing."""
    if text.isascii():
        lowered = text.lower()
        return text if lowered == text else lowered  # no second string for what is small already
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


def words(text: str) -> list[Word]:
    """The words of `text` in order; a compound gives its parts and then its joined form."""
    found: list[Word] = []
    for compound in compounds_of(text):
        parts = parts_of(compound)
        found.extend(_word(part) for part in parts)
        if 1 < len(parts) <= MOST_JOINED:
            whole = "".join(parts)[:LONGEST_WORD]
            found.append(Word(whole, stem(whole), joined=True))
    return found


def compounds_of(text: str) -> list[str]:
    """What stands between spaces and punctuation in `text`: words, and words joined as in web-ide."""
    return _COMPOUND.findall(text if text.isascii() else unicodedata.normalize("NFKC", text))


def parts_of(compound: str) -> list[str]:
    """The words of one compound as typed, in lower case; up to MOST_JOINED of them are one word as well."""
    compound = compound[: 4 * LONGEST_WORD]
    if compound.isalnum() and (compound.islower() or compound.isdigit()) and compound.isascii():
        return [compound[:LONGEST_WORD]]
    found: list[str] = []
    if compound in _COUNTRIES:
        return [_COUNTRIES[compound]]
    for piece in _SEPARATOR.split(_APOSTROPHE.sub("", compound)):
        if piece.isascii() and (piece.islower() or piece.isdigit()):
            found.append(piece[:LONGEST_WORD])
        elif piece:
            found.extend(fold(part)[:LONGEST_WORD] for part in _CAMEL.split(piece))
    return [part for part in found if part]


@lru_cache(maxsize=8192)
def _word(surface: str) -> Word:
    return Word(surface, stem(surface))


def stems(text: str) -> list[str]:
    """The stems of `text` in order, without joined forms."""
    return [word.stem for word in words(text) if not word.joined]
