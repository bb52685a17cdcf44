"""Queries for rows by their ids, put together once.

Most of the time one row is wanted. A list of one costs SQLAlchemy as much again as the whole query: it writes the list
into the statement anew each time.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Delete, Executable, Select, Update, bindparam


class ByIds:
    """`query`, or a change, of the rows in which `column` is one of some ids."""

    def __init__(self, query: Select[Any] | Update | Delete, column: ColumnElement[Any]) -> None:
        self._one = query.where(column == bindparam("row_id"))
        self._some = query.where(column.in_(bindparam("row_ids", expanding=True)))

    def of(self, ids: Collection[Any], **values: Any) -> tuple[Executable, dict[str, Any]]:
        """The statement for these ids, with `values` for the query's own parameters: what `Transaction.execute` takes."""
        if len(ids) == 1:
            (values["row_id"],) = ids
            return self._one, values
        return self._some, {**values, "row_ids": list(ids)}
