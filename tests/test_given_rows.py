"""Rows that a statement is given as one parameter, on both databases."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Integer, String, select
from sqlalchemy.exc import StatementError

from bot.database import Database, UtcDateTime
from bot.database.given_rows import given_rows

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def read_back(database: Database, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    async with database.read() as tx:
        given = given_rows(tx.dialect, "rows", number=Integer, words=String, at=UtcDateTime)
        query = select(given.c.number, given.c.words, given.c.at).order_by(given.c.number)
        return [tuple(row) for row in await tx.execute(query, {"rows": rows})]


async def test_rows_come_back_as_they_were_given(database: Database) -> None:
    hostile = """it's "quoted", {braced}, \\ and : 日本 %s :rows"""
    rows: list[dict[str, Any]] = [
        {"number": 1, "words": hostile, "at": NOON},
        {"number": 2, "words": None, "at": None},
    ]
    assert await read_back(database, rows) == [(1, hostile, NOON), (2, None, None)]


async def test_a_time_is_the_same_instant_whatever_its_zone(database: Database) -> None:
    in_tokyo = (NOON + timedelta(microseconds=1)).astimezone(timezone(timedelta(hours=9)))
    ((_, _, at),) = await read_back(database, [{"number": 1, "words": "", "at": in_tokyo}])
    assert (at, at.tzinfo) == (in_tokyo, UTC)


async def test_no_rows_are_an_empty_table(database: Database) -> None:
    assert await read_back(database, []) == []


async def test_the_number_of_rows_does_not_change_the_statement(database: Database) -> None:
    seen = set()
    for count in (1, 7, 500):
        rows = [{"number": number, "words": "x", "at": NOON} for number in range(count)]
        async with database.read() as tx:
            given = given_rows(tx.dialect, "rows", number=Integer)
            result = await tx.execute(select(given.c.number), {"rows": rows})
            seen.add(str(result.context.compiled))
            assert len(result.all()) == count
    assert len(seen) == 1


@pytest.mark.parametrize(("wrong", "why"), [(NOON.replace(tzinfo=None), "without a zone"), (b"x", "not bytes")])
async def test_what_cannot_be_compared_is_refused(database: Database, wrong: object, why: str) -> None:
    with pytest.raises((StatementError, TypeError), match=why):
        await read_back(database, [{"number": 1, "words": "", "at": wrong}])
