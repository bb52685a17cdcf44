"""Reading proposals with the names they need, and whom to ask, inside the caller's transaction."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from bot.database import Transaction
from bot.errors import UserError
from bot.ids import AreaId, ProposalId, SlackUserId, WorkspaceId
from bot.registry import steps as registry
from bot.registry.proposals import store
from bot.registry.proposals.rules import (
    Approver,
    Named,
    Proposal,
    ProposalState,
    Shown,
    Wanted,
    to_be_asked,
)
from bot.registry.rules import Area
from bot.roles import steps as roles
from bot.roles.rules import RoleDefinition
from bot.schedule import due_jobs
from bot.workspaces import steps as workspaces

ASK = "proposals.ask"
SHOW_DECISION = "proposals.show_decision"
TELL_PROPOSER = "proposals.tell_proposer"
TELL_HOLDER = "proposals.tell_holder"
FORGET = "proposals.forget"
KEEP_DECIDED = timedelta(days=90)
NOBODY_APPROVES = (
    "Nobody can approve that yet, because no steward is set. Whoever runs Rolecall sets ROLECALL_STEWARDS to the "
    "Slack ids of those who keep the list, then please try again. Nothing was saved."
)


async def approvers(
    tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId | None, named: Collection[SlackUserId], on: date
) -> list[Approver]:
    """Everyone who may approve what concerns the area: stewards, then who is accountable there, nearest first."""
    found: dict[SlackUserId, Approver] = {}
    for member in await workspaces.stewards(tx, workspace_id, named):
        if member.slack_user_id is not None:
            found[member.slack_user_id] = Approver(member.slack_user_id, member.name, "steward", steward=True)
    if area_id is None:
        return list(found.values())
    above = await registry.accountable_above(tx, workspace_id, area_id, on)
    names = {
        area.id: area.name for area in await registry.areas(tx, workspace_id, {one.from_area_id for _, one in above})
    }
    book = await roles.role_book(tx, workspace_id)
    ids = [held.member_id for _, held in above if held.member_id is not None]
    members = await workspaces.members_by_id(tx, workspace_id, ids)
    for level, held in above:
        holder = members.get(held.member_id) if held.member_id is not None else None
        if holder is not None and holder.can_be_asked and holder.slack_user_id is not None:
            because = f"{book.get(held.role).short} of {names.get(held.from_area_id, '')}"
            found.setdefault(holder.slack_user_id, Approver(holder.slack_user_id, holder.name, because, level))
    return list(found.values())


async def ask(
    tx: Transaction, workspace_id: WorkspaceId, proposal: Proposal, may: Collection[Approver], now: datetime
) -> list[str]:
    """Have those who should decide asked by DM as soon as this commits; their names. UserError when there is nobody."""
    asked = to_be_asked(list(may), proposal.proposer)
    if not asked:
        raise UserError(NOBODY_APPROVES)
    for approver in asked:
        notice_id = await store.add_notice(tx, workspace_id, proposal.id, approver)
        await due_jobs.plan(tx, workspace_id, ASK, notice_subject(notice_id), now)
    return [one.name for one in asked]


async def decided(
    tx: Transaction, workspace_id: WorkspaceId, proposal: Proposal, state: ProposalState, by: SlackUserId, now: datetime
) -> None:
    """Show the decision in every message that asked for it, tell those concerned, and forget it all in time."""
    subject = proposal_subject(proposal.id)
    for notice_id in await store.notice_ids(tx, workspace_id, proposal.id):
        await show_decision(tx, workspace_id, notice_id, now)
    if proposal.proposer not in (None, by):
        await due_jobs.plan(tx, workspace_id, TELL_PROPOSER, subject, now)
    if state is ProposalState.APPROVED and proposal.wanted.person not in (None, by, proposal.proposer):
        await due_jobs.plan(tx, workspace_id, TELL_HOLDER, subject, now)
    await due_jobs.plan(tx, workspace_id, FORGET, subject, now + KEEP_DECIDED)


async def show_decision(tx: Transaction, workspace_id: WorkspaceId, notice_id: int, now: datetime) -> None:
    """Have one approver's message say what was decided."""
    await due_jobs.plan(tx, workspace_id, SHOW_DECISION, notice_subject(notice_id), now)


async def show(tx: Transaction, workspace_id: WorkspaceId, proposal: Proposal, on: date) -> Shown:
    """The proposal with the names of people, role and area as they are now."""
    wanted = proposal.wanted
    area = await _area(tx, workspace_id, wanted.area_id)
    book = await roles.role_book(tx, workspace_id)
    instead, place = await _present(tx, workspace_id, area, wanted, on)
    return Shown(
        proposal,
        area.name if area is not None else "",
        area.key if area is not None else "",
        book.get(wanted.role).short if wanted.role else "",
        await _named(tx, workspace_id, proposal.proposer),
        await _named(tx, workspace_id, wanted.person),
        await _named(tx, workspace_id, proposal.decided_by),
        instead,
        place,
    )


async def role_choices(tx: Transaction, workspace_id: WorkspaceId) -> list[RoleDefinition]:
    """Every role, PM and TPM first as in the library."""
    return list(await roles.role_book(tx, workspace_id))


def proposal_subject(proposal_id: ProposalId) -> str:
    return f"proposal:{proposal_id}"


def notice_subject(notice_id: int) -> str:
    return f"proposal_notice:{notice_id}"


async def _area(tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId | None) -> Area | None:
    found = await registry.areas(tx, workspace_id, [area_id]) if area_id is not None else []
    return found[0] if found else None


async def _named(tx: Transaction, workspace_id: WorkspaceId, user_id: SlackUserId | None) -> Named | None:
    if user_id is None:
        return None
    member = await workspaces.member_by_slack_id(tx, workspace_id, user_id)
    return Named(user_id, member.name if member is not None else "This person")


async def _present(
    tx: Transaction, workspace_id: WorkspaceId, area: Area | None, wanted: Wanted, on: date
) -> tuple[str, str]:
    """Who is accountable for the role in the area itself now, and the file and line that says so."""
    if area is None or area.id is None or wanted.new_area:
        return "", ""
    place = f"{area.source}:{area.line}" if area.source else ""
    if not wanted.role:
        return "", place
    held = [one for one in await registry.own_assignments(tx, workspace_id, area.id, wanted.role) if one.in_force(on)]
    if not held:
        return "", place
    people = await registry.people_by_key(tx, workspace_id)
    line = f"{held[0].source}:{held[0].line}" if held[0].source else place
    return people[held[0].person].name, line
