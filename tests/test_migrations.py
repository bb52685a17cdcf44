"""The migrations make the tables that the code uses, forward and back, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, inspect, text

import migrations
from tests.databases import Postgres
from tests.rows import fill


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.check)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    with postgres.database(migrated=False) as url:
        yield url


def tables(url: str) -> set[str]:
    engine = create_engine(migrations.sync_url(url))
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_the_migrations_make_what_the_code_expects(empty_url: str) -> None:
    assert not migrations.is_current(empty_url)
    migrations.upgrade(empty_url)
    assert migrations.is_current(empty_url)
    assert tables(empty_url) >= set(migrations.all_tables().tables)
    migrations.check(empty_url)


@pytest.mark.check
def test_the_migrations_go_back_and_forth(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    migrations.downgrade(empty_url, "base")
    assert tables(empty_url) <= {"alembic_version"}
    migrations.upgrade(empty_url)
    assert migrations.is_current(empty_url)


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    """A connection that keeps to foreign keys."""
    engine = create_engine(migrations.sync_url(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA foreign_keys=ON"))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


Stored = dict[str, list[dict[str, str]]]


def stored(url: str) -> Stored:
    """All rows of all tables, as text."""
    with opened(url) as connection:
        names = set(inspect(connection).get_table_names()) - {"alembic_version"}
        return {name: sorted(_rows(connection, name), key=str) for name in names}


def _rows(connection: Connection, table: str) -> list[dict[str, str]]:
    found = connection.execute(text(f'SELECT * FROM "{table}"')).mappings()
    return [{name: str(value) for name, value in row.items()} for row in found]


def both(before: Stored, after: Stored) -> tuple[Stored, Stored]:
    """What two states have in common in tables and columns."""
    kept: tuple[Stored, Stored] = ({}, {})
    for table in before.keys() & after.keys():
        columns = before[table][0].keys() & after[table][0].keys() if after[table] else before[table][0].keys()
        for rows, common in zip((before, after), kept, strict=True):
            common[table] = sorted(({name: row[name] for name in columns} for row in rows[table]), key=str)
    return kept


def revisions() -> list[str]:
    """From the last to the first."""
    script = ScriptDirectory.from_config(migrations._config("sqlite:///unused.sqlite"))
    return [each.revision for each in script.walk_revisions()]


@pytest.mark.check
def test_rows_of_every_table_go_back_and_forth(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    with opened(empty_url) as connection:
        fill(connection, 5)
    full = stored(empty_url)
    assert full.keys() == migrations.all_tables().tables.keys()
    assert all(full.values())
    for revision in revisions()[1:]:
        migrations.downgrade(empty_url, revision)
        before, after = both(full, stored(empty_url))
        assert before == after, f"back to {revision}"
        assert after
    oldest = stored(empty_url)
    migrations.upgrade(empty_url)
    before, after = both(oldest, stored(empty_url))
    assert before == after, "forward again"
    assert before.keys() == oldest.keys()
    migrations.check(empty_url)


def test_sqlite_gives_an_id_once_where_the_code_says_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ids.sqlite'}"
    migrations.upgrade(url)
    tables = migrations.all_tables().tables.values()
    said = {table.name for table in tables if table.dialect_options["sqlite"]["autoincrement"]}
    with opened(url) as connection:
        made = set(
            connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")).scalars()
        )
    assert made == said
    assert said >= {"due_jobs", "replies", "difference_notices"}


def test_the_last_migration_is_known_by_its_file() -> None:
    assert migrations.newest() == revisions()[0]
