"""Answers as cards. Only buttons that work are shown; names are links to profiles and notify nobody."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.ids import SlackUserId, WorkspaceId
from bot.lookup.answer_rules import (
    Ambiguous,
    Decides,
    Definition,
    Greeting,
    Holds,
    NothingListed,
    Owned,
    Said,
    Unknown,
    Vacant,
)
from bot.lookup.area_blocks import owned_card, vacant_card
from bot.lookup.links import person
from bot.lookup.questions.several import asks_several
from bot.lookup.reply_rules import Place
from bot.lookup.role_cards.blocks import decides_card, definition_card, role_buttons
from bot.lookup.wording import SEVERAL, UNKNOWN_NOTED, first_name
from bot.registry.proposals.blocks import About, ask_stewards_button, claim_button, not_right_button, suggest_button
from bot.registry.rules import Area, Person
from bot.roles.rules import RoleDefinition
from bot.slack.block_kit import actions, button, code, context, escape, person_link, person_url, plain, section, shorten
from bot.slack.messages import Block, Message

CANDIDATE = "lookup.candidate"
NONE_OF_THESE = "lookup.none_of_these"
SHARE = "lookup.share"
TELL_ME = "lookup.tell_me"
MESSAGE = "lookup.message"
OPEN_ASK = "lookup.open_ask"
PROMPT = "lookup.prompt"
HELP = "lookup.help"
MYSELF = "@me"
# A button for each side, as a card has two of them first.
MOST_MESSAGED = 2
LONGEST_QUESTION_IN_BUTTON = 500
MOST_HELD_SHOWN = 25
LONGEST_SUBJECT = 120


@dataclass(frozen=True, slots=True)
class Choice:
    """What a card's button carries: the area that is meant, or the question itself."""

    area: str | None = None
    role: str | None = None
    question: str = ""

    def as_value(self) -> str:
        question = plain(self.question)[:LONGEST_QUESTION_IN_BUTTON]
        said = {"area": self.area, "role": self.role, "question": question}
        return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)


def read_choice(value: str) -> Choice:
    """What `Choice.as_value` wrote."""
    said = json.loads(value)
    return Choice(said.get("area"), said.get("role"), said.get("question", ""))


def card(
    said: Said, workspace_id: WorkspaceId, question: str, now: datetime, place: Place = Place.AMONG_OTHERS
) -> Message:
    """The card of an answer with its buttons. `question` is the sentence asked; `now` gives freshness."""
    shown = _card(said, workspace_id, question, now)
    if place is not Place.SHARED and isinstance(said, Owned | Vacant | Decides | Definition) and asks_several(question):
        shown = Message(f"{shown.text} {SEVERAL}", [*shown.blocks, context(SEVERAL)])
    return with_buttons(shown, *buttons_of(said, workspace_id, question, place))


def _card(said: Said, workspace_id: WorkspaceId, question: str, now: datetime) -> Message:
    match said:
        case Owned():
            return owned_card(said, workspace_id, now)
        case Vacant():
            return vacant_card(said, workspace_id, now)
        case Ambiguous():
            return ambiguous_card(said, question)
        case Unknown():
            return unknown_card(said, question)
        case Holds():
            return holds_card(said, workspace_id)
        case Definition():
            return definition_card(said, workspace_id, now.date())
        case Decides():
            return decides_card(said, workspace_id, now.date())
        case Greeting():
            return greeting_card()
        case NothingListed():
            return nothing_listed_card()


def buttons_of(said: Said, workspace_id: WorkspaceId, question: str, place: Place) -> list[Block]:
    """What can be done with an answer where it is read."""
    if place is Place.SHARED:
        return []
    match said:
        case Owned():
            about = About(said.area.key, said.role or "")
            share = share_button(Choice(said.area.key, said.role), place)
            found = [*share, *_message_buttons(said, workspace_id), not_right_button(about)]
            return found + (_filling(said, said.missing) if said.missing is not None else [])
        case Vacant():
            if said.area.unowned:
                return [not_right_button(About(said.area.key))]
            return _filling(said, said.role) + share_button(Choice(said.area.key, _key(said.role)), place)
        case Unknown():
            about = About(role=said.role or "", subject=said.subject or question)
            tell = button("Tell me when it's settled", TELL_ME, Choice(None, said.role, question).as_value())
            return [tell, claim_button(about), suggest_button(about), ask_stewards_button(about)]
        case Definition() | Decides():
            return role_buttons(said) + share_button(Choice(question=question), place)
        case Holds():
            return share_button(Choice(question=question), place)
        case Greeting():
            return prompts()
        case Ambiguous() | NothingListed():
            return []


