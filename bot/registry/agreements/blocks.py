"""The agreement as a modal, as the form that changes it, and as the message to one of the two."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from bot.ids import AreaId, SlackUserId, WorkspaceId
from bot.registry.agreements.rules import LONGEST_ALSO, SIDES, Standing, Version, who_may
from bot.registry.rules import Area, Person
from bot.roles.rules import AgreementLine, Decider
from bot.slack.block_kit import (
    actions,
    button,
    context,
    escape,
    input_block,
    modal,
    option,
    person_link,
    plain_text,
    section,
    shorten,
    text_input,
)
from bot.slack.messages import Block, Message, View

OPEN = "agreements.open"
AGREE = "agreements.agree"
CHANGE = "agreements.change"
SHOWN = "agreements.shown"
FORM = "agreements.form"
ALSO = "agreements.also"
LINE = "agreements.line."
TITLE = "PM\N{EN DASH}TPM agreement"
MOST_VERSIONS_SHOWN = 5


def value_of(area_id: AreaId | None, number: int) -> str:
    """What a button or a form carries: the area, and the version that was seen."""
    return json.dumps([area_id, number])


def read_value(value: str) -> tuple[AreaId, int]:
    """What `value_of` wrote."""
    area_id, number = json.loads(value)
    return AreaId(area_id), int(number)


def open_button(area: str) -> Block:
    """Opens the agreement of the area of that key."""
    return button("Agreement", OPEN, area, label="The agreement of the PM and the TPM")


def which_area(areas: Sequence[Area]) -> Message:
    """Up to three areas, each a button that opens its agreement."""
    buttons = [button(area.name, f"{OPEN}#{place}", area.key) for place, area in enumerate(areas)]
    text = f"The agreement of which area? {', '.join(area.name for area in areas)}"
    return Message(shorten(text, 1000), [section("*The agreement of which area?*"), actions(buttons)])


def agreement_modal(shown: Standing, viewer: SlackUserId, workspace_id: WorkspaceId, now: datetime) -> View:
    """Who decides what, how far the two are, and for the two the buttons."""
    today = now.date()
    blocks = [
        section(f"*{escape(shown.area.name)}: who decides what*"),
        section(_lines(shown, workspace_id), expand=True),
    ]
    if shown.also:
        blocks.append(section(f"*Also:* {escape(shown.also)}", expand=True))
    blocks.append(section(escape(_state(shown, today))))
    if shown.side_of(viewer) is not None:
        blocks.append(_buttons(shown, viewer))
    else:
        blocks.append(context(escape(f"Only {who_may(shown)} can agree or change it.")))
    blocks += [context(escape(line)) for line in _history(shown.versions, today)]
    return modal(SHOWN, TITLE, blocks, close="Close")


def agreement_form(shown: Standing) -> View:
    """A line each, with who decides it, and room for what the lines do not say."""
    blocks = [
        section(
            f"*{escape(shown.area.name)}: who decides what*\n"
            f"Saving means that you agree. It holds once {escape(shown.pm.name)} and {escape(shown.tpm.name)} both do."
        )
    ]
    blocks += [_line_input(line, shown) for line in shown.lines]
    blocks.append(
        input_block(
            ALSO,
            "Also agreed",
            text_input(
                initial=shown.also, multiline=True, most=LONGEST_ALSO, placeholder="Anything that the lines leave open"
            ),
            optional=True,
        )
    )
    carried = value_of(shown.area.id, shown.number)
    return modal(FORM, TITLE, blocks, submit="Save and agree", private_metadata=carried)


def agreement_message(
    shown: Standing, viewer: Person, version_id: int, workspace_id: WorkspaceId, today: date
) -> Message:
    """To one of the two: what is proposed, or what holds now. An older version's message says that there is a newer one."""
    newest = shown.newest
    side = shown.side_of(viewer.slack_user_id)
    if newest is None or newest.id != version_id:
        text = f"{shown.area.name}: this version of your agreement has been replaced. The newer one stands below."
        return Message(text, [section(escape(text))])
    if side is None:
        text = f"{shown.area.name}: it is now {who_may(shown)} who agree on who decides what."
        return Message(text, [section(escape(text))])
    opening = _opening(shown, side, newest, today)
    blocks = [section(f"*{escape(opening)}*"), section(_lines(shown, workspace_id), expand=True)]
    if shown.also:
        blocks.append(section(f"*Also:* {escape(shown.also)}", expand=True))
    blocks.append(_buttons(shown, viewer.slack_user_id))
    blocks.append(context("Whoever asks who decides something in this area is told what you two have agreed on."))
    return Message(shorten(opening, 1000), blocks)


