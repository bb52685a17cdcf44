"""What members do with their check-in in Slack: open it, fill it in, send it off."""

from bot.ids import CheckInId
from bot.slack.payloads import Click, Submission
from bot.slack.replies import FieldErrors, Nothing, OpenModal, Reply, UpdateModal
from bot.slack.routes import Routes
from bot.standups.check_ins.blocks import CHECK_IN, NOTHING_CHANGED
from bot.standups.check_ins.form_blocks import ANSWER, STATUS_CHOSEN, check_in_modal
from bot.standups.check_ins.form_values import asked_person, missing, read_answers, shows_more, wants_other_fields
from bot.standups.check_ins.use_cases import CheckIns


class CheckInHandlers:
    def __init__(self, check_ins: CheckIns) -> None:
        self._check_ins = check_ins

    def register(self, routes: Routes) -> None:
        routes.action(CHECK_IN, self.open_form)
        routes.action(NOTHING_CHANGED, self.nothing_changed)
        routes.action(STATUS_CHOSEN, self.status_chosen)
        routes.submission(ANSWER, self.answer)

    async def open_form(self, click: Click) -> Reply:
        form = await self._check_ins.open_form(click.workspace_id, click.user_id, CheckInId(int(click.value)))
        return OpenModal(check_in_modal(form))

    async def nothing_changed(self, click: Click) -> Reply:
        form = await self._check_ins.repeat(click.workspace_id, click.user_id, CheckInId(int(click.value)))
        return Nothing() if form is None else OpenModal(check_in_modal(form))

    async def status_chosen(self, click: Click) -> Reply:
        """Show the fields for the date and the path back while someone is in doubt, and hide them again."""
        if not wants_other_fields(click.view_values):
            return Nothing()
        check_in_id = CheckInId(int(click.private_metadata))
        chosen = read_answers(click.view_values)
        form = await self._check_ins.redraw(click.workspace_id, click.user_id, check_in_id, chosen)
        return UpdateModal(check_in_modal(form))

    async def answer(self, submission: Submission) -> Reply:
        check_in_id = CheckInId(int(submission.private_metadata))
        given = read_answers(submission.values)
        if errors := missing(submission.values):
            return FieldErrors(errors)
        if wants_other_fields(submission.values, only_missing=True):
            # Slack did not show the fields in time; sending it off again takes it as it is.
            form = await self._check_ins.redraw(submission.workspace_id, submission.user_id, check_in_id, given)
            modal = check_in_modal(form)
            if shows_more(modal, submission.values):
                return UpdateModal(modal)
        person = asked_person(submission.values)
        await self._check_ins.answer(submission.workspace_id, submission.user_id, check_in_id, given, person)
        return Nothing()