def _filling(said: Owned | Vacant, missing: RoleDefinition | None) -> list[Block]:
    """What can be done about a role that nobody holds."""
    about = About(said.area.key, _key(missing) or "")
    tell = Choice(said.area.key, _key(missing)).as_value()
    short = missing.short if missing is not None else ""
    return [
        claim_button(about, short),
        suggest_button(about),
        ask_stewards_button(About(said.area.key, about.role, f"{short} of {said.area.name}".removeprefix(" of "))),
        button("Tell me when it's settled", TELL_ME, tell),
    ]


def _key(role: RoleDefinition | None) -> str | None:
    return role.key if role is not None else None


def share_button(choice: Choice, place: Place) -> list[Block]:
    """Only where somebody else reads."""
    return [button("Share here", SHARE, choice.as_value())] if place is Place.AMONG_OTHERS else []


def _message_buttons(answer: Owned, workspace_id: WorkspaceId) -> list[Block]:
    """To the accountable one of each of the first roles, or of the one asked for."""
    held = answer.held[:1] if answer.role is not None else answer.held
    firsts = {
        one.people[0].slack_user_id: one.people[0] for one in held if one.people and _can_be_written(one.people[0])
    }
    return [message_button(one, workspace_id, place) for place, one in enumerate([*firsts.values()][:MOST_MESSAGED])]


def _can_be_written(one: Person) -> bool:
    return one.slack_user_id is not None and not one.gone and one.group_id is None


def message_button(one: Person, workspace_id: WorkspaceId, place: int) -> Block:
    """Opens the DM with a person in the Slack app."""
    url = person_url(workspace_id, one.slack_user_id) if one.slack_user_id is not None else ""
    return button(f"Message {first_name(one.name)}", f"{MESSAGE}#{place}", url=url, label=f"Message {one.name}")


def with_buttons(message: Message, *buttons: Block) -> Message:
    """The message with buttons after whatever it has at its end."""
    if not buttons:
        return message
    last = message.blocks[-1] if message.blocks else {}
    if last.get("type") == "actions":
        together = [*last["elements"], *buttons]
        return Message(message.text, [*message.blocks[:-1], actions(together)])
    return Message(message.text, [*message.blocks, actions(buttons)])


def shared_card(said: Said, workspace_id: WorkspaceId, question: str, now: datetime, by: tuple[str, str]) -> Message:
    """A copy for everybody in a channel: without buttons, with who shared it (Slack id, name)."""
    shown = card(said, workspace_id, question, now, Place.SHARED)
    user_id, name = by
    return Message(
        shorten(shown.text, 1000),
        [*shown.blocks, context(f"Shared by {person_link(workspace_id, SlackUserId(user_id), name)}")],
    )


def ambiguous_card(answer: Ambiguous, question: str) -> Message:
    """Up to three areas as buttons, and "None of these"."""
    buttons = _area_buttons(answer.candidates, answer.above, answer.role)
    buttons.append(button("None of these", NONE_OF_THESE, Choice(None, answer.role, question).as_value()))
    ask = "Which one?" if len(answer.candidates) > 1 else "Is it this one?"
    names = ", ".join(area.name for area in answer.candidates)
    return Message(shorten(f"{ask} {names}, or none of these.", 1000), [section(f"*{ask}*"), actions(buttons)])


def _area_buttons(areas: Sequence[Area], above: Sequence[Sequence[Area]], role: str | None) -> list[Block]:
    """A button for each area, with the one above it to tell it from its namesakes."""
    labels = [f"{area.name} · {over[0].name}" if over else area.name for area, over in zip(areas, above, strict=True)]
    return [
        button(label, f"{CANDIDATE}#{place}", Choice(area.key, role).as_value())
        for place, (label, area) in enumerate(zip(labels, areas, strict=True))
    ]


