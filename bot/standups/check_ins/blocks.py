"""The check-in as a message: when it is sent, once it is answered, and its one reminder."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.slack.block_kit import actions, button, channel_link, context, escape, section, shorten
from bot.slack.messages import Block, Message
from bot.standups.blocks import clock_label, closing_label, day_label, in_words, place_label, short_day
from bot.standups.check_ins.answer_rules import Answer, Status
from bot.standups.check_ins.card_rules import CheckInCard, Destination, Reminder
from bot.standups.check_ins.rules import NEWS_TAGS, RISK_TAGS, STATUS, STOPPED_KINDS, AskedArea, Side
from bot.standups.rules import days_in_words

CHECK_IN = "standups.check_in"
NOTHING_CHANGED = "standups.nothing_changed"

EMOJI = {
    Status.ON_TIME: ":large_green_circle:",
    Status.AT_RISK: ":large_yellow_circle:",
    Status.LATE: ":red_circle:",
    Status.NOTHING_DATED: ":white_circle:",
}
HATS = {Side.PRODUCT: "PM", Side.PROGRAM: "TPM", Side.BOTH: "PM and TPM"}
_MOST_NAMES = 12


def check_in_message(card: CheckInCard) -> Message:
    """The check-in in the state it is in: asking, answered, or no longer asked."""
    if card.over:
        text = f"{day_label(card.day)}: you are no longer asked. Thank you all the same."
        return Message(text, [section(text)])
    if card.answered:
        return _answered(card)
    return _first(card) if card.first else _usual(card)


def _usual(card: CheckInCard) -> Message:
    names = shown_names([area.name for area in card.areas]) or in_words([each.name for each in card.destinations])
    closes = f"closes {closing_label(card.closes_at, card.zone, card.day)}"
    return Message(
        f"Check-in for {day_label(card.day)}: {names}, {closes}",
        [section(f"*{day_label(card.day)}* · {escape(names)} · {closes}"), _buttons(card)],
    )


def _first(card: CheckInCard) -> Message:
    lines = [
        (
            f"You set up *{escape(each.name)}* ({days_in_words(each.weekdays)})."
            if each.is_own
            else f"{escape(each.owner)} added you to *{escape(each.name)}* ({days_in_words(each.weekdays)})."
        )
        for each in card.destinations
    ]
    if card.areas:
        lines.append(f"You're asked as {_as_what(card.areas)}.")
    goes = in_words([f"{channel_link(each.channel_id)} by {_by(each)}" for each in card.destinations])
    lines.append(f"About a minute. Answers go to {goes}.")
    text = f"Your first check-in for {in_words([each.name for each in card.destinations])}: about a minute"
    return Message(text, [section("\n".join(lines)), _buttons(card)])


def _by(destination: Destination) -> str:
    return f"{clock_label(destination.report_at, destination.zone)} {place_label(destination.zone)}"


def _as_what(areas: Sequence[AskedArea]) -> str:
    by_hat: dict[str, list[str]] = {}
    for area in areas:
        by_hat.setdefault(HATS.get(area.side, ""), []).append(area.name)
    return in_words([f"*{hat} of {escape(shown_names(names))}*" for hat, names in by_hat.items()])


def shown_names(names: Sequence[str]) -> str:
    """Names in a sentence, at most a dozen of them."""
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} more"
    return in_words(names)


def _buttons(card: CheckInCard) -> Block:
    value = str(card.check_in_id)
    return actions(
        [
            button("Check in", CHECK_IN, value, style="primary"),
            button("Nothing changed", NOTHING_CHANGED, value),
        ]
    )


def _answered(card: CheckInCard) -> Message:
    names: dict[int | None, str] = {area.area_id: area.name for area in card.areas}
    title = f"*{day_label(card.day)}* · answered, thank you"
    lines = [status_line(answer, names.get(answer.area_id, "")) for answer in card.answers if answer.question == STATUS]
    shown = lines[:_MOST_NAMES]
    if len(lines) > len(shown):
        shown.append(f"{len(lines) - len(shown)} more not shown")
    goes = in_words([f"{channel_link(each.channel_id)} by {_by(each)}" for each in card.destinations])
    return Message(
        f"Check-in for {day_label(card.day)}: answered, thank you",
        [
            section("\n".join([title, *shown]), expand=True),
            context(f"Goes to {goes}. You can change it at any time."),
            actions([button("Change", CHECK_IN, str(card.check_in_id))]),
        ],
    )


def status_line(answer: Answer, area_name: str) -> str:
    """`🟡 *Checkout* at risk, 11 Dec`: a status is always an emoji and a word."""
    status = answer.status or Status.NOTHING_DATED
    when = f", {short_day(answer.on)}" if answer.on and status.needs_date else ""
    of = f"*{escape(area_name)}* " if area_name else ""  # who is asked for no area speaks of their own work
    return f"{EMOJI[status]} {of}{status.words}{when}"


def reminder_message(reminder: Reminder) -> Message:
    """`Commerce closes in 30 min.`; with the time where it is not that near."""
    what = in_words(reminder.names)
    verb = "closes" if len(reminder.names) == 1 else "close"
    local = reminder.closes_at.astimezone(ZoneInfo(reminder.zone))
    when = f"in {reminder.minutes} min" if reminder.minutes <= 60 else f"on {local:%a} at {local:%H:%M} your time"
    text = f"{what} {verb} {when}."
    return Message(
        text,
        [section(escape(text)), actions([button("Check in", CHECK_IN, str(reminder.check_in_id), style="primary")])],
    )


def answer_words(answer: Answer, area_name: str = "", milestone_name: str = "", whom: str = "") -> str:
    """One answer as a line of mrkdwn, all of it escaped."""
    if answer.question == STATUS:
        back = f". {escape(answer.text)}" if answer.text else ""
        milestone = f" · {escape(milestone_name)}" if milestone_name else ""
        return f"{status_line(answer, area_name)}{milestone}{back}"
    if answer.milestone_id is not None and not answer.text:
        return f"Landed: {escape(milestone_name)}"
    tag = {**NEWS_TAGS, **RISK_TAGS, **STOPPED_KINDS}.get(answer.tag, "")
    before = "".join(f"{part}: " for part in (tag, f"*{escape(area_name)}*" if area_name else "") if part)
    to = f" ({escape(whom)}{f', by {short_day(answer.on)}' if answer.on else ''})" if whom or answer.on else ""
    return shorten(f"{before}{escape(answer.text)}{to}", 1500)
