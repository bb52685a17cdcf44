"""Faults that can be switched on while everything runs: what a real Slack and a real network do on a bad day."""

import random
from dataclasses import dataclass
from typing import Any

CALL_FAULTS = frozenset({"rate_limited", "server_error", "slow", "cut_before", "cut_after", "refused"})
DELIVERY_FAULTS = frozenset({"doubled", "lost", "slow_delivery"})
USUAL_VALUES = {"rate_limited": 30, "server_error": 503, "slow": 2, "slow_delivery": 2, "refused": "internal_error"}


@dataclass(eq=False)
class Fault:
    """`target`: a method such as chat.postMessage, a kind of delivery such as event, or * for all.

    It strikes a `share` of the chances, at most `times` times. `value` is the seconds of a Retry-After or a delay,
    the HTTP status of a server error, or the error code of a refusal.
    """

    kind: str
    target: str = "*"
    share: float = 1.0
    times: int | None = None
    value: Any = None
    channel: str | None = None
    struck: int = 0

    @property
    def spent(self) -> bool:
        return self.times is not None and self.struck >= self.times


class Faults:
    """The switchboard. Each switch returns its Fault; `clear()` switches everything off."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self.on: list[Fault] = []

    def switch_on(self, kind: str, target: str = "*", **more: Any) -> Fault:
        """Any fault by name; see CALL_FAULTS and DELIVERY_FAULTS. ValueError for a kind that doesn't exist."""
        if kind not in CALL_FAULTS | DELIVERY_FAULTS:
            raise ValueError(f"{kind} is no fault")
        fault = Fault(kind, target, **more)
        if fault.value is None:
            fault.value = USUAL_VALUES.get(kind)
        self.on.append(fault)
        return fault

    def rate_limit(
        self, method: str = "*", *, retry_after: int = 30, share: float = 1.0, times: int | None = None
    ) -> Fault:
        """HTTP 429 with Retry-After, in seconds; the call has no effect."""
        return self.switch_on("rate_limited", method, share=share, times=times, value=retry_after)

    def server_error(
        self, method: str = "*", *, status: int = 503, share: float = 1.0, times: int | None = None
    ) -> Fault:
        """A 5xx without a useful body; the call has no effect."""
        return self.switch_on("server_error", method, share=share, times=times, value=status)

    def slow(self, method: str = "*", *, seconds: float, share: float = 1.0, times: int | None = None) -> Fault:
        """The call takes this much longer, and then succeeds."""
        return self.switch_on("slow", method, share=share, times=times, value=seconds)

    def cut_before(self, method: str = "*", *, share: float = 1.0, times: int | None = None) -> Fault:
        """The connection breaks before the call has had any effect."""
        return self.switch_on("cut_before", method, share=share, times=times)

    def cut_after(self, method: str = "*", *, share: float = 1.0, times: int | None = None) -> Fault:
        """The connection breaks after the call took effect: the app cannot know."""
        return self.switch_on("cut_after", method, share=share, times=times)

    def refuse(
        self, method: str, *, error: str, channel: str | None = None, share: float = 1.0, times: int | None = None
    ) -> Fault:
        """The call answers {"ok": false, "error": error}; only in `channel` when given."""
        return self.switch_on("refused", method, share=share, times=times, value=error, channel=channel)

    def hide_history(self, channel: str | None = None) -> list[Fault]:
        """conversations.history and .replies answer missing_scope, as without the history scopes."""
        methods = ("conversations.history", "conversations.replies")
        return [self.refuse(method, error="missing_scope", channel=channel) for method in methods]

    def double(self, kind: str = "*", *, share: float = 1.0, times: int | None = None) -> Fault:
        """Deliveries of this kind (event, command, block_actions, view_submission …) arrive twice, under one id."""
        return self.switch_on("doubled", kind, share=share, times=times)

    def lose(self, kind: str = "*", *, share: float = 1.0, times: int | None = None) -> Fault:
        """Deliveries of this kind never reach the app; Slack takes them for unanswered."""
        return self.switch_on("lost", kind, share=share, times=times)

    def delay(self, kind: str = "*", *, seconds: float, share: float = 1.0, times: int | None = None) -> Fault:
        """Deliveries of this kind reach the app later."""
        return self.switch_on("slow_delivery", kind, share=share, times=times, value=seconds)

    def switch_off(self, fault: Fault) -> None:
        if fault in self.on:
            self.on.remove(fault)

    def switch_off_kind(self, kind: str) -> None:
        self.on = [one for one in self.on if one.kind != kind]

    def clear(self) -> None:
        self.on.clear()

    def strikes(self, kind: str, target: str, channel: str | None = None) -> Fault | None:
        """The fault of this kind that strikes now, counted as struck."""
        for fault in self.on:
            fits = fault.kind == kind and fault.target in ("*", target) and not fault.spent
            if fits and fault.channel in (None, channel) and self._rng.random() < fault.share:
                fault.struck += 1
                return fault
        return None
