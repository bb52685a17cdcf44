"""Several seeds: each in a process of its own, as many at a time as there are cores, told in order."""

import gc
import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from bot.logs import configure_logs
from bot.simulation.running import Lived, Plan, simulate


@dataclass(frozen=True)
class Timed:
    """What a seed went through, and how long it took, by the clock and by the processor."""

    lived: Lived
    seconds: float
    cpu_seconds: float


def live_through(plans: Sequence[Plan], processes: int | None = None) -> Iterator[Timed]:
    """Each plan in turn; `processes` at a time, as many as there are cores unless it is said."""
    at_a_time = min(processes or len(os.sched_getaffinity(0)), len(plans))
    if at_a_time <= 1:
        yield from map(timed, plans)
        return
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(at_a_time, spawned, initializer=_quiet) as pool:
        yield from pool.map(timed, plans)


def timed(plan: Plan) -> Timed:
    begun, begun_cpu = time.perf_counter(), time.process_time()
    with _seldom_collected():
        lived = simulate(plan)
    return Timed(lived, time.perf_counter() - begun, time.process_time() - begun_cpu)


def _quiet() -> None:
    configure_logs("CRITICAL")  # faults are what it is for; what is wrong is told by whoever asked


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Nearly nothing goes round in circles; looking for it as often as usual is a tenth of the time."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
