"""A tiny Bolt app that says everything again; what the local Slack is tried with."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import LocalSlack

ASK: dict[str, Any] = {
    "type": "modal",
    "callback_id": "ask",
    "title": {"type": "plain_text", "text": "Ask"},
    "submit": {"type": "plain_text", "text": "Send"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": "plain_text", "text": "Words"},
            "element": {"type": "plain_text_input", "action_id": "words"},
        },
        {
            "type": "input",
            "block_id": "how",
            "optional": True,
            "label": {"type": "plain_text", "text": "How"},
            "element": {
                "type": "static_select",
                "action_id": "how",
                "options": [
                    {"text": {"type": "plain_text", "text": "Loud"}, "value": "loud"},
                    {"text": {"type": "plain_text", "text": "Soft"}, "value": "soft"},
                ],
            },
        },
    ],
}
BUTTONS: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Again?*"}},
    {
        "type": "actions",
        "block_id": "again",
        "elements": [
            {
                "type": "button",
                "action_id": "again",
                "value": "once more",
                "text": {"type": "plain_text", "text": "Again"},
            },
            {"type": "button", "action_id": "open", "text": {"type": "plain_text", "text": "Open"}},
        ],
    },
]


def an_echo_app(slack: LocalSlack) -> AsyncApp:
    """`app.heard` holds every event's body, `app.client` talks to the local Slack."""

    async def authorize(team_id: str) -> AuthorizeResult:
        workspace = slack.workspaces[team_id]
        return AuthorizeResult(
            enterprise_id=None,
            team_id=team_id,
            bot_token=workspace.bot_token,
            bot_id=workspace.bot_id,
            bot_user_id=workspace.bot_user,
        )

    client = AsyncWebClient(base_url=slack.api_url, retry_handlers=[])
    app = AsyncApp(
        client=client, signing_secret=slack.signing_secret, authorize=authorize, process_before_response=True
    )
    heard: list[dict[str, Any]] = []
    app.heard = heard  # type: ignore[attr-defined]
    _commands(app)
    _events(app, heard)
    _interactions(app, heard)
    return app


def _commands(app: AsyncApp) -> None:
    async def echo(ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient) -> None:
        if command["text"] == "modal":
            await client.views_open(trigger_id=command["trigger_id"], view=ASK)
            await ack()
        elif command["text"] == "buttons":
            await ack(text="Again?", blocks=BUTTONS)
        elif command["text"] == "break":
            await ack(text="x", blocks=[{"type": "no such block"}])
        else:
            await ack(f"echo: {command['text']}")

    app.command("/echo")(echo)
    app.command("/escaped")(echo)


def _events(app: AsyncApp, heard: list[dict[str, Any]]) -> None:
    async def mention(event: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        heard.append(body)
        root = event.get("thread_ts", event["ts"])
        await client.chat_postMessage(channel=event["channel"], text=f"echo: {event['text']}", thread_ts=root)

    async def message(event: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        heard.append(body)
        if "bot_id" not in event and "subtype" not in event:
            await client.chat_postMessage(channel=event["channel"], text=f"echo: {event['text']}")

    async def note(body: dict[str, Any]) -> None:
        heard.append(body)

    app.event("app_mention")(mention)
    app.event("message")(message)
    for name in ("app_home_opened", "member_joined_channel", "team_join", "user_change"):
        app.event(name)(note)


def _interactions(app: AsyncApp, heard: list[dict[str, Any]]) -> None:
    async def again(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        heard.append(body)
        channel = body["channel"]["id"]
        await client.chat_postMessage(channel=channel, text=f"again: {body['actions'][0]['value']}")
        await ack()

    async def opens(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        heard.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=ASK)
        await ack()

    async def submitted(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        heard.append(body)
        words = view["state"]["values"]["words"]["words"]["value"]
        if words == "wrong":
            await ack(response_action="errors", errors={"words": "Say something else."})
        elif words == "next":
            await ack(response_action="push", view={**ASK, "title": {"type": "plain_text", "text": "More"}})
        elif words == "nonsense":
            await ack(response_action="errors", errors={"no_such_block": "?"})
        else:
            await ack()

    async def note(ack: AsyncAck, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack()

    app.action("again")(again)
    app.action("open")(opens)
    app.view("ask")(submitted)
    app.view_closed("ask")(note)
    app.shortcut("echo_this")(opens)
    app.shortcut("echo_anything")(opens)
