"""What must be true after every step, whatever went wrong before it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.simulation.books import Row, moment
from bot.simulation.reports import check_report
from bot.simulation.slack import Post
from bot.simulation.world import World

# A job that Slack or the database hindered is tried again: this long after it was due it must have come through.
PATIENCE = timedelta(hours=1)
# What changes later than this before a run closes, or has been reported, need not be followed any more.
LATEST_CHANGE = timedelta(hours=2)
# When a member in their own zone is asked: their hour, or in the afternoon of the day before.
HOURS = {"09:30", "15:00"}
# What keeps a job waiting for a person, by its kind.
EXPECTED_PARKED = {
    "standups.post_report": re.compile(r"it may have been posted.*|Slack refused chat\.postMessage: is_archived"),
    "standups.post_answers": re.compile(
        r"it may have been posted.*|Slack refused chat\.(postMessage: is_archived|update: is_inactive)"
    ),
    "standups.update_report": re.compile(r"Slack refused chat\.update: is_inactive"),
}
NAME_OF_AN_EXCEPTION = re.compile(r"\w+")


class Broken(Exception):
    """Something is not as it must be."""


@dataclass
class Seen:
    """How far the checks have come, and what they counted."""

    posts: int = 0
    until: datetime | None = None


class Invariants:
    """Checks what stands in Slack and in the database against what really happened."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._seen = Seen()
        self._days: set[tuple[str, str, str]] = set()
        # Check-ins that are due and not sent, since when that is so.
        self._waiting: dict[tuple[str, int], datetime] = {}

    def check(self) -> None:
        """After a step: raises Broken with the first thing that is wrong."""
        now = self._world.clock.now()
        self._every_job_is_accounted_for(now)
        for post in self._world.slack.posts[self._seen.posts :]:
            self._stands_once(post)
            if post.reader is not None:
                self._reaches_somebody_who_is_there(post)
            if post.key.startswith("check_in:"):
                self._is_the_only_one_of_its_day(post)
        self._seen.posts = len(self._world.slack.posts)
        self._every_check_in_was_sent(now)
        self._every_run_goes_on(now)
        self._everybody_was_asked(now)
        for workspace_id, run_id in sorted(self._world.unchecked):
            if check_report(self._world, workspace_id, run_id):
                self._world.unchecked.discard((workspace_id, run_id))

    def check_end(self, ends: datetime) -> None:
        """When nobody has done anything for a day and nothing went wrong: nothing may be left over."""
        self.check()
        for job in self._world.books.every_job():
            if job["parked_at"] is not None:
                raise Broken(f"{_name(job)} is still parked: {job['last_error']}")
            if job["due_at"] < str(ends):
                raise Broken(f"{_name(job)} has been due since {job['due_at']}")
        for run in self._world.books.unposted_runs():
            if moment(run["report_at"]) < ends:
                raise Broken(f"the report of run {run['id']} was never posted")
        for workspace_id, run_id in sorted(self._world.unchecked):
            if moment(self._world.books.run(workspace_id, run_id)["report_at"]) < ends:
                raise Broken(f"the report of run {run_id} of {workspace_id} was never seen to be right")

    def counts(self) -> dict[str, int]:
        return {**self._world.books.counts(), "posts": len(self._world.slack.posts), "calls": self._world.slack.calls}

    def _every_job_is_accounted_for(self, now: datetime) -> None:
        for job in self._world.books.jobs_to_explain(now):
            error = job["last_error"] or ""
            if NAME_OF_AN_EXCEPTION.fullmatch(error):
                raise Broken(f"{_name(job)} failed with {error}")
            if job["parked_at"] is not None:
                expected = EXPECTED_PARKED.get(job["kind"])
                if expected is None or not expected.fullmatch(error):
                    raise Broken(f"{_name(job)} is parked: {error}")
            elif self._world.faults.waits.get(job["workspace_id"], now) > now and not _is_held(job, now):
                continue  # the workspace waits as long as Slack asked it to
            elif job["worker"] is None:
                raise Broken(f"{_name(job)} has been due since {job['due_at']}, and nobody holds it")
            elif not _is_held(job, now):
                raise Broken(f"{_name(job)} is held by nobody, and its lease is over")
            elif not self._world.kills and not self._world.faults.database_failed:
                raise Broken(f"{_name(job)} is held although nobody was killed")

    def _stands_once(self, post: Post) -> None:
        if not post.key:
            raise Broken(f"a message without a key in {post.channel_id}: {post.text}")
        vouched = (post.workspace_id, post.key) in self._world.vouched
        if len(self._world.slack.standing(post.workspace_id, post.key)) > 1 and not vouched:
            raise Broken(f"{post.key} was posted twice")

    def _reaches_somebody_who_is_there(self, post: Post) -> None:
        if post.reader is None:
            return
        human = self._world.company.by_user(post.workspace_id, post.reader)
        if human.told_gone_at is not None and post.at > human.told_gone_at:
            raise Broken(f"{post.key} was sent to {human.user_id}, who left at {human.told_gone_at}")

    def _is_the_only_one_of_its_day(self, post: Post) -> None:
        check_in = self._world.books.check_in(post.workspace_id, int(post.key.partition(":")[2]))
        if check_in is None or check_in["slack_user_id"] != post.reader:
            raise Broken(f"{post.key} was sent to {post.reader}, whose it is not")
        day = (post.workspace_id, str(post.reader), check_in["day"])
        if day in self._days:
            raise Broken(f"{post.reader} was asked twice for {check_in['day']}")
        self._days.add(day)
        at = moment(check_in["due_at"]).astimezone(ZoneInfo(check_in["zone"]))
        if f"{at:%H:%M}" not in HOURS or at.weekday() > 4:
            raise Broken(f"{post.key} was due at {at:%A %H:%M} in {check_in['zone']}")
        if post.at < moment(check_in["due_at"]):
            raise Broken(f"{post.key} was sent at {post.at}, before it was due")

    def _every_check_in_was_sent(self, now: datetime) -> None:
        waiting: dict[tuple[str, int], datetime] = {}
        for check_in in self._world.books.unsent_check_ins(now):
            named = (check_in["workspace_id"], check_in["id"])
            waiting[named] = self._waiting.get(named, now)
            name = f"check-in {check_in['id']} of {check_in['workspace_id']}"
            since = waiting[named]
            jobs = self._world.books.jobs_of(check_in["workspace_id"], f"check_in:{check_in['id']}")
            if "standups.send_check_in" not in jobs:
                raise Broken(f"{name} was due at {check_in['due_at']}, was not sent, and nobody will")
            if now > since + PATIENCE and not self._world.faults.excuse(since, now) and not self._recent(now):
                raise Broken(f"{name} was due at {check_in['due_at']}, and is still not sent")
        self._waiting = waiting

    def _recent(self, now: datetime) -> bool:
        """Whether somebody was killed so lately that a lease may still hold what they did."""
        return any(now - at < PATIENCE for at in self._world.kills[-3:])

    def _every_run_goes_on(self, now: datetime) -> None:
        ahead: set[tuple[str, int]] = set()
        for run in self._world.books.unposted_runs():
            report_at = moment(run["report_at"])
            if report_at > now:
                ahead.add((run["workspace_id"], run["standup_id"]))
            if not run["opens"] and not run["reports"]:
                raise Broken(f"run {run['id']} of {run['workspace_id']} is open, and nobody will report it")
            if report_at < now and not run["reports"]:
                raise Broken(f"the report of run {run['id']} was due at {report_at}, and nobody will post it")
        for standup in self._world.books.standups_in_use():
            coming = (standup["workspace_id"], standup["id"]) in ahead
            if not coming and moment(standup["last_report_at"]) <= now:
                raise Broken(f"{standup['name']} of {standup['workspace_id']} has no next run")

    def _everybody_was_asked(self, now: datetime) -> None:
        """When the check-ins of a run close, they had been for all who hold a role of the team, and for nobody else."""
        since, self._seen.until = self._seen.until or now, now
        teams = {(team.workspace_id, team.name): team for team in self._world.company.teams}
        for run in self._world.books.runs_closed(since, now):
            team = teams[run["workspace_id"], run["name"]]
            ends = moment(run["closes_at"] if run["posted_at"] is None else min(run["closes_at"], run["posted_at"]))
            if team.changed_at is not None and team.changed_at > ends - LATEST_CHANGE:
                continue
            links = self._world.books.links(run["workspace_id"], run["id"])
            asked = {link["slack_user_id"] for link in links}
            kept = {link["slack_user_id"] for link in links if link["answered_at"] is not None}
            held = {self._world.company.humans[team.workspace_id, key].user_id for key in team.members()}
            if held - asked:
                raise Broken(f"{', '.join(sorted(held - asked))} had to be asked for run {run['id']}, and was not")
            if asked - kept - held:
                raise Broken(f"{', '.join(sorted(asked - kept - held))} was asked for run {run['id']} for no reason")


def _is_held(job: Row, now: datetime) -> bool:
    """Whether a worker, living or dead, has it so that no other may take it."""
    return job["worker"] is not None and moment(job["lease_until"]) > now


def _name(job: Row) -> str:
    return f"{job['kind']} {job['subject']} of {job['workspace_id']}"
