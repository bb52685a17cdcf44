"""What a visitor of the page does, as one JSON object, done by the same code as in the tests."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from bot.playground import shapes, submitting
from bot.playground.errors import CannotDo
from bot.playground.model import Json, Message, View
from bot.playground.outcome import Outcome
from bot.playground.people import Person

if TYPE_CHECKING:
    from bot.playground.slack import LocalSlack

Act = Callable[[Person, Json], Awaitable[Outcome | None]]


async def act(slack: "LocalSlack", wanted: Json) -> Json:
    """{"team", "as", "act", …}: the outcome as JSON. Raises CannotDo for what cannot be done."""
    workspace = slack.workspaces[str(wanted["team"])]
    person = workspace.person(str(wanted["as"]))
    run = _ACTS.get(str(wanted.get("act")))
    if run is None:
        raise CannotDo(f"there is no act {wanted.get('act')}; there is {', '.join(sorted(_ACTS))}")
    outcome = await run(person, wanted) or Outcome()
    return {
        "acked": outcome.acked,
        "ms": outcome.ms,
        "error": outcome.error,
        "errors": dict(outcome.errors),
        "message": outcome.message.ts if outcome.message else None,
        "modal": shapes.view(workspace, outcome.modal) if outcome.modal else None,
        "options": outcome.options,
    }


def _target(person: Person, wanted: Json) -> Message | View:
    """{"view": id}, or {"channel": id, "ts": ts}. "typed" is what stands in the view's inputs meanwhile."""
    workspace = person.workspace
    if "view" in wanted:
        view = workspace.screens.find(str(wanted["view"]))
        if view is None:
            raise CannotDo("that view is gone")
        for name, value in wanted.get("typed", {}).items():
            submitting.enters(person, view, name, value)
        return view
    message = workspace.find(str(wanted["channel"]), str(wanted["ts"]))
    if message is None:
        raise CannotDo("that message is gone")
    return message


def _view(person: Person, wanted: Json) -> View:
    view = _target(person, wanted)
    if not isinstance(view, View):
        raise CannotDo("that is not a modal")
    return view


def _message(person: Person, wanted: Json) -> Message:
    message = _target(person, wanted)
    if not isinstance(message, Message):
        raise CannotDo("that is not a message")
    return message


async def _reads(person: Person, wanted: Json) -> None:
    if person.workspace.attention.reads(person.id, str(wanted["channel"])):
        person.workspace.slack.journal.changed("view")


async def _types(person: Person, wanted: Json) -> Outcome:
    return await person.types(str(wanted["channel"]), str(wanted["text"]), wanted.get("thread_ts"))


async def _clicks(person: Person, wanted: Json) -> Outcome:
    block_id: Any = wanted.get("block_id")
    return await person.clicks(_target(person, wanted), wanted["action_id"], wanted.get("value"), block_id=block_id)


async def _selects(person: Person, wanted: Json) -> Outcome:
    block_id: Any = wanted.get("block_id")
    return await person.selects(_target(person, wanted), wanted["action_id"], wanted["value"], block_id=block_id)


async def _searches(person: Person, wanted: Json) -> Outcome:
    return await person.searches(_target(person, wanted), wanted["action_id"], str(wanted["text"]))


async def _fills(person: Person, wanted: Json) -> Outcome:
    return await person.fills(_view(person, wanted), wanted["values"])


async def _submits(person: Person, wanted: Json) -> Outcome:
    return await person.submits(_view(person, wanted), wanted.get("values"))


async def _closes(person: Person, wanted: Json) -> Outcome:
    return await person.closes(_view(person, wanted), everything=bool(wanted.get("everything")))


async def _reacts(person: Person, wanted: Json) -> None:
    await person.reacts(_message(person, wanted), str(wanted["emoji"]))


async def _deletes(person: Person, wanted: Json) -> None:
    await person.deletes(_message(person, wanted))


async def _talks_to(person: Person, wanted: Json) -> None:
    person.talks_to(person.workspace.person(str(wanted["person"])))
    person.workspace.slack.journal.changed("people")


async def _opens_home(person: Person, _: Json) -> Outcome:
    return await person.opens_home()


async def _opens_dm(person: Person, _: Json) -> Outcome:
    return await person.opens_dm()


async def _message_shortcut(person: Person, wanted: Json) -> Outcome:
    return await person.uses_message_shortcut(str(wanted["callback_id"]), _message(person, wanted))


async def _global_shortcut(person: Person, wanted: Json) -> Outcome:
    return await person.uses_global_shortcut(str(wanted["callback_id"]))


async def _joins(person: Person, wanted: Json) -> None:
    await person.joins(str(wanted["channel"]))


async def _leaves(person: Person, wanted: Json) -> None:
    await person.leaves(str(wanted["channel"]))


async def _invites_bot(person: Person, wanted: Json) -> None:
    await person.invites_bot(str(wanted["channel"]))


async def _removes_bot(person: Person, wanted: Json) -> None:
    await person.removes_bot(str(wanted["channel"]))


async def _archives(person: Person, wanted: Json) -> None:
    await person.workspace.archive(str(wanted["channel"]), by=person.id)


async def _unarchives(person: Person, wanted: Json) -> None:
    await person.workspace.unarchive(str(wanted["channel"]), by=person.id)


_ACTS: dict[str, Act] = {
    "reads": _reads,
    "types": _types,
    "reacts": _reacts,
    "deletes": _deletes,
    "talks_to": _talks_to,
    "clicks": _clicks,
    "selects": _selects,
    "searches": _searches,
    "fills": _fills,
    "submits": _submits,
    "closes": _closes,
    "opens_home": _opens_home,
    "opens_dm": _opens_dm,
    "message_shortcut": _message_shortcut,
    "global_shortcut": _global_shortcut,
    "joins": _joins,
    "leaves": _leaves,
    "invites_bot": _invites_bot,
    "removes_bot": _removes_bot,
    "archives": _archives,
    "unarchives": _unarchives,
}
