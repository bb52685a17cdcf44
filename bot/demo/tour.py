"""`rolecall demo --tour`: the story in the terminal, over the same wire, each step checked."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.demo import company as companies
from bot.demo.local import Demo, running
from bot.demo.story import field_of, latest_with_button, monday_of, open_check_in, play_friday
from bot.playground import CannotDo, Message, View
from bot.schedule import due_jobs

LIMIT_SECONDS = 40
WORKER_SECONDS = 0.02
EMOJI = {
    "large_green_circle": "🟢",
    "large_yellow_circle": "🟡",
    "red_circle": "🔴",
    "left_right_arrow": "↔",
    "octagonal_sign": "🛑",
    "raised_hand": "✋",
}
Say = Callable[[str], None]


class NotShown(Exception):
    """A step did not show what it should."""


@dataclass(frozen=True)
class Step:
    """A sentence of the story, and what makes it true."""

    title: str
    act: Callable[[Demo], Awaitable[str]]


async def play(say: Say) -> int:
    """Play every step and say what was seen. 0 when each showed what it should, else 1."""
    try:
        async with asyncio.timeout(LIMIT_SECONDS):
            async with running(companies.load(None), from_now=False) as demo:
                await play_friday(demo)
                return await _play_steps(demo, say)
    except TimeoutError:
        say(f"The tour took longer than {LIMIT_SECONDS} seconds.")
        return 1


async def _play_steps(demo: Demo, say: Say) -> int:
    for number, step in enumerate(STEPS, 1):
        try:
            seen = await step.act(demo)
        except (NotShown, CannotDo) as error:
            say(f"✗ {number}. {step.title}\n    {error}")
            return 1
        say(f"✓ {number}. {step.title}")
        for line in as_read(seen).splitlines():
            say(f"    {line}")
    say(f"All {len(STEPS)} steps showed what they should.")
    return 0


def as_read(mrkdwn: str) -> str:
    """Slack's markup as it reads on a screen: names without addresses, words without asterisks."""
    plain = re.sub(r"<[^|<>]+\|([^<>]+)>", r"\1", mrkdwn)
    plain = re.sub(r"(?<!\w)[*_](\S(?:[^*_\n]*\S)?)[*_](?!\w)", r"\1", plain)
    return re.sub(r":(\w+):", lambda code: EMOJI.get(code[1], code[0]), plain)


async def _found(demo: Demo) -> str:
    return _shows(await _whoowns(demo, "checkout"), "Checkout", "Ana Silva", "Bo Chen", "#checkout-help")


async def _inherited(demo: Demo) -> str:
    return _shows(await _whoowns(demo, "who does the dates of apple pay?"), "Apple Pay", "Checkout", "Bo Chen")


async def _vacant(demo: Demo) -> str:
    return _shows(await _whoowns(demo, "who owns refunds?"), "Refunds has no TPM", "Priya Nair", "Raj Patel")


async def _ambiguous(demo: Demo) -> str:
    card = await _whoowns(demo, "chekout")
    if "None of these" in card.buttons:
        await demo.workspace.person("sam").clicks(card, "lookup.candidate#1")
        await _settled(demo)
        card = demo.workspace.person("sam").sees("#general")[-1]
    return _shows(card, "Checkout")


async def _unknown(demo: Demo) -> str:
    return _shows(await _whoowns(demo, "smart fridge app"), "smart fridge app", "won't guess")


async def _settled_by_people(demo: Demo) -> str:
    """Sam asked in vain and waits; Yuki says it is hers, Dana approves, Sam is told."""
    sam, yuki, dana = (demo.workspace.person(key) for key in ("sam", "yuki", "dana"))
    asked_in_vain = await _whoowns(demo, "smart fridge app")
    await sam.clicks(asked_in_vain, "lookup.tell_me")
    card = (await yuki.types("#general", "/whoowns smart fridge app")).message
    if card is None:
        raise NotShown("Yuki got no answer")
    await yuki.clicks(card, "proposals.claim")
    await yuki.submits(values={"proposals.role": "pm"})
    await _settled(demo)
    asked = latest_with_button(dana, "Approve")
    await dana.clicks(asked, "proposals.approve")
    await _settled(demo)
    _shows(asked, "Approved by")
    return _shows(sam.dm[-1], "You asked to be told", "Yuki Tanaka")


async def _handed_over(demo: Demo) -> str:
    """A question in the wrong place goes to whose it is."""
    question = (await demo.workspace.person("noor").types("#general", "when does apple pay launch?")).message
    if question is None:
        raise NotShown("Noor could not write in #general")
    sam, bo = demo.workspace.person("sam"), demo.workspace.person("bo")
    form = _on_top((await sam.uses_message_shortcut("lookup.hand_over", question)).modal)
    await sam.selects(form, "lookup.hand_over_role", "tpm")
    await sam.clicks(None, "lookup.hand_over_tell")
    await sam.closes(everything=True)
    await _settled(demo)
    return _shows(bo.dm[-1], "Sam Reyes", "when does apple pay launch?")


async def _mention(demo: Demo) -> str:
    noor = demo.workspace.person("noor")
    await noor.types("#general", "@rolecall who runs the program side of billing?")
    await _settled(demo)
    found = [message for message in noor.sees("#general") if message.ephemeral]
    if not found:
        raise NotShown("Noor mentioned Rolecall, and got no answer")
    if any("Tom Okafor" in message.words for message in demo.workspace.person("max").sees("#general")):
        raise NotShown("somebody else saw the answer to Noor's question")
    return _shows(found[-1], "Tom Okafor")


