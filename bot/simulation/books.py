"""What stands in the database, read past the app: who checks it should not believe the code that wrote it."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.ids import StandupId

Row = sqlite3.Row


class Books:
    """A connection of its own that only reads. Times are text in UTC, as SQLAlchemy writes them for SQLite."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        self._connection.row_factory = sqlite3.Row

    def close(self) -> None:
        self._connection.close()

    def next_moment(self, after: datetime, waiting: Sequence[str] = ()) -> datetime | None:
        """When the next job is due, or a lease ends; what is due already counts as due now, unless a workspace waits."""
        moments = self._all(
            "SELECT workspace_id, min(CASE WHEN worker IS NULL THEN due_at ELSE lease_until END) AS at"
            " FROM due_jobs WHERE parked_at IS NULL GROUP BY workspace_id, (CASE WHEN worker IS NULL THEN due_at ELSE lease_until END) <= ?",
            text(after),
        )
        found = [(row["workspace_id"], moment(row["at"])) for row in moments]
        return min((at for workspace_id, at in found if at > after or workspace_id not in waiting), default=None)

    def jobs_to_explain(self, now: datetime) -> Sequence[Row]:
        """Jobs that are held, parked, or due by now."""
        return self._all(
            "SELECT * FROM due_jobs WHERE worker IS NOT NULL OR parked_at IS NOT NULL OR due_at <= ? ORDER BY id",
            text(now),
        )

    def jobs_of(self, workspace_id: str, subject: str) -> dict[str, Row]:
        """The jobs of a subject by kind."""
        rows = self._all("SELECT * FROM due_jobs WHERE workspace_id = ? AND subject = ?", workspace_id, subject)
        return {row["kind"]: row for row in rows}

    def every_job(self) -> Sequence[Row]:
        return self._all("SELECT * FROM due_jobs ORDER BY due_at, id")

    def unsent_check_ins(self, now: datetime) -> Sequence[Row]:
        """Check-ins that are due by now, were not sent, and have no reason why."""
        return self._all(
            "SELECT * FROM check_ins WHERE sent_ts IS NULL AND not_sent IS NULL AND due_at <= ? ORDER BY id", text(now)
        )

    def check_in(self, workspace_id: str, check_in_id: int) -> Row | None:
        """A check-in with the Slack id and the zone of its member."""
        return self._maybe(
            "SELECT check_ins.*, members.slack_user_id, members.zone FROM check_ins JOIN members"
            " ON members.workspace_id = check_ins.workspace_id AND members.id = check_ins.member_id"
            " WHERE check_ins.workspace_id = ? AND check_ins.id = ?",
            workspace_id,
            check_in_id,
        )

    def runs_of(self, workspace_id: str, check_in_id: int) -> list[int]:
        """The runs for which a check-in asks and that somebody still wants."""
        rows = self._all(
            "SELECT run_id FROM check_in_runs AS link JOIN standup_runs AS run"
            " ON run.workspace_id = link.workspace_id AND run.id = link.run_id"
            " JOIN standups ON standups.workspace_id = run.workspace_id AND standups.id = run.standup_id"
            " WHERE link.workspace_id = ? AND check_in_id = ? AND cancelled_at IS NULL AND NOT archived"
            " ORDER BY run_id",
            workspace_id,
            check_in_id,
        )
        return [row["run_id"] for row in rows]

    def covers(self, workspace_id: str, check_in_id: int, run_id: int, area_id: int) -> bool:
        """Whether a check-in asks about an area for a run."""
        query = "SELECT 1 FROM check_in_areas WHERE workspace_id = ? AND check_in_id = ? AND run_id = ? AND area_id = ?"
        return self._maybe(query, workspace_id, check_in_id, run_id, area_id) is not None

    def answers(self, workspace_id: str, check_in_id: int) -> list[str]:
        """The texts of a check-in's answers."""
        rows = self._all(
            "SELECT text FROM answers WHERE workspace_id = ? AND check_in_id = ? ORDER BY id", workspace_id, check_in_id
        )
        return [row["text"] for row in rows]

    def next_unsent(self, workspace_id: str, user_id: str) -> Row | None:
        """A member's check-in that has not reached them yet."""
        return self._maybe(
            "SELECT check_ins.* FROM check_ins JOIN members"
            " ON members.workspace_id = check_ins.workspace_id AND members.id = check_ins.member_id"
            " WHERE check_ins.workspace_id = ? AND slack_user_id = ? AND sent_ts IS NULL AND not_sent IS NULL"
            " ORDER BY day LIMIT 1",
            workspace_id,
            user_id,
        )

    def unposted_runs(self) -> Sequence[Row]:
        """Runs that are still to be reported, with whether somebody `opens` and `reports` them."""
        planned = (
            "EXISTS (SELECT 1 FROM due_jobs AS job WHERE job.workspace_id = run.workspace_id"
            " AND job.subject = 'run:' || run.id AND job.kind = ?)"
        )
        return self._all(
            f"SELECT run.*, {planned} AS opens, {planned} AS reports FROM standup_runs AS run"  # noqa: S608 - our own words
            " WHERE posted_at IS NULL AND cancelled_at IS NULL ORDER BY run.id",
            "standups.open_run",
            "standups.post_report",
        )

    def runs_closed(self, after: datetime, until: datetime) -> Sequence[Row]:
        """Runs whose check-ins closed between the two, with the standup's name."""
        return self._all(
            "SELECT run.*, standups.name FROM standup_runs AS run JOIN standups"
            " ON standups.workspace_id = run.workspace_id AND standups.id = run.standup_id"
            " WHERE closes_at > ? AND closes_at <= ? AND cancelled_at IS NULL AND opened_at IS NOT NULL ORDER BY run.id",
            text(after),
            text(until),
        )

    def run(self, workspace_id: str, run_id: int) -> Row:
        """A run with the standup's name, plan and state."""
        return self._one(
            "SELECT run.*, standups.name, standups.zone, standups.read_at, standups.archived, standups.channel_id"
            " FROM standup_runs AS run JOIN standups"
            " ON standups.workspace_id = run.workspace_id AND standups.id = run.standup_id"
            " WHERE run.workspace_id = ? AND run.id = ?",
            workspace_id,
            run_id,
        )

    def links(self, workspace_id: str, run_id: int) -> Sequence[Row]:
        """The check-ins of a run, each with its member's Slack id and what the thread shows of it."""
        return self._all(
            "SELECT check_ins.*, link.thread_ts, link.thread_revision, members.slack_user_id"
            " FROM check_in_runs AS link"
            " JOIN check_ins ON check_ins.workspace_id = link.workspace_id AND check_ins.id = link.check_in_id"
            " JOIN members ON members.workspace_id = check_ins.workspace_id AND members.id = check_ins.member_id"
            " WHERE link.workspace_id = ? AND link.run_id = ? ORDER BY check_ins.id",
            workspace_id,
            run_id,
        )

    def standups_in_use(self) -> Sequence[Row]:
        """Standups with the report that is read next."""
        return self._all(
            "SELECT standups.*, (SELECT max(report_at) FROM standup_runs AS run WHERE run.workspace_id ="
            " standups.workspace_id AND run.standup_id = standups.id AND cancelled_at IS NULL) AS last_report_at"
            " FROM standups WHERE NOT archived ORDER BY id"
        )

    def standup_id(self, workspace_id: str, name: str) -> StandupId:
        row = self._one("SELECT id FROM standups WHERE workspace_id = ? AND name = ?", workspace_id, name)
        return StandupId(row["id"])

    def counts(self) -> dict[str, int]:
        """How many reports were read, and so on: what a simulation went through."""
        row = self._one(
            "SELECT (SELECT count(*) FROM standup_runs WHERE posted_at IS NOT NULL) AS reports,"
            " (SELECT count(*) FROM check_ins WHERE sent_ts IS NOT NULL) AS check_ins,"
            " (SELECT count(*) FROM check_ins WHERE not_sent IS NOT NULL) AS not_sent,"
            " (SELECT count(*) FROM check_ins WHERE reminded_at IS NOT NULL) AS reminders,"
            " (SELECT count(*) FROM check_ins WHERE answered_at IS NOT NULL) AS answered,"
            " (SELECT count(*) FROM differences) AS differences"
        )
        return dict(row)

    def _all(self, query: str, *values: Any) -> Sequence[Row]:
        return self._connection.execute(query, values).fetchall()

    def _maybe(self, query: str, *values: Any) -> Row | None:
        row: Row | None = self._connection.execute(query, values).fetchone()
        return row

    def _one(self, query: str, *values: Any) -> Row:
        row = self._maybe(query, *values)
        if row is None:
            raise LookupError("a row that has to be there")
        return row


def text(at: datetime) -> str:
    """As SQLAlchemy writes times."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def moment(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)
