"""What is answered: statuses with dates, repeated answers, the first date that becomes the agreed one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.ids import AreaId, CheckInId, MemberId, MilestoneId
from bot.standups.check_ins.rules import (
    ASK,
    LANDED,
    NEXT,
    STATUS,
    STOPPED,
    AskedArea,
    Milestone,
    Question,
    Side,
)


class Status(StrEnum):
    """The answer to "on time with the agreed scope?". Green lands as agreed, amber is in doubt, red needs help."""

    ON_TIME = "on_time"
    AT_RISK = "at_risk"
    LATE = "late"
    NOTHING_DATED = "nothing_dated"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")

    @property
    def needs_date(self) -> bool:
        return self in (Status.AT_RISK, Status.LATE)


@dataclass(frozen=True)
class Answer:
    """One answer to one question. What the fields hold depends on the question:

    status: `status`, `milestone_id`, `on` (when it will land), `text` (the path back), `milestone_name` (a new one's);
    news, risk, stopped: `text`, `area_id`, `tag`; ask: `text`, `member_id` (from whom), `on` (by when);
    landed: `milestone_id`, or `text`. `since` is the day on which an ask or a stop was first said.
    """

    question: str
    side: Side
    area_id: AreaId | None = None
    milestone_id: MilestoneId | None = None
    milestone_name: str = ""
    status: Status | None = None
    on: date | None = None
    text: str = ""
    tag: str = ""
    member_id: MemberId | None = None
    since: date | None = None

    @property
    def slot(self) -> str:
        """What makes it one answer and not another in its check-in."""
        if self.question == STATUS:
            return f"{STATUS}:{self.area_id}"
        if self.question == LANDED and self.milestone_id is not None:
            return f"{LANDED}:{self.milestone_id}"
        return self.question


@dataclass(frozen=True)
class Form:
    """A check-in as it is filled in: what is asked, and what is known from last time or from an earlier answer."""

    check_in_id: CheckInId
    day: date
    side: Side
    questions: tuple[Question, ...]
    areas: tuple[AskedArea, ...] = ()
    known: Mapping[str, Answer] | None = None
    milestones: tuple[Milestone, ...] = ()
    notice: str = ""
    answered: bool = False

    def answer(self, slot: str) -> Answer | None:
        return (self.known or {}).get(slot)


def with_choices(form: Form, chosen: Iterable[Answer]) -> Form:
    """The form as it is being filled in: what is in its fields, and for a new doubt the date known from last time."""
    known = {slot: answer for slot, answer in (form.known or {}).items() if answer.question == STATUS}
    for answer in chosen:
        before = known.get(answer.slot)
        if answer.question == STATUS and answer.on is None and before is not None and before.status is answer.status:
            known[answer.slot] = before
        else:
            known[answer.slot] = answer
    return replace(form, known=known)


def prefilled(previous: Iterable[Answer], areas: Sequence[AskedArea]) -> dict[str, Answer]:
    """What a form starts with: the last status of each area while it is about the same milestone, and what is open.

    News, outcomes and risks are of their day and are not repeated.
    """
    asked = {area.area_id: area for area in areas}
    found: dict[str, Answer] = {}
    for answer in previous:
        if answer.question == STATUS:
            area = asked.get(answer.area_id) if answer.area_id is not None else None
            if area is not None and _same_milestone(answer, area):
                found[answer.slot] = replace(answer, side=area.side)
        elif answer.question in (ASK, STOPPED, NEXT):
            found[answer.slot] = answer
    return found


def _same_milestone(answer: Answer, area: AskedArea) -> bool:
    return answer.milestone_id == (area.milestone.id if area.milestone else None)


@dataclass(frozen=True)
class Repeated:
    """The answers of last time, given again."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class NotRepeatable:
    """Nothing to repeat, with the reason as the person reads it. Rolecall never invents an answer."""

    reason: str


def nothing_changed(previous: Sequence[Answer], areas: Sequence[AskedArea], day: date) -> Repeated | NotRepeatable:
    """What "Nothing changed" answers on `day`: the last answer per area, with what is still open."""
    known = prefilled(previous, areas)
    for area in areas:
        status = known.get(f"{STATUS}:{area.area_id}")
        if status is None:
            return NotRepeatable(_why_unknown(area, previous))
        if status.on is not None and status.on < day:
            what = area.milestone.name if area.milestone else area.name
            return NotRepeatable(f"{what} was to land on {_day(status.on)}. How does it look now?")
    if not areas and NEXT not in known:
        return NotRepeatable("There is no earlier answer of yours to repeat yet. Please tell me once.")
    return Repeated(tuple(known.values()))


def _why_unknown(area: AskedArea, previous: Sequence[Answer]) -> str:
    said_before = any(answer.question == STATUS and answer.area_id == area.area_id for answer in previous)
    if said_before and area.milestone is not None:
        return f"What lands next in {area.name} is new to you: {area.milestone.name}. Please tell me once."
    if said_before:
        return f"What you spoke of in {area.name} has landed. What is next there?"
    return f"There is no earlier answer of yours about {area.name} to repeat yet. Please tell me once."


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def settled(answer: Answer, milestone: Milestone | None) -> Answer:
    """A status answer as it counts once it is known which milestone it is about.

    On time means on the agreed date. A date given without a status, the first for a milestone that someone else named
    meanwhile, is on time when it is not later than the agreed one, else at risk.
    """
    if answer.status is Status.NOTHING_DATED or milestone is None:
        return replace(answer, status=Status.NOTHING_DATED, on=None, text="", milestone_name="")
    answer = replace(answer, milestone_id=milestone.id)
    if answer.status is None:
        late = answer.on is not None and answer.on > milestone.agreed_on
        return replace(answer, status=Status.AT_RISK if late else Status.ON_TIME, on=answer.on or milestone.agreed_on)
    if answer.status is Status.ON_TIME:
        return replace(answer, on=milestone.agreed_on, text="")
    return answer


def same_name(one: str, other: str) -> bool:
    """Whether two milestones of an area are one: their names differ in case and spaces at most."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def first_said(answer: Answer, previous: Iterable[Answer], day: date) -> Answer:
    """An ask or a stop, with the day on which it was first said in these words."""
    for earlier in previous:
        if (earlier.question, earlier.area_id, earlier.text) == (answer.question, answer.area_id, answer.text):
            return replace(answer, since=earlier.since or day)
    return replace(answer, since=day)
