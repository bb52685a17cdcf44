"""What a report says, and in which section."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.ids import AreaId, MemberId, MilestoneId
from bot.standups.check_ins.answer_rules import Answer, Status
from bot.standups.check_ins.rules import (
    ASK,
    LANDED,
    NEWS,
    NEWS_TAGS,
    OUTCOME,
    PRODUCT_SIDES,
    RISK,
    RISK_TAGS,
    SCOPE_ADDED,
    STATUS,
    STOPPED,
    STOPPED_KINDS,
    Colleague,
    Question,
    Side,
)
from bot.standups.reports.difference_rules import Difference, Position


@dataclass(frozen=True)
class Contribution:
    """What one member answered, with the names of the areas on which they report in this run."""

    member: Colleague
    side: Side
    answers: tuple[Answer, ...]
    areas: Mapping[AreaId, str]
    landed: Mapping[MilestoneId, str]


def positions_of(contribution: Contribution) -> list[Position]:
    """A member's positions on the milestones of the areas in this run."""
    added = {answer.area_id for answer in contribution.answers if answer.tag == SCOPE_ADDED}
    return [
        Position(
            member=contribution.member,
            side=answer.side,
            area_id=answer.area_id,
            area_name=contribution.areas[answer.area_id],
            milestone_id=answer.milestone_id,
            milestone_name=answer.milestone_name,
            status=answer.status,
            on=answer.on,
            path_back=answer.text,
            scope_added=answer.area_id in added,
        )
        for answer in contribution.answers
        if answer.question == STATUS
        and answer.area_id in contribution.areas
        and answer.area_id is not None
        and answer.milestone_id is not None
        and answer.status is not None
    ]


@dataclass(frozen=True)
class Fact:
    """Something said, with the word for what it is: "Decided", "no guest checkout at launch"."""

    label: str
    text: str


@dataclass(frozen=True)
class AreaLine:
    """One line of Product or Program."""

    area_name: str
    member: Colleague
    status: Status | None
    on: date | None = None
    path_back: str = ""
    facts: tuple[Fact, ...] = ()
    both: bool = False


@dataclass(frozen=True)
class PersonLine:
    """What someone said that belongs to no area."""

    member: Colleague
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class StoppedLine:
    """Something that stops someone; `days` is for how long, 0 for today."""

    area_name: str
    kind: str
    text: str
    member: Colleague
    days: int


@dataclass(frozen=True)
class AskLine:
    """What one needs from another, by a day."""

    member: Colleague
    whom: Colleague | None
    area_name: str
    text: str
    by: date | None


@dataclass(frozen=True)
class Report:
    """All that a report says. `held_back` counts answers that wait until both sides of a difference know of it."""

    name: str
    day: date
    answered: int
    asked: int
    differences: tuple[Difference, ...] = ()
    stopped: tuple[StoppedLine, ...] = ()
    asks: tuple[AskLine, ...] = ()
    product: tuple[AreaLine | PersonLine, ...] = ()
    program: tuple[AreaLine | PersonLine, ...] = ()
    others: tuple[PersonLine, ...] = ()
    held_back: int = 0
    updated_at: datetime | None = None
    zone: str = "UTC"

    @property
    def counts(self) -> str:
        """The counts in words, without the name: "1 seen differently, 2 stopped, 1 ask. 6 of 6 answered"."""
        parts = [
            f"{len(self.differences)} seen differently" if self.differences else "",
            f"{len(self.stopped)} stopped" if self.stopped else "",
            _plural(len(self.asks), "ask") if self.asks else "",
        ]
        said = ", ".join(part for part in parts if part)
        return f"{said}. {self.turnout}" if said else self.turnout

    @property
    def turnout(self) -> str:
        return f"{self.answered} of {self.asked} answered"


@dataclass(frozen=True)
class Heading:
    """Whose report it is, for which day, and how many were asked."""

    name: str
    day: date
    asked: int
    updated_at: datetime | None = None
    zone: str = "UTC"


def build_report(
    heading: Heading,
    contributions: Collection[Contribution],
    shown: Iterable[Difference],
    held_back: Collection[tuple[MemberId, AreaId]] = (),
    colleagues: Mapping[MemberId, Colleague] | None = None,
) -> Report:
    """The report of a run from what was answered so far, each answer in the section of its side.

    `shown` are the differences that both sides know of; an answer named in `held_back` made one that they do not yet.
    """
    known = {each.member.member_id: each.member for each in contributions} | dict(colleagues or {})
    lines = [(side, line) for each in contributions for side, line in _area_lines(each, held_back)]
    return Report(
        name=heading.name,
        day=heading.day,
        answered=len(contributions),
        asked=max(heading.asked, len(contributions)),
        differences=tuple(shown),
        stopped=tuple(
            sorted(
                (line for each in contributions for line in _stopped(each, heading.day)), key=lambda line: -line.days
            )
        ),
        asks=tuple(line for each in contributions for line in _asks(each, known)),
        product=(
            *_worst_first(line for side, line in lines if side in PRODUCT_SIDES),
            *_person_lines(contributions, PRODUCT_SIDES),
        ),
        program=(
            *_worst_first(line for side, line in lines if side is Side.PROGRAM),
            *_person_lines(contributions, (Side.PROGRAM,)),
        ),
        others=_person_lines(contributions, (Side.NEITHER,)),
        held_back=len(held_back),
        updated_at=heading.updated_at,
        zone=heading.zone,
    )


