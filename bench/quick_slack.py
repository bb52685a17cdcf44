"""A Slack that answers everything after a set time and does nothing else, so that what is measured is the sender.

`python -m bench.quick_slack MILLISECONDS` serves it on a free port and prints the address; the last line before it ends
says how many calls it heard. The local Slack of bot.playground checks what it is sent and takes ten times as long.
"""

import asyncio
import json
import signal
import sys
from itertools import count

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"


class Answering(asyncio.Protocol):
    """One connection; requests come one after the other."""

    latency = 0.035
    calls = count()

    def __init__(self) -> None:
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        head, found, body = self._heard.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0] or 0)
        if found and len(body) >= length:
            self._heard = body[length:]
            asyncio.get_running_loop().call_later(self.latency, self._answer)

    def _answer(self) -> None:
        number = next(Answering.calls)
        said = {"ok": True, "channel": "D0BENCH", "ts": f"1764000000.{number:06}", "members": []}
        body = json.dumps(said).encode()
        if not self._transport.is_closing():
            self._transport.write(HEAD % (len(body), body))


async def serve(milliseconds: float) -> None:
    Answering.latency = milliseconds / 1000
    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, told.set)
    server = await loop.create_server(Answering, "127.0.0.1", 0)
    print(f"listening (http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/)", flush=True)
    await told.wait()
    print(next(Answering.calls), flush=True)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
