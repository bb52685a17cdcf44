"""Delivery by HTTP: signed POSTs to the app's request URL."""

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.playground.deliveries import NotAnswered
from bot.playground.journal import Delivery
from bot.playground.time_machine import RealTime

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"


class SignedHttp:
    """Signatures carry the wall clock's time, never the time machine's: the app checks them against its own clock."""

    def __init__(self, url: str, signing_secret: str, session: aiohttp.ClientSession) -> None:
        self._url = url
        self._secret = signing_secret
        self._session = session

    async def hand_over(self, delivery: Delivery) -> Any:
        body, content_type = _encoded(delivery)
        headers = self._signed(body) | {"content-type": content_type}
        if delivery.attempt:
            headers |= {
                "x-slack-retry-num": str(delivery.attempt),
                "x-slack-retry-reason": delivery.reason or "http_error",
            }
        try:
            async with self._session.post(self._url, data=body, headers=headers) as response:
                text = await response.text()
        except aiohttp.ClientError as error:
            raise NotAnswered("dispatch_failed", "connection_failed", "unreachable") from error
        if response.status != 200:
            retry = response.headers.get("x-slack-no-retry") != "1"
            code = "http_client_error" if response.status < 500 else "http_service_error"
            raise NotAnswered(code, "http_error", retry=retry)
        return _decoded(text, response.headers.get("content-type", ""))

    async def verify(self, token: str) -> bool:
        """Slack's url_verification: does the address answer with the challenge?"""
        challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
        body = json.dumps({"token": token, "challenge": challenge, "type": "url_verification"}).encode()
        headers = self._signed(body) | {"content-type": _JSON}
        try:
            async with self._session.post(self._url, data=body, headers=headers) as response:
                text = await response.text()
        except aiohttp.ClientError:
            return False
        answer = _decoded(text, response.headers.get("content-type", ""))
        return response.status == 200 and challenge in (
            answer,
            answer.get("challenge") if isinstance(answer, dict) else None,
        )

    def _signed(self, body: bytes) -> dict[str, str]:
        stamp = str(int(RealTime().now().timestamp()))
        base = b"v0:" + stamp.encode() + b":" + body
        signature = hmac.new(self._secret.encode(), base, hashlib.sha256).hexdigest()
        return {
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": f"v0={signature}",
            "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }


def _encoded(delivery: Delivery) -> tuple[bytes, str]:
    if delivery.kind == "event":
        return json.dumps(delivery.payload).encode(), _JSON
    if delivery.kind == "command":
        return urlencode(delivery.payload).encode(), _FORM
    return urlencode({"payload": json.dumps(delivery.payload)}).encode(), _FORM


def _decoded(text: str, content_type: str) -> Any:
    if not text:
        return None
    if content_type.startswith(_JSON):
        try:
            return json.loads(text)
        except ValueError as error:
            raise NotAnswered("invalid_response", "http_error") from error
    return text
