"""Answers as cards. Only buttons that work are shown; names are links to profiles and notify nobody."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.ids import WorkspaceId
from bot.lookup.answer_rules import (
    Ambiguous,
    Decides,
    Definition,
    Greeting,
    HeldRole,
    Holds,
    NothingListed,
    Owned,
    Said,
    Unknown,
    Vacant,
)
from bot.lookup.links import channel, people_of, person
from bot.lookup.role_cards.blocks import decides_card, definition_card
from bot.lookup.wording import UNKNOWN_NOTED, cover, inherited, provenance, role_label
from bot.registry.rules import Area
from bot.roles.rules import RoleDefinition
from bot.slack.block_kit import actions, button, context, escape, section, shorten
from bot.slack.messages import Message

CANDIDATE = "lookup.candidate"
NONE_OF_THESE = "lookup.none_of_these"
LONGEST_QUESTION_IN_BUTTON = 500
MOST_HELD_SHOWN = 25
LONGEST_SUBJECT = 120


@dataclass(frozen=True, slots=True)
class Choice:
    """What a button of "Which one?" carries: the area chosen, or the question that none of them meets."""

    area: str | None = None
    role: str | None = None
    question: str = ""

    def as_value(self) -> str:
        said = {"area": self.area, "role": self.role, "question": self.question[:LONGEST_QUESTION_IN_BUTTON]}
        return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)


def read_choice(value: str) -> Choice:
    """What `Choice.as_value` wrote."""
    said = json.loads(value)
    return Choice(said.get("area"), said.get("role"), said.get("question", ""))


def card(said: Said, workspace_id: WorkspaceId, question: str, now: datetime) -> Message:
    """The card of an answer. `question` is the sentence asked; `now` gives freshness."""
    match said:
        case Owned():
            return owned_card(said, workspace_id, now)
        case Vacant():
            return vacant_card(said, workspace_id, now)
        case Ambiguous():
            return ambiguous_card(said, question)
        case Unknown():
            return unknown_card(said.subject or question)
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


def owned_card(answer: Owned, workspace_id: WorkspaceId, now: datetime) -> Message:
    """Who holds each role in an area, the one asked for first; what is inherited is said in the first line."""
    asked = answer.held[0].role if answer.role is not None else None
    from_above = inherited(answer, asked)
    if from_above is None:
        first = _title(answer.area, answer.above)
        opening = f"{answer.area.name}:"
    else:
        missing, source, up = from_above
        first = f"*{escape(answer.area.name)}* has {escape(missing)} of its own; *{escape(source.name)}*, {up}, answers for it."
        opening = f"{answer.area.name} has {missing} of its own; {source.name}, {up}, answers for it."
    if answer.area.unowned:
        first += f"\nNobody has it on purpose: {escape(answer.area.unowned)}"
        opening += f" Nobody has it on purpose: {answer.area.unowned}"
    lines = [first, *_start_here(answer.area, answer.above), *role_lines(answer, workspace_id)]
    if answer.missing is not None:
        vacancy, said = _vacancy(answer.area, answer.missing, answer.cover, workspace_id)
        lines, opening = [vacancy, *lines], f"{said} {opening}"
    why = provenance(answer.held[0].assignments[0], now)
    source_name = f"From {answer.held[0].from_area.name} · " if answer.held[0].levels_up else ""
    blocks = [section("\n".join(lines), expand=True)]
    if why:
        blocks.append(context(f"_{escape(source_name + why)}_"))
    said = "; ".join(f"{role_label(held.role)} {', '.join(one.name for one in held.people)}" for held in answer.held)
    return Message(shorten(f"{opening} {said}", 1000), blocks)


def role_lines(answer: Owned | Vacant, workspace_id: WorkspaceId) -> list[str]:
    """One line a role: who holds it and what to ask them."""
    lines = []
    for held in answer.held:
        line = f"*{escape(role_label(held.role))}:* {people_of(held, workspace_id)}"
        if held.role.what_to_ask:
            line += f" · {escape(held.role.what_to_ask)}"
        if held.levels_up and not _all_from_one(answer, held.from_area):
            line += f" _(from {escape(held.from_area.name)})_"
        lines.append(line)
    return lines


def vacant_card(answer: Vacant, workspace_id: WorkspaceId, now: datetime) -> Message:  # noqa: ARG001
    """Nobody holds it: said first, then who to ask until somebody does."""
    first, said = _vacancy(answer.area, answer.role, answer.cover, workspace_id)
    lines = [first, *_start_here(answer.area, answer.above), *role_lines(answer, workspace_id)]
    return Message(shorten(said, 1000), [section("\n".join(lines), expand=True)])


def _vacancy(
    area: Area, role: RoleDefinition | None, stand_in: HeldRole | None, workspace_id: WorkspaceId
) -> tuple[str, str]:
    """That nobody holds `role` (None: any), and who to ask until somebody does: as mrkdwn, and as plain text."""
    missing = f"no {role.short}" if role is not None else "nobody yet"
    first, said = f"*{escape(area.name)} has {escape(missing)}.*", f"{area.name} has {missing}."
    if area.unowned:
        return f"{first} By design: {escape(area.unowned)}", f"{said} By design: {area.unowned}"
    if (until := cover(stand_in)) is None:
        return f"{first} Nobody stands in, here or above.", f"{said} Nobody stands in, here or above."
    held, where = until
    return (
        f"{first} Until then ask {person(held.people[0], workspace_id)} ({escape(where)}).",
        f"{said} Until then ask {held.people[0].name} ({where}).",
    )


def ambiguous_card(answer: Ambiguous, question: str) -> Message:
    """Up to three areas as buttons, and "None of these"."""
    buttons = []
    for place, (area, above) in enumerate(zip(answer.candidates, answer.above, strict=True)):
        label = f"{area.name} · {above[0].name}" if above else area.name
        value = Choice(area.key, answer.role).as_value()
        buttons.append(button(label, f"{CANDIDATE}#{place}", value))
    buttons.append(button("None of these", NONE_OF_THESE, Choice(None, answer.role, question).as_value()))
    ask = "Which one?" if len(answer.candidates) > 1 else "Is it this one?"
    names = ", ".join(area.name for area in answer.candidates)
    return Message(shorten(f"{ask} {names}, or none of these.", 1000), [section(f"*{ask}*"), actions(buttons)])


def unknown_card(subject: str) -> Message:
    """Nothing covers it, and nobody is guessed."""
    shown = shorten(" ".join(subject.split()), LONGEST_SUBJECT)
    about = f"who owns “{shown}”" if shown else "that"
    shown_escaped = f"who owns “{escape(shown)}”" if shown else "that"
    text = f"I don't know {about}, and I won't guess. {UNKNOWN_NOTED}"
    return Message(text, [section(f"I don't know {shown_escaped}, and I won't guess.\n{UNKNOWN_NOTED}")])


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


def greeting_card() -> Message:
    """The first words in the DM."""
    text = (
        "Hi. Ask me who owns or decides anything: “who owns refunds?”\n"
        "Also: “what does a TPM do?” · “pm vs tpm”. Only you see the answers."
    )
    return Message(text, [section(text)])


def how_to_ask() -> Message:
    """`/whoowns` without words, in a channel that is no area's."""
    text = "This channel belongs to no area in the list. Ask with words: `/whoowns refunds`, or `/whoowns` and a link or #channel."
    return Message(text.replace("`", ""), [section(text)])


