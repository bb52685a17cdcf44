"""How standups look: the form that makes one, the lists, and what their owner is told. Also how days and times read."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.ids import ChannelId
from bot.slack.block_kit import (
    OPTIONS,
    actions,
    button,
    channel_link,
    code,
    context,
    escape,
    input_block,
    modal,
    option,
    plain_text,
    section,
    text_input,
)
from bot.slack.messages import Block, Message, View
from bot.standups.rules import DEFAULT_READ_AT, DEFAULT_WEEKDAYS, LONGEST_NAME, WEEKDAYS, NextReport, days_in_words

NEW = "standups.new"
OPEN_NEW = "standups.open_new"
NAME, CHANNEL, AREAS, PEOPLE = "standups.name", "standups.channel", "standups.areas", "standups.people"
DAYS, READ_AT, ZONE = "standups.days", "standups.read_at", "standups.zone"
# A morning says the same few times to thousands.
MOST_LABELS = 1_000
# Which block of the form holds which part of a plan.
BLOCK_OF_FIELD = {
    "name": NAME,
    "channel": CHANNEL,
    "areas": AREAS,
    "people": PEOPLE,
    "days": DAYS,
    "read_at": READ_AT,
    "zone": ZONE,
}


def day_label(day: date) -> str:
    """`Mon 23 Nov`."""
    return f"{day:%a} {day.day} {day:%b}"


def short_day(day: date) -> str:
    """`4 Dec`."""
    return f"{day.day} {day:%b}"


def place_label(zone: str) -> str:
    """`London` for Europe/London."""
    return zone.rpartition("/")[2].replace("_", " ")


@lru_cache(maxsize=MOST_LABELS)
def clock_label(at: datetime, zone: str) -> str:
    """`11:45` by the clocks of `zone`."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


@lru_cache(maxsize=MOST_LABELS)
def closing_label(at: datetime, zone: str, day: date) -> str:
    """`11:45 your time`; with the weekday where that is not `day`: `Mon 03:45 your time`."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%H:%M} your time" if local.date() == day else f"{local:%a %H:%M} your time"


def in_words(names: Sequence[str]) -> str:
    """`Checkout, Search and Billing`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def when(report: NextReport) -> str:
    """`Mon 23 Nov, 12:00 London`."""
    return f"{day_label(report.day)}, {clock_label(report.at, report.zone)} {place_label(report.zone)}"


def new_standup_modal(zone: str, channel_id: ChannelId | None = None) -> View:
    """The form that makes a standup; the rest is prefilled, so that it takes a minute."""
    weekday_options = [option(name, str(number)) for number, name in enumerate(WEEKDAYS)]
    channel: Block = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        "placeholder": plain_text("Choose a channel", 150),
    }
    if channel_id:
        channel["initial_conversation"] = channel_id
    return modal(
        NEW,
        "New standup",
        [
            input_block(NAME, "Name", text_input(most=LONGEST_NAME, placeholder="Commerce")),
            input_block(CHANNEL, "Where is the report read?", channel, hint="Invite Rolecall to that channel."),
            input_block(
                AREAS,
                "Which areas?",
                {
                    "type": "multi_external_select",
                    "min_query_length": 0,
                    "placeholder": plain_text("Type part of a name", 150),
                },
                optional=True,
                hint="Their PMs and TPMs are asked, whoever that is on the day.",
            ),
            input_block(
                PEOPLE,
                "Anyone else?",
                {"type": "multi_users_select", "placeholder": plain_text("Choose people", 150)},
                optional=True,
            ),
            input_block(
                DAYS,
                "On which days?",
                {
                    "type": "checkboxes",
                    "options": weekday_options,
                    "initial_options": [weekday_options[day] for day in sorted(DEFAULT_WEEKDAYS)],
                },
            ),
            input_block(
                READ_AT,
                "When is the report read?",
                {"type": "timepicker", "initial_time": f"{DEFAULT_READ_AT:%H:%M}"},
                hint="Members are asked at their own hour before that.",
            ),
            input_block(
                ZONE,
                "By the clocks of",
                {"type": "external_select", "min_query_length": 2, "initial_option": option(zone, zone)},
            ),
        ],
        submit="Set it up",
    )


def choices(found: Sequence[tuple[str, str]]) -> list[Block]:
    """(text, value) pairs as the options of a select."""
    return [option(text, value) for text, value in found[:OPTIONS]]


def created_modal(standup: NextReport, asked: Sequence[str], missing: Sequence[str]) -> View:
    """What the owner sees once a standup stands: when it happens first, who is asked, and what is missing."""
    blocks = [
        section(
            f"*{escape(standup.name)}* is set up: {days_in_words(standup.weekdays)}.\n"
            f"First report: *{when(standup)}* in {channel_link(standup.channel_id)}."
        ),
        section(f"*Asked now ({len(asked)}):* {_names(asked)}" if asked else "*Nobody is asked yet.*"),
    ]
    if missing:
        blocks.append(section(f":warning: {escape(_some(missing, 10))}"))
    blocks.append(
        context(
            "Each is asked once a day at most, at their own hour, before the report. "
            f"I can post only where I am a member: type `/invite @Rolecall` in {channel_link(standup.channel_id)}."
        )
    )
    return modal(NEW, "Standup set up", blocks, close="Done")


def _names(names: Sequence[str]) -> str:
    return escape(_some(names, 30))


def _some(names: Sequence[str], most: int) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def standup_list(standups: Sequence[NextReport]) -> Message:
    """All standups with their next report; at most 20 lines."""
    new = actions([button("New standup", OPEN_NEW)])
    if not standups:
        text = "There is no standup yet."
        return Message(text, [section(text), new])
    lines = [
        f"• *{escape(each.name)}* in {channel_link(each.channel_id)}, {days_in_words(each.weekdays)} · "
        f"next report {when(each)} · {escape(each.owner)}"
        for each in standups[:20]
    ]
    if len(standups) > len(lines):
        lines.append(f"{len(standups) - len(lines)} more not shown")
    text = f"{len(standups)} standups" if len(standups) > 1 else "1 standup"
    return Message(text, [section("\n".join(lines), expand=True), new])


def standup_menu(lines: Sequence[tuple[str, str]]) -> Message:
    """What `/standup` can do, one line each."""
    shown = "\n".join(f"{code(usage)} {escape(what)}" for usage, what in lines)
    return Message(
        "What /standup can do", [section(f"*Standups*\n{shown}"), actions([button("New standup", OPEN_NEW)])]
    )


NOT_SENT_TO = {
    "no_slack_account": "not in Slack yet",
    "deactivated": "no longer in Slack",
    "guest": "a guest, and guests are not asked",
    "bot": "a bot",
    "unreachable": "Slack does not let me write to them",
}


def nobody_asked(name: str, day: date, reasons: Mapping[str, str]) -> Message:
    """To the owner: no report, because there was nobody to ask. `reasons` are names with why."""
    text = f"{name}, {day_label(day)}: nobody could be asked, so there is no report."
    known = [f"• {escape(who)}: {NOT_SENT_TO[why]}" for who, why in reasons.items() if why in NOT_SENT_TO][:20]
    lines = "\n".join(known) or "Its areas have no PM and no TPM. Name one in the registry."
    return Message(text, [section(f"*{escape(text)}*\n{lines}")])
