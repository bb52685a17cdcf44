"""What is worth counting, told to whoever counts: bot.metrics in a process, nobody elsewhere."""


class Observer:
    """Is told what happens as it happens, in names that we gave: never of whom, never in whose words.

    This one forgets it. What overrides it must be quick and must not raise.
    """

    def job_begun(self, kind: str, late_seconds: float) -> None:
        """A job was claimed, so long after it was due."""

    def job_settled(self, kind: str, outcome: str) -> None:
        """`done`, `retried`, `parked`, `released` (let go by a worker that stops) or `lost` (to another worker)."""

    def slack_called(self, method: str, outcome: str, seconds: float) -> None:
        """`ok`, `ratelimited`, `refused` (for good), `failed` (Slack, or the way there) or `unreachable`."""

    def delivered(self, policy: str, outcome: str) -> None:
        """`policy`: once, idempotent, at_most_once; `outcome`: sent, found, dropped or unknown."""

    def request_answered(self, way: str, outcome: str, seconds: float) -> None:
        """A request of Slack's by `http` or `socket` was `acknowledged`, or `failed`."""

    def statement_run(self) -> None:
        """The database was asked something."""


UNOBSERVED = Observer()