def nothing_listed_card() -> Message:
    text = "The list is empty so far, so I cannot tell who owns anything. Whoever keeps it can import a file: `rolecall import registry.yaml`"
    return Message(text.replace("`", ""), [section(text)])


def help_card(lines: Sequence[tuple[str, str]]) -> Message:
    """What can be typed, a line each."""
    shown = [f"`{escape(typed)}`  {escape(what)}" for typed, what in lines]
    shown.append("Or write to me in a DM, or mention me in a channel: only you see the answer.")
    return Message(
        "What you can type: " + ", ".join(typed for typed, _ in lines),
        [section("*What you can type*\n" + "\n".join(shown), expand=True)],
    )


def refusal(sentence: str) -> Message:
    """Why a question cannot be answered, and what to do."""
    return Message(sentence, [section(escape(sentence))])


def _title(area: Area, above: Sequence[Area]) -> str:
    return f"*{escape(area.name)}*" + "".join(f"  \u2039 {escape(one.name)}" for one in above)


def _start_here(area: Area, above: Sequence[Area]) -> list[str]:
    """Where to begin: the area's own help channel and on-call, else the nearest one's above."""
    source = next((one for one in (area, *above) if one.help_channel or one.oncall or one.channel), None)
    if source is None:
        return []
    first = source.help_channel or source.channel
    said = [channel(first)] if first else []
    if source.oncall:
        said.append(f"urgent: {escape(source.oncall)}")
    return [f"*Start here:* {' · '.join(said)}"]


def _all_from_one(answer: Owned | Vacant, area: Area) -> bool:
    return all(held.from_area.key == area.key for held in answer.held)
