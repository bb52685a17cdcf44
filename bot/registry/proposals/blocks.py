"""What proposers and approvers read: the message that asks, what became of it, and thanks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ids import ProposalId, SlackUserId, WorkspaceId
from bot.registry.proposals.rules import Named, Outcome, ProposalKind, ProposalState, Shown
from bot.registry.rules import Area
from bot.slack.block_kit import (
    actions,
    button,
    code,
    context,
    escape,
    option,
    person_link,
    person_url,
    plain,
    section,
    shorten,
)
from bot.slack.messages import Block, Message

CLAIM = "proposals.claim"
SUGGEST = "proposals.suggest"
NOT_RIGHT = "proposals.not_right"
ASK_STEWARDS = "proposals.ask_stewards"
APPROVE = "proposals.approve"
DECLINE = "proposals.decline"
NAME_SOMEONE = "proposals.name_someone"
LONGEST_SUBJECT = 300


@dataclass(frozen=True, slots=True)
class About:
    """What a card's button is about: an area by key and the role asked for, or the words that nothing covered."""

    area: str = ""
    role: str = ""
    subject: str = ""
    settles: int = 0

    def as_value(self) -> str:
        subject = plain(self.subject)[:LONGEST_SUBJECT]
        said = {"area": self.area, "role": self.role, "subject": subject, "settles": self.settles}
        return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False) or "{}"


def read_about(value: str) -> About:
    """What `About.as_value` wrote."""
    return About(**json.loads(value or "{}"))


def claim_button(about: About, role: str = "") -> Block:
    """`role` as people call it: "I'm the TPM"."""
    return button(f"I'm the {role}" if role else "I own this", CLAIM, about.as_value())


def suggest_button(about: About) -> Block:
    return button("Suggest someone", SUGGEST, about.as_value())


def ask_stewards_button(about: About) -> Block:
    return button("Ask the stewards", ASK_STEWARDS, about.as_value())


def not_right_button(about: About) -> Block:
    return button("Not right?", NOT_RIGHT, about.as_value())


def area_options(areas: Sequence[Area]) -> list[Block]:
    """Areas for a select, each with the one above it where that is among them: names alone may be the same."""
    above = {area.key: area.name for area in areas}
    found: list[Block] = []
    for area in areas:
        if area.id is not None:
            parent = above.get(area.parent or "", area.parent or "")
            found.append(option(f"{area.name} ({parent})" if parent else area.name, str(area.id)))
    return found


def ask_message(shown: Shown, because: str, workspace_id: WorkspaceId) -> Message:
    """To somebody who may approve it: what is proposed, and what pressing a button does."""
    lines = [_proposed(shown, workspace_id), *_quoted(shown)]
    why = f"You are asked as {because}." if because != "steward" else "You are asked as a steward."
    if shown.place and shown.proposal.wanted.kind is not ProposalKind.QUESTION:
        why += f" {code(shown.place)} says it now: approving tells everyone that it will be changed there."
    blocks = [section("\n".join(lines), expand=True), actions(_answers(shown)), context(why)]
    return Message(shorten(_plain(shown), 1000), blocks)


def _answers(shown: Shown) -> list[Block]:
    number = str(shown.proposal.id)
    if shown.proposal.wanted.kind is ProposalKind.QUESTION:
        return [
            button("Name someone", NAME_SOMEONE, number, style="primary"),
            button("Not ours to answer", DECLINE, number),
        ]
    agree = "I'll correct it" if shown.proposal.wanted.kind is ProposalKind.AREA_WRONG else "Approve"
    return [button(agree, APPROVE, number, style="primary"), button("Decline", DECLINE, number)]


def decided_message(shown: Shown, workspace_id: WorkspaceId) -> Message:
    """In place of the message that asked: who decided what."""
    lines = [_proposed(shown, workspace_id), *_quoted(shown), f"*{_verdict(shown, workspace_id)}*{_why(shown)}"]
    lines += _what_to_write(shown)
    return Message(shorten(f"{_plain(shown)} {_plain_verdict(shown)}", 1000), [section("\n".join(lines), expand=True)])


