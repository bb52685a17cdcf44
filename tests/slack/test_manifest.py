"""The manifest asks for what the routes need, no more, in the shape that Slack takes."""

from collections.abc import Callable
from itertools import product
from typing import Any

import jsonschema
import pytest
import yaml

from bot.playground import Manifest
from bot.slack.manifest import EVENTS, OPTIONAL_SCOPES, SCOPES, manifest, manifest_yaml
from bot.slack.routes import Routes
from tests.slack.scenario import Script


def closed(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    """An object that knows no other keys, as all of a manifest's objects are."""
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def text(least: int = 0, most: int | None = None, **more: Any) -> dict[str, Any]:
    limits = {"minLength": least} | ({"maxLength": most} if most is not None else {})
    return {"type": "string", **limits, **more}


FLAG = {"type": "boolean"}
ADDRESS = text(1, pattern="^https://")

# In our words, after the facts of Slack's published manifest schema (0.5.0): only what an app such as this may use.
SCHEMA = closed(
    ("display_information", "features", "oauth_config", "settings"),
    display_information=closed(
        ("name",),
        name=text(1, 35),
        description=text(0, 140),
        long_description=text(175, 4000),
        background_color=text(pattern="^#[0-9a-fA-F]{6}$"),
    ),
    features=closed(
        (),
        app_home=closed(
            (),
            home_tab_enabled=FLAG,
            messages_tab_enabled=FLAG,
            messages_tab_read_only_enabled=FLAG,
        ),
        bot_user=closed(("display_name",), display_name=text(1, 80), always_online=FLAG),
        slash_commands={
            "type": "array",
            "maxItems": 50,
            "items": closed(
                ("command", "description"),
                command=text(2, 32, pattern="^/[a-z0-9_-]+$"),
                description=text(1, 2000),
                usage_hint=text(1, 1000),
                should_escape=FLAG,
                url=ADDRESS,
            ),
        },
        shortcuts={
            "type": "array",
            "maxItems": 10,
            "items": closed(
                ("name", "type", "callback_id", "description"),
                name=text(1, 24),
                type={"enum": ["message", "global"]},
                callback_id=text(1, 255),
                description=text(1, 150),
            ),
        },
    ),
    oauth_config=closed(
        ("scopes",),
        scopes=closed(("bot",), bot={"type": "array", "items": text(1), "maxItems": 255, "uniqueItems": True}),
    ),
    settings=closed(
        (),
        event_subscriptions=closed(
            (),
            request_url=ADDRESS,
            bot_events={"type": "array", "maxItems": 100, "items": text(1), "uniqueItems": True},
        ),
        interactivity=closed(
            ("is_enabled",),
            is_enabled=FLAG,
            request_url=ADDRESS,
            message_menu_options_url=ADDRESS,
        ),
        org_deploy_enabled=FLAG,
        socket_mode_enabled=FLAG,
        token_rotation_enabled=FLAG,
    ),
)

EVERY_WAY = pytest.mark.parametrize(
    ("prefix", "url", "optional"),
    list(product(["", "acme-"], [None, "https://rolecall.example/"], [False, True])),
)


def some_routes() -> Routes:
    routes, script = Routes(), Script()
    routes.command("/whoowns", None, script, usage="[area or question]", help="Who owns or decides something.")
    routes.command("/rolecall", None, script, help="Everything Rolecall does.")
    routes.command("/rolecall", "help", script, help="What you can type.")
    routes.command("/standup", "new", script, help="Makes a standup.")
    routes.command("/standup", "list", script, help="Shows the standups.")
    routes.shortcut("test.owner", "Who owns this?", script, on_message=True, description="Says who owns it.")
    routes.shortcut("test.ask", "Who owns…?", script, on_message=False, description="Asks who owns something.")
    return routes


@EVERY_WAY
def test_the_manifest_keeps_to_slacks_schema_and_limits(prefix: str, url: str | None, optional: bool) -> None:
    made = manifest(some_routes(), prefix=prefix, url=url, optional_scopes=optional)
    wrong = jsonschema.validators.validator_for(SCHEMA)(SCHEMA).iter_errors(made)
    assert [each.message for each in wrong] == []


@EVERY_WAY
def test_the_local_slack_takes_the_manifest(prefix: str, url: str | None, optional: bool) -> None:
    made = manifest(some_routes(), prefix=prefix, url=url, optional_scopes=optional)
    taken = Manifest.load(made)
    assert set(taken.commands) == {f"/{prefix}{name}" for name in ("whoowns", "rolecall", "standup")}
    assert taken.socket_mode is (url is None)
    assert taken.events == set(EVENTS)


@EVERY_WAY
def test_what_is_pasted_into_slack_is_the_same_manifest(prefix: str, url: str | None, optional: bool) -> None:
    pasted = manifest_yaml(some_routes(), prefix=prefix, url=url, optional_scopes=optional)
    assert yaml.safe_load(pasted) == manifest(some_routes(), prefix=prefix, url=url, optional_scopes=optional)
    assert all(f"#   {scope}: " in pasted for scope in OPTIONAL_SCOPES)


def test_an_unknown_key_or_a_long_name_would_not_pass() -> None:
    made = manifest(some_routes())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made | {"unheard_of": 1}, SCHEMA)
    made["display_information"]["name"] = "x" * 36
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, SCHEMA)


