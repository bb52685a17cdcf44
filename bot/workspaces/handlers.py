"""What Slack tells about members and about Rolecall being removed."""

from bot.slack.payloads import MemberEvent, WorkspaceEvent
from bot.slack.replies import Nothing
from bot.slack.routes import Routes
from bot.workspaces.rules import read_profile
from bot.workspaces.use_cases import Workspaces


class WorkspacesHandlers:
    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    def register(self, routes: Routes) -> None:
        routes.member_event(self.member_changed)
        routes.workspace_event("app_uninstalled", self.uninstalled)
        routes.workspace_event("tokens_revoked", self.revoked)

    async def member_changed(self, event: MemberEvent) -> Nothing:
        await self._workspaces.save_profiles(event.workspace_id, [read_profile(event.user)])
        return Nothing()

    async def uninstalled(self, event: WorkspaceEvent) -> Nothing:
        await self._workspaces.uninstall(event.workspace_id)
        return Nothing()

    async def revoked(self, event: WorkspaceEvent) -> Nothing:
        if (event.event.get("tokens") or {}).get("bot"):
            await self._workspaces.uninstall(event.workspace_id)
        return Nothing()