def proposer_message(shown: Shown, workspace_id: WorkspaceId) -> Message:
    """To who proposed it: what became of it."""
    who = _name(shown.decided_by)
    result, plain = _result(shown, workspace_id, to=shown.proposal.proposer)
    if shown.proposal.state is ProposalState.DECLINED:
        first = (
            f"{_link(shown.decided_by, workspace_id)} did not approve this: {_gist(shown, workspace_id)}{_why(shown)}"
        )
        said = f"{who} did not approve what you proposed. {shown.proposal.reason}".strip()
    else:
        first, said = f"{_link(shown.decided_by, workspace_id)} approved it. {result}", f"{who} approved it. {plain}"
    blocks = [section("\n".join([first, *_what_to_write(shown)]), expand=True)]
    if shown.decided_by is not None:
        url = person_url(workspace_id, shown.decided_by.user_id)
        blocks.append(actions([button(f"Message {_first(who)}", "proposals.message", url=url)]))
    return Message(shorten(said, 1000), blocks)


def holder_message(shown: Shown, workspace_id: WorkspaceId) -> Message:
    """To who was named: what they hold now, who said so, and a way to say that it is wrong."""
    result, plain = _result(shown, workspace_id, to=shown.proposal.wanted.person)
    said_by = f"{_link(shown.proposer, workspace_id)} said so" if shown.proposer else "It was proposed"
    approved = f", {_link(shown.decided_by, workspace_id)} approved it" if shown.decided_by else ""
    if shown.proposer == shown.decided_by:
        approved = ""
    about = About(shown.area_key, shown.proposal.wanted.role)
    blocks = [section("\n".join([f"{result} {said_by}{approved}.", *_what_to_write(shown)]), expand=True)]
    if shown.area_key:
        blocks.append(actions([not_right_button(about)]))
    return Message(shorten(plain, 1000), blocks)


def thanks(outcome: Outcome, workspace_id: WorkspaceId, reader: SlackUserId | None = None) -> Message:
    """To who proposed it, at once: done, or who was asked."""
    shown = outcome.shown
    if shown.proposal.state is ProposalState.APPROVED:
        result, plain = _result(shown, workspace_id, to=reader)
        text = "\n".join([f"Done. {result}", *_what_to_write(shown)])
        return Message(f"Done. {plain}", [section(text)])
    if not outcome.asked:
        text = "That is noted already. You will be told by DM what becomes of it."
        return Message(text, [section(text)])
    names = _listed(outcome.asked)
    are = "is" if len(outcome.asked) == 1 else "are"
    if shown.proposal.wanted.kind is ProposalKind.QUESTION:
        named = "with your name" if shown.proposer else "without your name"
        after = " What becomes of it comes to you by DM." if shown.proposer else ""
        text = f"{names} {are} asked, {named}.{after}"
    else:
        text = f"Thank you. {names} {are} asked to approve it. I'll tell you by DM what they say."
    return Message(text, [section(escape(text))])


def _proposed(shown: Shown, workspace_id: WorkspaceId) -> str:
    """The first line for an approver."""
    wanted, who = shown.proposal.wanted, _link(shown.proposer, workspace_id)
    if wanted.kind is ProposalKind.QUESTION:
        return f"{who if shown.proposer else 'Somebody (without their name)'} asks the stewards:"
    if wanted.kind is ProposalKind.AREA_WRONG:
        return f"{who} says that *{escape(shown.area)}* is not right in the list."
    if wanted.kind is ProposalKind.AREA_GONE:
        return f"{who} says that *{escape(shown.area)}* no longer exists."
    verb = "says:" if shown.proposal.is_claim else "suggests:"
    line = f"{who} {verb} {_gist(shown, workspace_id)}"
    if shown.instead_of and shown.proposal.state is ProposalState.OPEN:
        line += f" Until now: {escape(shown.instead_of)}."
    if wanted.alias:
        line += f"\nIt was asked for as “{escape(wanted.alias)}”, and will be found by that too."
    return line


def _gist(shown: Shown, workspace_id: WorkspaceId) -> str:
    """What is proposed, as a sentence."""
    wanted = shown.proposal.wanted
    match wanted.kind:
        case ProposalKind.HOLDER:
            who = "I am" if shown.proposal.is_claim else f"{_link(shown.person, workspace_id)} is"
            return f"{who} the *{escape(shown.role)}* of *{escape(_area(shown))}*{_novelty(shown)}."
        case ProposalKind.AREA_WRONG:
            return f"*{escape(shown.area)}* is not right in the list."
        case ProposalKind.AREA_GONE:
            return f"*{escape(shown.area)}* no longer exists."
        case ProposalKind.QUESTION:
            return f"“{escape(wanted.note)}”"


