"""The form in which a question is asked and answered: from a shortcut, a menu, or on a message."""

import json
from dataclasses import asdict, dataclass

from bot.lookup.reply_rules import Place
from bot.slack.block_kit import context, divider, input_block, modal, text_input
from bot.slack.messages import Block, Message, View

ASK_FORM = "lookup.ask_form"
QUESTION = "lookup.question"
LONGEST_QUESTION = 3000


@dataclass(frozen=True, slots=True)
class Beside:
    """What the form was opened beside: a channel, and a thread in it. An answer can be shared there."""

    channel: str = ""
    thread: str = ""

    def as_metadata(self) -> str:
        return json.dumps({name: value for name, value in asdict(self).items() if value})

    @property
    def place(self) -> Place:
        return Place.AMONG_OTHERS if self.channel and not self.channel.startswith("D") else Place.ALONE


def read_beside(metadata: str) -> Beside:
    """What `Beside.as_metadata` wrote."""
    return Beside(**json.loads(metadata or "{}"))


def ask_form(beside: Beside, answer: Message | None = None, *, note: str = "") -> View:
    """A question; below it the answer to the one before."""
    hint = "An area, a link, a #channel, a person, or a whole sentence. Only you see the answer."
    question = text_input(placeholder="who owns refunds?", most=LONGEST_QUESTION)
    blocks: list[Block] = []
    if note:
        blocks.append(context(note))
    if answer is not None:
        blocks += [*answer.blocks, divider()]
    label = "Ask something else" if answer is not None else "What would you like to know?"
    blocks.append(input_block(QUESTION, label, question, hint=hint))
    return modal(ASK_FORM, "Who owns…?", blocks, submit="Ask", close="Close", private_metadata=beside.as_metadata())