def test_by_http_every_address_is_the_one_that_is_served() -> None:
    made = manifest(some_routes(), url="https://rolecall.example/")
    address = "https://rolecall.example/slack/events"
    assert {command["url"] for command in made["features"]["slash_commands"]} == {address}
    assert made["settings"]["event_subscriptions"]["request_url"] == address
    assert made["settings"]["interactivity"]["request_url"] == address
    assert made["settings"]["interactivity"]["message_menu_options_url"] == address


def test_by_socket_no_address_is_asked_for() -> None:
    assert "http" not in str(manifest(some_routes()))


def test_only_the_least_scopes_are_asked_for_and_the_others_on_demand() -> None:
    least = manifest(some_routes())["oauth_config"]["scopes"]["bot"]
    more = manifest(some_routes(), optional_scopes=True)["oauth_config"]["scopes"]["bot"]
    assert least == sorted(SCOPES)
    assert set(more) - set(least) == set(OPTIONAL_SCOPES)
    assert "chat:write.public" not in more


def test_the_commands_tell_how_to_type_them_with_names_as_ids() -> None:
    commands = {command["command"]: command for command in manifest(some_routes())["features"]["slash_commands"]}
    assert commands["/whoowns"]["usage_hint"] == "[area or question]"
    assert commands["/rolecall"]["usage_hint"] == "help"
    assert commands["/standup"]["usage_hint"] == "list | new"
    assert commands["/standup"]["description"] == "Rolecall: list, new"
    assert all(command["should_escape"] for command in commands.values())


def register(routes: Routes) -> list[Callable[[], None]]:
    """Every way to register, each with a name of its own."""
    script = Script()
    return [
        lambda: routes.command("/whoowns", None, script, help="Who owns it."),
        lambda: routes.command("/whoowns", "help", script, help="What you can type."),
        lambda: routes.action("test.press", script),
        lambda: routes.submission("test.form", script),
        lambda: routes.option_source("test.area", script),
        lambda: routes.mention(script),
        lambda: routes.workspace_event("app_uninstalled", script),
    ]


def test_a_name_can_be_registered_once() -> None:
    for once in register(Routes()):
        once()
        with pytest.raises(ValueError, match="handler already"):
            once()


def test_the_help_of_a_command_lists_its_words_as_they_are_typed() -> None:
    assert some_routes().help_lines("/standup") == [
        ("/standup new", "Makes a standup."),
        ("/standup list", "Shows the standups."),
    ]
    assert some_routes().help_lines("/whoowns") == [("/whoowns [area or question]", "Who owns or decides something.")]
