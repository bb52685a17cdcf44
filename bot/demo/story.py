"""What the people of Larkfield do: Friday's standup as history, and how a check-in's form is filled in."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bot.demo.local import Demo
from bot.playground import CannotDo, Message, Outcome, Person, View
from bot.playground.composing import escaped
from bot.playground.model import SLACKBOT

CHECK_IN = "Check in"
# Friday's answers: the next date of each area, in days after that Friday. The first one given is the agreed one.
FIRST_DATES = {
    "Checkout": ("Apple Pay launch", 14),
    "Search": ("Filters beta", 19),
    "Billing": ("New invoice", 12),
}
FRIDAY_TEXTS = {
    "ana": {"learn or decide": "No guest checkout at launch", "One outcome|one outcome": "Apple Pay in the beta"},
    "ivy": {"learn or decide": "4 of 5 testers missed the filter"},
    "tom": {"risk or dependency": "Tax sandbox keys come from Security"},
}
HELLO = (
    "Good morning! :wave: Rolecall is in. It knows who owns what and who decides what, so nobody has to guess:\n"
    "`/whoowns checkout` names people, `/whoowns refunds` shows a gap, and in its direct messages it also answers "
    "things like _what does a TPM do?_\n"
    "Check-ins for #commerce come at 9:30 where you are, and the report at 12:00 London."
)
ABOUT_THIS_SLACK = (
    "This Slack runs on your machine, and nothing leaves it. At the top of the page you choose *who you act as* and "
    "let *time pass*. *Phone* shows what rings, *Inspector* what goes over the wire, *Faults* makes it a bad day.\n"
    "To see a standup in a minute:\n"
    "1. As Ana, press *Next check-in*, open Rolecall at the left and check in: on time.\n"
    "2. As Bo, check in too, and say something else: at risk, a week later.\n"
    "3. Both are told privately. Nobody else is, until the report.\n"
    "4. Press *Next report* and look into #commerce."
)
TEAM = ("ana", "bo", "ivy", "lena", "raj", "tom")


async def play_friday(demo: Demo) -> None:
    """Everybody answers Friday's check-in, the report is posted, and it becomes Monday, 8:30 in London."""
    start = demo.time.now()
    await demo.time.go_to(start.replace(hour=9, minute=40))
    for key in TEAM:
        person = demo.workspace.person(key)
        view = await open_check_in(person)
        await person.submits(view, _first_answers(view, start.date(), FRIDAY_TEXTS.get(key, {})))
    await demo.time.go_to(start.replace(hour=12, minute=30))
    await demo.time.go_to((start + timedelta(days=3)).replace(hour=8, minute=30))


async def welcome(demo: Demo) -> None:
    """What stands in #general for whoever comes to look around."""
    general = demo.workspace.channel("general")
    await demo.workspace.person("dana").types(general, HELLO)
    demo.workspace.put(general, SLACKBOT, escaped(demo.workspace, ABOUT_THIS_SLACK))


async def open_check_in(person: Person) -> View:
    """Press "Check in" in the person's latest check-in; raises CannotDo when there is none to press."""
    message = latest_with_button(person, CHECK_IN)
    outcome: Outcome = await person.clicks(message, "standups.check_in")
    if outcome.modal is None:
        raise CannotDo(f"{person.name} pressed {CHECK_IN}, and no form opened ({outcome.error})")
    return outcome.modal


def latest_with_button(person: Person, label: str) -> Message:
    """The person's latest message from Rolecall that has this button."""
    for message in reversed(person.dm):
        if label in message.buttons:
            return message
    raise CannotDo(f"{person.name} has no message with a button {label!r}")


def field_of(view: View, *words: str) -> str | None:
    """The block_id of the first field whose label holds all `words`; alternatives are parted by `|`."""
    for block in view.blocks:
        if block["type"] != "input":
            continue
        label = block["label"]["text"]
        if all(any(one in label for one in word.split("|")) for word in words):
            return str(block["block_id"])
    return None


def _first_answers(view: View, day: date, texts: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for area, (milestone, days) in FIRST_DATES.items():
        name, on = field_of(view, "next date for", area), field_of(view, "when does it land", area)
        if name and on:
            values |= {name: milestone, on: day + timedelta(days=days)}
        status = field_of(view, "on time", area)
        if status:
            values[status] = "Yes"
    for label, text in texts.items():
        if found := field_of(view, label):
            values[found] = text
    return values


def monday_of(demo: Demo) -> datetime:
    """The Monday on which the story plays, at midnight UTC."""
    now = demo.time.now()
    return (now - timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
