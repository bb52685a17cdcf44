"""The button "Tell me when it's settled"."""

from bot.lookup import blocks
from bot.lookup.waits.use_cases import Waits
from bot.slack.payloads import Click
from bot.slack.replies import Ephemeral
from bot.slack.routes import Routes


class WaitHandlers:
    def __init__(self, waits: Waits) -> None:
        self._waits = waits

    def register(self, routes: Routes) -> None:
        routes.action(blocks.TELL_ME, self.tell_me)

    async def tell_me(self, click: Click) -> Ephemeral:
        chosen = blocks.read_choice(click.value)
        await self._waits.wait(
            click.workspace_id, click.user_id, question=chosen.question, area=chosen.area, role=chosen.role
        )
        days = self._waits.keep.days
        said = f"I'll write you a DM once, as soon as it is settled. After {days} days I stop waiting and forget it."
        return Ephemeral(blocks.told(said))
