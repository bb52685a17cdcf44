"""Proposing a change of the registry, and approving or declining it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.errors import NotAllowed, NotFound, UserError
from bot.ids import ProposalId, SlackUserId, WorkspaceId
from bot.registry import steps as registry
from bot.registry.importing.carrying_out import Signature
from bot.registry.proposals import change_steps, steps, store
from bot.registry.proposals.rules import PERSON_FIELD, Outcome, Proposal, ProposalKind, ProposalState, Shown, Wanted
from bot.registry.proposals.store import Notice
from bot.registry.rules import Area
from bot.roles.rules import RoleDefinition
from bot.workspaces import steps as workspaces

MOST_OFFERED = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """One approver's message: where it stands, and what it says."""

    notice: Notice
    shown: Shown


class Proposals:
    """Proposals of one installation. `stewards` are those of the settings."""

    def __init__(self, database: Database, clock: Clock, stewards: Collection[SlackUserId] = ()) -> None:
        self._database = database
        self._clock = clock
        self._stewards = frozenset(stewards)

    async def propose(
        self,
        workspace_id: WorkspaceId,
        proposer: SlackUserId,
        wanted: Wanted,
        source_key: str,
        *,
        anonymous: bool = False,
        settles: ProposalId | None = None,
    ) -> Outcome:
        """Keep a proposal and have those asked who may approve it; one of them proposing takes effect at once.

        The same `source_key` again changes nothing. `anonymous`: a question without the name of who asks. `settles`:
        the question to the stewards that this answers. UserError when it cannot be, or when nobody may approve it.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            if (again := await store.proposal_of(tx, workspace_id, source_key)) is not None:
                return Outcome(await steps.show(tx, workspace_id, again, now.date()))
            await self._check(tx, workspace_id, wanted, proposer, now)
            added = await store.add(tx, workspace_id, source_key, wanted, None if anonymous else proposer, now)
            if added is None:
                raise UserError("You proposed that a moment ago already.")
            proposal = Proposal(added, wanted, None if anonymous else proposer, now)
            may = await steps.approvers(tx, workspace_id, wanted.area_id, self._stewards, now.date())
            at_once = wanted.kind is not ProposalKind.QUESTION and proposer in {one.user_id for one in may}
            if not at_once:
                asked = await steps.ask(tx, workspace_id, proposal, may, now)
                return Outcome(await steps.show(tx, workspace_id, proposal, now.date()), tuple(asked))
            done = await self._approve(tx, workspace_id, proposal, proposer, now)
            if settles is not None:
                await self._close_question(tx, workspace_id, settles, proposer, now)
            return Outcome(done)

    async def approve(self, workspace_id: WorkspaceId, user_id: SlackUserId, proposal_id: ProposalId) -> Shown:
        """Make it so. NotAllowed for who may not; UserError, with a name, when it is decided already."""
        now = self._clock.now()
        async with self._database.write() as tx:
            proposal = await self._decidable(tx, workspace_id, user_id, proposal_id, now)
            return await self._approve(tx, workspace_id, proposal, user_id, now)

    async def decline(
        self, workspace_id: WorkspaceId, user_id: SlackUserId, proposal_id: ProposalId, reason: str
    ) -> None:
        """Leave everything as it is, and tell the proposer why. Raises like `approve`."""
        now = self._clock.now()
        async with self._database.write() as tx:
            proposal = await self._decidable(tx, workspace_id, user_id, proposal_id, now)
            await self._settle(tx, workspace_id, proposal, ProposalState.DECLINED, user_id, now, reason=reason)

    async def may_decide(self, workspace_id: WorkspaceId, user_id: SlackUserId, proposal_id: ProposalId) -> Proposal:
        """The open proposal; raises like `approve`, so that no form opens in vain."""
        async with self._database.read() as tx:
            return await self._decidable(tx, workspace_id, user_id, proposal_id, self._clock.now())

    async def roles(self, workspace_id: WorkspaceId) -> Sequence[RoleDefinition]:
        async with self._database.read() as tx:
            return await steps.role_choices(tx, workspace_id)

    async def find_area(self, workspace_id: WorkspaceId, key: str) -> tuple[Area, Sequence[RoleDefinition]]:
        """The area of a key, and the roles that can be held in it; NotFound when it is gone."""
        async with self._database.read() as tx:
            found = await registry.areas_by_key(tx, workspace_id, [key])
            if not found:
                raise NotFound("That area is not in the list any more. Please ask again.")
            return found[0], await steps.role_choices(tx, workspace_id)

    async def find_areas(self, workspace_id: WorkspaceId, typed: str) -> Sequence[Area]:
        async with self._database.read() as tx:
            return await registry.areas_called(tx, workspace_id, typed, MOST_OFFERED)

    async def asked(self, workspace_id: WorkspaceId, notice_id: int) -> Asked | None:
        """What one approver's message says now."""
        async with self._database.read() as tx:
            notice = await store.notice(tx, workspace_id, notice_id)
            proposal = await store.proposal(tx, workspace_id, notice.proposal_id) if notice is not None else None
            if notice is None or proposal is None:
                return None
            return Asked(notice, await steps.show(tx, workspace_id, proposal, self._clock.now().date()))

    async def shown(self, workspace_id: WorkspaceId, proposal_id: ProposalId) -> Shown | None:
        async with self._database.read() as tx:
            proposal = await store.proposal(tx, workspace_id, proposal_id)
            return None if proposal is None else await steps.show(tx, workspace_id, proposal, self._clock.now().date())

    async def _check(
        self, tx: Transaction, workspace_id: WorkspaceId, wanted: Wanted, proposer: SlackUserId, now: datetime
    ) -> None:
        """Raise UserError for what cannot be, or is so already, or was proposed already."""
        if wanted.person is not None:
            member = await workspaces.member_by_slack_id(tx, workspace_id, wanted.person)
            if member is None or not member.can_be_asked:
                raise UserError("Please choose a full member of this workspace: no guest, no app.", field=PERSON_FIELD)
        if wanted.kind is ProposalKind.HOLDER and wanted.area_id is not None and not wanted.new_area:
            held = await registry.own_assignments(tx, workspace_id, wanted.area_id, wanted.role)
            people = await registry.people_by_key(tx, workspace_id)
            in_force = [one for one in held if one.in_force(now.date())]
            if in_force and people[in_force[0].person].slack_user_id == wanted.person:
                raise UserError("The list says that already.", field=PERSON_FIELD)
        if await store.open_like(tx, workspace_id, wanted, proposer) is not None:
            raise UserError("You proposed that already. You will be told by DM as soon as somebody decides it.")

    async def _decidable(
        self, tx: Transaction, workspace_id: WorkspaceId, user_id: SlackUserId, proposal_id: ProposalId, now: datetime
    ) -> Proposal:
        proposal = await store.proposal(tx, workspace_id, proposal_id)
        if proposal is None:
            raise NotFound("This was decided long ago and is not kept any more.")
        may = await steps.approvers(tx, workspace_id, proposal.wanted.area_id, self._stewards, now.date())
        if user_id not in {one.user_id for one in may}:
            who = ", ".join(one.name for one in may) or "nobody yet, because no steward is set"
            raise NotAllowed(f"Only those who keep this part of the list may decide that: {who}.")
        if proposal.state is not ProposalState.OPEN:
            raise await self._too_late(tx, workspace_id, proposal, now)
        return proposal

    async def _too_late(
        self, tx: Transaction, workspace_id: WorkspaceId, proposal: Proposal, now: datetime
    ) -> UserError:
        shown = await steps.show(tx, workspace_id, proposal, now.date())
        who = shown.decided_by.name if shown.decided_by is not None else "Somebody"
        return UserError(f"{who} {proposal.state.value} that already.")

    async def _approve(
        self, tx: Transaction, workspace_id: WorkspaceId, proposal: Proposal, by: SlackUserId, now: datetime
    ) -> Shown:
        shown = await steps.show(tx, workspace_id, replace(proposal, decided_by=by), now.date())
        actor = shown.decided_by.name if shown.decided_by is not None else "Somebody"
        why = f"proposed by {shown.proposer.name}" if shown.proposer is not None else "proposed"
        note = f": {proposal.wanted.note}" if proposal.wanted.note else ""
        await self._settle(tx, workspace_id, proposal, ProposalState.APPROVED, by, now)
        place = await change_steps.carry_out(tx, workspace_id, proposal, Signature(actor, now, why + note))
        if place:
            await store.set_to_do(tx, workspace_id, proposal.id, place)
        if subjects := {one for one in (proposal.wanted.alias, proposal.wanted.new_area) if one}:
            for question in await store.open_questions(tx, workspace_id, subjects):
                await self._settle(tx, workspace_id, question, ProposalState.APPROVED, by, now)
        approved = replace(proposal, state=ProposalState.APPROVED, decided_by=by, decided_at=now, to_do=place)
        return replace(shown, proposal=approved)

    async def _settle(
        self, tx: Transaction, workspace_id: WorkspaceId, proposal: Proposal, state: ProposalState, by: SlackUserId,
        now: datetime, *, reason: str = "",
    ) -> None:  # fmt: skip
        if not await store.settle(tx, workspace_id, proposal.id, state, by, now, reason=reason):
            latest = await store.proposal(tx, workspace_id, proposal.id)
            raise await self._too_late(tx, workspace_id, latest or proposal, now)
        await steps.decided(tx, workspace_id, proposal, state, by, now)

    async def _close_question(
        self, tx: Transaction, workspace_id: WorkspaceId, question_id: ProposalId, by: SlackUserId, now: datetime
    ) -> None:
        question = await store.proposal(tx, workspace_id, question_id)
        if question is not None and question.state is ProposalState.OPEN:
            await self._settle(tx, workspace_id, question, ProposalState.APPROVED, by, now)