def _area_lines(
    contribution: Contribution, held_back: Collection[tuple[MemberId, AreaId]]
) -> Iterable[tuple[Side, AreaLine]]:
    member = contribution.member
    for answer in contribution.answers:
        area = answer.area_id
        if answer.question != STATUS or area not in contribution.areas or area is None:
            continue
        if (member.member_id, area) in held_back:
            continue
        yield (
            answer.side,
            AreaLine(
                area_name=contribution.areas[area],
                member=member,
                status=answer.status,
                on=answer.on,
                path_back=answer.text,
                facts=_facts(contribution, area),
                both=answer.side is Side.BOTH,
            ),
        )


def _worst_first(lines: Iterable[AreaLine]) -> list[AreaLine]:
    """By area, red and amber before the rest: what is cut off at Slack's limits is what needs nobody."""
    place = {Status.LATE: 0, Status.AT_RISK: 1}
    return sorted(lines, key=lambda line: (place.get(line.status, 2) if line.status else 2, line.area_name.casefold()))


def _facts(contribution: Contribution, area: AreaId | None) -> tuple[Fact, ...]:
    found = []
    for answer in contribution.answers:
        if answer.area_id != area:
            continue
        if (fact := _fact(answer, contribution.landed)) is not None:
            found.append(fact)
    return tuple(found)


def _fact(answer: Answer, landed: Mapping[MilestoneId, str]) -> Fact | None:
    if answer.question == LANDED and answer.milestone_id is not None:
        return Fact("Landed", landed.get(answer.milestone_id, "")) if answer.milestone_id in landed else None
    labels = {
        NEWS: NEWS_TAGS.get(answer.tag, "News"),
        LANDED: "Milestones",
        RISK: f"Risk, {RISK_TAGS[answer.tag].lower()}" if answer.tag in RISK_TAGS else "Risk",
        "done": "Done",
        "next": "Next",
        OUTCOME: "Will move",
    }
    return Fact(labels[answer.question], answer.text) if answer.question in labels and answer.text else None


def _person_lines(contributions: Iterable[Contribution], sides: Collection[Side]) -> tuple[PersonLine, ...]:
    lines = (PersonLine(each.member, _facts(each, None)) for each in contributions if each.side in sides)
    return tuple(line for line in lines if line.facts)


def _stopped(contribution: Contribution, day: date) -> Iterable[StoppedLine]:
    for answer in contribution.answers:
        if answer.question == STOPPED and answer.text and _within(answer, contribution):
            yield StoppedLine(
                area_name=contribution.areas.get(answer.area_id, "") if answer.area_id else "",
                kind=STOPPED_KINDS.get(answer.tag, ""),
                text=answer.text,
                member=contribution.member,
                days=max((day - (answer.since or day)).days, 0),
            )


def _asks(contribution: Contribution, known: Mapping[MemberId, Colleague]) -> Iterable[AskLine]:
    for answer in contribution.answers:
        if answer.question == ASK and answer.text and _within(answer, contribution):
            yield AskLine(
                member=contribution.member,
                whom=known.get(answer.member_id) if answer.member_id else None,
                area_name=contribution.areas.get(answer.area_id, "") if answer.area_id else "",
                text=answer.text,
                by=answer.on,
            )


def _within(answer: Answer, contribution: Contribution) -> bool:
    """An answer about an area goes to the reports that cover it, one about none to all of the member's."""
    return answer.area_id is None or answer.area_id in contribution.areas


def _plural(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


@dataclass(frozen=True)
class FullAnswers:
    """All that one member answered for a run: each question with its answers. `late` when it came after the report."""

    contribution: Contribution
    questions: tuple[Question, ...]
    names: Mapping[MemberId, str]
    milestones: Mapping[MilestoneId, str]
    late: bool = False

    @property
    def by_question(self) -> tuple[tuple[Question, tuple[Answer, ...]], ...]:
        """The questions that were answered, in the order in which they were asked, with what this run may show."""
        shown = [answer for answer in self.contribution.answers if _within(answer, self.contribution)]
        return tuple(
            (question, found)
            for question in self.questions
            if (found := tuple(answer for answer in shown if answer.question == question.key))
        )
