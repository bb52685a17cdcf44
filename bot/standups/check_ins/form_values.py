"""Reading a check-in's form: from the fields to answers, and what is missing."""

from collections.abc import Iterable, Iterator

from bot.ids import AreaId, MilestoneId, SlackUserId
from bot.slack.messages import View
from bot.slack.payloads import FormValues
from bot.standups.check_ins.answer_rules import Answer, Status
from bot.standups.check_ins.form_blocks import (
    AREA_BLOCK,
    BY_BLOCK,
    DATE_BLOCK,
    LANDED_BLOCK,
    NEW_DATE_BLOCK,
    NEW_NAME_BLOCK,
    PATH_BLOCK,
    PERSON_BLOCK,
    STATUS_BLOCK,
    TAG_BLOCK,
    TEXT_BLOCK,
    question_block,
)
from bot.standups.check_ins.rules import ASK, LANDED, STATUS, Side

# Who speaks from which side is not the form's to say: it is filled in when the answers are kept.
_UNSAID = Side.NEITHER


def read_answers(values: FormValues) -> tuple[Answer, ...]:
    """What was answered; a question left empty is no answer."""
    return (*_statuses(values), *_first_dates(values), *_once(values), *_landed(values))


def _statuses(values: FormValues) -> Iterator[Answer]:
    for area, milestone in _blocks(values, STATUS_BLOCK):
        status = values.choice(f"{STATUS_BLOCK}:{area}:{milestone}")
        if status is None:
            continue
        in_doubt = Status(status).needs_date
        yield Answer(
            STATUS,
            _UNSAID,
            area_id=AreaId(area),
            milestone_id=MilestoneId(milestone) if milestone else None,
            status=Status(status),
            on=values.date(f"{DATE_BLOCK}:{area}:{milestone}") if in_doubt else None,
            text=values.text(f"{PATH_BLOCK}:{area}:{milestone}") if in_doubt else "",
        )


def _first_dates(values: FormValues) -> Iterator[Answer]:
    for area, _ in _blocks(values, NEW_NAME_BLOCK):
        name = values.text(f"{NEW_NAME_BLOCK}:{area}:0")
        on = values.date(f"{NEW_DATE_BLOCK}:{area}:0")
        status = None if name and on else Status.NOTHING_DATED
        yield Answer(STATUS, _UNSAID, area_id=AreaId(area), milestone_name=name, status=status, on=on)


def _once(values: FormValues) -> Iterator[Answer]:
    for block_id in values.block_ids():
        prefix, _, question = block_id.partition(":")
        if prefix != TEXT_BLOCK:
            continue
        text = values.text(block_id)
        if not text:
            continue
        area = values.choice(question_block(AREA_BLOCK, question))
        yield Answer(
            question,
            _UNSAID,
            area_id=AreaId(int(area)) if area else None,
            text=text,
            tag=values.choice(question_block(TAG_BLOCK, question)) or "",
            on=values.date(question_block(BY_BLOCK, question)),
        )


def _landed(values: FormValues) -> Iterator[Answer]:
    for milestone in values.choices(question_block(LANDED_BLOCK, LANDED)):
        yield Answer(LANDED, _UNSAID, milestone_id=MilestoneId(int(milestone)))


def asked_person(values: FormValues) -> SlackUserId | None:
    """From whom something is asked."""
    return values.user(question_block(PERSON_BLOCK, ASK))


def missing(values: FormValues) -> dict[str, str]:
    """What a person who is in doubt, or names a date, still has to say, by block_id."""
    errors: dict[str, str] = {}
    shown = set(values.block_ids())
    for area, milestone in _blocks(values, STATUS_BLOCK):
        date_block = f"{DATE_BLOCK}:{area}:{milestone}"
        if _in_doubt(values, area, milestone) and date_block in shown and values.date(date_block) is None:
            errors[date_block] = "When do you think it lands? Your best guess is enough."
    for area, _ in _blocks(values, NEW_NAME_BLOCK):
        name_block, date_block = f"{NEW_NAME_BLOCK}:{area}:0", f"{NEW_DATE_BLOCK}:{area}:0"
        if values.text(name_block) and values.date(date_block) is None:
            errors[date_block] = "When does it land? Or clear its name if nothing is dated."
        if values.date(date_block) is not None and not values.text(name_block):
            errors[name_block] = "What lands that day?"
    return errors


def wants_other_fields(values: FormValues, *, only_missing: bool = False) -> bool:
    """Whether the form shows a date for someone who is not in doubt, or none for someone who is."""
    shown = set(values.block_ids())
    for area, milestone in _blocks(values, STATUS_BLOCK):
        in_doubt = _in_doubt(values, area, milestone)
        has_field = f"{DATE_BLOCK}:{area}:{milestone}" in shown
        if in_doubt and not has_field:
            return True
        if has_field and not in_doubt and not only_missing:
            return True
    return False


def shows_more(modal: View, values: FormValues) -> bool:
    """Whether `modal` has a field that the form did not have."""
    return bool({block["block_id"] for block in modal["blocks"] if "block_id" in block} - set(values.block_ids()))


def _in_doubt(values: FormValues, area: int, milestone: int) -> bool:
    status = values.choice(f"{STATUS_BLOCK}:{area}:{milestone}")
    return status is not None and Status(status).needs_date


def _blocks(values: FormValues, prefix: str) -> Iterable[tuple[int, int]]:
    """(area, milestone) of the fields with that prefix, in the order of the form."""
    for block_id in values.block_ids():
        parts = block_id.split(":")
        if len(parts) == 3 and parts[0] == prefix:
            yield int(parts[1]), int(parts[2])
