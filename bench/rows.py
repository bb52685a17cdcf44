"""What a measurement says, and the table of them all."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One figure. Without a budget it is there to be known, and is never missed."""

    what: str
    measured: float
    unit: str
    budget: float | None = None
    # Where more is better: the least that is good enough.
    least: float | None = None

    @property
    def ok(self) -> bool:
        return (self.budget is None or self.measured <= self.budget) and (
            self.least is None or self.measured >= self.least
        )

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "ok": self.ok}


def show(rows: Sequence[Row]) -> None:
    """Print the table."""
    table = Table("what", "measured", "budget", "ok")
    for row in rows:
        budget = "" if row.budget is None else f"≤ {row.budget:g} {row.unit}"
        budget = budget if row.least is None else f"≥ {row.least:g} {row.unit}"
        table.add_row(row.what, f"{row.measured:.3g} {row.unit}", budget, "ok" if row.ok else "MISSED")
    Console(width=120).print(table)


def middle(figures: Iterable[float]) -> float:
    """The median of several rounds: one disturbed round does not count."""
    return statistics.median(figures)


def percentile(figures: Sequence[float], share: float) -> float:
    """The figure that `share` of them do not exceed."""
    ordered = sorted(figures)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
