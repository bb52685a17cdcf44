"""`python -m bench.chaos`: a bad morning on PostgreSQL and on SQLite, counted; ends with status 1 when anything was lost."""

import argparse
import asyncio
import contextlib
import json
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.chaos import truth
from bench.chaos.running import Processes
from bench.chaos.stored import Stored, stored
from bench.chaos.story import Story, at
from bench.chaos.story_clock import StoryClock
from bench.chaos.town import Size, move_in, settle_in
from bench.chaos.truth import Tally
from bot.app import unconnected_routes, use_cases
from bot.database import Database
from bot.logs import configure_logs
from bot.lookup.snapshots import Snapshots
from bot.playground import LocalSlack
from bot.slack.manifest import manifest
from bot.workspaces.secrets import Cipher

KINDS = ("postgresql", "sqlite")
FULL, SHORT = Size(workspaces=20, teams=5), Size(workspaces=2, teams=1)
AWAY_SECONDS, SHORTLY_AWAY_SECONDS = 30.0, 3.0
WITHIN_SECONDS = 1_200.0
KEY = "a key for one bad morning"


@dataclass(frozen=True)
class Verdict:
    """What became of everything on one database; `first` before, `last` after the owners were asked."""

    database: str
    people: int
    first: list[Tally]
    last: list[Tally]
    told_away: tuple[int, int]
    seconds: float
    cpu_seconds: float
    sends: float
    statements_per_send: float
    megabytes: float

    @property
    def ok(self) -> bool:
        known = all(each.ok for each in [*self.first, *self.last]) and not any(_open_questions(self.last))
        return known and self.told_away[0] == self.told_away[1]


def _open_questions(tallies: list[Tally]) -> Iterator[int]:
    return (each.unknown for each in tallies if not each.what.startswith("at most once"))


def main() -> None:
    """Read the arguments, play, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("databases", nargs="*", metavar="DATABASE", help=f"only these: {', '.join(KINDS)}")
    parser.add_argument("--short", action="store_true", help="few people and a short outage: for every check")
    parser.add_argument("--teams", type=int, default=FULL.teams, help="in each of 20 workspaces; 20 people each")
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    given = parser.parse_args()
    if unknown := set(given.databases) - set(KINDS):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    configure_logs("ERROR")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that processes and files go when it is stopped
    verdicts = asyncio.run(_all(given))
    if given.json:
        print(json.dumps([{**asdict(each), "ok": each.ok} for each in verdicts], indent=2))
    else:
        for each in verdicts:
            _show(each)
    sys.exit(0 if all(each.ok for each in verdicts) else 1)


async def _all(given: argparse.Namespace) -> list[Verdict]:
    def saying(kind: str) -> Callable[[str], None]:
        began = time.perf_counter()
        return lambda line: (
            None if given.json else print(f"{kind:11}{time.perf_counter() - began:4.0f} s  {line}", flush=True)
        )

    size, away = (SHORT, SHORTLY_AWAY_SECONDS) if given.short else (replace(FULL, teams=given.teams), AWAY_SECONDS)
    kinds = given.databases or KINDS
    if given.short:
        return await asyncio.gather(*(_one(kind, size, away, given.seed, saying(kind)) for kind in kinds))
    return [await _one(kind, size, away, given.seed, saying(kind)) for kind in kinds]


async def _one(kind: str, size: Size, away: float, seed: int, say: Callable[[str], None]) -> Verdict:
    with _directory() as directory:
        clock = StoryClock(directory / "clock")
        async with asyncio.timeout(WITHIN_SECONDS), stored(kind, directory) as where:
            asked_for = manifest(unconnected_routes(), optional_scopes=True)
            async with LocalSlack(asked_for, time=clock, seed=seed) as slack:
                return await _play(slack, clock, where, size, away, seed, directory, say)


@contextlib.contextmanager
def _directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="rolecall-chaos-", ignore_cleanup_errors=True) as made:
        # PostgreSQL runs as another user when this is root, and has to reach its own folder.
        Path(made).chmod(0o755)
        yield Path(made)


async def _play(
    slack: LocalSlack,
    clock: StoryClock,
    where: Stored,
    size: Size,
    away: float,
    seed: int,
    directory: Path,
    say: Callable[[str], None],
) -> Verdict:
    clock.leap_to(at(9))
    move_in(slack, size)
    database = Database.connect(where.url)
    processes = Processes(settings_of(slack, where.url), directory, directory / "clock")
    began = time.perf_counter()
    try:
        does = use_cases(database, clock, Snapshots(database), Cipher(KEY))
        await settle_in(does, slack, size, seed)
        story = Story(slack, clock, database, where, processes, size, away, seed, say)
        async with processes.watched():
            await story.tell()
            first = await _tallies(story)
            await story.owners_decide()
            last = await _tallies(story)
            await processes.look()
        assert story.fan_out is not None
        return Verdict(
            database=where.url.partition(":")[0],
            people=size.people,
            first=first,
            last=last,
            told_away=story.told_away,
            seconds=time.perf_counter() - began,
            cpu_seconds=sum(each.cpu_seconds for each in processes.all),
            sends=processes.counted("rolecall_deliveries_total"),
            statements_per_send=story.fan_out.statements / max(story.fan_out.sends, 1),
            megabytes=max(each.megabytes for each in processes.all),
        )
    finally:
        await database.dispose()


def settings_of(slack: LocalSlack, database_url: str) -> dict[str, str]:
    """With which settings Rolecall's processes run in a story."""
    return {
        "ROLECALL_SLACK_SIGNING_SECRET": slack.signing_secret,
        "ROLECALL_SLACK_API_URL": slack.api_url,
        "ROLECALL_DATABASE_URL": database_url,
        "ROLECALL_ENCRYPTION_KEY": KEY,
        "ROLECALL_PORT": "0",
        "ROLECALL_WORKER_PORT": "0",
        "ROLECALL_LOG_LEVEL": "WARNING",
    }


