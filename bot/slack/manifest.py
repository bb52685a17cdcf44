"""Slack's app manifest, made from the routes: what nobody registered is not asked for.

`manifest.yml` is its checked-in result. Limits: docs.slack.dev, reference/app-manifest.
"""

from typing import Any

import yaml

from bot.slack.routes import Routes

NAME = "Rolecall"
DESCRIPTION = "Who does what, and who needs whom: role clarity and standups split by role."
LONG_DESCRIPTION = (
    "Rolecall answers who owns something, who decides it, and what a Product Manager or a Technical Program Manager "
    "does here, from a registry that your organisation keeps. It also runs standups that ask each role its own "
    "questions, at each person's own hour, and publishes one report that shows the product side, the program side, "
    "and where the two see things differently. It reads only what is sent to it, and uses no AI."
)
COLOUR = "#2b3a55"

# Each scope with what it is for; docs/security.md says the same at length.
SCOPES = {
    "app_mentions:read": "hear a mention in a channel",
    "channels:read": "find a public channel by its name, for a standup",
    "chat:write": "answer, ask and report",
    "commands": "the slash commands",
    "groups:read": "find a private channel that Rolecall was invited to",
    "im:history": "hear what is said in the DM with Rolecall",
    "im:write": "open that DM, for a check-in",
    "users:read": "names and time zones",
}
OPTIONAL_SCOPES = {
    "channels:history": "after a crash, see whether a report was posted already (public channels)",
    "groups:history": "the same in private channels",
    "users:read.email": "link people in a registry file by e-mail",
}
EVENTS = [
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.im",
    "team_join",
    "tokens_revoked",
    "user_change",
]

HEADER = """# Slack app manifest. Made by `rolecall manifest`; a test keeps the two the same.
# Optional scopes, each with what it buys; add them under `bot` (or run `rolecall manifest --optional`):
"""


def manifest(
    routes: Routes, *, prefix: str = "", url: str | None = None, optional_scopes: bool = False
) -> dict[str, Any]:
    """The manifest as a dictionary. With `url` (https://…) Slack sends by HTTP to it, else by Socket Mode."""
    scopes = SCOPES | (OPTIONAL_SCOPES if optional_scopes else {})
    events_url = {"request_url": f"{url.rstrip('/')}/slack/events"} if url else {}
    interactivity = {"is_enabled": True, **events_url}
    if url:
        interactivity["message_menu_options_url"] = events_url["request_url"]
    return {
        "display_information": {
            "name": NAME,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            **({"shortcuts": _shortcuts(routes)} if routes.shortcuts else {}),
            "slash_commands": [_command(routes, name, prefix, events_url) for name in sorted(routes.commands)],
        },
        "oauth_config": {"scopes": {"bot": sorted(scopes)}},
        "settings": {
            "event_subscriptions": {**events_url, "bot_events": EVENTS},
            "interactivity": interactivity,
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def manifest_yaml(routes: Routes, *, prefix: str = "", url: str | None = None, optional_scopes: bool = False) -> str:
    """The manifest as it is pasted into Slack, with a comment on the scopes that are left out."""
    notes = "".join(f"#   {scope}: {use}\n" for scope, use in sorted(OPTIONAL_SCOPES.items()))
    made = manifest(routes, prefix=prefix, url=url, optional_scopes=optional_scopes)
    return HEADER + notes + yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=110)


def _shortcuts(routes: Routes) -> list[dict[str, Any]]:
    return [
        {
            "name": found.name,
            "type": "message" if found.on_message else "global",
            "callback_id": callback_id,
            "description": found.description,
        }
        for callback_id, found in routes.shortcuts.items()
    ]


def _command(routes: Routes, name: str, prefix: str, events_url: dict[str, str]) -> dict[str, Any]:
    words = routes.commands[name]
    whole = words.get(None)
    first_words = sorted(word for word in words if word)
    entry: dict[str, Any] = {
        "command": f"/{prefix}{name.removeprefix('/')}",
        "description": whole.help if whole else f"Rolecall: {', '.join(first_words)}",
        "should_escape": True,
    }
    hint = " | ".join([*([whole.usage] if whole and whole.usage else []), *first_words])
    if hint:
        entry["usage_hint"] = hint
    if events_url:
        entry["url"] = events_url["request_url"]
    return entry