def _novelty(shown: Shown) -> str:
    if not shown.proposal.wanted.new_area:
        return ""
    return f", a new area below {escape(shown.area)}" if shown.area else ", a new area"


def _area(shown: Shown) -> str:
    return shown.proposal.wanted.new_area or shown.area


def _quoted(shown: Shown) -> list[str]:
    note = " ".join(shown.proposal.wanted.note.split())
    return [f"> {escape(note)}"] if note else []


def _plain(shown: Shown) -> str:
    wanted, who = shown.proposal.wanted, _name(shown.proposer) if shown.proposer else "Somebody"
    match wanted.kind:
        case ProposalKind.HOLDER:
            if shown.proposal.is_claim:
                return f"{who} says: I am the {shown.role} of {_area(shown)}. Approve or decline."
            return f"{who} proposes {_name(shown.person)} as {shown.role} of {_area(shown)}. Approve or decline."
        case ProposalKind.AREA_WRONG:
            return f"{who} says that {shown.area} is not right: {wanted.note}"
        case ProposalKind.AREA_GONE:
            return f"{who} says that {shown.area} no longer exists."
        case ProposalKind.QUESTION:
            return f"{who} asks the stewards: {wanted.note}"


def _result(shown: Shown, workspace_id: WorkspaceId, *, to: SlackUserId | None) -> tuple[str, str]:
    """What holds now, for a reader who may be the one it is about: as mrkdwn, and as plain text."""
    wanted = shown.proposal.wanted
    match wanted.kind:
        case ProposalKind.HOLDER:
            what, plain = (
                f"the *{escape(shown.role)}* of *{escape(_area(shown))}*",
                f"the {shown.role} of {_area(shown)}",
            )
            if wanted.person == to:
                return f"You are {what} now.", f"You are {plain} now."
            return f"{_link(shown.person, workspace_id)} is {what} now.", f"{_name(shown.person)} is {plain} now."
        case ProposalKind.AREA_WRONG:
            who = _link(shown.decided_by, workspace_id)
            return (
                f"{who} will correct *{escape(shown.area)}*.",
                f"{_name(shown.decided_by)} will correct {shown.area}.",
            )
        case ProposalKind.AREA_GONE:
            return f"*{escape(shown.area)}* is not in the list any more.", f"{shown.area} is not in the list any more."
        case ProposalKind.QUESTION:
            return "Ask again: there is an answer now.", "Ask again: there is an answer now."


def _verdict(shown: Shown, workspace_id: WorkspaceId) -> str:
    who = _link(shown.decided_by, workspace_id)
    if shown.proposal.wanted.kind is ProposalKind.QUESTION:
        return f"Answered by {who}." if shown.proposal.state is ProposalState.APPROVED else f"Left by {who}."
    return f"{'Approved' if shown.proposal.state is ProposalState.APPROVED else 'Declined'} by {who}."


def _plain_verdict(shown: Shown) -> str:
    approved = shown.proposal.state is ProposalState.APPROVED
    return f"{'Approved' if approved else 'Declined'} by {_name(shown.decided_by)}."


def _why(shown: Shown) -> str:
    return f" “{escape(' '.join(shown.proposal.reason.split()))}”" if shown.proposal.reason else ""


def _what_to_write(shown: Shown) -> list[str]:
    """Where a file keeps the area: what is approved holds once the file says it."""
    if not shown.proposal.to_do:
        return []
    return [
        f"{code(shown.proposal.to_do)} keeps this: it is noted as approved, and shows once that line is changed and imported."
    ]


def _link(who: Named | None, workspace_id: WorkspaceId) -> str:
    return person_link(workspace_id, who.user_id, who.name) if who is not None else "Somebody"


def _name(who: Named | None) -> str:
    return who.name if who is not None else "Somebody"


def _first(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.split() else name


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def proposal_id_of(value: str) -> ProposalId:
    return ProposalId(int(value))
