"""Search alone, without Slack and without a database: building the index, and asking it."""

import time
from datetime import date

from bench.made_up import company
from bench.rows import Row, middle, percentile
from bot.lookup.questions.reading import read
from bot.lookup.rules import decide
from bot.registry.search.snapshot import RegistrySnapshot
from bot.registry.search.text import words
from bot.roles.library import LIBRARY
from bot.roles.rules import RoleBook

TODAY = date(2026, 11, 23)
ROUNDS = 3


def measure(areas: int, budget: float) -> list[Row]:
    """`budget`: milliseconds for half of the questions."""
    asked = company(areas)
    began = time.perf_counter()
    snapshot = RegistrySnapshot(asked.content, RoleBook(LIBRARY))
    built = time.perf_counter() - began
    searched: list[list[float]] = []
    decided: list[list[float]] = []
    for _ in range(ROUNDS):
        searched.append([])
        decided.append([])
        for text, _area in asked.questions:
            said = words(text)
            began = time.perf_counter()
            snapshot.search(said)
            searched[-1].append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            decide(read(text, snapshot.role_names), snapshot, TODAY)
            decided[-1].append((time.perf_counter() - began) * 1000)
    return [
        Row(f"search alone, {areas:,} areas, p50", middle(percentile(one, 0.5) for one in searched), "ms", budget),
        Row(f"search alone, {areas:,} areas, p99", middle(percentile(one, 0.99) for one in searched), "ms"),
        Row(f"sentence to answer, {areas:,} areas, p50", middle(percentile(one, 0.5) for one in decided), "ms"),
        Row(f"building the snapshot, {areas:,} areas", built, "s"),
    ]
