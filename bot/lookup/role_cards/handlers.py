"""`/rolecall matrix`, and the buttons that lead to it."""

from bot.lookup.role_cards.matrix_blocks import MATRIX, MATRIX_LIST, matrix_list, matrix_table, which_area
from bot.lookup.role_cards.rules import WhichArea
from bot.lookup.role_cards.use_cases import RoleCards
from bot.slack.payloads import Click, Command
from bot.slack.replies import Ephemeral
from bot.slack.routes import Routes


class RoleCardsHandlers:
    def __init__(self, role_cards: RoleCards) -> None:
        self._role_cards = role_cards

    def register(self, routes: Routes) -> None:
        routes.command(
            "/rolecall", "matrix", self.called, usage="[area]", help="Who decides what, who is asked, who is told"
        )
        routes.action(MATRIX, self.as_table)
        routes.action(MATRIX_LIST, self.as_list)

    async def called(self, command: Command) -> Ephemeral:
        """`/rolecall matrix checkout`; alone, without names."""
        found = await self._role_cards.matrix_called(command.workspace_id, command.text)
        return Ephemeral(which_area(found) if isinstance(found, WhichArea) else matrix_table(found))

    async def as_table(self, click: Click) -> Ephemeral:
        if click.view is not None:
            return await self.as_list(click)  # Slack takes a table in messages alone
        return Ephemeral(matrix_table(await self._role_cards.matrix(click.workspace_id, click.value)))

    async def as_list(self, click: Click) -> Ephemeral:
        shown = await self._role_cards.matrix(click.workspace_id, click.value)
        return Ephemeral(matrix_list(shown, click.workspace_id))
