"""What lookup keeps, for itself and for higher features, inside the caller's transaction."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.database import Transaction
from bot.ids import ChannelId, ReplyId, SlackUserId, WorkspaceId
from bot.lookup import store
from bot.lookup.answer_rules import Answer, Unknown, Vacant
from bot.lookup.reply_rules import PendingReply
from bot.lookup.store import UnansweredQuestion, VacancyAsked
from bot.registry.search.english import rarity
from bot.registry.search.text import stems
from bot.schedule import due_jobs

REPLY = "lookup.reply"
GREET = "lookup.greet"
FORGET_REPLY = "lookup.forget_reply"
FORGET_QUESTION = "lookup.forget_question"
KEEP_REPLIES = timedelta(hours=1)
KEEP_QUESTIONS = timedelta(days=90)
LONGEST_NOTE = 500


async def answer_later(
    tx: Transaction, workspace_id: WorkspaceId, source_key: str, reply: PendingReply, now: datetime
) -> None:
    """Have something answered as soon as this commits; what came before under the same key is not answered twice."""
    reply_id = await keep_for_an_hour(tx, workspace_id, source_key, reply, now)
    if reply_id is not None:
        await due_jobs.plan(tx, workspace_id, REPLY, reply_subject(reply_id), now)


async def keep_for_an_hour(
    tx: Transaction, workspace_id: WorkspaceId, source_key: str, reply: PendingReply, now: datetime
) -> ReplyId | None:
    """Keep what came under `source_key`, so that it is not taken twice; None when it was."""
    reply_id = await store.add_reply(tx, workspace_id, source_key, reply)
    if reply_id is not None:
        await due_jobs.plan(tx, workspace_id, FORGET_REPLY, reply_subject(reply_id), now + KEEP_REPLIES)
    return reply_id


async def greet(
    tx: Transaction, workspace_id: WorkspaceId, user_id: SlackUserId, channel_id: ChannelId, now: datetime
) -> None:
    """Have the first words sent, unless the person had them."""
    greeting_id = await store.add_greeting(tx, workspace_id, user_id, channel_id)
    if greeting_id is not None:
        await due_jobs.plan(tx, workspace_id, GREET, f"greeting:{greeting_id}", now)


async def settle_reply(tx: Transaction, workspace_id: WorkspaceId, reply_id: ReplyId) -> None:
    """It is answered: forget who asked what. Under which key it came is known for its hour: Slack may deliver it again."""
    await store.empty_reply(tx, workspace_id, reply_id)


async def forget_reply(tx: Transaction, workspace_id: WorkspaceId, reply_id: ReplyId) -> None:
    """Its hour is over, answered or not."""
    await store.forget_reply(tx, workspace_id, reply_id)
    await due_jobs.cancel(tx, workspace_id, REPLY, reply_subject(reply_id))


async def note(
    tx: Transaction,
    workspace_id: WorkspaceId,
    sentence: str,
    answer: Answer,
    now: datetime,
    keep: timedelta = KEEP_QUESTIONS,
) -> None:
    """Count what could not be answered, without a name. An answer that names somebody leaves nothing behind."""
    match answer:
        case Vacant(area=area, role=role) if area.id is not None:
            await store.count_vacancy(tx, workspace_id, area.id, role.key if role else "", now)
        case Unknown(role=role):
            await note_unanswered(tx, workspace_id, sentence, role, now, keep)
        case _:
            pass


async def note_unanswered(
    tx: Transaction,
    workspace_id: WorkspaceId,
    sentence: str,
    role: str | None,
    now: datetime,
    keep: timedelta = KEEP_QUESTIONS,
) -> None:
    """Note a question that nothing covers; it is kept until `keep` after it was last asked."""
    question_id = await store.count_unanswered(
        tx, workspace_id, fingerprint(sentence, role), " ".join(sentence.split())[:LONGEST_NOTE], role, now
    )
    await due_jobs.move(tx, workspace_id, FORGET_QUESTION, f"question:{question_id}", now + keep)


async def unanswered(tx: Transaction, workspace_id: WorkspaceId, most: int = 100) -> Sequence[UnansweredQuestion]:
    """Questions that nothing covered, the most asked first."""
    return await store.unanswered(tx, workspace_id, most)


async def vacancies(tx: Transaction, workspace_id: WorkspaceId) -> Sequence[VacancyAsked]:
    """Roles that were asked for where nobody holds them, the most asked first."""
    return await store.vacancies(tx, workspace_id)


def leaves_a_note(answer: Answer) -> bool:
    """Whether `note` would write anything: a look-up that finds a holder never writes."""
    return isinstance(answer, Unknown) or (isinstance(answer, Vacant) and answer.area.id is not None)


def reply_subject(reply_id: ReplyId) -> str:
    return f"reply:{reply_id}"


def fingerprint(sentence: str, role: str | None) -> str:
    """The same for a question however it is put."""
    telling = sorted({stem for stem in stems(sentence) if rarity(stem) > 0.0}) or [sentence.casefold()]
    return hashlib.sha256(" ".join([role or "", *telling]).encode()).hexdigest()
