"""The buttons of what was set aside."""

from bot.slack.payloads import Click
from bot.slack.replies import Nothing, Reply
from bot.slack.routes import Routes
from bot.workspaces.parked.blocks import DROP, TRY_AGAIN
from bot.workspaces.parked.rules import Decision
from bot.workspaces.parked.use_cases import Parked


class ParkedHandlers:
    def __init__(self, parked: Parked) -> None:
        self._parked = parked

    def register(self, routes: Routes) -> None:
        routes.action(TRY_AGAIN, self.try_again)
        routes.action(DROP, self.drop)

    async def try_again(self, click: Click) -> Reply:
        return await self._decide(click, Decision.TRY_AGAIN)

    async def drop(self, click: Click) -> Reply:
        return await self._decide(click, Decision.DROP)

    async def _decide(self, click: Click, decision: Decision) -> Reply:
        await self._parked.decide(click.workspace_id, click.user_id, int(click.value), decision)
        return Nothing()
