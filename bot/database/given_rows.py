"""Rows that a statement is given as one parameter, so that it is the same statement for any number of them.

A statement with a parameter for each value has to be put together anew, by SQLAlchemy and by the database, for each
number of rows; that took longer than running it. Here the rows go over as JSON, and the database makes a table of them.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Dialect, FromClause, Text, bindparam, cast, column, func, select
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.types import TypeDecorator, TypeEngine


class _AsJson(TypeDecorator[Any]):
    """Rows in; JSON out, with times as each database compares them."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[Mapping[str, Any]] | None, dialect: Dialect) -> Any:
        if value is None:
            raise ValueError("no rows were given")
        rows = list(value)
        return json.dumps(rows, default=_on_sqlite if dialect.name == "sqlite" else _with_zone)


def given_rows(dialect: str, name: str, **columns: type[TypeEngine[Any]] | TypeEngine[Any]) -> FromClause:
    """A table of the rows with which the parameter `name` is filled: a sequence of mappings with these keys.

    `dialect`: for which database, as `Transaction.dialect` says it.
    """
    rows = bindparam(name, type_=_AsJson())
    if dialect == "postgresql":
        wanted = [column(each, type_) for each, type_ in columns.items()]
        return func.json_to_recordset(cast(rows, JSON)).table_valued(*wanted, name=name).render_derived(with_types=True)
    each = func.json_each(rows).table_valued("value", name=f"{name}_json")
    values = (func.json_extract(each.c.value, f"$.{key}", type_=type_).label(key) for key, type_ in columns.items())
    return select(*values).subquery(name)


def _with_zone(value: Any) -> str:
    return _utc(value).isoformat(" ", "microseconds")


def _on_sqlite(value: Any) -> str:
    """As SQLAlchemy writes times into SQLite: they are compared as text."""
    return _utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


def _utc(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError(f"a row holds numbers, texts and times, not {type(value).__name__}")
    if value.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return value.astimezone(UTC)
