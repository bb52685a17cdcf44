"""What the local Slack holds, compared with what the database says had to be there."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from bench.chaos.people import Asked, key_of
from bot.database import Database
from bot.playground import LocalSlack
from bot.schedule.tables import due_jobs
from bot.standups.check_ins.tables import check_in_runs, check_ins
from bot.standups.reports.tables import difference_notices
from bot.standups.rules import ANSWERS_UNKNOWN, FATE_UNKNOWN, REMINDER_BEFORE_CLOSE
from bot.standups.tables import standup_runs

Key = tuple[str, str]


@dataclass(frozen=True)
class Tally:
    """One sort of message. `unknown`: Slack will not tell, or at most once was meant.

    `late`: seconds after it was due.
    """

    what: str
    expected: int
    lost: int
    twice: int
    unknown: int = 0
    late: float | None = None
    # Which ones are wrong, to look into.
    about: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not (self.lost or self.twice)


@dataclass(frozen=True)
class Truth:
    """Every key that stands in the local Slack, how often, and since when (seconds); and the database's rows."""

    times: Counter[Key]
    since: Mapping[Key, float]
    unknown: frozenset[Key] = frozenset()

    def tally(self, what: str, due: Mapping[Key, datetime | None], *, prefix: str) -> Tally:
        """What had to be sent with these keys. A key that begins with `prefix` and nobody asked for counts as twice."""
        stray = [key for key in self.times if key[1].startswith(prefix) and key not in due]
        late = [self.since[key] - at.timestamp() for key, at in due.items() if at is not None and key in self.since]
        lost = [key for key in due if not self.times[key] and key not in self.unknown]
        twice = [key for key in due if self.times[key] > 1]
        return Tally(
            what,
            expected=len(due),
            lost=len(lost),
            twice=sum(self.times[key] - 1 for key in twice) + len(stray),
            about=tuple(" ".join(key) for key in (*lost, *twice, *stray)),
            unknown=sum(key in self.unknown for key in due),
            late=max(late, default=None),
        )


async def find(slack: LocalSlack, database: Database, now: datetime) -> list[Tally]:
    """Check-ins, reminders, reports, full answers in threads, and private words about a difference."""
    async with database.read() as tx:
        asked = await tx.all(select(check_ins).where(check_ins.c.not_sent.is_(None), check_ins.c.due_at <= now))
        runs = await tx.all(select(standup_runs).where(standup_runs.c.opened_at.is_not(None)))
        links = await tx.all(select(check_in_runs))
        notices = await tx.all(select(difference_notices))
    truth = read(slack)
    truth = replace(truth, unknown=_unknown(truth, runs, links))
    reported = [row for row in runs if row.report_at <= now and row.cancelled_at is None]
    answered = {(row.workspace_id, row.id) for row in asked if row.answered_at is not None}
    # Where the owner said that the report is there, nobody knows its thread.
    in_threads = {(row.workspace_id, row.id) for row in reported if row.report_ts is not None}
    threads = {
        (row.workspace_id, f"answers:{row.run_id}:{row.check_in_id}"): None
        for row in links
        if (row.workspace_id, row.check_in_id) in answered and (row.workspace_id, row.run_id) in in_threads
    }
    return [
        truth.tally("check-ins", {_key(row, "check_in"): row.due_at for row in asked}, prefix="check_in:"),
        truth.tally(
            "reminders",
            {_key(row, "reminder"): _reminded(row) for row in asked if _is_reminded(row)},
            prefix="reminder:",
        ),
        truth.tally("reports", {_key(row, "run"): row.report_at for row in reported}, prefix="run:"),
        truth.tally("full answers in threads", threads, prefix="answers:"),
        truth.tally(
            "words about a difference", {_key(row, "difference"): None for row in notices}, prefix="difference:"
        ),
    ]


def read(slack: LocalSlack) -> Truth:
    times: Counter[Key] = Counter()
    since: dict[Key, float] = {}
    for workspace in slack.workspaces.values():
        for message in (one for held in workspace.messages.values() for one in held):
            if (key := key_of(message)) is not None:
                times[workspace.id, key] += 1
                since.setdefault((workspace.id, key), float(message.ts))
    return Truth(times, since)


def _unknown(truth: Truth, runs: Iterable[Row[Any]], links: Iterable[Row[Any]]) -> frozenset[Key]:
    """What an owner has been asked about; further answers of that thread wait for what they say."""
    asked = {(row.workspace_id, row.id): _asked_about(row) for row in runs if _asked_about(row)}
    behind = {
        (row.workspace_id, f"answers:{row.run_id}:{row.check_in_id}")
        for row in links
        if asked.get((row.workspace_id, row.run_id), "").startswith("answers:")
    }
    waiting = {key for key in behind if not truth.times[key]}
    return frozenset(waiting | {(workspace_id, about) for (workspace_id, _), about in asked.items()})


