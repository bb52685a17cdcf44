"""`/rolecall agreement`, the buttons that open, agree and change, and the form."""

from typing import Protocol

from bot.clock import Clock
from bot.errors import NotFound, UserError
from bot.ids import WorkspaceId
from bot.registry.agreements import blocks
from bot.registry.agreements.use_cases import Agreements
from bot.registry.rules import Area
from bot.roles.rules import Decider
from bot.slack.payloads import Click, Command, Submission
from bot.slack.replies import Ephemeral, Nothing, OpenModal, UpdateModal
from bot.slack.routes import Routes


class FindsAreas(Protocol):
    """Knows areas by what people call them; lookup does, and stands above the registry."""

    async def areas_called(self, workspace_id: WorkspaceId, name: str) -> tuple[Area, ...]:
        """The one area that is meant, or the few that may be. Raises NotFound."""


class AgreementHandlers:
    def __init__(self, agreements: Agreements, finder: FindsAreas, clock: Clock) -> None:
        self._agreements = agreements
        self._finder = finder
        self._clock = clock

    def register(self, routes: Routes) -> None:
        routes.command(
            "/rolecall",
            "agreement",
            self.called,
            usage="[area]",
            help="What its PM and TPM have agreed on; they agree there",
        )
        routes.action(blocks.OPEN, self.open)
        routes.action(blocks.AGREE, self.agree)
        routes.action(blocks.CHANGE, self.change)
        routes.submission(blocks.FORM, self.save)

    async def called(self, command: Command) -> OpenModal | Ephemeral:
        """`/rolecall agreement checkout`; alone, of the area whose channel it is typed in."""
        here = f"<#{command.channel_id}|{command.channel_name}>"
        try:
            areas = await self._finder.areas_called(command.workspace_id, command.text or here)
        except NotFound as unknown:
            if command.text:
                raise
            raise UserError(
                "Of which area? This channel is no area's. Name it: /rolecall agreement checkout"
            ) from unknown
        if len(areas) > 1:
            return Ephemeral(blocks.which_area(areas))
        found = await self._agreements.find(command.workspace_id, areas[0].key)
        return OpenModal(blocks.agreement_modal(found, command.user_id, command.workspace_id, self._clock.now()))

    async def open(self, click: Click) -> OpenModal:
        found = await self._agreements.find(click.workspace_id, click.value)
        return OpenModal(blocks.agreement_modal(found, click.user_id, click.workspace_id, self._clock.now()))

    async def agree(self, click: Click) -> UpdateModal | Nothing:
        """In the modal it shows what holds now; the message of a DM is brought to it by a job."""
        area_id, seen = blocks.read_value(click.value)
        found = await self._agreements.agree(click.workspace_id, click.user_id, area_id, seen)
        if click.view is None:
            return Nothing()
        return UpdateModal(blocks.agreement_modal(found, click.user_id, click.workspace_id, self._clock.now()))

    async def change(self, click: Click) -> OpenModal | UpdateModal:
        area_id, _ = blocks.read_value(click.value)
        form = blocks.agreement_form(await self._agreements.find_to_change(click.workspace_id, click.user_id, area_id))
        return OpenModal(form) if click.view is None else UpdateModal(form)

    async def save(self, form: Submission) -> UpdateModal:
        area_id, seen = blocks.read_value(form.private_metadata)
        chosen = {name.removeprefix(blocks.LINE): form.values.choice(name) for name in form.values.block_ids()}
        deciders = {key: Decider(choice) for key, choice in chosen.items() if choice}
        found = await self._agreements.change(
            form.workspace_id, form.user_id, area_id, seen, deciders, form.values.text(blocks.ALSO), form.view_id
        )
        return UpdateModal(blocks.agreement_modal(found, form.user_id, form.workspace_id, self._clock.now()))
