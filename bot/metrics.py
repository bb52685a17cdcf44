"""Counting what one process does, for Prometheus to read. Labels name methods, job kinds and outcomes: never people."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.observer import Observer
from bot.schedule.due_jobs import Load

CONTENT_TYPE = CONTENT_TYPE_LATEST
CALL_BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
# From what nobody notices to what spoils a morning.
LATE_BUCKETS = (0.5, 1, 2.5, 5, 15, 60, 300, 900, 3600)
# Slack gives up at 3 s.
REQUEST_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)


class Metrics(Observer):
    """Counts in a registry of its own, so that two in one process do not mix."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        self._late = Histogram(
            "rolecall_job_late_seconds",
            "How long after it was due a job was begun.",
            ["kind"],
            buckets=LATE_BUCKETS,
            registry=registry,
        )
        self._jobs = Counter(
            "rolecall_jobs", "Jobs by how their attempt ended.", ["kind", "outcome"], registry=registry
        )
        self._calls = Histogram(
            "rolecall_slack_call_seconds",
            "Calls of Slack's Web API, by how they ended.",
            ["method", "outcome"],
            buckets=CALL_BUCKETS,
            registry=registry,
        )
        self._deliveries = Counter(
            "rolecall_deliveries",
            "Messages by policy and by what became of them.",
            ["policy", "outcome"],
            registry=registry,
        )
        self._requests = Histogram(
            "rolecall_request_seconds",
            "Requests of Slack's, from when they came in to their acknowledgement.",
            ["way", "outcome"],
            buckets=REQUEST_BUCKETS,
            registry=registry,
        )
        self._statements = Counter("rolecall_statements", "Statements sent to the database.", registry=registry)
        self._up = self._gauge("database_up", "1 when the database answered this scrape.")
        self._due = self._gauge("jobs_due", "Jobs that are due and that no worker holds, of all processes.")
        self._lag = self._gauge("jobs_lag_seconds", "How long the oldest of them has been due.")
        self._held = self._gauge("jobs_held", "Jobs that a worker holds now, of all processes.")
        self._parked = self._gauge("jobs_parked", "Jobs that wait for a person.")

    def _gauge(self, name: str, help_text: str) -> Gauge:
        return Gauge(f"rolecall_{name}", help_text, registry=self._registry)

    def job_begun(self, kind: str, late_seconds: float) -> None:
        self._late.labels(kind).observe(max(late_seconds, 0))

    def job_settled(self, kind: str, outcome: str) -> None:
        self._jobs.labels(kind, outcome).inc()

    def slack_called(self, method: str, outcome: str, seconds: float) -> None:
        self._calls.labels(method, outcome).observe(seconds)

    def delivered(self, policy: str, outcome: str) -> None:
        self._deliveries.labels(policy, outcome).inc()

    def request_answered(self, way: str, outcome: str, seconds: float) -> None:
        self._requests.labels(way, outcome).observe(seconds)

    def statement_run(self) -> None:
        self._statements.inc()

    def page(self, load: Load | None) -> bytes:
        """All counts as text. `load` is what the database holds now; None when it is away, and then says nothing new."""
        self._up.set(load is not None)
        if load is not None:
            self._due.set(load.due)
            self._lag.set(load.lag.total_seconds())
            self._held.set(load.held)
            self._parked.set(load.parked)
        return generate_latest(self._registry)

    def names(self) -> Iterator[str]:
        """The names of what Rolecall itself counts, as a scrape shows them."""
        for family in self._registry.collect():
            if family.name.startswith("rolecall_"):
                yield f"{family.name}_total" if family.type == "counter" else family.name
