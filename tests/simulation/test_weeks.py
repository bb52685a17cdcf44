"""Simulated weeks: they go well, they can be lived through again, and they notice what is broken on purpose."""

import contextlib
import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner

from bot.cli.simulating import commands
from bot.simulation import event_loop
from bot.simulation.company import BEGINNINGS
from bot.simulation.running import Lived, Plan, Simulation, _empty_database, simulate
from bot.simulation.seeds import live_through, timed
from bot.simulation.telling import lines
from bot.standups import kinds
from tests.simulation import breaking
from tests.simulation.breaking import Break, after, doing, forget, give_up, stumble


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Faults are logged by the thousand."""
    with capture_logs():
        yield


def told(lived: Lived) -> list[object]:
    """What must be the same when the same seed is lived through again."""
    failure = lived.failure and [lived.failure.step, lived.failure.at.isoformat(), lived.failure.what]
    return [lived.steps, lived.digest, lived.counts, failure]


# Together they have clocks that change, a database that goes away, a commit that is not answered, and a kill.
@pytest.mark.parametrize("seed", [2, 4, 6])
def test_weeks_go_well(seed: int) -> None:
    seed_lived = timed(Plan(seed, days=3, teams=2))
    lived = seed_lived.lived
    assert lived.ok, lines(seed_lived)
    assert lived.team_days == 6
    assert lived.counts["reports"] >= 2
    assert lived.counts["answered"] >= 4


def test_what_nobody_could_write_down_may_wait_with_its_workspace_for_slack() -> None:
    lived = timed(Plan(400, days=1, teams=8))
    assert lived.lived.ok, lines(lived)


def test_a_seed_and_its_failure_are_the_same_in_other_processes_whatever_order_sets_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plans = [Plan(8, days=2, teams=2), Plan(2, days=6, teams=2, alter=breaking.hearing_of_nobody_who_leaves)]
    lived = [simulate(plan) for plan in plans]
    monkeypatch.setenv("PYTHONHASHSEED", "4711")
    others = [each.lived for each in live_through(plans, processes=2)]
    assert [told(each) for each in others] == [told(each) for each in lived]
    assert [each.ok for each in lived] == [True, False]
    assert lived[0].counts["fault_database_away"] == 1


def test_the_command_tells_how_to_live_through_it_again() -> None:
    result = CliRunner().invoke(commands, ["--seed", "8", "--days", "1", "--teams", "1", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.output)["replay"] == "rolecall simulate --seed 8 --days 1 --teams 1"


def test_seeds_begin_before_weeks_in_which_clocks_change_in_several_zones() -> None:
    changes = {begins.month for begins in BEGINNINGS}
    assert {3, 4, 9, 10} <= changes


@pytest.mark.parametrize(
    ("alter", "plan", "noticed"),
    [
        (breaking.posting_twice, (3, 4, 1), "was posted twice"),
        (breaking.posting_without_keys, (3, 4, 1), "a message without a key"),
        (breaking.pretending_to_post, (3, 4, 1), "is called posted, and no report stands in"),
        (breaking.updating_nothing, (3, 5, 1), "the answers of check-in .* show"),
        (breaking.resting, (3, 4, 1), "has been due since .*, and nobody holds it"),
        (breaking.writing_nothing_down, (3, 4, 1), "is held although nobody was killed"),
        (breaking.hearing_of_nobody_who_leaves, (2, 6, 2), "was sent to .*, who left"),
        (breaking.keeping_no_answer, (3, 4, 1), "nothing is kept"),
        (doing(kinds.SEND_CHECK_IN, forget), (3, 4, 1), "was not sent, and nobody will"),
        (doing(kinds.POST_REPORT, forget), (3, 4, 1), "nobody will (post|report) it"),
        (doing(kinds.POST_ANSWERS, forget), (3, 4, 1), "are missing"),
        (doing(kinds.UPDATE_REPORT, forget), (6, 5, 1), "the report of run .* says"),
        (doing(kinds.OPEN_RUN, forget), (3, 4, 1), "nobody will report it"),
        (doing(kinds.REFRESH_CHECK_IN, stumble), (3, 4, 1), "failed with KeyError"),
        (doing(kinds.REMIND, give_up), (3, 4, 1), "is parked: no more"),
        (after(kinds.OPEN_RUN, breaking.take_the_next_run_back), (3, 4, 1), "has no next run"),
        (after(kinds.OPEN_RUN, breaking.ask_everybody_at_once), (3, 4, 1), "before it was due"),
        (breaking.taking_all_days_for_one, (3, 5, 1), "was asked twice for"),
    ],
)
def test_what_is_broken_on_purpose_is_noticed(alter: Break, plan: tuple[int, int, int], noticed: str) -> None:
    seed_lived = timed(Plan(*plan, alter=alter))
    lived = seed_lived.lived
    assert lived.failure is not None
    shown = "\n".join(lines(seed_lived))
    assert f"Step {lived.failure.step}, " in shown
    assert "rolecall simulate --seed {} --days {} --teams {}".format(*plan) in shown
    assert re.search(noticed, lived.failure.what), shown


def test_whoever_holds_a_role_and_is_not_asked_is_noticed() -> None:
    lived = simulate(Plan(6, days=6, teams=2, alter=breaking.losing_what_the_registry_says_later()))
    assert lived.failure is not None
    assert "had to be asked for run" in lived.failure.what


LONG_AGO, MUCH_LATER = "2000-01-01 00:00:00.000000", "2100-01-01 00:00:00.000000"


@pytest.mark.parametrize(
    ("left", "posted", "noticed"),
    [
        (
            {"kind": kinds.POST_REPORT, "parked_at": LONG_AGO, "last_error": "it may have been posted"},
            1,
            "still parked",
        ),
        ({"kind": kinds.REMIND, "worker": "somebody", "lease_until": MUCH_LATER}, 1, "has been due since"),
        ({"kind": kinds.POST_REPORT, "due_at": MUCH_LATER}, 0, "was never posted"),
        ({"kind": kinds.UPDATE_REPORT, "due_at": MUCH_LATER}, 1, "was never seen to be right"),
    ],
)
def test_what_is_left_over_in_the_end_is_noticed(
    tmp_path: Path, left: dict[str, str], posted: int, noticed: str
) -> None:
    """A job that nobody did is left behind for the first run, and its report is perhaps not posted."""
    file = tmp_path / "simulation.sqlite"
    file.write_bytes(_empty_database())
    simulation = Simulation(Plan(3, 4, 1), file)
    check_end = simulation._invariants.check_end

    def check_what_is_left(ends: datetime) -> None:
        with contextlib.closing(sqlite3.connect(file)) as books, books:
            first = "SELECT workspace_id, id FROM standup_runs WHERE report_ts IS NOT NULL ORDER BY id LIMIT 1"
            workspace_id, run_id = books.execute(first).fetchone()
            row = {"workspace_id": workspace_id, "subject": f"run:{run_id}", "due_at": LONG_AGO, **left}
            marks = ", ".join("?" for _ in row)
            books.execute(f"INSERT INTO due_jobs ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
            if not posted:
                books.execute("UPDATE standup_runs SET posted_at = NULL WHERE id = ?", [run_id])
        simulation._world.kills.append(ends)  # somebody else may hold what this one does not
        simulation._world.unchecked.add((workspace_id, run_id))
        check_end(ends)

    simulation._invariants.check_end = check_what_is_left  # type: ignore[method-assign]
    lived = event_loop.run(simulation.live())
    assert lived.failure is not None
    assert noticed in lived.failure.what
