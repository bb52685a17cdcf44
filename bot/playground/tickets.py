"""What Slack hands out for a short while: trigger ids and response URLs. Their lives run on the loop's clock."""

import asyncio
import itertools
import re
import secrets
from dataclasses import dataclass

from bot.playground.errors import SlackError

RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60


@dataclass(eq=False)
class Trigger:
    id: str
    workspace: str
    person: str
    expires: float
    view: str | None = None
    used: bool = False


@dataclass(eq=False)
class ResponseUrl:
    """Lets the app answer a person for half an hour; `message_ts` is the message that was acted on."""

    id: str
    workspace: str
    person: str
    channel: str
    expires: float
    message_ts: str | None = None
    ephemeral: bool = False
    thread_ts: str | None = None
    uses: int = 0


class Tickets:
    def __init__(self, trigger_life: float) -> None:
        self._trigger_life = trigger_life
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}
        self._numbers = itertools.count(1)

    def trigger(self, workspace: str, person: str, view: str | None = None) -> str:
        token = f"{next(self._numbers):013d}.{1_000_000_000_000}.{secrets.token_hex(16)}"
        now = asyncio.get_running_loop().time()
        self._triggers[token] = Trigger(token, workspace, person, now + self._trigger_life, view)
        return token

    def exchange(self, workspace: str, token: str) -> Trigger:
        """Uses the trigger up. Raises SlackError as Slack spells it for views."""
        if not re.fullmatch(r"\d+\.\d+\.[0-9a-f]+", token):
            raise SlackError("invalid_arguments", messages=["[ERROR] invalid `trigger_id` [json-pointer:/trigger_id]"])
        trigger = self._triggers.get(token)
        if trigger is None or trigger.workspace != workspace:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if trigger.expires <= asyncio.get_running_loop().time():
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def expire_triggers(self) -> None:
        """Every trigger handed out so far is too old from now on."""
        for trigger in self._triggers.values():
            trigger.expires = 0

    def response_url(self, ticket: ResponseUrl) -> str:
        ticket.id = f"{next(self._numbers):011d}/{secrets.token_hex(12)}"
        ticket.expires = asyncio.get_running_loop().time() + RESPONSE_URL_SECONDS
        self._urls[ticket.id] = ticket
        return ticket.id

    def expire_response_urls(self) -> None:
        for ticket in self._urls.values():
            ticket.expires = 0

    def use_response_url(self, ticket_id: str) -> ResponseUrl:
        ticket = self._urls.get(ticket_id)
        if ticket is None:
            raise SlackError("invalid_token")
        if ticket.expires <= asyncio.get_running_loop().time():
            raise SlackError("expired_url")
        if ticket.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url")
        ticket.uses += 1
        return ticket
