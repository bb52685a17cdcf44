"""Rows for every table, made from what the tables say of themselves: a new table gets its rows without being named here."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Integer, LargeBinary, String, Table, UniqueConstraint

import migrations
from bot.database import UtcDateTime

WORKSPACES = 3
EPOCH = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIRST_DAY = date(2026, 11, 23)


def workspace(number: int) -> str:
    """The workspace of row `number` of every table."""
    return f"T{number % WORKSPACES}"


def fill(connection: Connection, count: int, *, sparse: bool = False) -> None:
    """Put `count` rows into every table; row n of a table refers to row n of others.

    `sparse`: what happens to few rows, such as being parked, has happened to one in fifty.
    """
    for table in migrations.all_tables().sorted_tables:
        most = WORKSPACES if _one_a_workspace(table) else count
        connection.execute(table.insert(), [row(table, number, sparse=sparse) for number in range(most)])


def row(table: Table, number: int, *, sparse: bool = False) -> dict[str, Any]:
    values = {column.name: _value(table, column, number) for column in table.columns}
    rare = {column.name for column in table.columns if sparse and column.nullable and number % 50}
    return values | {column.name: None for column in table.columns if column.name in rare and _is_time(column)}


def _is_time(column: "Column[Any]") -> bool:
    return isinstance(column.type, UtcDateTime)


def _one_a_workspace(table: Table) -> bool:
    keys = [table.primary_key, *(each for each in table.constraints if isinstance(each, UniqueConstraint))]
    return table.name == "workspaces" or any({column.name for column in key} == {"workspace_id"} for key in keys)


def _value(table: Table, column: "Column[Any]", number: int) -> Any:
    if column.name == "workspace_id" or (table.name == "workspaces" and column.name == "id"):
        return workspace(number)
    kind = column.type
    if isinstance(kind, Boolean):
        return number % 2 == 0
    if isinstance(kind, Integer):
        return number + 1
    if isinstance(kind, String):
        return f"{column.name} {number}"[-kind.length if kind.length else 0 :]
    if isinstance(kind, UtcDateTime):
        return EPOCH + timedelta(minutes=number)
    if isinstance(kind, Date):
        return FIRST_DAY + timedelta(days=number)
    if isinstance(kind, JSON):
        return [f"{column.name} {number}"]
    if isinstance(kind, LargeBinary):
        return str(number).encode()
    if kind.python_type is float:
        return number / 4
    raise NotImplementedError(f"{table.name}.{column.name} is of a kind that has no example yet: {kind!r}")
