"""`/rolecall roles` and `/rolecall role`, and the forms behind them."""

from bot.errors import UserError
from bot.registry.own_roles import blocks
from bot.registry.own_roles.rules import NAME, Typed
from bot.registry.own_roles.use_cases import OwnRoles
from bot.slack.payloads import Click, Command, Submission
from bot.slack.replies import Ephemeral, OpenModal, UpdateModal
from bot.slack.routes import Routes


class OwnRolesHandlers:
    def __init__(self, own_roles: OwnRoles) -> None:
        self._own_roles = own_roles

    def register(self, routes: Routes) -> None:
        routes.command("/rolecall", "roles", self.list_all, help="Every role here, and whose words it is in")
        routes.command(
            "/rolecall", "role", self.called, usage="[name]", help="Say what a role means here; for stewards"
        )
        routes.action(blocks.EDIT, self.edit)
        routes.action(blocks.ADD, self.add)
        routes.action(blocks.FORGET, self.forget)
        routes.submission(blocks.NEW, self.named)
        routes.submission(blocks.FORM, self.save)

    async def list_all(self, command: Command) -> Ephemeral:
        return Ephemeral(blocks.role_list(await self._own_roles.list_all(command.workspace_id, command.user_id)))

    async def called(self, command: Command) -> OpenModal | Ephemeral:
        """`/rolecall role pm`; alone, the list."""
        if not command.text:
            return await self.list_all(command)
        edited = await self._own_roles.find_to_edit(command.workspace_id, command.user_id, command.text)
        return OpenModal(blocks.role_form(edited))

    async def edit(self, click: Click) -> OpenModal:
        edited = await self._own_roles.find_to_edit(click.workspace_id, click.user_id, click.value)
        return OpenModal(blocks.role_form(edited))

    async def add(self, click: Click) -> OpenModal:
        await self._own_roles.check_may_change(click.workspace_id, click.user_id)
        return OpenModal(blocks.name_form())

    async def named(self, form: Submission) -> UpdateModal:
        """The name of a new role: the form for it, or for the one that is called so already."""
        field = f"{blocks.FIELD}{NAME}"
        edited = await self._own_roles.find_to_edit(form.workspace_id, form.user_id, form.values.text(field))
        return UpdateModal(blocks.role_form(edited))

    async def save(self, form: Submission) -> UpdateModal:
        typed = Typed({name.removeprefix(blocks.FIELD): form.values.text(name) for name in form.values.block_ids()})
        try:
            saved = await self._own_roles.save(form.workspace_id, form.user_id, form.private_metadata, typed)
        except UserError as error:
            if error.field is not None:
                raise type(error)(error.message, f"{blocks.FIELD}{error.field}") from error
            raise
        return UpdateModal(blocks.saved_modal(saved))

    async def forget(self, click: Click) -> UpdateModal:
        left = await self._own_roles.forget(click.workspace_id, click.user_id, click.value)
        return UpdateModal(blocks.saved_modal(left))
