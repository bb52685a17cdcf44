"""What may go wrong, in the words of the person who meets it, and what a job says when it cannot go on."""

from datetime import timedelta


class UserError(Exception):
    """Something the person can put right. The message says what happened and what to do next.

    `field` names the block_id of the form's field that is at fault, when there is a form.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(UserError):
    """The person may not do this. The message says who can."""


class NotFound(UserError):
    """What was asked for is not here, or not any more."""


class TryLater(Exception):
    """A job cannot be done now and is due again after `after`.

    `nothing_sent` says that Slack certainly did not act on this attempt (a refused rate, no connection), or only on what may
    be repeated, so the next attempt need not look for what an earlier one may have left behind.
    """

    def __init__(
        self,
        after: timedelta | None = None,
        reason: str = "",
        *,
        nothing_sent: bool = False,
        holds_back: bool = False,
    ) -> None:
        super().__init__(reason)
        self.after = after
        self.reason = reason
        self.nothing_sent = nothing_sent
        self.holds_back = holds_back


class GiveUp(Exception):
    """A job can never be done: it is parked with `reason`, shown to those who can act, and not tried again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotInstalled(GiveUp):
    """Rolecall has no token for the workspace (any more)."""

    def __init__(self) -> None:
        super().__init__("Rolecall is not installed in this workspace")


class Refused(GiveUp):
    """Slack refused a call for good, with its error `code` (`not_in_channel`, `is_archived`, `token_revoked` …)."""

    def __init__(self, method: str, code: str) -> None:
        super().__init__(f"Slack refused {method}: {code}")
        self.code = code


class FateUnknown(GiveUp):
    """A message may or may not have been posted, and Slack will not tell: a person has to look."""
