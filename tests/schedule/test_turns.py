"""Whose turn it is."""

from datetime import timedelta

from bot.ids import WorkspaceId
from bot.schedule import turns
from bot.schedule.turns import Turn, Turns
from tests.conftest import MONDAY

LARGE, SMALL, OTHER = ((WorkspaceId(name), "send") for name in ("T0LARGE", "T0SMALL", "T0OTHER"))
MINUTE = timedelta(minutes=1)


def served(waiting: Turns) -> list[Turn]:
    return [turn for _ in range(len(waiting)) if (turn := waiting.next()) is not None]


def test_who_is_due_first_is_served_first() -> None:
    waiting = Turns()
    waiting.found([LARGE, SMALL])
    assert served(waiting) == [LARGE, SMALL]
    assert waiting.next() is None


def test_who_was_served_longest_ago_goes_before_whoever_was_served_since() -> None:
    waiting = Turns()
    waiting.found([LARGE])
    assert waiting.next() == LARGE
    waiting.found([LARGE, SMALL, OTHER])
    assert served(waiting) == [SMALL, OTHER, LARGE]


def test_who_has_more_waits_for_a_turn_after_the_others() -> None:
    waiting = Turns()
    waiting.found([LARGE, SMALL])
    assert waiting.next() == LARGE
    waiting.again(LARGE)
    assert served(waiting) == [SMALL, LARGE]


def test_who_is_held_back_is_passed_over_until_then() -> None:
    waiting = Turns()
    waiting.found([LARGE, SMALL])
    waiting.hold_back(LARGE, MONDAY + MINUTE)
    waiting.hold_back(LARGE, MONDAY)  # the later time holds
    assert served(waiting) == [SMALL]
    assert (list(waiting.held_back(MONDAY)), waiting.next_release()) == ([LARGE], MONDAY + MINUTE)
    assert (list(waiting.held_back(MONDAY + MINUTE)), waiting.next_release()) == ([], None)


def test_a_bounded_number_of_turns_is_remembered() -> None:
    waiting = Turns()
    for number in range(turns.MOST_REMEMBERED + 10):
        waiting.found([(WorkspaceId(f"T{number}"), "send")])
        waiting.next()
    assert len(waiting._served) == turns.MOST_REMEMBERED
