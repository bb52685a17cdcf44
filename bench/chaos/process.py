"""`python -m bench.chaos.process serve|worker FILE`: a process of Rolecall's as it is run for real, but for its clock."""

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path

from bench.chaos.story_clock import StoryClock
from bot import processes
from bot.logs import configure_logs
from bot.settings import Settings


def main() -> None:
    """Run until told to stop, or until whoever started this is gone."""
    role, file = sys.argv[1:]
    threading.Thread(target=_end_with_the_story, daemon=True).start()
    settings = Settings()
    configure_logs(settings.log_level)
    run = {"serve": processes.serve, "worker": processes.work}[role]
    try:
        asyncio.run(run(settings, _say, StoryClock(Path(file))))
    except processes.CannotStart as error:
        sys.exit(str(error))


def _end_with_the_story() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