def _opening(shown: Standing, side: str, newest: Version, today: date) -> str:
    other = shown.holder("tpm" if side == "pm" else "pm")
    if shown.agreed is not None:
        return f"{shown.area.name}: you and {other.name} have agreed on who decides what, {_day(_agreed_on(shown), today)}."
    if shown.signature(side) is not None:
        return f"{shown.area.name}: you have agreed, {other.name} has not yet."
    former = next((one for one in newest.agreement.signatures if one.side == side), None)
    if former is not None:
        return f"{shown.area.name}: {former.name} and {other.name} had agreed on who decides what. Do you agree too?"
    if newest.agreement.number == 1:
        return f"{shown.area.name}: {newest.made_by} proposes who of you decides what. Do you agree?"
    return f"{shown.area.name}: {newest.made_by} has changed who of you decides what. Do you agree?"


def _lines(shown: Standing, workspace_id: WorkspaceId) -> str:
    """The lines under whoever has them: on a phone a name behind each would stand on a line of its own."""
    pm, tpm = _names(shown, workspace_id)
    heads = {
        Decider.PM: f"*{pm} (PM) decides*",
        Decider.TPM: f"*{tpm} (TPM) decides*",
        Decider.BOTH: "*Both decide together*",
    }
    said: list[str] = []
    for decider, head in heads.items():
        theirs = [f"• {escape(line.subject)}" for line in shown.lines if line.decider is decider]
        said += [head, *theirs] if theirs else []
    return "\n".join(said)


def _names(shown: Standing, workspace_id: WorkspaceId) -> tuple[str, str]:
    pm, tpm = (person_link(workspace_id, one.slack_user_id, one.name) for one in (shown.pm, shown.tpm))
    return pm, tpm


def _state(shown: Standing, today: date) -> str:
    """How far the two are, in a sentence or two."""
    if shown.newest is None:
        return "These are the usual lines. Neither has agreed to them yet."
    if shown.agreed is not None:
        by_pm, by_tpm = shown.agreed
        return f"Agreed by {by_pm.name} and {by_tpm.name}, {_day(_agreed_on(shown), today)}."
    said = []
    for side in SIDES:
        person, signature = shown.holder(side), shown.signature(side)
        signed = f"agreed on {_day(signature.at.date(), today)}" if signature is not None else "has not agreed yet"
        said.append(f"{person.name} {signed}.")
    before = [one for one in shown.newest.agreement.signatures if one.member_id not in _members(shown)]
    said += [f"{one.name}, who was {one.side.upper()} then, agreed on {_day(one.at.date(), today)}." for one in before]
    return " ".join(said)


def _members(shown: Standing) -> set[object]:
    return {shown.pm.member_id, shown.tpm.member_id}


def _buttons(shown: Standing, viewer: SlackUserId | None) -> Block:
    value = value_of(shown.area.id, shown.number)
    side = shown.side_of(viewer)
    agreed = side is not None and shown.signature(side) is not None
    change = button("Change", CHANGE, value)
    return actions([change] if agreed else [button("Agree", AGREE, value, style="primary"), change])


def _line_input(line: AgreementLine, shown: Standing) -> Block:
    labels = {
        Decider.PM: f"{shown.pm.name} (PM)",
        Decider.TPM: f"{shown.tpm.name} (TPM)",
        Decider.BOTH: "Both together",
    }
    options = {decider: option(label, decider.value) for decider, label in labels.items()}
    element: Block = {
        "type": "static_select",
        "options": list(options.values()),
        "initial_option": options[line.decider],
        "placeholder": plain_text("Who decides?", 150),
    }
    return input_block(f"{LINE}{line.key}", line.subject, element)


def _history(versions: Sequence[Version], today: date) -> list[str]:
    """The versions, the newest first; nothing when there is only one, which the state tells of."""
    if len(versions) < 2:
        return []
    said = []
    for version in versions[:MOST_VERSIONS_SHOWN]:
        signed = ", ".join(f"{one.name} agreed on {_day(one.at.date(), today)}" for one in version.agreement.signatures)
        made = f"Version {version.agreement.number} by {version.made_by}, {_day(version.made_at.date(), today)}"
        said.append(f"{made}: {signed or 'nobody agreed'}")
    left = len(versions) - MOST_VERSIONS_SHOWN
    return [*said, f"… and {left} older"] if left > 0 else said


def _agreed_on(shown: Standing) -> date:
    return max(one.at for one in shown.agreed or ()).date()


def _day(on: date, today: date) -> str:
    """A day as people write it: 3 Oct, with the year when it is not this one."""
    shown = f"{on.day} {on:%b}"
    return shown if on.year == today.year else f"{shown} {on.year}"
