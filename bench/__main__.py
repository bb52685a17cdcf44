"""`python -m bench`: measures every budget, prints the table, and ends with status 1 when one is missed."""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench import answers, fanout, hands, idle, rebuild, search, startup, weeks, whoowns
from bench.rows import Row, show
from bot.logs import configure_logs

PARTS = ("startup", "idle", "search", "rebuild", "answers", "hands", "whoowns", "fanout", "weeks")


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"only these: {', '.join(PARTS)}")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    parser.add_argument("--long", action="store_true", help="search 100,000 areas as well: another minute or two")
    parser.add_argument("--write", action="store_true", help="count the questions of the hands anew, and end")
    parser.add_argument("--fit", action="store_true", help="print the model of what is about roles, and end")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    if given.write:
        hands.write()
        return
    if given.fit:
        print(", ".join(f"{weight:.2f}" for weight in hands.weights()))
        return
    configure_logs("ERROR")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and files go when it is stopped
    rows = asyncio.run(measure(given.parts or PARTS, long=given.long, say=_quiet if given.json else print))
    if given.json:
        print(json.dumps([row.as_json() for row in rows], indent=2))
    else:
        show(rows)
    sys.exit(0 if all(row.ok for row in rows) else 1)


async def measure(parts: list[str] | tuple[str, ...], *, long: bool, say: Callable[[str], None]) -> list[Row]:
    """The rows of the parts, each part on its own so that none disturbs another."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="rolecall-bench-") as made:
        directory = Path(made)
        ways: dict[str, Callable[[], Awaitable[list[Row]]]] = {
            "startup": lambda: startup.measure(directory),
            "idle": lambda: idle.measure(directory),
            "search": lambda: _search(long=long),
            "rebuild": lambda: rebuild.measure(directory),
            "answers": _answers,
            "hands": lambda: asyncio.to_thread(hands.measure),
            "whoowns": lambda: whoowns.measure(directory),
            "fanout": lambda: fanout.measure(directory),
            "weeks": lambda: asyncio.to_thread(weeks.measure),
        }
        for part in PARTS:
            if part in parts:
                say(f"measuring {part} …")
                rows += await ways[part]()
    return rows


async def _answers() -> list[Row]:
    return answers.measure()


async def _search(*, long: bool) -> list[Row]:
    rows = search.measure(10_000, budget=1.0)
    return rows + (search.measure(100_000, budget=10.0) if long else [])


def _quiet(_line: str) -> None:
    pass


if __name__ == "__main__":
    main()