def unknown_card(answer: Unknown, question: str) -> Message:
    """Nothing covers it, and nobody is guessed; what is nearest is offered as what it is."""
    shown = shorten(" ".join((answer.subject or question).split()), LONGEST_SUBJECT)
    about = f"who owns “{shown}”" if shown else "that"
    shown_escaped = f"who owns “{escape(shown)}”" if shown else "that"
    text = f"I don't know {about}, and I won't guess. {UNKNOWN_NOTED}"
    if not answer.nearest:
        return Message(text, [section(f"I don't know {shown_escaped}, and I won't guess.\n{UNKNOWN_NOTED}")])
    names = ", ".join(area.name for area in answer.nearest)
    return Message(
        shorten(f"{text} Nearest in the list: {names}", 1000),
        [
            section(
                f"I don't know {shown_escaped}, and I won't guess.\nNearest in the list, if that is what you meant:"
            ),
            actions(_area_buttons(answer.nearest, answer.above, answer.role)),
            context(UNKNOWN_NOTED),
        ],
    )


def holds_card(answer: Holds, workspace_id: WorkspaceId) -> Message:
    """What one person holds, by area."""
    name = person(answer.person, workspace_id)
    plain = answer.person.name or "This person"
    if not answer.held:
        return Message(f"{plain} holds nothing in the list.", [section(f"{name} holds nothing in the list.")])
    lines = [f"*{escape(area.name)}* · {escape(role.title)}" for area, role in answer.held[:MOST_HELD_SHOWN]]
    if len(answer.held) > MOST_HELD_SHOWN:
        lines.append(f"… and {len(answer.held) - MOST_HELD_SHOWN} more")
    said = "; ".join(f"{role.title} of {area.name}" for area, role in answer.held)
    blocks = [section("\n".join([f"{name} holds:", *lines]), expand=True)]
    return Message(shorten(f"{plain} holds: {said}", 1000), blocks)


def greeting_card(name: str = "") -> Message:
    """The first words in the DM; `name` is a first name."""
    text = (
        f"{f'Hi {name}' if name else 'Hi'}. Ask me who owns or decides anything: “who owns refunds?”\n"
        "Also: “what does a TPM do?” · “pm vs tpm”. Only you see the answers."
    )
    return Message(text, [section(escape(text))])


def prompts() -> list[Block]:
    """What can be asked with one tap."""
    asked = [("What does a TPM do?", "what does a TPM do?"), ("PM vs TPM", "pm vs tpm"), ("What do I hold?", MYSELF)]
    shown = [button(text, f"{PROMPT}#{place}", value) for place, (text, value) in enumerate(asked)]
    return [button("Try it", OPEN_ASK, style="primary"), *shown]


def menu_card() -> Message:
    """`/rolecall` without words: what there is, each a tap away."""
    text = "What would you like to know? You can also type it: `/rolecall who owns refunds?`"
    buttons = [button("Who owns…?", OPEN_ASK, style="primary"), *prompts()[1:], button("All you can type", HELP)]
    return Message(text.replace("`", ""), [section(text), actions(buttons)])


def settled_card(answer: Owned, workspace_id: WorkspaceId, question: str, now: datetime) -> Message:
    """To somebody who waited: the answer that was not there when they asked."""
    # What else is vacant there was not the question.
    shown = card(replace(answer, missing=None, cover=None), workspace_id, question, now, Place.ALONE)
    asked = " ".join(question.split())[:LONGEST_SUBJECT]
    first = f"You asked to be told. It is settled{f': “{escape(asked)}”' if asked else ''}"
    plain = f"You asked to be told, and it is settled. {shown.text}"
    return Message(shorten(plain, 1000), [section(first), *shown.blocks])


def told(text: str) -> Message:
    """A sentence of ours."""
    return Message(text, [section(escape(text))])


def how_to_ask() -> Message:
    """`/whoowns` without words, in a channel that is no area's."""
    text = "This channel belongs to no area in the list. Ask with words: `/whoowns refunds`, or `/whoowns` and a link or #channel."
    return with_buttons(Message(text.replace("`", ""), [section(text)]), *menu_card().blocks[-1]["elements"])


def nothing_listed_card() -> Message:
    text = "The list is empty so far, so I cannot tell who owns anything. Whoever keeps it can import a file: `rolecall import registry.yaml`"
    return Message(text.replace("`", ""), [section(text)])


def help_card(lines: Sequence[tuple[str, str]]) -> Message:
    """What can be typed, a line each."""
    shown = [f"{code(typed)}  {escape(what)}" for typed, what in lines]
    shown.append("Or write to me in a DM, or mention me in a channel: only you see the answer.")
    return Message(
        "What you can type: " + ", ".join(typed for typed, _ in lines),
        [section("*What you can type*\n" + "\n".join(shown), expand=True)],
    )
