"""Ids and timestamps that look like Slack's and can be read by people."""

import itertools
import re
from datetime import datetime


def readable_id(prefix: str, *parts: str) -> str:
    """For example U, ACME, ana → U0ACMEANA; at least nine characters."""
    body = re.sub(r"[^A-Z0-9]", "", "".join(parts).upper())
    return f"{prefix}{body.rjust(8, '0')}" if len(body) < 8 else f"{prefix}0{body}"


class Timestamps:
    """Message timestamps: unique and increasing, also while time stands still."""

    def __init__(self) -> None:
        self._last = 0

    def next(self, now: datetime) -> str:
        micros = int(now.timestamp()) * 1_000_000 + now.microsecond
        self._last = max(micros, self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"


class Serials:
    """Numbered ids: Ev0000001A, V0000001A …"""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def next(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers):09d}"
