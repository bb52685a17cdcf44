"""A handful of handlers that remember what they got and answer what a test tells them to."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.playground import Message as ShownMessage
from bot.slack.block_kit import actions, button, input_block, modal, section, text_input
from bot.slack.messages import Message, View
from bot.slack.payloads import Click, Command, DirectMessage
from bot.slack.replies import Ephemeral, Nothing, OpenModal, Reply
from bot.slack.routes import Routes
from tests.playground_fixtures import Bot

PRESS, FORM, NAME, DATE = "test.press", "test.form", "test.name", "test.date"
SECRET = "our-unspeakable-plan"


class Script:
    """A handler for everything. `answer` is a reply, an exception, or what makes one of the payload."""

    def __init__(self, answer: Any = None) -> None:
        self.answer = answer if answer is not None else Nothing()
        self.heard: list[Any] = []

    async def __call__(self, payload: Any) -> Any:
        self.heard.append(payload)
        made = self.answer(payload) if callable(self.answer) else self.answer
        answer = await made if asyncio.iscoroutine(made) else made
        if isinstance(answer, Exception):
            raise answer
        return answer


class Overdue:
    """An answer that does not come, and remembers whether it was stopped before it could save anything."""

    def __init__(self) -> None:
        self.saved = False

    def __call__(self, _payload: Any) -> Any:
        return self._wait()

    async def _wait(self) -> Reply:
        await asyncio.get_running_loop().create_future()
        self.saved = True
        return Nothing()


def on_command(answer: Any, *, name: str = "/rolecall") -> tuple[Routes, Script]:
    routes, script = Routes(), Script(answer)
    routes.command(name, None, script, usage="[words]", help="Ask anything.")
    return routes, script


def on_click(answer: Any) -> tuple[Routes, Script]:
    routes, script = Routes(), Script(answer)
    routes.action(PRESS, script)
    return routes, script


def on_form(answer: Any) -> tuple[Routes, Script]:
    """`/rolecall` opens a form; the script gets what is submitted."""
    routes, script = Routes(), Script(answer)
    routes.command("/rolecall", None, Script(opens(a_form())), help="Opens a form.")
    routes.submission(FORM, script)
    return routes, script


def on_direct_message(answer: Any) -> tuple[Routes, Script]:
    async def claims(_message: DirectMessage) -> bool:
        return True

    routes, script = Routes(), Script(answer)
    routes.direct_message(claims, script)
    return routes, script


def opens(view: View) -> Callable[[Command | Click], Reply]:
    return lambda _payload: OpenModal(view)


def says(text: str) -> Ephemeral:
    return Ephemeral(Message(text, [section(text)]))


def a_form(*, title: str = "A form", blocks: list[dict[str, Any]] | None = None) -> View:
    """A name and a date, with a button and a menu above them."""
    menu = {
        "type": "static_select",
        "action_id": "test.menu",
        "options": [{"text": {"type": "plain_text", "text": "One"}, "value": "one"}],
    }
    fields = [
        section("*Fill it in*", accessory=menu, block_id="test.menu"),
        actions([button("Press", PRESS, "in the form")]),
        input_block(NAME, "Name", text_input()),
        input_block(DATE, "Date", {"type": "datepicker"}, optional=True),
    ]
    return modal(FORM, title, blocks if blocks is not None else fields, submit="Send", private_metadata="area:7")


def a_message_with_a_button(bot: Bot, action_id: str = PRESS, *, thread_ts: str | None = None) -> ShownMessage:
    return bot.acme.put(
        bot.acme.channel("general"),
        bot.acme.bot_user,
        "A button",
        blocks=[section("A button"), actions([button("Press", action_id, "area:7")])],
        bot_id=bot.acme.bot_id,
        thread_ts=thread_ts,
    )


def last_words(bot: Bot, channel: str = "#general") -> str:
    return bot.ana.sees(channel)[-1].words
