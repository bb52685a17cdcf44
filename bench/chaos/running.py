"""Rolecall's processes in a story: started, watched, killed."""

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bench.serving import ROOT

START_SECONDS = 60
STOP_SECONDS = 30
LOOK_EVERY_SECONDS = 0.5


@dataclass
class Running:
    """One process. `cpu_seconds`, `megabytes` (the most so far) and `counts` are as last seen: a killed one tells no more."""

    role: str
    process: asyncio.subprocess.Process
    url: str
    cpu_seconds: float = 0
    megabytes: float = 0
    counts: dict[str, float] = field(default_factory=dict)

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def alive(self) -> bool:
        return self.process.returncode is None

    async def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM; the exit status. What does not end by itself is killed."""
        if self.alive:
            self.process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                return await self.process.wait()
        except TimeoutError:
            await self.kill()
            return -signal.SIGKILL


class Processes:
    """All processes of a story, those that are gone too."""

    def __init__(self, settings: Mapping[str, str], directory: Path, clock_file: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ROLECALL_")}
        self._environment = {**kept, **settings, "PYTHONPATH": str(ROOT)}
        self._directory = directory
        self._clock_file = clock_file
        self._session = aiohttp.ClientSession()
        self.all: list[Running] = []

    @property
    def live_pids(self) -> set[int]:
        return {each.pid for each in self.all if each.alive}

    async def start(self, role: str) -> Running:
        """`serve` or `worker`, once it says that it is ready."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bench.chaos.process",
            role,
            str(self._clock_file),
            env=self._environment,
            cwd=self._directory,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=(self._directory / "log").open("ab"),
        )
        assert process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            line = (await process.stdout.readline()).decode()
        found = re.search(r"http://[^/)\s]+", line)
        if found is None:
            log = (self._directory / "log").read_text()[-2000:]
            raise RuntimeError(f"{role} did not start: {line or 'it said nothing'}\n{log}")
        running = Running(role, process, found.group())
        self.all.append(running)
        return running

    async def look(self) -> None:
        """Note what each live process has used and counted."""
        for each in [one for one in self.all if one.alive]:
            with contextlib.suppress(OSError, aiohttp.ClientError, TimeoutError):
                each.cpu_seconds, each.megabytes = _used(each.pid)
                timeout = aiohttp.ClientTimeout(total=3)
                async with self._session.get(f"{each.url}/metrics", timeout=timeout) as page:
                    each.counts = _read_counts(await page.text())

    def counted(self, name: str) -> float:
        """A count of all processes together, over all its labels."""
        return sum(value for each in self.all for full, value in each.counts.items() if full.partition("{")[0] == name)

    @contextlib.asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Look again and again meanwhile; at the end nothing runs any more."""
        watcher = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watcher.cancel()
            await asyncio.gather(*(each.stop() for each in self.all if each.alive), return_exceptions=True)
            await self._session.close()

    async def _watch(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_SECONDS)


def _used(pid: int) -> tuple[float, float]:
    """(seconds of processor time, most megabytes in memory)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    status = Path(f"/proc/{pid}/status").read_text()
    return ticks / os.sysconf("SC_CLK_TCK"), int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _read_counts(page: str) -> dict[str, float]:
    lines = [line.rpartition(" ") for line in page.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}
