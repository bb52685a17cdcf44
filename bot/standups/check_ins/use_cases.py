"""Answering a check-in: opening its form, sending it off, and "Nothing changed"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.errors import NotAllowed, NotFound
from bot.ids import CheckInId, RunId, SlackUserId, WorkspaceId
from bot.standups.check_ins import answer_steps, answer_store, seat_store, store
from bot.standups.check_ins.answer_rules import Answer, Form, Repeated, nothing_changed, with_choices
from bot.standups.check_ins.rules import ASK, CheckIn
from bot.workspaces import steps as workspaces

GONE = "This check-in is not here any more. The next one will come by itself."
NOT_ASKED = "You are not asked in this standup today. Its owner can add you."


class CheckIns:
    """Check-ins as the members who were asked use them. Each may answer their own, early, late and again."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def open_form(self, workspace_id: WorkspaceId, user_id: SlackUserId, check_in_id: CheckInId) -> Form:
        """The form of one's own check-in, filled with what is known. NotFound; NotAllowed for another's."""
        async with self._database.read() as tx:
            check_in = await _own(tx, workspace_id, user_id, check_in_id)
            return await answer_steps.form(tx, workspace_id, check_in)

    async def open_form_of_run(self, workspace_id: WorkspaceId, user_id: SlackUserId, run_id: RunId) -> Form:
        """The form of one's own check-in in a run. NotFound for who is not asked in it."""
        async with self._database.read() as tx:
            member = await workspaces.member_by_slack_id(tx, workspace_id, user_id)
            links = await seat_store.links_of_run(tx, workspace_id, run_id)
            mine = [each.check_in for each in links if member is not None and each.check_in.member_id == member.id]
            if not mine:
                raise NotFound(NOT_ASKED)
            return await answer_steps.form(tx, workspace_id, mine[0])

    async def redraw(
        self, workspace_id: WorkspaceId, user_id: SlackUserId, check_in_id: CheckInId, chosen: Sequence[Answer]
    ) -> Form:
        """The form while it is being filled in, with the fields that what was chosen so far asks for."""
        return with_choices(await self.open_form(workspace_id, user_id, check_in_id), chosen)

    async def answer(
        self,
        workspace_id: WorkspaceId,
        user_id: SlackUserId,
        check_in_id: CheckInId,
        given: Sequence[Answer],
        ask_whom: SlackUserId | None = None,
    ) -> None:
        """Keep the answers; every report that covers them follows. Sent twice, it is the same once.

        `ask_whom` is from whom the ask among them wants something.
        """
        async with self._database.write() as tx:
            check_in = await _own(tx, workspace_id, user_id, check_in_id)
            whom = await workspaces.member_by_slack_id(tx, workspace_id, ask_whom) if ask_whom else None
            addressed = [replace(each, member_id=whom.id) if whom and each.question == ASK else each for each in given]
            await answer_steps.save(tx, workspace_id, check_in, addressed, self._clock.now())

    async def repeat(self, workspace_id: WorkspaceId, user_id: SlackUserId, check_in_id: CheckInId) -> Form | None:
        """ "Nothing changed": answer as last time. Where there is nothing to repeat, the form that asks for it."""
        async with self._database.write() as tx:
            check_in = await _own(tx, workspace_id, user_id, check_in_id)
            if check_in.answered:
                return None
            it = await answer_steps.asked(tx, workspace_id, check_in)
            previous = await answer_store.last_answers(tx, workspace_id, check_in)
            outcome = nothing_changed(previous, it.areas, check_in.day)
            if isinstance(outcome, Repeated):
                await answer_steps.save(tx, workspace_id, check_in, outcome.answers, self._clock.now())
                return None
            form = await answer_steps.form(tx, workspace_id, check_in)
            return replace(form, notice=outcome.reason)


async def _own(tx: Transaction, workspace_id: WorkspaceId, user_id: SlackUserId, check_in_id: CheckInId) -> CheckIn:
    check_in = await store.check_in(tx, workspace_id, check_in_id)
    if check_in is None:
        raise NotFound(GONE)
    member = await workspaces.member_by_slack_id(tx, workspace_id, user_id)
    if member is None or member.id != check_in.member_id:
        owner = await answer_steps.colleague(tx, workspace_id, check_in.member_id)
        raise NotAllowed(f"This check-in is {owner.name}'s; only they can answer it.")
    if not await seat_store.run_ids(tx, workspace_id, check_in_id):
        raise NotFound(GONE)
    return check_in
