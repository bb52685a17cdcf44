"""The report, the full answers in its thread, the private word about a difference, and what an owner is asked."""

from collections.abc import Sequence
from functools import partial

from bot.ids import RunId, WorkspaceId
from bot.slack.block_kit import (
    actions,
    button,
    context,
    divider,
    escape,
    header,
    person_link,
    section,
    shorten,
)
from bot.slack.messages import Block, Message
from bot.standups.blocks import clock_label, day_label, short_day
from bot.standups.check_ins.answer_rules import Status
from bot.standups.check_ins.blocks import EMOJI, HATS, answer_words
from bot.standups.check_ins.rules import Colleague, Kind
from bot.standups.reports.difference_rules import Difference, DifferenceNotice, Position
from bot.standups.reports.rules import AreaLine, AskLine, Fact, FullAnswers, PersonLine, Report, StoppedLine

STILL_TRUE = "standups.still_true"
CHANGE_MINE = "standups.change_mine"
ANSWER_MINE = "standups.answer_mine"
IT_IS_THERE = "standups.it_is_there"
POST_IT = "standups.post_it"

# Slack refuses a message whose blocks hold about 13,200 characters in all, and has been seen to refuse fewer.
ALL_TEXT = 9500
ONE_SECTION = 2900
ONE_LINE = 420


def report_message(report: Report, run_id: RunId, workspace_id: WorkspaceId) -> Message:
    """The report; `text` is its counts. What does not fit is counted, the least urgent last."""
    title = f"{report.name}, {day_label(report.day)}"
    linked = partial(_who, workspace_id)
    groups = [
        (
            f":left_right_arrow: *Seen differently ({len(report.differences)})*",
            [_difference(each, linked) for each in report.differences],
        ),
        (f":octagonal_sign: *Stopped ({len(report.stopped)})*", [_stopped(each, linked) for each in report.stopped]),
        (f":raised_hand: *Asks between PM and TPM ({len(report.asks)})*", [_ask(each, linked) for each in report.asks]),
        ("*Product (PM)*", [_line(each, linked) for each in report.product]),
        ("*Program (TPM)*", [_line(each, linked) for each in report.program]),
        ("*Also*", [_line(each, linked) for each in report.others]),
    ]
    room = _shares([sum(len(line) + 1 for line in lines) for _, lines in groups], ALL_TEXT)
    shown = [_sections(name, lines, most) for (name, lines), most in zip(groups, room, strict=True)]
    urgent, sides = [block for each in shown[:3] for block in each], [block for each in shown[3:] for block in each]
    between = [divider()] if urgent and sides else []
    buttons = actions([button("Answer or edit mine", ANSWER_MINE, str(run_id))])
    return Message(
        f"{title}: {report.counts}",
        [
            header(f"{report.name} · {day_label(report.day)}"),
            context(_state(report)),
            *urgent,
            *between,
            *sides,
            *([] if report.answered else [section("Nobody has answered yet. Answers that come later are added here.")]),
            buttons,
            *([context("Full answers in the thread")] if report.answered else []),
        ],
    )


def _state(report: Report) -> str:
    parts = [report.turnout]
    if report.updated_at is not None:
        parts.append(f"updated {clock_label(report.updated_at, report.zone)}")
    if report.held_back:
        parts.append(f"{report.held_back} more within 15 minutes")
    return " · ".join(parts)


def _who(workspace_id: WorkspaceId, member: Colleague) -> str:
    return person_link(workspace_id, member.slack_user_id, member.name)


def _difference(difference: Difference, linked: "partial[str]") -> str:
    product, program = difference.product, difference.program
    added = [one for one in (product, program) if one.scope_added]
    return "\n".join(
        [
            f"*{escape(product.area_name)} · {escape(product.milestone_name)}*",
            f"Product, {linked(product.member)}: {_position(product)}",
            f"Program, {linked(program.member)}: {_position(program)}",
            *(f"{linked(one.member)} added scope." for one in added),
            f"_{escape(product.member.name)} decides the scope, {escape(program.member.name)} the date._",
        ]
    )


def _position(position: Position) -> str:
    when = f", *{short_day(position.on)}*" if position.on else ""
    back = f". {escape(position.path_back)}" if position.path_back else ""
    return shorten(f"{position.status.words}{when}{back}", ONE_LINE)


def _stopped(line: StoppedLine, linked: "partial[str]") -> str:
    area = f"*{escape(line.area_name)}* " if line.area_name else ""
    since = f"{line.days} days" if line.days > 1 else "1 day" if line.days else "today"
    kind = f"{line.kind.lower()} · " if line.kind else ""
    return shorten(f"• {area}{escape(line.text)} · {kind}{since} · from {linked(line.member)}", ONE_LINE)


def _ask(line: AskLine, linked: "partial[str]") -> str:
    to = f" → {linked(line.whom)}" if line.whom else ""
    area = f", *{escape(line.area_name)}*" if line.area_name else ""
    by = f" By {day_label(line.by)}" if line.by else ""
    return shorten(f"• {linked(line.member)}{to}{area}: {escape(line.text)}{by} · open", ONE_LINE)