async def _definition(demo: Demo) -> str:
    sam = demo.workspace.person("sam")
    await sam.dms("what does a TPM do?")
    await _settled(demo)
    return _shows(sam.dm[-1], "Technical Program Manager")


async def _check_ins(demo: Demo) -> str:
    await demo.time.go_to(monday_of(demo) + timedelta(hours=9, minutes=45))
    for key in ("ana", "bo"):
        latest_with_button(demo.workspace.person(key), "Check in")
    return _shows(latest_with_button(demo.workspace.person("bo"), "Check in"), "Checkout")


async def _disagree(demo: Demo) -> str:
    ana, bo = demo.workspace.person("ana"), demo.workspace.person("bo")
    before = len(ana.dm), len(bo.dm)
    view = await open_check_in(ana)
    await ana.submits(view, {_field(view, "on time"): "Yes"})
    await _settled(demo)
    if len(ana.dm) != before[0]:
        raise NotShown("Ana was told of a difference before Bo had answered")
    view = await open_check_in(bo)
    await bo.fills(view, {_field(view, "on time"): "At risk"})
    view = _on_top(bo.modal)
    later = monday_of(demo).date() + timedelta(days=18)
    path = "Back in time if a certification slot opens"
    await bo.submits(view, {_field(view, "best date"): later, _field(view, "path back"): path})
    await _settled(demo)
    for person, place in ((ana, 0), (bo, 1)):
        if len(person.dm) != before[place] + 1:
            raise NotShown(f"{person.name} got {len(person.dm) - before[place]} messages about the difference, not 1")
    if any("says" in message.words and "Apple Pay" in message.words for message in ana.sees("#commerce")[1:]):
        raise NotShown("the difference was shown in the channel before both knew")
    return _shows(ana.dm[-1], "Apple Pay", "Bo")


async def _nothing_changed(demo: Demo) -> str:
    for key in ("ivy", "lena", "raj"):
        person = demo.workspace.person(key)
        await person.clicks(latest_with_button(person, "Nothing changed"), "standups.nothing_changed")
    await _settled(demo)
    return "Ivy, Lena and Raj: one tap each"


async def _report(demo: Demo) -> str:
    before = len(_reports(demo))
    await demo.time.go_to(monday_of(demo) + timedelta(hours=12, minutes=1))
    found = _reports(demo)
    if len(found) != before + 1:
        raise NotShown(f"{len(found) - before} reports were posted, not 1")
    return _shows(found[-1], "Seen differently", "Product (PM)", "Program (TPM)", "Apple Pay", "5 of 6 answered")


async def _late(demo: Demo) -> str:
    before = len(_reports(demo))
    tom = demo.workspace.person("tom")
    view = await open_check_in(tom)
    await tom.submits(view, {_field(view, "on time"): "Yes", _field(view, "stopped"): "Tax sandbox keys"})
    await _settled(demo)
    found = _reports(demo)
    if len(found) != before:
        raise NotShown("a late answer posted a second report")
    return _shows(found[-1], "6 of 6 answered", "Tax sandbox keys")


STEPS = (
    Step("Sam types /whoowns checkout, and only he sees who it is and where to start", _found),
    Step("A feature with nobody of its own: the level above answers for it", _inherited),
    Step("A role that nobody holds is said first", _vacant),
    Step("A typing mistake is understood", _ambiguous),
    Step("What nobody wrote down is not guessed", _unknown),
    Step("Yuki says it is hers, Dana approves, and Sam, who waited, is told", _settled_by_people),
    Step("Noor asks in the wrong place: Sam hands it over to Bo", _handed_over),
    Step("Noor mentions Rolecall in #general, and gets the answer alone", _mention),
    Step("In the DM: what does a TPM do?", _definition),
    Step("Monday, each at their own half past nine: one check-in", _check_ins),
    Step("Ana says on time, Bo says a week later: both hear it, nobody else", _disagree),
    Step("Nothing changed is one tap", _nothing_changed),
    Step("The report at noon: one message, split by role", _report),
    Step("Tom answers late: the same report is brought up to date", _late),
)


async def _whoowns(demo: Demo, question: str) -> Message:
    outcome = await demo.workspace.person("sam").types("#general", f"/whoowns {question}")
    if outcome.message is None or outcome.error:
        raise NotShown(f"/whoowns {question} got no answer ({outcome.error})")
    return outcome.message


async def _settled(demo: Demo) -> None:
    """Until what was just done has had all its effects; the demo's own worker has a hand in them too."""
    while True:
        await demo.slack.quiet()
        await demo.rolecall.engine.drain()
        await demo.slack.quiet()
        if not await _is_anything_due(demo):
            return
        await asyncio.sleep(WORKER_SECONDS)


async def _is_anything_due(demo: Demo) -> bool:
    now = demo.time.now()
    async with demo.rolecall.database.read() as tx:
        return any(job.due_at <= now and not job.parked for job in await due_jobs.list_jobs(tx))


def _reports(demo: Demo) -> list[Message]:
    messages = demo.workspace.person("dana").sees("#commerce")
    return [message for message in messages if "Product (PM)" in message.words and message.thread_ts is None]


def _shows(message: Message, *expected: str) -> str:
    words = message.words
    if missing := [text for text in expected if text not in words]:
        raise NotShown(f"missing {', '.join(map(repr, missing))} in:\n{words}")
    return words


def _field(view: View, *words: str) -> str:
    found = field_of(view, *words)
    if found is None:
        raise NotShown(f"the form has no field {' '.join(words)!r}:\n{view.words}")
    return found


def _on_top(view: View | None) -> View:
    if view is None:
        raise NotShown("the form is gone")
    return view
