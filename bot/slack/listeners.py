"""The one place where Slack's requests come in: read, handled under a deadline, and acknowledged as the last act.

Each kind of request is registered with Bolt once; routes say who answers. Nothing is sent to Slack before the handler
has returned, so what is acknowledged has been committed.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from bot.database.commits import counting_commits
from bot.errors import TryLater, UserError
from bot.ids import SlackUserId, WorkspaceId
from bot.slack import payloads, reading, replies
from bot.slack.block_kit import OPTIONS, escape, modal, section
from bot.slack.clients import Installations, SlackClients, web_client
from bot.slack.failures import SavedTooLate, explain, failure_message, failure_modal
from bot.slack.messages import Message, View
from bot.slack.replies import FieldErrors, OpenModal, Options, PushModal, Reply, UpdateModal
from bot.slack.response_urls import respond
from bot.slack.routes import Routes

T = TypeVar("T")
P = TypeVar("P", payloads.Command, payloads.Click, payloads.Submission, payloads.OptionsQuery, payloads.Shortcut)
# Raises NotAllowed for whoever may not use Rolecall in the workspace.
Admit = Callable[[WorkspaceId, SlackUserId], Awaitable[None]]
log = structlog.get_logger(__name__)

# Slack gives up after 3 s; what is left is for the way back, and for one call that opens a view or answers a click.
DEADLINE_SECONDS = 2.5
LAST_CALL_SECONDS = 0.3
ANY = re.compile(".*", re.DOTALL)
ENDS = "rolecall_deadline"
ANSWER_MODAL = "slack.answer"


async def everybody(_workspace_id: WorkspaceId, _user_id: SlackUserId) -> None:
    """Lets everybody in."""


def bolt_app(
    routes: Routes,
    clients: SlackClients,
    installations: Installations,
    *,
    signing_secret: str | None,
    api_url: str,
    command_prefix: str = "",
    deadline: float = DEADLINE_SECONDS,
    admit: Admit = everybody,
) -> AsyncApp:
    """Bolt's app with our listeners. Without a signing secret (Socket Mode) it takes no HTTP requests.

    `deadline`: the seconds that a handler has, from when the request came in. `admit` is asked before every handler
    but those of events: what is said in a message is answered by a job, which asks by itself.
    """

    async def authorize(
        context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None
    ) -> AuthorizeResult | None:
        found = await _in_time(installations.installation(WorkspaceId(team_id or "")), context[ENDS])
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token=found.bot_token, bot_user_id=found.bot_user_id
        )

    app = AsyncApp(
        name="rolecall",
        process_before_response=True,
        # Bolt insists on a value; requests that come by socket carry no signature.
        signing_secret=signing_secret or "unused",
        request_verification_enabled=signing_secret is not None,
        before_authorize=note_arrival(deadline),
        authorize=authorize,  # type: ignore[arg-type]  # None means "not installed", which Bolt knows
        client=web_client(clients.session, api_url),
        user_facing_authorize_error_message="Rolecall is not installed in this workspace. Ask an admin to install it.",
    )
    listeners = Listeners(routes, clients, admit, command_prefix)
    app.command(ANY)(listeners.on_command)
    app.action(ANY)(listeners.on_click)
    app.view(ANY)(listeners.on_submission)
    app.shortcut(ANY)(listeners.on_shortcut)
    app.options(ANY)(listeners.on_options)
    app.event(ANY)(listeners.on_event)
    app.error(listeners.on_error)
    return app


def note_arrival(deadline: float) -> Callable[..., Awaitable[BoltResponse]]:
    """The deadline counts from the arrival, because finding the workspace's token takes time too."""

    async def note(context: AsyncBoltContext, next_: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:
        context[ENDS] = asyncio.get_running_loop().time() + deadline
        return await next_()

    return note


class Listeners:
    """Bolt's side of `routes`: every method ends with the acknowledgement."""

    def __init__(self, routes: Routes, clients: SlackClients, admit: Admit, command_prefix: str = "") -> None:
        self._routes = routes
        self._clients = clients
        self._admit = admit
        self._prefix = command_prefix

    async def on_command(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        command = reading.read_command(body, self._prefix)
        ends = context[ENDS]
        try:
            handler, command = self._routes.find_command(command)
            reply = await self._handle(handler, command, ends)
            if isinstance(reply, OpenModal):
                await self._view(command.workspace_id, "views.open", reply.view, ends, trigger_id=command.trigger_id)
        except Exception as error:  # noqa: BLE001
            reply = replies.Ephemeral(failure_message(explain(error, where=command.name)))
        if isinstance(reply, replies.Ephemeral):
            await ack(response_type="ephemeral", **reply.message.arguments())
        else:
            await ack()

    async def on_click(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        click = reading.read_click(body)
        ends = context[ENDS]
        try:
            handler = self._routes.find_action(click.action_id, silent=reading.is_silent(body))
            await self._after_click(click, await self._handle(handler, click, ends), ends)
        except Exception as error:  # noqa: BLE001
            await self._say_failure(click, explain(error, where=click.action_id), ends)
        await ack()

    async def on_submission(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        submission = reading.read_submission(body)
        try:
            handler = self._routes.find_submission(submission.callback_id)
            reply = await self._handle(handler, submission, context[ENDS])
        except Exception as error:  # noqa: BLE001
            reply = _form_failure(explain(error, where=submission.callback_id), submission, error)
        await ack(**_form_answer(reply))

    async def on_shortcut(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """A shortcut is answered by a modal: it may be used where Rolecall is not, and in threads."""
        shortcut = reading.read_shortcut(body)
        ends = context[ENDS]
        try:
            reply = await self._handle(self._routes.find_shortcut(shortcut.callback_id), shortcut, ends)
            if isinstance(reply, OpenModal):
                await self._view(shortcut.workspace_id, "views.open", reply.view, ends, trigger_id=shortcut.trigger_id)
        except Exception as error:  # noqa: BLE001
            shown = failure_modal(explain(error, where=shortcut.callback_id))
            try:
                await self._view(shortcut.workspace_id, "views.open", shown, ends, trigger_id=shortcut.trigger_id)
            except Exception as second:  # noqa: BLE001
                explain(second, where="telling of a failure")
        await ack()

    async def on_options(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        query = reading.read_options_query(body)
        found = Options()
        if (source := self._routes.options.get(query.action_id.partition("#")[0])) is not None:
            try:
                found = await self._handle(source, query, context[ENDS])
            except Exception as error:  # noqa: BLE001
                explain(error, where=query.action_id)  # a select has no place for a sentence: it shows no choices
        await ack(options=found.options[:OPTIONS])

    async def on_event(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """An exception here becomes a 500, after which Slack sends the event again: nothing is lost."""
        event = body["event"]
        await _in_time(self._hear(event, body, context.bot_user_id), context[ENDS])
        await ack()

    async def on_error(self, error: Exception, body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse:
        """What went wrong outside a handler, such as a database that is away before we know whose request it is."""
        if (set_already := getattr(context.ack, "response", None)) is not None:
            response: BoltResponse = set_already
            return response
        sentence = explain(error, where=str(body.get("type") or body.get("command") or "request"))
        if body.get("type") == "event_callback":
            return BoltResponse(status=500, body="")  # Slack sends it again
        if body.get("type") == "view_submission":
            reply = _form_failure(sentence, reading.read_submission(body), error)
            return BoltResponse(status=200, body=_form_answer(reply))
        if body.get("command"):
            shown = {"response_type": "ephemeral", **failure_message(sentence).arguments()}
            return BoltResponse(status=200, body=shown)
        if body.get("type") == "block_actions" and body.get("response_url"):
            # Without a token no view can be opened, but this address needs none.
            await self._say_failure(reading.read_click(body), sentence, context[ENDS])
            return BoltResponse(status=200, body="")
        return BoltResponse(status=500, body="")

    async def _handle(self, handler: Callable[[P], Awaitable[T]], payload: P, ends: float) -> T:
        with counting_commits() as commits:
            try:
                async with asyncio.timeout_at(ends):
                    await self._admit(payload.workspace_id, payload.user_id)
                    return await handler(payload)
            except TimeoutError as error:
                if commits.number:
                    raise SavedTooLate from error
                raise

    async def _hear(self, event: dict[str, Any], body: dict[str, Any], bot_user_id: str | None) -> None:
        """Events that are not for us are heard too: without an answer Slack would send them again."""
        name = event.get("type", "")
        if name == "message" and reading.is_spoken_dm(event, bot_user_id):
            await self._routes.hear_direct_message(reading.read_direct_message(body))
        elif name == "app_mention" and reading.is_spoken(event, bot_user_id):
            for mentioned in self._routes.mentions:
                await mentioned(reading.read_mention(body, bot_user_id))
        elif name in {"team_join", "user_change"}:
            for changed in self._routes.member_events:
                await changed(reading.read_member_event(body))
        elif name == "app_home_opened":
            for opened in self._routes.home_opened:
                await opened(reading.read_home_opened(body))
        elif (handler := self._routes.workspace_events.get(name)) is not None:
            await handler(reading.read_workspace_event(body))

    async def _after_click(self, click: payloads.Click, reply: Reply, ends: float) -> None:
        match reply:
            case replies.Ephemeral(message):
                await self._say(click, message, ends)
            case OpenModal(view) | PushModal(view):
                await self._show(click, view, ends)
            case UpdateModal(view):
                view_id = (click.view or {}).get("id")
                await self._view(click.workspace_id, "views.update", view, ends, view_id=view_id)
            case _:
                pass

    async def _say(self, click: payloads.Click, message: Message, ends: float) -> None:
        """To the person alone: beside the message that was clicked, or as a modal over the view."""
        if click.response_url:
            answering = respond(self._clients.session, click.response_url, message, thread_ts=click.thread_ts)
            await _last_call(answering, ends)
        elif click.view is not None:
            shown = modal(ANSWER_MODAL, "Rolecall", message.blocks or [section(escape(message.text))], close="Close")
            await self._show(click, shown, ends)

    async def _say_failure(self, click: payloads.Click, error: UserError, ends: float) -> None:
        try:
            if click.view is None:
                await self._say(click, failure_message(error), ends)
            else:
                await self._show(click, failure_modal(error), ends)
        except Exception as second:  # noqa: BLE001
            explain(second, where="telling of a failure")

    async def _show(self, click: payloads.Click, view: View, ends: float) -> None:
        """On top of the modal in which the click happened, or as a first one."""
        method = "views.push" if (click.view or {}).get("type") == "modal" else "views.open"
        await self._view(click.workspace_id, method, view, ends, trigger_id=click.trigger_id)

    async def _view(self, workspace_id: WorkspaceId, method: str, view: View, ends: float, **where: Any) -> None:
        await _last_call(self._clients.call(workspace_id, method, view=view, **where), ends)


def _form_failure(error: UserError, submission: payloads.Submission, cause: Exception) -> Reply:
    """What was typed stays: an error at a field, else a view on top of the form, or in its place where none fits."""
    if error.field in submission.inputs:
        return FieldErrors({error.field: error.message})
    if submission.inputs and not isinstance(cause, UserError):
        return FieldErrors({submission.inputs[0]: error.message})
    shown = failure_modal(error)
    return UpdateModal(shown) if submission.stack_is_full else PushModal(shown)


def _form_answer(reply: Reply) -> dict[str, Any]:
    """The acknowledgement of a form."""
    match reply:
        case FieldErrors(errors):
            return {"response_action": "errors", "errors": errors}
        case UpdateModal(view):
            return {"response_action": "update", "view": view}
        case PushModal(view):
            return {"response_action": "push", "view": view}
        case _:
            return {}


async def _in_time(work: Awaitable[T], ends: float) -> T:
    async with asyncio.timeout_at(ends):
        return await work


async def _last_call(work: Awaitable[T], ends: float) -> T:
    """A call after the handler has done its work: too late is not "nothing was saved"."""
    try:
        async with asyncio.timeout_at(ends + LAST_CALL_SECONDS):
            return await work
    except TimeoutError as error:
        raise TryLater(reason="no time was left to show the answer") from error
