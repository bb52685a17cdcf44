"""Handing things to the app: at most three seconds for an answer, events again when there was none."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from bot.playground.journal import Delivery
from bot.playground.manifest import EVENT_SCOPES
from bot.playground.model import Json

if TYPE_CHECKING:
    from bot.playground.slack import LocalSlack
    from bot.playground.workspace import Workspace


class NotAnswered(Exception):
    """The app could not be reached or did not answer as it should. `code` is what the person is shown."""

    def __init__(self, code: str, reason: str, outcome: str = "refused", *, retry: bool = True) -> None:
        super().__init__(code)
        self.code, self.reason, self.outcome, self.retry = code, reason, outcome, retry


class Transport(Protocol):
    """Socket Mode or HTTP."""

    async def hand_over(self, delivery: Delivery) -> Any:
        """The body of the app's acknowledgement, None when it was empty. Raises NotAnswered."""


@dataclass(frozen=True)
class Redelivery:
    """An event that went unanswered and is due again."""

    due_at: datetime
    workspace: "Workspace"
    name: str
    payload: Json
    attempt: int
    reason: str


class Deliverer:
    """`ack_within` seconds; `retry_after` the seconds before the first, second, third repetition of an event."""

    def __init__(self, slack: "LocalSlack", ack_within: float, retry_after: tuple[float, ...]) -> None:
        self._slack = slack
        self.ack_within = ack_within
        self.retry_after = retry_after
        self.redeliveries: list[Redelivery] = []
        self.transport: Transport | None = None
        self._timers: set[asyncio.TimerHandle] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def tell(self, workspace: "Workspace", name: str, event: Json) -> Delivery | None:
        """An event, if the app has subscribed to it and is installed. Repeated at once when unanswered, then later.

        `name` is as in the manifest, for example message.im.
        """
        manifest = self._slack.manifest
        scopes = EVENT_SCOPES.get(name, ())
        heard = name in manifest.events and (not scopes or manifest.scopes.intersection(scopes))
        if not heard or not workspace.installed:
            return None
        payload = self._event_callback(workspace, {"type": name.split(".", maxsplit=1)[0], **event})
        return await self._tell_attempt(Redelivery(self._slack.time.now(), workspace, name, payload, 0, ""))

    async def _tell_attempt(self, what: Redelivery) -> Delivery:
        settled = await self._deliver(
            what.workspace, "event", what.name, what.payload, attempt=what.attempt, reason=what.reason or None
        )
        if settled.acked or not settled.come_again or what.attempt >= len(self.retry_after):
            return settled
        wait = self.retry_after[what.attempt]
        due_at = self._slack.time.now() + timedelta(seconds=wait)
        reason = {"operation_timeout": "http_timeout", "dispatch_failed": "connection_failed"}
        again = Redelivery(
            due_at,
            what.workspace,
            what.name,
            what.payload,
            what.attempt + 1,
            reason.get(settled.error or "", "http_error"),
        )
        if wait <= 0:
            return await self._tell_attempt(again)
        self.redeliveries.append(again)
        self._set_timer(wait, again)
        return settled

    def _set_timer(self, wait: float, what: Redelivery) -> None:
        """Real time counts too: a demo that never jumps gets its repetitions as well."""

        def ring() -> None:
            self._timers.discard(timer)
            if what in self.redeliveries:
                self.redeliveries.remove(what)
                self.later(self._tell_attempt(what))

        timer = asyncio.get_running_loop().call_later(wait, ring)
        self._timers.add(timer)

    async def redeliver_due(self) -> int:
        """Repeats every unanswered event that is due by the time machine. How many there were."""
        now = self._slack.time.now()
        due = [one for one in self.redeliveries if one.due_at <= now]
        self.redeliveries = [one for one in self.redeliveries if one.due_at > now]
        for one in due:
            await self._tell_attempt(one)
        return len(due)

    async def ask(self, workspace: "Workspace", kind: str, name: str, payload: Json) -> Delivery:
        """A command, a click, a submission: once, and the person waits for the answer."""
        return await self._deliver(workspace, kind, name, payload)

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Does this in the background; `quiet()` waits for it."""
        self._slack.journal.begin()
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        self._slack.journal.end()
        if not task.cancelled() and task.exception():
            self._slack.complain(task.exception())

    def forget(self) -> None:
        for timer in self._timers:
            timer.cancel()
        for task in list(self._tasks):
            task.cancel()
        self._timers.clear()
        self.redeliveries.clear()

    async def _deliver(
        self,
        workspace: "Workspace",
        kind: str,
        name: str,
        payload: Json,
        *,
        attempt: int = 0,
        reason: str | None = None,
    ) -> Delivery:
        journal, faults = self._slack.journal, self._slack.faults
        envelope_id = self._slack.envelope_id()

        def record() -> Delivery:
            at = self._slack.time.now()
            return Delivery(at, workspace.id, kind, name, payload, envelope_id, attempt, reason)

        copies = [record()]
        if faults.strikes("doubled", kind):
            copies.append(record())
        journal.begin()
        try:
            for one in copies:
                journal.add(one)
            settled = await asyncio.gather(*(self._hand_over(one) for one in copies))
            return settled[0]
        finally:
            journal.end()

    async def _hand_over(self, delivery: Delivery) -> Delivery:
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            transport = await self._way(delivery)
            started = loop.time()
            async with asyncio.timeout(self.ack_within):
                delivery.response = await transport.hand_over(delivery)
        except TimeoutError:
            delivery.outcome, delivery.error = "late", "operation_timeout"
        except NotAnswered as refusal:
            delivery.outcome = refusal.outcome
            delivery.error, delivery.come_again = refusal.code, refusal.retry
        else:
            delivery.outcome, delivery.ms = "acked", (loop.time() - started) * 1000
        self._slack.journal.touch(delivery)
        return delivery

    async def _way(self, delivery: Delivery) -> Transport:
        """How it goes to the app, after the faults that strike on the way."""
        faults = self._slack.faults
        if faults.strikes("lost", delivery.kind):
            raise NotAnswered("operation_timeout", "http_timeout", "lost")
        if slow := faults.strikes("slow_delivery", delivery.kind):
            await asyncio.sleep(float(slow.value))
        if self.transport is None:
            raise NotAnswered("dispatch_failed", "connection_failed", "unreachable")
        return self.transport

    def _event_callback(self, workspace: "Workspace", event: Json) -> Json:
        now = self._slack.time.now()
        if "event_ts" not in event:
            event["event_ts"] = self._slack.timestamps.next(now)
        bot = {
            "enterprise_id": None,
            "team_id": workspace.id,
            "user_id": workspace.bot_user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": self._slack.verification_token,
            "team_id": workspace.id,
            "context_team_id": workspace.id,
            "context_enterprise_id": None,
            "api_app_id": self._slack.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": self._slack.serials.next("Ev"),
            "event_time": int(now.timestamp()),
            "authorizations": [bot],
            "is_ext_shared_channel": False,
            "event_context": f"4-{workspace.id}-{event.get('channel', '')}",
        }
