"""Finding a channel by the name that people call it."""

from bot.errors import NotFound, NotInstalled, TryLater, UserError
from bot.ids import ChannelId, WorkspaceId
from bot.slack.delivery import Delivery

# Slack allows about 20 calls a minute.
PAGE, MOST_PAGES = 999, 20


class Channels:
    """The channels of one workspace that Rolecall can see, read once."""

    def __init__(self, delivery: Delivery, workspace_id: WorkspaceId) -> None:
        self._delivery = delivery
        self._workspace_id = workspace_id
        self._by_name: dict[str, ChannelId] | None = None

    async def find(self, name: str) -> ChannelId:
        """The id of `#name`; NotFound, with what to do, when there is none that Rolecall can see.

        UserError when Slack cannot be asked now.
        """
        if self._by_name is None:
            try:
                self._by_name = await self._read()
            except NotInstalled as error:
                raise NotFound(
                    f"{name} cannot be looked up without a token: set ROLECALL_SLACK_BOT_TOKEN, or write its id (C…)."
                ) from error
            except TryLater as later:
                seconds = round(later.after.total_seconds()) if later.after is not None else 10
                raise UserError(
                    f"Slack could not be asked for {name} ({later.reason}). Please try again in {seconds} seconds, "
                    "or write its id (C…)."
                ) from later
        found = self._by_name.get(name.removeprefix("#").casefold())
        if found is None:
            raise NotFound(f"Rolecall sees no channel {name}. If it is private, invite Rolecall there first.")
        return found

    async def _read(self) -> dict[str, ChannelId]:
        found: dict[str, ChannelId] = {}
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            page = await self._delivery.look_up(
                self._workspace_id,
                "conversations.list",
                types="public_channel,private_channel",
                exclude_archived=True,
                limit=PAGE,
                cursor=cursor,
            )
            found |= {channel["name"].casefold(): channel["id"] for channel in page.get("channels") or []}
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        return found
