"""How long the terminal and the server take to start, and what the server keeps in memory."""

import subprocess
import sys
import time
from pathlib import Path

from bench.asking import ask
from bench.made_up import company
from bench.rows import Row, middle
from bench.serving import ROOT, fill, local_slack, rolecall

STARTS = 3


async def measure(directory: Path) -> list[Row]:
    """Whole processes, from a warm file cache."""
    help_ = [_seconds([sys.executable, "-m", "bot", "--help"]) for _ in range(5)]
    imports = [_seconds([sys.executable, "-c", "import bot.app"]) for _ in range(STARTS)]
    url = f"sqlite:///{directory / 'startup.sqlite'}"
    small = company(40, questions=200)
    await fill(url, small)
    ready, memory = [], []
    async with local_slack() as slack:
        for _ in range(STARTS):
            async with rolecall(slack, url, directory) as server:
                ready.append(server.ready_after)
                await ask(server.url, [text for text, _ in small.questions])
                memory.append(server.megabytes)
    return [
        Row("rolecall --help", middle(help_), "s", 0.5),
        Row("importing bot.app", middle(imports), "s"),
        Row("rolecall serve, start to ready", middle(ready), "s", 3),
        Row("memory of rolecall serve, 40 areas, 200 questions answered", middle(memory), "MB", 150),
    ]


def _seconds(arguments: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, timeout=30)
    return time.perf_counter() - began
