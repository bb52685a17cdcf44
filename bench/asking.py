"""A small HTTP client for signed commands, so that what is measured is the server."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from bot.clock import SystemClock

SECRET = "bench-signing-secret"
WORKSPACE = "T0BENCH"
MOST_SECONDS = 30


@dataclass(frozen=True)
class Asked:
    """How long each request took, in milliseconds, and what came back."""

    took: list[float]
    answers: list[str]

    def share_with(self, names: Sequence[str]) -> float:
        """How many of the answers hold what is expected of them, 0 to 1."""
        return sum(name in answer for name, answer in zip(names, self.answers, strict=True)) / len(names)


async def ask(url: str, texts: Sequence[str], *, at_once: int = 1) -> Asked:
    """Send `/whoowns TEXT` for each text over `at_once` connections that stay open."""
    place = urlsplit(url)
    requests = [(number, _request(place.netloc, place.path, text)) for number, text in enumerate(texts)]
    took, answers = [0.0] * len(texts), [""] * len(texts)
    waiting = iter(requests)

    async def one_connection(waiting: Iterator[tuple[int, bytes]]) -> None:
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        try:
            for number, request in waiting:
                began = time.perf_counter()
                writer.write(request)
                answers[number] = await _answer(reader)
                took[number] = (time.perf_counter() - began) * 1000
        finally:
            writer.close()
            await writer.wait_closed()

    async with asyncio.timeout(MOST_SECONDS), asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(one_connection(waiting))
    return Asked(took, answers)


def command(text: str) -> str:
    """The body of `/whoowns TEXT` as Slack sends it."""
    return urlencode(
        {
            "token": "unused", "team_id": WORKSPACE, "team_domain": "bench", "channel_id": "C0BENCH",
            "channel_name": "general", "user_id": "U00000001", "user_name": "ana", "command": "/whoowns", "text": text,
            "api_app_id": "A0BENCH", "is_enterprise_install": "false", "trigger_id": "1.2.3",
            "response_url": "http://127.0.0.1:9/nowhere",
        }
    )  # fmt: skip


def signed(body: str) -> dict[str, str]:
    """The headers with which Slack proves that it sent `body`."""
    stamp = str(int(SystemClock().now().timestamp()))
    signature = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={signature}",
    }


def _request(host: str, path: str, text: str) -> bytes:
    body = command(text)
    headers = {"host": host, "content-length": str(len(body)), **signed(body)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n{body}".encode()


async def _answer(reader: asyncio.StreamReader) -> str:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    if not head.startswith("http/1.1 200"):
        raise RuntimeError(f"the server answered {head.splitlines()[0]}")
    length = int(head.partition("content-length:")[2].split("\r\n", 1)[0])
    return (await reader.readexactly(length)).decode()