def _line(line: AreaLine | PersonLine, linked: "partial[str]") -> str:
    facts = "".join(f". {_fact(fact)}" for fact in line.facts)
    if isinstance(line, PersonLine):
        return shorten(f"• {linked(line.member)}{facts.replace('. ', ' · ', 1)}", ONE_LINE)
    status = line.status or Status.NOTHING_DATED
    when = f", {short_day(line.on)}" if line.on and status.needs_date else ""
    back = f". {escape(line.path_back)}" if line.path_back else ""
    hats = " (PM and TPM)" if line.both else ""
    said = f"{EMOJI[status]} *{escape(line.area_name)}* {linked(line.member)}{hats} · {status.words}{when}{back}{facts}"
    return shorten(said, ONE_LINE)


def _fact(fact: Fact) -> str:
    return f"{fact.label}: {escape(fact.text)}"


def _shares(wanted: Sequence[int], most: int) -> list[int]:
    """How many characters each group may take: small ones all they want, the others alike."""
    shares = [0] * len(wanted)
    left, waiting = most, sorted(range(len(wanted)), key=lambda index: wanted[index])
    for place, index in enumerate(waiting):
        shares[index] = min(wanted[index], left // (len(waiting) - place))
        left -= shares[index]
    return shares


def _sections(title: str, lines: Sequence[str], most: int) -> list[Block]:
    """`title` and as many of `lines` as fit into `most` characters, and how many are not shown."""
    if not lines:
        return []
    texts, text, used = [], title, 0
    shown = 0
    for line in lines:
        if used + len(line) + 1 > most:
            break
        if len(text) + len(line) + 1 > ONE_SECTION:
            texts.append(text)
            text = line
        else:
            text = f"{text}\n{line}"
        used += len(line) + 1
        shown += 1
    if shown < len(lines):
        text = f"{text}\n_{len(lines) - shown} more not shown_"
    return [section(each, expand=True) for each in (*texts, text)]


def full_answers_message(full: FullAnswers, workspace_id: WorkspaceId) -> Message:
    """One member's answers in full, for the thread of the report."""
    member, side = full.contribution.member, full.contribution.side
    hat = f" ({HATS[side]})" if side in HATS else ""
    lines = [f"*{_who(workspace_id, member)}*{hat}{' · answered later' if full.late else ''}"]
    areas, milestones, names = full.contribution.areas, full.milestones, full.names
    for question, answers in full.by_question:
        if question.kind is not Kind.STATUS:
            lines.append(f"_{escape(question.prompt.replace('{other}', 'others'))}_")
        lines += [
            answer_words(
                answer,
                area_name=areas.get(answer.area_id, "") if answer.area_id else "",
                milestone_name=milestones.get(answer.milestone_id, "") if answer.milestone_id else "",
                whom=names.get(answer.member_id, "") if answer.member_id else "",
            )
            for answer in answers
        ]
    return Message(f"{member.name}'s answers", _paragraphs(lines))


def _paragraphs(lines: Sequence[str]) -> list[Block]:
    """Sections of `lines`, as many as Slack takes in one message."""
    texts = [""]
    room = ALL_TEXT
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            texts[-1] += "\n_The rest does not fit here._"
            break
        if len(texts[-1]) + len(line) + 1 > ONE_SECTION:
            texts.append(line)
        else:
            texts[-1] = f"{texts[-1]}\n{line}".strip()
    return [section(text, expand=True) for text in texts]


def difference_message(notice: DifferenceNotice) -> Message:
    """To one of the two, before anybody else sees it."""
    mine, theirs = notice.mine, notice.theirs
    what, who = mine.milestone_name, theirs.member.name
    if notice.settled:
        return _told(f"You and {who} see {{what}} alike now.", what, [])
    said = f"You said {{what}} {_said(mine)}; {who} says {_says(theirs)}."
    if mine.scope_added or theirs.scope_added:
        said += f" {'You' if mine.scope_added else who} added scope."
    until = "for a quarter of an hour" if notice.late else "until the report"
    said += f" Only you two see this {until}."
    value = str(notice.notice_id)
    change = button("Change mine", CHANGE_MINE, value)
    if notice.confirmed:
        stay = context("You said that it is still true. The report will show both.")
        return _told(said, what, [stay, actions([change])])
    return _told(said, what, [actions([button("Still true", STILL_TRUE, value), change])])


def _told(said: str, what: str, blocks: list[Block]) -> Message:
    """`said`, in which {what} stands for the milestone; shown in bold, and read out plainly."""
    before, _, after = said.partition("{what}")
    return Message(f"{before}{what}{after}", [section(f"{escape(before)}*{escape(what)}*{escape(after)}"), *blocks])


def _said(position: Position) -> str:
    if position.status is Status.NOTHING_DATED:
        return "is not dated"
    if position.on is None:
        return f"is {position.status.words}"
    return f"lands {short_day(position.on)} ({position.status.words})"


def _says(position: Position) -> str:
    if position.status is Status.NOTHING_DATED:
        return "that it is not dated"
    if position.on is None:
        return f"that it is {position.status.words}"
    return f"{short_day(position.on)} ({position.status.words})"
