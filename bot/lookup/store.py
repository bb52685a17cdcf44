"""All SQL of lookup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, Row, delete, select, update

from bot.database import Transaction, insert_into
from bot.ids import AreaId, ChannelId, ReplyId, SlackUserId, WorkspaceId
from bot.lookup.reply_rules import PendingReply, ReplyKind
from bot.lookup.tables import greetings, replies, unanswered_questions, vacancies_asked

# A row of replies of which only the key is left.
ANSWERED = ""
EMPTY = {
    **dict.fromkeys(("kind", "asker", "channel_id", "text"), ANSWERED),
    **dict.fromkeys(("thread_ts", "response_url", "area", "role", "whom")),
}


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question that nothing covered, how often it came, and nobody's name."""

    question: str
    role: str | None
    times: int
    last_asked_at: datetime


@dataclass(frozen=True, slots=True)
class VacancyAsked:
    """How often somebody asked for a role that nobody holds in an area; role "" when none was named."""

    area_id: AreaId
    role: str
    times: int
    last_asked_at: datetime


async def add_reply(tx: Transaction, workspace_id: WorkspaceId, source_key: str, reply: PendingReply) -> ReplyId | None:
    """Keep what is to be answered; None when it came before under the same key."""
    values = {name: getattr(reply, name) for name in PendingReply.__slots__}
    insert = tx.insert(replies).values(workspace_id=workspace_id, source_key=source_key, **values)
    added = await tx.scalar(insert.on_conflict_do_nothing().returning(replies.c.id))
    return None if added is None else ReplyId(added)


async def reply(tx: Transaction, workspace_id: WorkspaceId, reply_id: ReplyId) -> PendingReply | None:
    """What is to be answered; None when that has been done."""
    row = await tx.one_or_none(select(replies).where(_is_reply(workspace_id, reply_id), replies.c.kind != ANSWERED))
    return None if row is None else _reply(row)


async def empty_reply(tx: Transaction, workspace_id: WorkspaceId, reply_id: ReplyId) -> None:
    """Leave nothing of it but the key under which it came."""
    await tx.execute(update(replies).where(_is_reply(workspace_id, reply_id)).values(EMPTY))


async def forget_reply(tx: Transaction, workspace_id: WorkspaceId, reply_id: ReplyId) -> None:
    await tx.execute(delete(replies).where(_is_reply(workspace_id, reply_id)))


async def add_greeting(
    tx: Transaction, workspace_id: WorkspaceId, user_id: SlackUserId, channel_id: ChannelId
) -> int | None:
    """Note that the person gets the first words; None when they had them."""
    values = {"workspace_id": workspace_id, "slack_user_id": user_id, "channel_id": channel_id}
    insert = tx.insert(greetings).values(**values)
    added: int | None = await tx.scalar(insert.on_conflict_do_nothing().returning(greetings.c.id))
    return added


async def greeting(
    tx: Transaction, workspace_id: WorkspaceId, greeting_id: int
) -> tuple[SlackUserId, ChannelId] | None:
    """(who, their DM)."""
    mine = (greetings.c.workspace_id == workspace_id) & (greetings.c.id == greeting_id)
    row = await tx.one_or_none(select(greetings).where(mine))
    return None if row is None else (row.slack_user_id, row.channel_id)


async def count_unanswered(
    tx: Transaction, workspace_id: WorkspaceId, fingerprint: str, question: str, role: str | None, at: datetime
) -> int:
    """Note a question that nothing covers, or that it came once more; the id of its row."""
    values = {
        "workspace_id": workspace_id,
        "fingerprint": fingerprint,
        "question": question,
        "role": role,
        "times": 1,
        "last_asked_at": at,
    }
    return int((await tx.execute(_asked_again(tx.dialect), values)).scalar_one())


async def forget_unanswered(
    tx: Transaction, workspace_id: WorkspaceId, question_id: int, asked_before: datetime
) -> None:
    """Remove the question unless it was asked again since."""
    mine = (unanswered_questions.c.workspace_id == workspace_id) & (unanswered_questions.c.id == question_id)
    await tx.execute(delete(unanswered_questions).where(mine, unanswered_questions.c.last_asked_at <= asked_before))


async def count_vacancy(tx: Transaction, workspace_id: WorkspaceId, area_id: AreaId, role: str, at: datetime) -> None:
    values = {"workspace_id": workspace_id, "area_id": area_id, "role": role, "times": 1, "last_asked_at": at}
    await tx.execute(_missed_again(tx.dialect), values)


# Put together once: whoever asks waits for these.
@lru_cache
def _asked_again(dialect: str) -> Executable:
    insert = insert_into(dialect, unanswered_questions)
    again = {"times": unanswered_questions.c.times + 1, "last_asked_at": insert.excluded.last_asked_at}
    upsert = insert.on_conflict_do_update(index_elements=["workspace_id", "fingerprint"], set_=again)
    return upsert.returning(unanswered_questions.c.id)


@lru_cache
def _missed_again(dialect: str) -> Executable:
    insert = insert_into(dialect, vacancies_asked)
    again = {"times": vacancies_asked.c.times + 1, "last_asked_at": insert.excluded.last_asked_at}
    return insert.on_conflict_do_update(index_elements=["workspace_id", "area_id", "role"], set_=again)


async def unanswered(tx: Transaction, workspace_id: WorkspaceId, most: int) -> Sequence[UnansweredQuestion]:
    """What nothing covered, the most asked first."""
    table = unanswered_questions
    query = select(table).where(table.c.workspace_id == workspace_id).order_by(table.c.times.desc(), table.c.id)
    return [
        UnansweredQuestion(row.question, row.role, row.times, row.last_asked_at)
        for row in await tx.all(query.limit(most))
    ]


async def vacancies(tx: Transaction, workspace_id: WorkspaceId) -> Sequence[VacancyAsked]:
    """Vacant roles that were asked for, the most asked first."""
    table = vacancies_asked
    query = select(table).where(table.c.workspace_id == workspace_id).order_by(table.c.times.desc(), table.c.id)
    return [VacancyAsked(AreaId(row.area_id), row.role, row.times, row.last_asked_at) for row in await tx.all(query)]


def _is_reply(workspace_id: WorkspaceId, reply_id: ReplyId) -> Any:
    return (replies.c.workspace_id == workspace_id) & (replies.c.id == reply_id)


def _reply(row: Row[Any]) -> PendingReply:
    return PendingReply(
        kind=ReplyKind(row.kind),
        asker=row.asker,
        channel_id=row.channel_id,
        asked_at=row.asked_at,
        text=row.text,
        thread_ts=row.thread_ts,
        response_url=row.response_url,
        area=row.area,
        role=row.role,
        whom=row.whom,
    )
