"""The forms behind a card's buttons: who it is, what is not right, what to ask the stewards, why not."""

from collections.abc import Sequence

from bot.ids import ProposalId
from bot.registry.proposals.blocks import About
from bot.registry.proposals.rules import LONGEST_NAME, LONGEST_NOTE, PERSON_FIELD, as_name
from bot.registry.rules import Area
from bot.roles.rules import RoleDefinition
from bot.slack.block_kit import OPTIONS, context, escape, input_block, modal, option, section, text_input
from bot.slack.messages import Block, Message, View

HOLDER_FORM = "proposals.holder_form"
NOT_RIGHT_FORM = "proposals.not_right_form"
QUESTION_FORM = "proposals.question_form"
DECLINE_FORM = "proposals.decline_form"
DONE = "proposals.done"
AREA = "proposals.area"
NEW_AREA = "proposals.new_area"
ROLE = "proposals.role"
PERSON = PERSON_FIELD
NOTE = "proposals.note"
WHAT = "proposals.what"
QUESTION = "proposals.question"
SIGNED = "proposals.signed"
SOMEONE_ELSE, AREA_WRONG, AREA_GONE = "someone_else", "area_wrong", "area_gone"
WITH_NAME, WITHOUT_NAME = "with_name", "without_name"


def holder_form(about: About, area: Area | None, roles: Sequence[RoleDefinition], *, myself: bool) -> View:
    """Who holds which role where; `myself`: the person who fills it in. Without an area it is asked for."""
    blocks: list[Block] = []
    if area is not None:
        blocks.append(section(f"*{escape(area.name)}*"))
    else:
        blocks += _area_fields(about.subject)
    if not myself:
        who = input_block(PERSON, "Who is it?", {"type": "users_select"})
        blocks.append(who)
    blocks += [role_field(roles, about.role), _note_field("Anything the approver should know?")]
    blocks.append(context("Whoever keeps this part of the list approves it. You are told by DM."))
    title = "I own this" if myself else "Suggest someone"
    return modal(HOLDER_FORM, title, blocks, submit="Send", private_metadata=about.as_value())


def _area_fields(subject: str) -> list[Block]:
    chosen = input_block(
        AREA,
        "Which area?",
        {"type": "external_select", "min_query_length": 0},
        optional=True,
        hint="When it is in the list already, under another name perhaps.",
    )
    named = input_block(
        NEW_AREA,
        "Or a new one: its name",
        text_input(initial=as_name(subject), most=LONGEST_NAME),
        optional=True,
        hint="With an area chosen above, the new one is put below it.",
    )
    return [chosen, named]


def not_right_form(about: About, area: Area, roles: Sequence[RoleDefinition]) -> View:
    """What is wrong with an answer."""
    choices = [
        option("Someone else holds it", SOMEONE_ELSE),
        option("The area is wrong: name, place, description …", AREA_WRONG),
        option("It no longer exists", AREA_GONE),
    ]
    what = input_block(WHAT, "What is not right?", {"type": "radio_buttons", "options": choices})
    who = input_block(
        PERSON, "Who holds it?", {"type": "users_select"}, optional=True, hint="When someone else holds it."
    )
    role = role_field(roles, about.role, optional=True)
    blocks = [section(f"*{escape(area.name)}*"), what, role, who]
    blocks.append(_note_field("In your words"))
    return modal(NOT_RIGHT_FORM, "Not right?", blocks, submit="Send", private_metadata=about.as_value())


def question_form(about: About) -> View:
    """What the stewards are asked, and whether they see who asks."""
    named = option("With my name, so that they can answer me", WITH_NAME)
    unnamed = option("Without my name", WITHOUT_NAME)
    question = f"Who owns “{about.subject}”?" if about.subject else ""
    blocks = [
        input_block(QUESTION, "Your question", text_input(initial=question, multiline=True, most=LONGEST_NOTE)),
        input_block(
            SIGNED,
            "How is it sent?",
            {"type": "radio_buttons", "options": [named, unnamed], "initial_option": named},
        ),
        context("It goes to the stewards, who keep the list true, by DM. Nobody else sees it."),
    ]
    return modal(QUESTION_FORM, "Ask the stewards", blocks, submit="Ask", private_metadata=about.as_value())


def decline_form(proposal_id: ProposalId) -> View:
    """Why it is not approved; the proposer reads it."""
    reason = input_block(
        NOTE, "Why not?", text_input(multiline=True, most=LONGEST_NOTE), optional=True, hint="The proposer reads it."
    )
    return modal(DECLINE_FORM, "Decline", [reason], submit="Decline", private_metadata=str(proposal_id))


def done_modal(message: Message) -> View:
    """Thanks, in place of a form."""
    return modal(DONE, "Rolecall", message.blocks, close="Close")


def role_field(roles: Sequence[RoleDefinition], chosen: str, *, optional: bool = False) -> Block:
    options = [role_option(role) for role in roles[:OPTIONS] if len(role.key) <= 150]
    element: Block = {"type": "static_select", "options": options}
    if (initial := next((one for one in options if one["value"] == chosen), None)) is not None:
        element["initial_option"] = initial
    hint = "When someone else holds it." if optional else ""
    return input_block(ROLE, "Which role?", element, optional=optional, hint=hint)


def role_option(role: RoleDefinition) -> Block:
    title = role.title if role.short == role.title else f"{role.short} · {role.title}"
    return option(title, role.key)


def _note_field(label: str) -> Block:
    return input_block(NOTE, label, text_input(multiline=True, most=LONGEST_NOTE), optional=True)
