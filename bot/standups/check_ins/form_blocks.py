"""The form of a check-in: the shared question for each area, then the questions of the member's side."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.block_kit import (
    VIEW_BLOCKS,
    context,
    escape,
    input_block,
    modal,
    option,
    plain_text,
    section,
    text_input,
)
from bot.slack.messages import Block, View
from bot.standups.blocks import day_label, short_day
from bot.standups.check_ins.answer_rules import Answer, Form, Status
from bot.standups.check_ins.rules import (
    MOST_ASKED_AREAS,
    NEWS_TAGS,
    RISK_TAGS,
    STOPPED_KINDS,
    AskedArea,
    Kind,
    Question,
)

ANSWER = "standups.answer"
STATUS_CHOSEN = "standups.status"
STATUS_BLOCK, DATE_BLOCK, PATH_BLOCK = "standups.status", "standups.date", "standups.path"
NEW_NAME_BLOCK, NEW_DATE_BLOCK = "standups.new_name", "standups.new_date"
TEXT_BLOCK, TAG_BLOCK, AREA_BLOCK = "standups.text", "standups.tag", "standups.area"
PERSON_BLOCK, BY_BLOCK, LANDED_BLOCK = "standups.person", "standups.by", "standups.landed"

STATUS_CHOICES = {
    Status.ON_TIME: "Yes",
    Status.AT_RISK: "At risk",
    Status.LATE: "No",
    Status.NOTHING_DATED: "Nothing dated",
}
_AS_RADIO = 3
_DETAILS = 2
_NAME_OF_MILESTONE = 80


def block_of(prefix: str, area: AskedArea) -> str:
    """The block_id of an area's field; it also says which milestone the question was about."""
    return f"{prefix}:{area.area_id}:{area.milestone.id if area.milestone else 0}"


def question_block(prefix: str, question: str) -> str:
    """The block_id of a part of a question that is asked once."""
    return f"{prefix}:{question}"


@dataclass(frozen=True)
class _Room:
    """Which areas get their further fields, so that the form keeps to Slack's limit."""

    detailed: frozenset[int]
    left_out: int


def check_in_modal(form: Form) -> View:
    """The form, filled with what is known. Its private_metadata is the id of the check-in."""
    once = [question for question in form.questions if question.kind is not Kind.STATUS]
    rest = [block for question in once for block in _question(question, form)]
    if not form.areas and not once:
        rest = [section("There is nothing to answer today.")]
    top = [section(f":wave: {escape(form.notice)}")] if form.notice else []
    asked = form.areas[:MOST_ASKED_AREAS]
    room = _room(asked, form, VIEW_BLOCKS - len(rest) - len(top) - 1)
    areas = [block for area in asked for block in _area(area, form, detailed=area.area_id in room.detailed)]
    left_out = len(form.areas) - len(asked) + room.left_out
    if left_out:
        areas.append(context(f"{left_out} more of your areas are not shown here: Slack's forms hold no more."))
    return modal(
        ANSWER,
        f"Check-in, {day_label(form.day)}",
        [*top, *areas, *rest],
        submit="Send",
        private_metadata=str(form.check_in_id),
    )


def _room(areas: Sequence[AskedArea], form: Form, blocks: int) -> _Room:
    free = blocks - sum(1 for area in areas if area.milestone)
    detailed: set[int] = set()
    left_out = 0
    for area in areas:
        known = form.answer(f"status:{area.area_id}")
        wanted = area.milestone is None or (known is not None and known.status is not None and known.status.needs_date)
        if wanted and free >= _DETAILS:
            detailed.add(area.area_id)
            free -= _DETAILS
        elif area.milestone is None:
            left_out += 1
    return _Room(frozenset(detailed), left_out)


def _area(area: AskedArea, form: Form, *, detailed: bool) -> list[Block]:
    known = form.answer(f"status:{area.area_id}")
    if area.milestone is None:
        return _first_date(area, form, known) if detailed else []
    what = f"{area.name} · {area.milestone.name} ({short_day(area.milestone.agreed_on)})"
    prompt = next((each.prompt for each in form.questions if each.kind is Kind.STATUS), "{milestone}: on time?")
    blocks = [
        input_block(
            block_of(STATUS_BLOCK, area),
            prompt.replace("{milestone}", what).replace("{area}", area.name),
            _status_element(known, radio=len(form.areas) <= _AS_RADIO),
            dispatch=True,
        )
    ]
    return [*blocks, *_doubt(area, known)] if detailed else blocks


def _status_element(known: Answer | None, *, radio: bool) -> Block:
    options = {status: option(words, status.value) for status, words in STATUS_CHOICES.items()}
    element: Block = {
        "type": "radio_buttons" if radio else "static_select",
        "action_id": STATUS_CHOSEN,
        "options": list(options.values()),
    }
    if known is not None and known.status is not None:
        element["initial_option"] = options[known.status]
    if not radio:
        element["placeholder"] = plain_text("Choose one", 150)
    return element


