"""The queries that are run most find their rows by an index, on both databases: each database tells how it would look."""

import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, event

import migrations
from bot.database import Database, Transaction
from bot.ids import AreaId, ChannelId, CheckInId, MemberId, MessageTs, RunId, SlackUserId, StandupId, WorkspaceId
from bot.registry import store as registry
from bot.schedule import due_jobs
from bot.schedule import store as jobs
from bot.standups import run_store
from bot.standups.check_ins import answer_store, seat_store
from bot.standups.check_ins import store as check_ins
from bot.standups.check_ins.rules import CheckIn
from bot.standups.reports import store as reports
from bot.workspaces import store as workspaces
from tests.databases import Postgres
from tests.rows import fill, workspace

ACME = WorkspaceId(workspace(1))
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
MINE = CheckIn(CheckInId(1), MemberId(1), TODAY, NOW, NOW)
DONE = jobs.Job(1, ACME, "kind", "run:1", NOW, 1, NOW, 1, NOW, may_have_been_sent=False)

# Indexes of some rows alone, which are all wanted.
PARTIAL = {"ix_due_jobs_parked_at"}
ROWS = 2_000

Query = Callable[[Transaction], Awaitable[Any]]
Plan = list[tuple[str, str]]

# What is asked, and by which columns its rows have to be found; a choice where either is good.
HOT: dict[str, tuple[Query, Sequence[set[str]]]] = {
    "an idle worker's look": (lambda tx: jobs.due_turns(tx, NOW), [{"due_at", "lease_until"}]),
    "claiming": (
        lambda tx: jobs.claim(tx, "worker", NOW, (ACME, "kind"), 20, timedelta(minutes=1)),
        [{"workspace_id", "kind"}, {"due_at", "lease_until"}],
    ),
    "what is parked": (
        lambda tx: due_jobs.list_jobs(tx, parked_only=True),
        [{"parked_at"}, {"ix_due_jobs_parked_at"}],
    ),
    "planning": (lambda tx: due_jobs.cancel(tx, ACME, "kind", "run:1"), [{"workspace_id", "kind", "subject"}]),
    "who clicked": (
        lambda tx: workspaces.member_by_slack_id(tx, ACME, SlackUserId("U1")),
        [{"workspace_id", "slack_user_id"}],
    ),
    "members": (lambda tx: workspaces.members_by_id(tx, ACME, [MemberId(1), MemberId(2)]), [{"id"}]),
    "a member": (lambda tx: workspaces.members_by_id(tx, ACME, [MemberId(1)]), [{"id"}]),
    "a run with its standup": (lambda tx: run_store.with_standup(tx, ACME, RunId(1)), [{"id"}]),
    "the runs of a check-in": (
        lambda tx: seat_store.runs_of(tx, ACME, [CheckInId(1)]),
        [{"workspace_id", "check_in_id"}],
    ),
    "whether a report of two is posted": (
        lambda tx: seat_store.share_a_posted_run(tx, ACME, CheckInId(1), CheckInId(2)),
        [{"workspace_id", "check_in_id"}],
    ),
    "who is to be told of a difference": (lambda tx: reports.notice(tx, ACME, 1), [{"id"}]),
    "a check-in": (lambda tx: check_ins.check_in(tx, ACME, CheckInId(1)), [{"id"}]),
    "the runs of check-ins": (
        lambda tx: seat_store.runs_of(tx, ACME, [CheckInId(1), CheckInId(2)]),
        [{"workspace_id", "check_in_id"}],
    ),
    "the check-ins of a run": (lambda tx: seat_store.links_of_run(tx, ACME, RunId(1)), [{"workspace_id", "run_id"}]),
    "what a run asks about": (lambda tx: seat_store.seats_of_run(tx, ACME, RunId(1)), [{"workspace_id", "run_id"}]),
    "whether somebody was asked before": (
        lambda tx: check_ins.have_earlier(tx, ACME, [MINE]),
        [{"workspace_id", "member_id", "day"}],
    ),
    "writing down what was sent": (
        lambda tx: check_ins.mark_sent(
            tx, ACME, [check_ins.Posted(CheckInId(1), ChannelId("D1"), MessageTs("1.1"), NOW)]
        ),
        [{"id"}],
    ),
    "removing what is done": (lambda tx: jobs.finish_all(tx, [DONE], "worker"), [{"id"}]),
    "answers": (lambda tx: answer_store.answers_of(tx, ACME, [CheckInId(1)]), [{"workspace_id", "check_in_id"}]),
    "somebody's last answers": (
        lambda tx: answer_store.last_answers(tx, ACME, MINE),
        [{"workspace_id", "member_id", "day"}],
    ),
    "milestones that have not landed": (
        lambda tx: answer_store.open_milestones(tx, ACME, [AreaId(1)]),
        [{"workspace_id", "area_id"}],
    ),
    "differences": (
        lambda tx: reports.differences_between(tx, ACME, [CheckInId(1), CheckInId(2)]),
        [{"workspace_id", "product_check_in_id"}, {"workspace_id", "program_check_in_id"}],
    ),
    "notices of a difference": (lambda tx: reports.notices_of(tx, ACME, 1), [{"workspace_id", "difference_id"}]),
    "a standup's open runs": (
        lambda tx: run_store.unposted_runs(tx, ACME, StandupId(1)),
        [{"workspace_id", "standup_id"}],
    ),
    "who holds a role": (
        lambda tx: registry.assignments_in_force(tx, ACME, [AreaId(1)], ["pm"], TODAY),
        [{"workspace_id", "area_id"}],
    ),
    "areas by key": (lambda tx: registry.areas_by_key(tx, ACME, ["checkout"]), [{"workspace_id", "key"}]),
}


