"""What people do meanwhile. Told that something did not work, they try again, as people do."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench.chaos.town import AMBIGUOUS, Team
from bot.lookup.blocks import CANDIDATE
from bot.playground import CannotDo, LocalSlack, Message, Person, Workspace
from bot.standups.check_ins.blocks import CHECK_IN
from bot.standups.check_ins.form_blocks import (
    ANSWER,
    DATE_BLOCK,
    NEW_DATE_BLOCK,
    NEW_NAME_BLOCK,
    PATH_BLOCK,
    STATUS_BLOCK,
)
from bot.standups.reports.blocks import IT_IS_THERE, POST_IT

AGREED_ON, LATER = "2026-12-04", "2026-12-11"
TRIES, PAUSE_SECONDS = 90, 1.0
AWAY = "cannot reach its database"


@dataclass(frozen=True)
class Asked:
    """A question that was put in a channel or by DM, and by whom."""

    person: Person
    where: str
    ts: str


async def persistently(act: Callable[[], Awaitable[bool]]) -> bool:
    """Do it again until it works."""
    for _ in range(TRIES):
        try:
            if await act():
                return True
        except CannotDo:
            pass
        await asyncio.sleep(PAUSE_SECONDS)
    return False


def check_in_of(person: Person) -> Message | None:
    """The person's check-in, if it came."""
    return next((one for one in person.dm if (key_of(one) or "").startswith("check_in:")), None)


def key_of(message: Message) -> str | None:
    """Our key in a message's metadata."""
    key = ((message.metadata or {}).get("event_payload") or {}).get("key")
    return str(key) if key else None


async def answers(person: Person, *, doubtful: bool = False) -> bool:
    """Fill in the check-in: on time, or `doubtful`, a week later."""

    async def once() -> bool:
        if person.modal is not None:
            await person.closes(everything=True)
        check_in = check_in_of(person)
        if check_in is None:
            return False
        await person.clicks(check_in, CHECK_IN)
        if person.modal is None or person.modal.callback_id != ANSWER:
            return False
        await fill(person, doubtful=doubtful)
        outcome = await person.submits()
        return outcome.acked and not outcome.errors and person.modal is None

    return await persistently(once)


async def fill(person: Person, *, doubtful: bool) -> None:
    """Fill in the form on the screen."""
    fields = _fields(person)
    if NEW_NAME_BLOCK in fields:
        await person.fills(None, {fields[NEW_NAME_BLOCK]: "Launch", fields[NEW_DATE_BLOCK]: AGREED_ON})
        return
    await person.fills(None, {fields[STATUS_BLOCK]: "At risk" if doubtful else "Yes"})
    fields = _fields(person)
    if doubtful and DATE_BLOCK in fields:
        await person.fills(None, {fields[DATE_BLOCK]: LATER, fields[PATH_BLOCK]: "Two more hands"})


def _fields(person: Person) -> dict[str, str]:
    """The fields of the form by what stands before the first colon."""
    assert person.modal is not None
    return {name.partition(":")[0]: name for name in person.modal.inputs}


async def asks_in_dm(person: Person) -> Asked:
    await person.dms(f"who owns {AMBIGUOUS}?")
    said = next(one for one in reversed(person.dm) if one.user == person.id)
    return Asked(person, said.channel, said.ts)


async def asks_in_channel(person: Person, team: Team) -> Asked:
    """A mention: answered for the person alone, at most once."""
    channel = channel_of(person.workspace, team)
    await person.types(channel, f"@rolecall who owns {AMBIGUOUS}?")
    said = next(one for one in reversed(person.sees(channel)) if one.user == person.id)
    return Asked(person, said.channel, said.ts)


async def is_asked_back_and_chooses(person: Person, team: Team) -> bool:
    """`/whoowns` with two answers, and a click on one: the card is replaced by its own address, at most once."""

    async def once() -> bool:
        outcome = await person.types(channel_of(person.workspace, team), f"/whoowns {AMBIGUOUS}")
        if outcome.message is None or not outcome.message.buttons:
            return False
        clicked = await person.clicks(outcome.message, f"{CANDIDATE}#0")
        return clicked.acked

    return await persistently(once)


async def decides(owner: Person, run_id: int, *, there: bool) -> bool:
    """The latest question about a run: is it there, or is it to be posted?"""

    async def once() -> bool:
        asked = [one for one in owner.dm if (key_of(one) or "").startswith(f"trouble:{run_id}:")]
        return bool(asked) and (await owner.clicks(asked[-1], IT_IS_THERE if there else POST_IT)).acked

    return await persistently(once)


async def is_told_that_it_is_away(person: Person, team: Team) -> bool:
    """Whether a command, while the database is away, is answered with a sentence that says so."""
    outcome = await person.types(channel_of(person.workspace, team), f"/whoowns {AMBIGUOUS}")
    return outcome.message is not None and AWAY in outcome.message.words


def channel_of(workspace: Workspace, team: Team) -> str:
    return f"#{workspace.channel(team.name.lower().replace(' ', '-')).name}"


def posted(slack: LocalSlack, prefix: str) -> int:
    """How many messages the local Slack holds whose key begins so."""
    messages = (one for workspace in slack.workspaces.values() for held in workspace.messages.values() for one in held)
    return sum((key_of(one) or "").startswith(prefix) for one in messages)
