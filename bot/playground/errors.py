"""How the local Slack refuses: an app's call, with Slack's own code, or something a person cannot do."""

from typing import Any


class SlackError(Exception):
    """A Web API answer `{"ok": false, "error": code, ...extra}`."""

    def __init__(self, code: str, *, messages: list[str] | None = None, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.body: dict[str, Any] = {"ok": False, "error": code, **extra}
        if messages:
            self.body["response_metadata"] = {"messages": messages}


class CannotDo(Exception):
    """Slack's own screen would not let this person do that: no such button, not a member, nothing open."""
