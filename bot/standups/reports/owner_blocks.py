"""What a standup's owner reads about its reports, and is asked."""

from datetime import date

from bot.ids import ChannelId, RunId
from bot.slack.block_kit import actions, button, channel_link, escape, section
from bot.slack.messages import Message
from bot.standups.blocks import day_label
from bot.standups.reports.blocks import IT_IS_THERE, POST_IT


def fate_message(name: str, day: date, channel_id: ChannelId, run_id: RunId, whose: str = "") -> Message:
    """To the owner: the report, or someone's answers in its thread, may or may not stand there, and we may not look."""
    report = f"{name}'s report of {day_label(day)}"
    what = f"{whose}'s answers in the thread of {report}" if whose else report
    value = str(run_id)
    return Message(
        f"{what} may not have been posted. Please look.",
        [
            section(
                f"The connection broke while I posted *{escape(what)}* in {channel_link(channel_id)}. "
                "It may not have been posted, and I may not look. Is it there?"
            ),
            actions([button("It's there", IT_IS_THERE, value), button("Post it", POST_IT, value)]),
        ],
    )


WHY_REFUSED = {
    "not_in_channel": "I am not in {channel}. Type `/invite @Rolecall` there, then press *Post it*.",
    "channel_not_found": "I cannot see {channel}: it is gone, or private and I am not in it. Type `/invite @Rolecall` "
    "there, then press *Post it*.",
    "is_archived": "{channel} is archived. Unarchive it, then press *Post it*.",
    "tried_too_often": "Slack did not take it, however often I tried. Press *Post it* to try again.",
    "restricted_action": "Only some people may post in {channel}. Let Rolecall post there, then press *Post it*.",
}


def refused_message(name: str, day: date, channel_id: ChannelId, run_id: RunId, code: str) -> Message:
    """To the owner: the channel did not take the report, and what to do."""
    what = f"{name}'s report of {day_label(day)}"
    why = WHY_REFUSED.get(
        code, "Slack did not take it in {channel} (" + escape(code) + "). Press *Post it* to try again."
    )
    return Message(
        f"{what} could not be posted.",
        [
            section(f"*{escape(what)}* could not be posted. {why.replace('{channel}', channel_link(channel_id))}"),
            actions([button("Post it", POST_IT, str(run_id))]),
        ],
    )


def not_shown_message(name: str, day: date, channel_id: ChannelId, run_id: RunId) -> Message:
    """To the owner: the report stands there, and its channel takes no changes any more."""
    what = f"{name}'s report of {day_label(day)}"
    return Message(
        f"{what} cannot show what was answered since.",
        [
            section(
                f"*{escape(what)}* cannot show what was answered since: {channel_link(channel_id)} is archived. "
                "The answers are kept. Unarchive it, then press *Show them*."
            ),
            actions([button("Show them", POST_IT, str(run_id))]),
        ],
    )


def decided_message(name: str, day: date) -> Message:
    """What replaces the question to the owner once they have answered it."""
    text = f"{name}, {day_label(day)}: thank you, that is settled."
    return Message(text, [section(escape(text))])
