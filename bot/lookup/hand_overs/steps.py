"""Counting what is passed on, inside the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from bot.database import Transaction
from bot.ids import AreaId, ChannelId, SlackUserId, WorkspaceId
from bot.lookup import steps as lookup
from bot.lookup.hand_overs import store
from bot.lookup.hand_overs.store import Misdirected
from bot.lookup.reply_rules import PendingReply, ReplyKind


async def count(
    tx: Transaction,
    workspace_id: WorkspaceId,
    source_key: str,
    by: SlackUserId,
    area_id: AreaId,
    role: str,
    now: datetime,
) -> None:
    """One more misdirected question of the area. The same message passed on in several ways counts once."""
    seen = PendingReply(ReplyKind.HAND_OVER, by, ChannelId(""), now)
    if await lookup.keep_for_an_hour(tx, workspace_id, source_key, seen, now) is not None:
        await store.count(tx, workspace_id, area_id, role, now)


async def misdirected(tx: Transaction, workspace_id: WorkspaceId) -> Sequence[Misdirected]:
    """How often messages of each area were asked in the wrong place; nobody's name is kept."""
    return await store.misdirected(tx, workspace_id)
