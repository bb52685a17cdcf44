"""Whether a report shows what was answered: its count, and each member's answers in its thread."""

import re
from collections.abc import Sequence

from bot.ids import WorkspaceId
from bot.simulation.books import Row
from bot.simulation.world import World

ANSWERED = re.compile(r"(\d+) of (\d+) answered")
MARK = re.compile(r"mark\d{6}")
# While one of these is to come, the report may still be about to change.
CHANGES = {"standups.weigh_answers", "standups.update_report", "standups.post_answers", "standups.post_report"}


class Untrue(Exception):
    """A report does not show what was answered."""


def check_report(world: World, workspace_id: WorkspaceId, run_id: int) -> bool:
    """Whether the run's report is out, nothing is about to change it, and it is right. Raises Untrue when it is not."""
    run = world.books.run(workspace_id, run_id)
    if run["archived"] or run["cancelled_at"] is not None:
        return True
    if run["posted_at"] is None or world.books.jobs_of(workspace_id, f"run:{run_id}").keys() & CHANGES:
        return False
    if (run["trouble"] or "").startswith("answers_unknown:"):
        return False  # the thread waits for what the owner says
    links = world.books.links(workspace_id, run_id)
    if any(_is_open(world, link) for link in links):
        return False
    for link in links:
        _check_kept(world, link)
    if run["report_ts"] is not None:
        _check_count(world, run, links)
        for link in links:
            if link["answered_at"] is not None:
                _check_thread(world, run, link)
    return True


def _is_open(world: World, link: Row) -> bool:
    said = world.said.get((link["workspace_id"], link["id"]))
    return said is not None and bool(said.open)


def _check_kept(world: World, link: Row) -> None:
    """What somebody sent off last stands in the database."""
    said = world.said.get((link["workspace_id"], link["id"]))
    if said is None or not said.marks:
        return
    name = f"check-in {link['id']} of {link['workspace_id']}"
    if link["answered_at"] is None:
        raise Untrue(f"{name} was answered, and nothing is kept")
    kept = {text for text in world.books.answers(link["workspace_id"], link["id"]) if MARK.fullmatch(text)}
    expected = {said.marks[-1].text} - {None}
    if kept != expected:
        raise Untrue(f"{name} holds {sorted(kept)} instead of {expected}")


def _check_count(world: World, run: Row, links: Sequence[Row]) -> None:
    posts = world.slack.standing(run["workspace_id"], f"run:{run['id']}")
    if not posts:
        raise Untrue(f"run {run['id']} is called posted, and no report stands in {run['report_channel']}")
    shown = ANSWERED.search(posts[0].text)
    answered = sum(1 for link in links if link["answered_at"] is not None)
    if shown is None or int(shown[1]) != answered:
        raise Untrue(f"the report of run {run['id']} says “{posts[0].text}”, and {answered} answered")


def _check_thread(world: World, run: Row, link: Row) -> None:
    said = world.said.get((link["workspace_id"], link["id"]))
    posts = world.slack.standing(run["workspace_id"], f"answers:{run['id']}:{link['id']}")
    name = f"the answers of check-in {link['id']} under run {run['id']} of {run['workspace_id']}"
    if not posts:
        raise Untrue(f"{name} are missing")
    if said is None or not said.marks:
        return
    shown = set(MARK.findall(posts[-1].words))
    area = said.marks[-1].area_id
    covered = area is None or world.books.covers(run["workspace_id"], link["id"], run["id"], area)
    expected = {said.marks[-1].text} - {None} if covered else set()
    if shown != expected:
        raise Untrue(f"{name} show {sorted(shown)} instead of {expected}")