def _doubt(area: AskedArea, known: Answer | None) -> list[Block]:
    on = known.on.isoformat() if known and known.on and known.status and known.status.needs_date else None
    most = 140
    return [
        input_block(
            block_of(DATE_BLOCK, area),
            f"{area.name}: the best date you see",
            {"type": "datepicker", **({"initial_date": on} if on else {})},
            optional=True,
        ),
        input_block(
            block_of(PATH_BLOCK, area),
            f"{area.name}: the path back",
            text_input(initial=known.text if known else "", most=most),
            optional=True,
        ),
    ]


def _first_date(area: AskedArea, form: Form, known: Answer | None) -> list[Block]:
    on = known.on.isoformat() if known and known.on else None
    return [
        input_block(
            block_of(NEW_NAME_BLOCK, area),
            f"What is the next date for {area.name}?",
            text_input(
                initial=known.milestone_name if known else "",
                most=_NAME_OF_MILESTONE,
                placeholder="What lands, such as “Beta”",
            ),
            optional=True,
            hint="Leave it and its date empty if nothing is dated." if form.areas[0] is area else "",
        ),
        input_block(
            block_of(NEW_DATE_BLOCK, area),
            f"{area.name}: when does it land?",
            {"type": "datepicker", **({"initial_date": on} if on else {})},
            optional=True,
        ),
    ]


def _question(question: Question, form: Form) -> list[Block]:
    known = form.answer(question.key)
    text = input_block(
        question_block(TEXT_BLOCK, question.key),
        _prompt(question, form),
        text_input(initial=known.text if known else "", most=question.most, multiline=question.most > 140),
        optional=True,
    )
    match question.kind:
        case Kind.NEWS:
            return [text, *_area_choice(question, form, known), _tag(question, "What is it?", NEWS_TAGS, known)]
        case Kind.RISK:
            return [text, *_area_choice(question, form, known), _tag(question, "How did it change?", RISK_TAGS, known)]
        case Kind.STOPPED:
            return [
                text,
                *_area_choice(question, form, known),
                _tag(question, "Stopped by what?", STOPPED_KINDS, known),
            ]
        case Kind.ASK:
            return [text, *_person_and_day(question, form, known)]
        case Kind.LANDED:
            return [*_landed(question, form), text]
        case _:
            return [text]


def _prompt(question: Question, form: Form) -> str:
    if "{other}" not in question.prompt:
        return question.prompt
    others = list(dict.fromkeys(each.name for area in form.areas for each in area.counterparts))
    return question.prompt.replace("{other}", others[0] if len(others) == 1 else "others")


def _area_choice(question: Question, form: Form, known: Answer | None) -> list[Block]:
    if len(form.areas) <= 1:
        return []  # it can only be about the one
    options = {area.area_id: option(area.name, str(area.area_id)) for area in form.areas[:MOST_ASKED_AREAS]}
    element: Block = {
        "type": "static_select",
        "options": list(options.values()),
        "placeholder": plain_text("Choose an area", 150),
    }
    if known is not None and known.area_id in options:
        element["initial_option"] = options[known.area_id]
    label = "Whose area is it?" if question.kind is Kind.RISK else "In which area?"
    return [input_block(question_block(AREA_BLOCK, question.key), label, element, optional=True)]


def _tag(question: Question, label: str, tags: dict[str, str], known: Answer | None) -> Block:
    options = {value: option(text, value) for value, text in tags.items()}
    element: Block = {
        "type": "static_select",
        "options": list(options.values()),
        "placeholder": plain_text("Choose one", 150),
    }
    if known is not None and known.tag in options:
        element["initial_option"] = options[known.tag]
    return input_block(question_block(TAG_BLOCK, question.key), label, element, optional=True)


def _person_and_day(question: Question, form: Form, known: Answer | None) -> list[Block]:
    others = {each.member_id: each for area in form.areas for each in area.counterparts if each.slack_user_id}
    person: Block = {"type": "users_select", "placeholder": plain_text("Choose someone", 150)}
    asked = others.get(known.member_id) if known is not None and known.member_id else None
    only = next(iter(others.values())) if len(others) == 1 else None
    if (initial := asked or only) is not None:
        person["initial_user"] = initial.slack_user_id
    day: Block = {"type": "datepicker"}
    if known is not None and known.on is not None:
        day["initial_date"] = known.on.isoformat()
    return [
        input_block(question_block(PERSON_BLOCK, question.key), "From whom?", person, optional=True),
        input_block(question_block(BY_BLOCK, question.key), "By when?", day, optional=True),
    ]


def _landed(question: Question, form: Form) -> list[Block]:
    if not form.milestones:
        return []
    names = {area.area_id: area.name for area in form.areas}
    options = {
        each.id: option(f"{names.get(each.area_id, '')}: {each.name}", str(each.id)) for each in form.milestones[:100]
    }
    element: Block = {
        "type": "multi_static_select",
        "options": list(options.values()),
        "placeholder": plain_text("Choose what landed", 150),
    }
    landed = [
        options[answer.milestone_id]
        for answer in (form.known or {}).values()
        if answer.question == question.key and answer.milestone_id in options
    ]
    if landed:
        element["initial_options"] = landed
    return [input_block(question_block(LANDED_BLOCK, question.key), "What landed?", element, optional=True)]
