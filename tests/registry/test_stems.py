"""The short cuts on the way to a word's stem change no stem."""

import snowballstemmer
from hypothesis import given
from hypothesis import strategies as st

from bot.registry.search import text

STEMMER = snowballstemmer.stemmer("english")
PIECES = [
    "ys",
    "is",
    "our",
    "ogue",
    "mme",
    "re",
    "tre",
    "ation",
    "ite",
    "e",
    "ed",
    "es",
    "ing",
    "er",
    "ly",
    "ness",
    "ist",
    "al",
    "s",
    "y",
    "a",
    "b",
    "c",
    "7",
    "x",
    "lo",
    "an",
    "k",
    "é",
    "ж",
]
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)


@given(WORDS)
def test_a_word_has_the_stem_that_it_has_without_short_cuts(word: str) -> None:
    folded = word
    for pattern, put in text._BRITISH if len(word) > 4 else ():
        folded = pattern.sub(put, folded)
    assert text.stem(word) == STEMMER.stemWord(folded)


@given(WORDS)
def test_a_part_in_lower_case_is_not_split(word: str) -> None:
    if word.islower():
        assert text._CAMEL.split(word) == [word]
