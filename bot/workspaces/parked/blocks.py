"""What stewards read about jobs that were set aside, with the buttons that decide."""

from collections.abc import Sequence

from bot.ids import WorkspaceId
from bot.slack.block_kit import actions, button, context, escape, person_link, section, shorten
from bot.slack.messages import Block, Message
from bot.workspaces.parked.rules import MOST_GROUPS, Decision, Group

TRY_AGAIN, DROP = "workspaces.try_again", "workspaces.drop"
DECIDED = {Decision.TRY_AGAIN: "is trying again, as {who} decided", Decision.DROP: "was dropped by {who}"}
MOST_SUBJECTS, LONGEST_REASON = 3, 300


def parked_message(groups: Sequence[Group], workspace_id: WorkspaceId) -> Message:
    """One message about everything that was set aside at a time, as it stands now."""
    waiting = sum(len(each.subjects) for each in groups if each.decision is None)
    things = "1 thing" if waiting == 1 else f"{waiting} things"
    text = (
        f"{things} could not be done, and a steward has to decide" if waiting else "All of this is decided, thank you"
    )
    blocks = [section(f":warning: *{text}.*" if waiting else f":white_check_mark: {text}.")]
    for group in groups[:MOST_GROUPS]:
        blocks += _group(group, workspace_id)
    if len(groups) > MOST_GROUPS:
        blocks.append(context(f"{len(groups) - MOST_GROUPS} more kinds are not shown here."))
    blocks.append(context("In a terminal, `rolecall jobs list --parked` shows each. Nothing else waits for these."))
    return Message(f"{text}.", blocks)


def _group(group: Group, workspace_id: WorkspaceId) -> list[Block]:
    times = f" · {len(group.subjects)} times" if len(group.subjects) > 1 else ""
    shown = ", ".join(group.subjects[:MOST_SUBJECTS]) + (" …" if len(group.subjects) > MOST_SUBJECTS else "")
    title = f"*{escape(group.what.capitalize())}*{times} ({escape(shown)})"
    if group.decision is not None:
        who = person_link(workspace_id, group.decided_by_id, group.decided_by)
        return [section(f"{title} {DECIDED[group.decision].format(who=who)}.")]
    reason = escape(shorten(group.reason, LONGEST_REASON))
    value = str(group.first)
    return [
        section(f"{title}\nWhy: {reason}\n{group.hint}"),
        actions([button("Try again", TRY_AGAIN, value), button("Drop it", DROP, value)]),
    ]
