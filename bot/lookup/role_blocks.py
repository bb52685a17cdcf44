"""What is known about roles, as cards: what one is, how two differ, how they are measured, who decides."""

from collections.abc import Sequence

from bot.ids import WorkspaceId
from bot.lookup.answer_rules import Decides, Definition
from bot.lookup.links import people_of
from bot.lookup.questions.intents import Intent
from bot.lookup.wording import deciders, listed, sentence_start
from bot.roles.rules import BETWEEN_PM_AND_TPM, OFTEN_MIXED_UP, TOGETHER_PM_AND_TPM, RoleDefinition
from bot.slack.block_kit import context, escape, section, shorten
from bot.slack.messages import Block, Message

LIST_OF = {
    Intent.METRICS: ("is judged by", "success_metrics"),
    Intent.SKILLS: ("needs", "skills"),
    Intent.PITFALLS: ("watches out for", "pitfalls"),
}


def definition_card(answer: Definition) -> Message:
    """The side of one role or two that was asked for."""
    if not answer.roles:
        return Message("Which role do you mean?", [section("Which role do you mean? Try “what does a TPM do?”")])
    if answer.aspect is Intent.COMPARE and len(answer.roles) > 1:
        return _compare(answer.roles)
    if answer.aspect in LIST_OF:
        return _lists(answer.roles, answer.aspect)
    blocks: list[Block] = []
    for role in answer.roles:
        blocks.extend(_definition(role))
    text = " ".join(f"{role.title}: {role.purpose}" for role in answer.roles)
    return Message(shorten(text, 1000), blocks)


def _definition(role: RoleDefinition) -> list[Block]:
    lines = [f"*{escape(_full_title(role))}*"]
    lines += [escape(text) for text in (role.purpose, role.scope) if text]
    lines += [f"• {escape(duty)}" for duty in role.responsibilities]
    if role.decisions:
        lines.append(f"*Decides:* {escape(', '.join(decision.subject for decision in role.decisions))}")
    if role.success_metrics:
        lines.append(f"*Judged by:* {escape(', '.join(role.success_metrics))}")
    if len(lines) == 1:
        lines.append("Nobody has written down yet what this role is here.")
    blocks = [section("\n".join(lines), expand=True)]
    if role.learn_more:
        blocks.append(context(f"Learn more: {escape(role.learn_more)}"))
    return blocks


def _lists(roles: Sequence[RoleDefinition], aspect: Intent) -> Message:
    verb, name = LIST_OF[aspect]
    blocks: list[Block] = []
    said: list[str] = []
    if aspect is Intent.PITFALLS and {"pm", "tpm"} <= {role.key for role in roles}:
        blocks.append(_bullets("*Between PM and TPM*", BETWEEN_PM_AND_TPM))
        said.append("; ".join(BETWEEN_PM_AND_TPM))
    for role in roles:
        items: tuple[str, ...] = getattr(role, name)
        shown = items or ("Nobody has written that down yet",)
        blocks.append(_bullets(f"*{escape(_full_title(role))}* {verb}", shown))
        said.append(f"{role.title} {verb}: {', '.join(shown)}")
    return Message(shorten(". ".join(said), 1000), blocks)


def _compare(roles: Sequence[RoleDefinition]) -> Message:
    """Stacked, not side by side: phones have one column."""
    blocks = []
    for role in roles:
        lines = [f"*{escape(_full_title(role))}*", escape(role.purpose)]
        lines.append(f"*Decides:* {escape(', '.join(decision.subject for decision in role.decisions[:5]))}")
        lines.append(f"*Judged by:* {escape(', '.join(role.success_metrics))}")
        blocks.append(section("\n".join(line for line in lines if line), expand=True))
    if {"pm", "tpm"} <= {role.key for role in roles}:
        mixed = " · ".join(f"{what} → {key.upper()}" for what, key in OFTEN_MIXED_UP)
        blocks.append(
            section(f"*Together:* {escape(', '.join(TOGETHER_PM_AND_TPM))}\n*Often mixed up:* {escape(mixed)}")
        )
    text = " ".join(f"{role.title}: {role.purpose}" for role in roles)
    return Message(shorten(text, 1000), blocks)


def decides_card(answer: Decides, workspace_id: WorkspaceId) -> Message:
    """Which role settles it; with an area, who that is, whom to ask first and whom to tell after."""
    subject = sentence_start(answer.decision.subject) + (f" of {answer.area.name}" if answer.area else "")
    held = {one.role.key: one for one in answer.held}
    by = [
        f"{people_of(held[role.key], workspace_id)} ({escape(role.short)})"
        if role.key in held
        else f"the {escape(role.short)}"
        for role in answer.roles
    ]
    lines = [f"*{escape(subject)}* is decided by {listed(by)}."]
    first = [role for role in answer.others if role.key in answer.decision.ask_first]
    after = [role for role in answer.others if role.key in answer.decision.tell_after]
    asked = [
        f"{what}: {_named(roles, answer, workspace_id)}"
        for what, roles in (("Ask first", first), ("Tell after", after))
        if roles
    ]
    if asked:
        lines.append(" · ".join(asked))
    text = f"{subject} is decided by {deciders(answer)}."
    return Message(shorten(text, 1000), [section("\n".join(lines), expand=True)])


def _named(roles: Sequence[RoleDefinition], answer: Decides, workspace_id: WorkspaceId) -> str:
    held = {one.role.key: one for one in answer.held}
    return ", ".join(
        f"{people_of(held[role.key], workspace_id)} ({escape(role.short)})" if role.key in held else escape(role.short)
        for role in roles
    )


def _full_title(role: RoleDefinition) -> str:
    return f"{role.title} ({role.short})" if role.short != role.title else role.title


def _bullets(title: str, items: Sequence[str]) -> Block:
    return section("\n".join([title, *(f"• {escape(item)}" for item in items)]), expand=True)
