"""Asking those who may approve, showing them what was decided, and telling those it concerns, all by DM."""

from bot.clock import Clock
from bot.database import Transaction
from bot.ids import ProposalId
from bot.registry.proposals import blocks, steps, store
from bot.registry.proposals.rules import ProposalState, Shown
from bot.registry.proposals.use_cases import Proposals
from bot.schedule.engine import Done, JobKind
from bot.schedule.store import Job
from bot.slack.delivery import Delivery
from bot.slack.messages import Message


class ProposalJobs:
    """The due jobs of proposals."""

    def __init__(self, proposals: Proposals, delivery: Delivery, clock: Clock) -> None:
        self._proposals = proposals
        self._delivery = delivery
        self._clock = clock

    def kinds(self) -> dict[str, JobKind]:
        return {
            steps.ASK: JobKind(self.ask),
            steps.SHOW_DECISION: JobKind(self.show_decision),
            steps.TELL_PROPOSER: JobKind(self.tell_proposer),
            steps.TELL_HOLDER: JobKind(self.tell_holder),
            steps.FORGET: JobKind(self.forget),
        }

    async def ask(self, job: Job) -> Done:
        """Ask one approver, unless it is decided by now."""
        notice_id = job.row_id("proposal_notice")
        asked = await self._proposals.asked(job.workspace_id, notice_id)
        if asked is None or asked.notice.ts is not None or asked.shown.proposal.state is not ProposalState.OPEN:
            return Done()
        message = blocks.ask_message(asked.shown, asked.notice.because, job.workspace_id)
        sent = await self._delivery.once(job, message, key=job.subject, user_id=asked.notice.approver)

        async def record(tx: Transaction) -> None:
            await store.notice_sent(tx, job.workspace_id, notice_id, sent.channel_id, sent.ts)
            latest = await store.proposal(tx, job.workspace_id, asked.notice.proposal_id)
            if latest is not None and latest.state is not ProposalState.OPEN:
                await steps.show_decision(tx, job.workspace_id, notice_id, self._clock.now())

        return Done(record)

    async def show_decision(self, job: Job) -> Done:
        """The message that asked says who decided what; one that was never sent needs nothing."""
        asked = await self._proposals.asked(job.workspace_id, job.row_id("proposal_notice"))
        if asked is not None and asked.notice.ts is not None and asked.notice.channel_id is not None:
            message = blocks.decided_message(asked.shown, job.workspace_id)
            await self._delivery.update(job, asked.notice.channel_id, asked.notice.ts, message)
        return Done()

    async def tell_proposer(self, job: Job) -> Done:
        shown = await self._shown(job)
        if shown is not None and (reader := shown.proposal.proposer) is not None:
            message = blocks.proposer_message(shown, job.workspace_id)
            await self._delivery.once(job, message, key=f"{job.subject}:proposer", user_id=reader)
        return Done()

    async def tell_holder(self, job: Job) -> Done:
        shown = await self._shown(job)
        if shown is not None and (reader := shown.proposal.wanted.person) is not None:
            message: Message = blocks.holder_message(shown, job.workspace_id)
            await self._delivery.once(job, message, key=f"{job.subject}:holder", user_id=reader)
        return Done()

    async def forget(self, job: Job) -> Done:
        """90 days after it was decided; the history of the registry keeps what it changed."""
        proposal_id = ProposalId(job.row_id("proposal"))

        async def record(tx: Transaction) -> None:
            await store.forget(tx, job.workspace_id, proposal_id)

        return Done(record)

    async def _shown(self, job: Job) -> Shown | None:
        return await self._proposals.shown(job.workspace_id, ProposalId(job.row_id("proposal")))