@pytest.fixture(scope="module")
def many_rows(postgres: Postgres) -> Iterator[str]:
    """A PostgreSQL with so many rows everywhere that reading them all is not the quickest, and which knows it."""
    with postgres.database() as url:
        engine = create_engine(migrations.sync_url(url))
        with engine.begin() as connection:
            fill(connection, ROWS, sparse=True)
            connection.exec_driver_sql("UPDATE standups SET weekdays = '024', read_at = '12:00'")
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        engine.dispose()
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.check)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """SQLite, which has no figures of its own and looks the same whether it is empty or full, and PostgreSQL."""
    if request.param == "sqlite":
        file = tmp_path / "plans.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        opened = Database.connect(f"sqlite:///{file}")
    else:
        opened = Database.connect(request.getfixturevalue("many_rows"))
    yield opened
    await opened.dispose()


@contextmanager
def noted(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are run meanwhile, with their values."""
    found: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        if statement.startswith(("SELECT", "DELETE", "UPDATE")):
            found.append((statement, values))

    engine = database.writer_engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def looks(database: Database, query: Query) -> Plan:
    """How the database would look for the rows of the query's first statement: (place, columns by which it finds them)."""
    with noted(database) as statements:
        async with database.write() as tx:
            await query(tx)
    statement, values = statements[0]
    async with database.write() as tx:
        how: Plan = await tx.run_sync(lambda connection: explain(connection, statement, values))
    return how


def explain(connection: Connection, statement: str, values: Any) -> Plan:
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        told = [row.detail for row in rows if row.detail.startswith(("SEARCH", "SCAN"))]
        return [(line, " ".join(re.findall(r"\((.*)\)", line)).replace("rowid", "id")) for line in told if _reads(line)]
    (plan,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
    return list(scans(plan["Plan"]))


def _reads(line: str) -> bool:
    """Whether a table is read, and not what was found in one."""
    return "CONSTANT ROW" not in line and not re.match(r"SCAN (anon_\d+|\(subquery|\w+_json VIRTUAL TABLE)", line)


def scans(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "Scan" in node["Node Type"] and not node["Node Type"].startswith(("Bitmap Heap", "Subquery", "Function")):
        name = node.get("Index Name") or node.get("Relation Name") or ""
        # An index that holds only the rows that are wanted needs no condition.
        found = node.get("Index Cond", name if name in PARTIAL else "")
        if node.get("Relation Name") != "workspaces":  # of which there are three
            yield (f"{node['Node Type']} {name}", found)
    for inner in node.get("Plans", []):
        yield from scans(inner)


COLUMNS = {column.name for table in migrations.all_tables().tables.values() for column in table.columns} | PARTIAL


def wrong(how: Plan, choices: Sequence[set[str]]) -> list[str]:
    """The places that are found by nothing, or by the workspace alone; all of them when none is found as it has to be."""
    named = {place: set(re.findall(r"\w+", columns)) & COLUMNS for place, columns in how}
    blind = [place for place, columns in named.items() if columns <= {"workspace_id"}]
    good = any(choice <= set().union(*named.values()) for choice in choices)
    return blind if good else list(named)


@pytest.mark.parametrize("name", HOT)
async def test_a_hot_query_finds_its_rows_by_an_index(database: Database, name: str) -> None:
    query, choices = HOT[name]
    how = await looks(database, query)
    assert how
    assert wrong(how, choices) == []


async def test_claiming_goes_by_time_within_one_kind_and_workspace(database: Database) -> None:
    query, _ = HOT["claiming"]
    places = [place for place, _ in await looks(database, query)]
    assert [place for place in places if "ix_due_jobs_workspace_id_kind_due_at" not in place] == []


@pytest.mark.parametrize(
    ("index", "name"),
    [
        ("ix_due_jobs_due_at", "an idle worker's look"),
        ("ix_due_jobs_lease_until", "an idle worker's look"),
        ("ix_due_jobs_parked_at", "what is parked"),
        ("ix_assignments_workspace_id_area_id_role", "who holds a role"),
    ],
)
async def test_an_index_that_is_missing_is_missed(database: Database, index: str, name: str) -> None:
    query, choices = HOT[name]

    async def look(connection: Transaction) -> None:
        await connection.run_sync(lambda one: one.exec_driver_sql(f"DROP INDEX {index}"))
        raise Dropped(await in_one(connection, query))

    with pytest.raises(Dropped) as dropped:
        async with database.write() as tx:
            await look(tx)
    assert wrong(dropped.value.how, choices)


class Dropped(Exception):
    """Carries what was seen out of a transaction that is rolled back, so that the index is there again."""

    def __init__(self, how: Plan) -> None:
        super().__init__()
        self.how = how


async def in_one(tx: Transaction, query: Query) -> Plan:
    """Like `looks`, in a transaction that is open."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append((statement, values))

    await tx.run_sync(lambda connection: event.listen(connection, "before_cursor_execute", note))
    await query(tx)
    statement, values = seen[0]
    how: Plan = await tx.run_sync(lambda connection: explain(connection, statement, values))
    return how
