"""Whose a message is, with ways to pass it on: the form, what is posted, and what the holder is sent."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from bot.ids import SlackUserId, WorkspaceId
from bot.lookup.hand_overs.rules import Belongs, Passing, draft, possessive
from bot.lookup.links import channel, person
from bot.lookup.wording import first_name
from bot.registry.proposals.blocks import area_options
from bot.registry.rules import Area
from bot.slack.block_kit import (
    actions,
    button,
    context,
    escape,
    input_block,
    modal,
    option,
    person_link,
    plain,
    section,
    shorten,
    text_input,
)
from bot.slack.messages import Block, Message, View

FORM = "lookup.hand_over_form"
CHOOSE = "lookup.hand_over_choose"
AREA = "lookup.hand_over_area"
CANDIDATE = "lookup.hand_over_candidate"
ROLE = "lookup.hand_over_role"
COPY = "lookup.hand_over_copy"
TELL = "lookup.hand_over_tell"
TEXT = "lookup.hand_over_text"
LONGEST_KEPT, LONGEST_TEXT = 1000, 1000


def as_metadata(passing: Passing) -> str:
    said = asdict(replace(passing, text=plain(passing.text)[:LONGEST_KEPT]))
    return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)


def read_passing(metadata: str) -> Passing:
    """What `as_metadata` wrote."""
    return Passing(**json.loads(metadata or "{}"))


def text_block_id(passing: Passing) -> str:
    """Another area or role gets a text of its own: Slack keeps what was typed under the same id."""
    return f"{TEXT}:{passing.role}:{passing.area}"[:255]


def whose_form(to: Belongs, passing: Passing, workspace_id: WorkspaceId) -> View:
    """Whose the message is, and what can be done."""
    blocks: list[Block] = [section(_whose(to, workspace_id), expand=True)]
    if not (passing.said or passing.told):  # then it is settled whose it is
        if len(to.others) > 1:
            blocks.append(actions([_role_choice(to)], f"{ROLE}:{passing.area}"[:255]))
        blocks.append(actions([_another_area("Another area?")], AREA))
    if not passing.said:
        words = text_input(initial=draft(to), multiline=True, most=LONGEST_TEXT)
        blocks.append(input_block(text_block_id(passing), "Reply here with", words))
    blocks.append(actions(_ways(to, passing)))
    return modal(
        FORM, "Hand over", blocks, submit=None if passing.said else "Reply here", close="Close",
        private_metadata=as_metadata(passing),
    )  # fmt: skip


def _whose(to: Belongs, workspace_id: WorkspaceId) -> str:
    area = f"*{escape(to.area.name)}*"
    lines = []
    if to.vacant:
        missing = f"no {escape(to.role.short)}" if to.role is not None else "nobody yet"
        lines.append(f"{area} has {missing}.")
        if to.person is not None:
            lines.append(f"Until then it goes to {person(to.person, workspace_id)}.")
    elif to.person is not None and to.role is not None:
        about = (
            f"{escape(to.role.what_to_ask)} of {area}" if to.role.what_to_ask else f"{escape(to.role.short)} of {area}"
        )
        who = f"{person(to.person, workspace_id)}{possessive(to.person.name).removeprefix(to.person.name)}"
        lines.append(f"*This is* {who}: {about}")
    if to.start_here:
        lines.append(f"Start here: {channel(to.start_here)}")
    return "\n".join(lines) or area


def _role_choice(to: Belongs) -> Block:
    options = [
        option(f"{held.people[0].name} · {held.role.short}", held.role.key[:150])
        for held in to.others[:10]
        if held.people
    ]
    chosen = next((one for one in options if to.role is not None and one["value"] == to.role.key), options[0])
    return {"type": "radio_buttons", "action_id": ROLE, "options": options, "initial_option": chosen}


def _another_area(placeholder: str) -> Block:
    return {
        "type": "external_select",
        "action_id": AREA,
        "min_query_length": 0,
        "placeholder": {"type": "plain_text", "text": placeholder},
    }


def _ways(to: Belongs, passing: Passing) -> list[Block]:
    found = [button("Copy text", COPY)]
    if to.can_be_told is not None and to.person is not None and not passing.told:
        found.append(button(f"Tell {first_name(to.person.name)} too", TELL))
    return found


def area_choices(areas: Sequence[Area]) -> list[Block]:
    """The areas offered while somebody types, worded as in every such field."""
    return area_options(areas)


def choose_form(candidates: Sequence[Area], passing: Passing) -> View:
    """The message does not say clearly enough what it is about: the person does."""
    ask = "*What is it about?*" if not candidates else "*Which one is it about?*"
    blocks: list[Block] = [section(f"{ask} I can't tell for sure from the message, and I won't guess.")]
    if candidates:
        chosen = [button(area.name, f"{CANDIDATE}#{place}", area.key) for place, area in enumerate(candidates)]
        blocks.append(actions(chosen))
    blocks.append(actions([_another_area("Choose an area")], AREA))
    return modal(CHOOSE, "Hand over", blocks, close="Close", private_metadata=as_metadata(passing))


def copy_modal(text: str) -> View:
    """The text to be copied, as it is."""
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("```", "'''")
    return modal("lookup.copy", "Copy text", [section(f"```{shorten(shown, 2900)}```")], close="Close")


def done_form(to: Belongs, passing: Passing, workspace_id: WorkspaceId, note: str) -> View:
    """The form again, with what has been done said first."""
    view = whose_form(to, passing, workspace_id)
    return {**view, "blocks": [context(escape(note)), *view["blocks"]]}


def reply_message(text: str, to: Belongs, by: tuple[SlackUserId, str], workspace_id: WorkspaceId) -> Message:
    """In the thread of the message, for everybody there: what was written, and by whom."""
    links = [f"Passed on by {person_link(workspace_id, *by)}"]
    if to.person is not None:
        links.insert(0, person(to.person, workspace_id))
    return Message(shorten(text, 1000), [section(escape(text)), context(" · ".join(links))])


def tell_message(
    quoted: str, to: Belongs, by: tuple[SlackUserId, str], permalink: str | None, workspace_id: WorkspaceId
) -> Message:
    """To whoever it belongs to: the message, who passes it on, and why to them."""
    what = f"{to.role.short} of {to.area.name}" if to.role is not None else to.area.name
    quote = " ".join(quoted.split())
    lines = [f"{person_link(workspace_id, *by)} passes a message on to you, as {escape(what)}:"]
    if quote:
        lines.append(f"> {escape(shorten(quote, LONGEST_KEPT))}")
    blocks = [section("\n".join(lines), expand=True)]
    if permalink:
        blocks.append(actions([button("Open the message", "lookup.open_message", url=permalink)]))
    return Message(shorten(f"{by[1]} passes a message on to you, as {what}: {quote}", 1000), blocks)
