"""The app as its manifest describes it: what is not in there does not exist in the local Slack."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "channel_archive": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_created": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_left": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_left": ("groups:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
    "subteam_created": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "subteam_members_changed": ("usergroups:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "app_home_opened": (),
    "app_context_changed": (),
    "app_uninstalled": (),
    "tokens_revoked": (),
}
"""Events the local Slack knows, and the scopes of which one must be there to subscribe to it."""


class BadManifest(Exception):
    """Slack would not save this manifest."""


@dataclass(frozen=True)
class Command:
    name: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    name: str
    callback_id: str
    kind: str
    description: str = ""


@dataclass(frozen=True)
class Manifest:
    name: str
    bot_name: str
    commands: Mapping[str, Command] = field(default_factory=dict)
    shortcuts: Mapping[str, Shortcut] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    home_tab: bool = False
    messages_tab: bool = False
    messages_read_only: bool = False
    agent_view: bool = False
    suggested_prompts: tuple[tuple[str, str], ...] = ()
    interactivity: bool = False
    socket_mode: bool = False

    @classmethod
    def load(cls, source: "Mapping[str, Any] | Path | str | Manifest") -> "Manifest":
        """From a dict, or from the path of a YAML or JSON file. Raises BadManifest."""
        if isinstance(source, Manifest):
            return source
        if isinstance(source, Mapping):
            return _read(source)
        loaded = yaml.safe_load(Path(source).read_text(encoding="utf-8"))
        if not isinstance(loaded, dict):
            raise BadManifest(f"{source} holds no manifest")
        return _read(loaded)


def _read(raw: Mapping[str, Any]) -> Manifest:
    features: Mapping[str, Any] = raw.get("features", {})
    settings: Mapping[str, Any] = raw.get("settings", {})
    home: Mapping[str, Any] = features.get("app_home", {})
    agent: Mapping[str, Any] = features.get("agent_view", {})
    name = raw.get("display_information", {}).get("name", "")
    manifest = Manifest(
        name=name,
        bot_name=features.get("bot_user", {}).get("display_name", name),
        commands={one["command"]: _command(one) for one in features.get("slash_commands", [])},
        shortcuts={one["callback_id"]: _shortcut(one) for one in features.get("shortcuts", [])},
        scopes=frozenset(raw.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", False)),
        messages_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
        agent_view="agent_view" in features,
        suggested_prompts=tuple((one["title"], one["message"]) for one in agent.get("suggested_prompts", [])),
        interactivity=bool(settings.get("interactivity", {}).get("is_enabled", False)),
        socket_mode=bool(settings.get("socket_mode_enabled", False)),
    )
    _check(manifest)
    return manifest


def _command(raw: Mapping[str, Any]) -> Command:
    return Command(
        raw["command"], raw.get("description", ""), raw.get("usage_hint", ""), bool(raw.get("should_escape", False))
    )


def _shortcut(raw: Mapping[str, Any]) -> Shortcut:
    return Shortcut(raw["name"], raw["callback_id"], raw["type"], raw.get("description", ""))


def _check(manifest: Manifest) -> None:
    if not 1 <= len(manifest.name) <= 35:
        raise BadManifest("display_information.name needs 1 to 35 characters")
    for command in manifest.commands.values():
        if not command.name.startswith("/") or not 2 <= len(command.name) <= 32 or not command.description:
            raise BadManifest(f"{command.name}: a command is a slash and 1 to 31 characters, with a description")
    if (manifest.commands or manifest.shortcuts) and "commands" not in manifest.scopes:
        raise BadManifest("slash commands and shortcuts need the scope commands")
    if len(manifest.shortcuts) > 10:
        raise BadManifest("an app has at most 10 shortcuts")
    for shortcut in manifest.shortcuts.values():
        if shortcut.kind not in ("message", "global") or len(shortcut.name) > 24:
            raise BadManifest(f"{shortcut.callback_id}: a shortcut is message or global, its name 24 characters")
    _check_events(manifest)


def _check_events(manifest: Manifest) -> None:
    for event in manifest.events:
        needed = EVENT_SCOPES.get(event)
        if needed is None:
            raise BadManifest(f"{event} is no event that the local Slack knows")
        if needed and not manifest.scopes.intersection(needed):
            raise BadManifest(f"{event} needs the scope {' or '.join(needed)}")