async def _tallies(story: Story) -> list[Tally]:
    found = await truth.find(story.slack, story.database, story.clock.now())
    found += [truth.of_direct_messages(story.asked_in_dm), await truth.of_updates(story.slack, story.database)]
    found += [truth.of_mentions(story.asked_in_channel), await truth.of_parked_jobs(story.database)]
    return found + ([story.choices] if story.choices else [])


def _show(verdict: Verdict) -> None:
    table = Table(
        "what",
        "expected",
        "lost",
        "twice",
        "fate unknown",
        "last after due",
        "ok",
        title=f"{verdict.people:,} people, {verdict.database}",
    )
    for before, after in zip(verdict.first, verdict.last, strict=True):
        late = "" if before.late is None else f"{before.late:.1f} s"
        unknown = f"{before.unknown}" + (f", then {after.unknown}" if before.unknown != after.unknown else "")
        ok = "ok" if before.ok and after.ok else "WRONG"
        table.add_row(before.what, f"{before.expected:,}", str(after.lost), str(after.twice), unknown, late, ok)
    console = Console(width=120)
    console.print(table)
    for wrong in dict.fromkeys(one for each in [*verdict.first, *verdict.last] for one in each.about):
        console.print(wrong)
    told, asked = verdict.told_away
    if asked:
        console.print(f"told in a sentence while the database was away: {told} of {asked}")
    console.print(
        f"{verdict.seconds:.0f} s in all; {verdict.cpu_seconds:.1f} s of processor time for {verdict.sends:,.0f} deliveries "
        f"({verdict.cpu_seconds / max(verdict.sends, 1) * 1000:.1f} ms each); "
        f"{verdict.statements_per_send:.1f} statements a check-in; {verdict.megabytes:.0f} MB in the largest process"
    )


if __name__ == "__main__":
    main()