async def of_parked_jobs(database: Database) -> Tally:
    """Nothing is parked but what an owner has been asked about."""
    asked = {(workspace_id, f"run:{run_id}") for workspace_id, run_id, _ in await open_questions(database)}
    async with database.read() as tx:
        parked = await tx.all(select(due_jobs).where(due_jobs.c.parked_at.is_not(None)))
    wrong = [
        f"{row.workspace_id} {row.kind} {row.subject} is parked: {row.last_error}"
        for row in parked
        if (row.workspace_id, row.subject) not in asked
    ]
    return Tally("parked for another reason", 0, len(wrong), 0, about=tuple(wrong))


async def open_questions(database: Database) -> list[tuple[str, int, str]]:
    """(workspace, run, key) of what an owner has been asked about, because Slack does not tell whether it was posted."""
    async with database.read() as tx:
        runs = await tx.all(select(standup_runs).where(standup_runs.c.trouble.is_not(None)))
    return [(row.workspace_id, row.id, _asked_about(row)) for row in runs if _asked_about(row)]


def _asked_about(run: Row[Any]) -> str:
    if run.trouble == FATE_UNKNOWN:
        return f"run:{run.id}"
    whose = (run.trouble or "").partition(ANSWERS_UNKNOWN)[2].partition(":")[0]  # after it, which version it was
    return f"answers:{run.id}:{whose}" if whose else ""


def _key(row: Row[Any], prefix: str) -> Key:
    return row.workspace_id, f"{prefix}:{row.id}"


def _reminded(row: Row[Any]) -> datetime:
    at: datetime = row.closes_at - REMINDER_BEFORE_CLOSE
    return at


def _is_reminded(row: Row[Any]) -> bool:
    """Who had not answered when it was time."""
    return row.answered_at is None or row.answered_at > _reminded(row)


def of_direct_messages(asked: Iterable[Asked]) -> Tally:
    """Each question in a DM is answered once, in its thread."""
    found = [_answers(one) for one in asked]
    return Tally("answers to DMs", len(found), lost=found.count(0), twice=sum(max(one - 1, 0) for one in found))


def _answers(asked: Asked) -> int:
    held = asked.person.workspace.messages[asked.where]
    return sum(one.bot_id is not None and one.thread_ts == asked.ts for one in held)


def of_mentions(asked: Iterable[Asked]) -> Tally:
    """Each mention is answered at most once, for the asker alone; what was dropped counts as unknown, not as lost."""
    asked = list(asked)
    found = [_whispers(one) for one in asked]
    twice = sum(max(one - 1, 0) for one in found)
    return Tally("at most once: mentions", len(found), lost=0, twice=twice, unknown=found.count(0))


def _whispers(asked: Asked) -> int:
    held = asked.person.workspace.messages[asked.where]
    return sum(one.bot_id is not None and one.visible_to == asked.person.id for one in held)


def of_choices(slack: LocalSlack, workspaces: Iterable[str]) -> Tally:
    """One card a workspace, replaced at most once by its response_url. Ask soon: the journal is bounded."""
    replaced = Counter(
        call.workspace for call in slack.calls_of("response_url") if call.ok and call.request.get("replace_original")
    )
    found = [replaced[each] for each in workspaces]
    twice = sum(max(one - 1, 0) for one in found)
    return Tally("at most once: response_url", len(found), lost=0, twice=twice, unknown=found.count(0))


async def of_updates(slack: LocalSlack, database: Database) -> Tally:
    """Idempotent: every answered check-in and every report shows what is true now."""
    async with database.read() as tx:
        asked = await tx.all(
            select(check_ins).where(check_ins.c.answered_at.is_not(None), check_ins.c.sent_ts.is_not(None))
        )
        runs = await tx.all(select(standup_runs).where(standup_runs.c.report_ts.is_not(None)))
        links = await tx.all(select(check_in_runs))
    answered = {(row.workspace_id, row.id) for row in asked}
    per_run = Counter(
        (row.workspace_id, row.run_id) for row in links if (row.workspace_id, row.check_in_id) in answered
    )
    wrong = []
    for row in asked:
        message = slack.workspaces[row.workspace_id].find(row.sent_channel, row.sent_ts)
        if message is None or "answered" not in message.words:
            wrong.append(f"{row.workspace_id} check_in:{row.id} shows: {message.text if message else 'nothing'}")
    for row in runs:
        message = slack.workspaces[row.workspace_id].find(row.report_channel, row.report_ts)
        number = per_run[row.workspace_id, row.id]
        if message is None or f"{number} of " not in message.text:
            wrong.append(
                f"{row.workspace_id} run:{row.id}, {number} answered, shows: {message.text if message else ''}"
            )
    return Tally("idempotent: updates shown", len(asked) + len(runs), len(wrong), twice=0, about=tuple(wrong))
