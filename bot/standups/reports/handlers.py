"""The buttons of reports, of the private word about a difference, and of what an owner is asked."""

from bot.ids import RunId
from bot.slack.payloads import Click
from bot.slack.replies import Nothing, OpenModal, Reply
from bot.slack.routes import Routes
from bot.standups.check_ins.form_blocks import check_in_modal
from bot.standups.check_ins.use_cases import CheckIns
from bot.standups.reports.blocks import ANSWER_MINE, CHANGE_MINE, IT_IS_THERE, POST_IT, STILL_TRUE
from bot.standups.reports.use_cases import Reports


class ReportHandlers:
    def __init__(self, reports: Reports, check_ins: CheckIns) -> None:
        self._reports = reports
        self._check_ins = check_ins

    def register(self, routes: Routes) -> None:
        routes.action(ANSWER_MINE, self.answer_mine)
        routes.action(STILL_TRUE, self.still_true)
        routes.action(CHANGE_MINE, self.change_mine)
        routes.action(IT_IS_THERE, self.it_is_there)
        routes.action(POST_IT, self.post_it)

    async def answer_mine(self, click: Click) -> Reply:
        form = await self._check_ins.open_form_of_run(click.workspace_id, click.user_id, RunId(int(click.value)))
        return OpenModal(check_in_modal(form))

    async def still_true(self, click: Click) -> Reply:
        await self._reports.stand_by(click.workspace_id, click.user_id, int(click.value))
        return Nothing()

    async def change_mine(self, click: Click) -> Reply:
        form = await self._reports.open_form(click.workspace_id, click.user_id, int(click.value))
        return OpenModal(check_in_modal(form))

    async def it_is_there(self, click: Click) -> Reply:
        await self._reports.confirm_posted(click.workspace_id, click.user_id, RunId(int(click.value)))
        return Nothing()

    async def post_it(self, click: Click) -> Reply:
        await self._reports.post_again(click.workspace_id, click.user_id, RunId(int(click.value)))
        return Nothing()
