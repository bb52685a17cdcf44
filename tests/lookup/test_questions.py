"""Reading a sentence: the role, the keys, what it is not about, what is left to look for."""

import pytest

from bot.errors import UserError
from bot.lookup.questions.clauses import without_denied
from bot.lookup.questions.intents import Intent
from bot.lookup.questions.keys import take_keys
from bot.lookup.questions.reading import Question, check, read
from bot.lookup.rules import is_greeting
from bot.registry.search.role_names import RoleNames
from tests.registry.builders import a_book, a_file

NAMES = RoleNames(a_book(a_file()))


def reading(sentence: str) -> Question:
    return read(sentence, NAMES)


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("who is the PM of booking", "pm"),
        ("TPMs for the new ships?", "tpm"),
        ("technical program manager, fleet", "tpm"),
        ("product owner of vouchers pls", "pm"),
        ("eng mgr for travel", "em"),
        ("who is the manager there", "em"),
        ("cash desk on the fleet?", "purser"),
        ("who owns booking", None),
        ("who manages the design system", None),
        ("design of the ticket page is broken", None),
    ],
)
def test_the_role_is_found_by_any_of_its_names(sentence: str, role: str | None) -> None:
    assert reading(sentence).role == role


@pytest.mark.parametrize(
    ("sentence", "left_out", "kept"),
    [
        ("refunds, not the booking page", "booking", "refunds"),
        ("i asked booking and they said its not them, who does vouchers", "booking", "vouchers"),
        ("vouchers instead of refunds, who", "refunds", "vouchers"),
        ("tried #booking-help already, vouchers are gone", "booking", "vouchers"),
    ],
)
def test_what_it_is_not_about_is_left_out(sentence: str, left_out: str, kept: str) -> None:
    left = without_denied(sentence)
    assert left_out not in left
    assert kept in left


def test_what_is_not_working_is_what_it_is_about() -> None:
    assert "emails are not arriving" in without_denied("voucher emails are not arriving, who")


def test_keys_are_taken_as_slack_writes_them() -> None:
    keys, left = take_keys(
        "hey <@U0ANA|ana> in <#C0BOOKING1|team-booking> see <https://a.example/x?a=1&amp;b=2|this> <!subteam^S0DECK|@deck> web/booking/a.py"
    )
    assert keys.people == ("U0ANA",)
    assert keys.channels == ("C0BOOKING1", "team-booking")
    assert keys.links == ("https://a.example/x?a=1&b=2",)
    assert keys.groups == ("S0DECK",)
    assert keys.paths == ("web/booking/a.py",)
    assert left.split()[:2] == ["hey", "in"]


def test_keys_are_taken_as_people_type_them() -> None:
    keys, _ = take_keys("#team-booking ana@ferry.example @bo https://docs.ferry.example/booking/.")
    assert keys.channels == ("team-booking",)
    assert keys.people == ("ana@ferry.example", "bo")
    assert keys.links == ("https://docs.ferry.example/booking/",)


def test_a_link_without_its_beginning_and_a_channel_without_its_mark_are_keys() -> None:
    keys, left = take_keys("who is in the team-booking channel, github.com/ferry/booking/issues/3 is open")
    assert keys.channels == ("team-booking",)
    assert keys.links == ("github.com/ferry/booking/issues/3",)
    assert "booking" in left


@pytest.mark.parametrize(
    ("sentence", "intent"),
    [
        ("what is a TPM", Intent.DEFINITION),
        ("what does a program manager do all day", Intent.DEFINITION),
        ("pm vs tpm", Intent.COMPARE),
        ("how is a PM measured", Intent.METRICS),
        ("which skills does a tpm need", Intent.SKILLS),
        ("what goes wrong between pm and tpm", Intent.PITFALLS),
        ("who is the PM of the metrics dashboard", Intent.OWNER),
        ("whats the name of the EM of booking", Intent.OWNER),
        ("who owns booking", Intent.OWNER),
    ],
)
def test_questions_about_roles_are_told_from_questions_about_areas(sentence: str, intent: Intent) -> None:
    assert reading(sentence).intent is intent


@pytest.mark.parametrize(
    ("sentence", "general"),
    [
        ("must a product manager be technical", True),
        ("do TPMs write code", True),
        ("why does a program have a PM", True),
        ("is there a PM for booking", False),
        ("I'm a PM and my build is red", False),
        ("who is a good TPM to ask about booking", False),
        ("booking PMs pls", False),
    ],
)
def test_a_role_itself_is_told_from_somebody_who_holds_it(sentence: str, general: bool) -> None:
    assert reading(sentence).in_general is general


def test_the_us_is_a_country_and_us_is_not() -> None:
    said = [[word.stem for word in reading(text).said] for text in ("pm for the us market", "US market", "help us")]
    assert ["usa" in one for one in said] == [True, True, False]
    assert "usa" not in [word.stem for word in reading("WHO CAN HELP US").said]


def test_the_subject_is_what_is_left_between_the_words_of_asking() -> None:
    assert reading("hey, who owns the smart fridge app please?").subject == "smart fridge app"


def test_a_sentence_without_words_is_asked_for_words() -> None:
    for sentence in (":wave: :tada:", "🤔🤔", "???"):
        with pytest.raises(UserError, match="in words"):
            check(sentence)


def test_a_sentence_that_is_too_long_is_refused_with_the_limit() -> None:
    check("x" * 3000)
    with pytest.raises(UserError, match="3,000"):
        check("x" * 3001)


@pytest.mark.parametrize("sentence", ["hi", "Hello there!", "help", "hey 👋", ""])
def test_a_greeting_is_known(sentence: str) -> None:
    assert is_greeting(sentence)


def test_a_question_is_no_greeting() -> None:
    assert not is_greeting("hi, who owns booking")
