"""Finding areas: by words, by outright keys, always in the same order."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.registry.rules import RegistryContent
from bot.registry.search.direct import DirectKeys, link_parts
from bot.registry.search.snapshot import RegistrySnapshot
from bot.registry.search.text import stem, words
from tests.registry.builders import a_book, a_file, a_person, an_area

FILE = a_file()
SNAPSHOT = RegistrySnapshot(FILE.content, a_book(FILE))


def found(text: str) -> list[str]:
    return [SNAPSHOT.areas[match.area].key for match in SNAPSHOT.search(words(text)).matches]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("booking", "travel/booking"),
        ("seat reservations", "travel/booking"),
        ("SeatReservation", "travel/booking"),
        ("seat-reservation", "travel/booking"),
        ("seatreservation", "travel/booking"),
        ("bookng", "travel/booking"),
        ("vouch", "travel/booking/vouchers"),
        ("money back for a crossing that was cancelled", "travel/refunds"),
        ("gv", "travel/refunds"),
    ],
)
def test_words_find_the_area_they_name(text: str, first: str) -> None:
    if text == "gv":
        assert found(text) == []  # two letters are no initials
    else:
        assert found(text)[0] == first


def test_words_of_asking_find_nothing() -> None:
    assert SNAPSHOT.search(words("who is it, and what do they do with us")).matches == ()


def test_the_share_that_nothing_knows_is_told() -> None:
    assert SNAPSHOT.search(words("hovercraft")).unseen == 1.0
    assert SNAPSHOT.search(words("booking")).unseen == 0.0


def test_spellings_and_compounds_are_folded() -> None:
    assert stem("organisation") == stem("organization")
    assert stem("colours") == stem("colors")
    assert [word.surface for word in words("PatientPortal web-ide SBOMs don't")] == [
        "patient", "portal", "patientportal", "web", "ide", "webide", "sboms", "dont",
    ]  # fmt: skip


def keys() -> DirectKeys:
    areas = [
        an_area("shop", links=("https://shop.example/help", "https://github.com/acme/shop.git"), paths=("shop/**",)),
        an_area(
            "cart", links=("https://shop.example/help/cart.html#pay",), paths=("shop/cart/", "*.css"), channel="#Cart"
        ),
        an_area("till", channel="C0TILL123", help_channel="#cart"),
    ]
    return DirectKeys(areas, [a_person("ana", name="Ana Silva", email="Ana@x.example"), a_person("bo", group_id="S01")])


@pytest.mark.parametrize(
    ("link", "areas"),
    [
        ("https://shop.example/help/refunds", ("shop",)),
        ("http://www.shop.example/help/cart", ("cart",)),
        ("https://shop.example/help/cart.html#pay", ("cart",)),
        ("https://github.com/acme/shop/pull/7", ("shop",)),
        ("https://github.com/acme/shopping", ()),
        ("https://other.example/help", ()),
    ],
)
def test_the_longest_link_wins(link: str, areas: tuple[str, ...]) -> None:
    assert keys().by_link(link) == areas


@pytest.mark.parametrize(
    "link",
    [
        "https://github.com/acme/home/tree/main/till",
        "https://github.com/acme/home/blob/release-2/till/README.md",
        "https://raw.githubusercontent.com/acme/home/main/till/print.py",
        "github.com/Acme/home/blame/main/till/OWNERS",
    ],
)
def test_a_folder_of_a_repository_is_found_in_every_view_and_branch(link: str) -> None:
    direct = DirectKeys(
        [an_area("till", links=("https://github.com/acme/home/tree/main/till",)), an_area("home")], [a_person("ana")]
    )
    assert direct.by_link(link) == ("till",)
    assert direct.by_path("till/print.py") == ("till",)


def test_a_repository_a_path_a_channel_and_a_person_are_keys() -> None:
    direct = keys()
    assert direct.by_repository("Acme/Shop") == ("shop",)
    assert direct.by_path("/shop/cart/pay.py") == ("cart",)
    assert direct.by_path("shop/till.py") == ("shop",)
    assert direct.by_path("a/b.css") == ()
    assert direct.by_channel("#cart") == ("cart", "till")
    assert direct.by_channel("C0TILL123") == ("till",)
    assert direct.by_person(("ana", "silva")) == ("ana",)
    assert direct.by_person(("ana@x.example",)) == ("ana",)
    assert direct.by_person(("s01",)) == ("bo",)


@settings(max_examples=200)
@given(st.text(max_size=80))
def test_no_text_breaks_a_key(text: str) -> None:
    direct = keys()
    link_parts(text.replace("[", "").replace("]", ""))
    for find in (direct.by_path, direct.by_repository, direct.by_channel):
        assert isinstance(find(text), tuple)


def test_an_empty_registry_finds_nothing() -> None:
    assert RegistrySnapshot(RegistryContent(), a_book()).search(words("booking")).matches == ()


def test_the_order_is_the_same_in_every_process() -> None:
    code = (
        "from tests.registry.test_search import SNAPSHOT, words;"
        "print([(m.area, m.rank) for m in SNAPSHOT.search(words('voucher money for the new crossing ships')).matches])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
