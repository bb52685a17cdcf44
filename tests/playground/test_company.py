"""What changes in a company: channels, members, manifest."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import BadManifest, CannotDo, LocalSlack, Manifest, Person, Workspace
from tests.playground.conftest import MANIFEST


def a_manifest(**more: Any) -> dict[str, Any]:
    return {**MANIFEST, **more}


def test_a_manifest_must_have_the_scopes_of_its_events() -> None:
    settings = {"event_subscriptions": {"bot_events": ["subteam_updated"]}}
    with pytest.raises(BadManifest, match="usergroups:read"):
        Manifest.load(a_manifest(settings=settings))


def test_an_unknown_event_is_no_event() -> None:
    with pytest.raises(BadManifest, match="coffee_ready"):
        Manifest.load(a_manifest(settings={"event_subscriptions": {"bot_events": ["coffee_ready"]}}))


def test_commands_need_their_scope() -> None:
    with pytest.raises(BadManifest, match="scope commands"):
        Manifest.load(a_manifest(oauth_config={}, settings={}))


def test_a_manifest_is_read_from_a_file(tmp_path: Any) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text("display_information: {name: Small}\n", encoding="utf-8")
    assert Manifest.load(path).bot_name == "Small"


async def test_only_subscribed_events_are_delivered(slack: LocalSlack, ana: Person) -> None:
    await ana.types("#general", "a message in a channel, which the app has not subscribed to")
    await ana.leaves("#general")
    assert not slack.deliveries


async def test_without_interactivity_no_button_works() -> None:
    without: dict[str, Any] = {"event_subscriptions": {"bot_events": []}}
    async with LocalSlack(a_manifest(settings=without)) as slack:
        ana = slack.add_workspace().add_person("ana")
        client = AsyncWebClient(ana.workspace.bot_token, base_url=slack.api_url, retry_handlers=[])
        button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
        await client.chat_postMessage(channel=ana.id, text="x", blocks=[{"type": "actions", "elements": [button]}])
        with pytest.raises(CannotDo, match="not configured"):
            await ana.clicks(ana.dm[0], "go")


async def test_a_messages_tab_that_is_off_takes_no_messages() -> None:
    home = {"app_home": {"home_tab_enabled": True, "messages_tab_enabled": False}}
    async with LocalSlack(a_manifest(features=home, settings={})) as slack:
        ana = slack.add_workspace().add_person("ana")
        with pytest.raises(CannotDo, match="turned off"):
            await ana.dms("hello")
        with pytest.raises(CannotDo, match="no messages tab"):
            await ana.opens_dm()


async def test_the_app_is_invited_and_removed(
    echo: AsyncApp, ana: Person, acme: Workspace, client: AsyncWebClient
) -> None:
    random = acme.channel("random").id
    await ana.invites_bot("#random")
    assert echo.heard[-1]["event"]["user"] == acme.bot_user  # type: ignore[attr-defined]
    await client.chat_postMessage(channel=random, text="thanks for having me")
    await ana.removes_bot("#random")
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await client.chat_postMessage(channel=random, text="am I still here?")


async def test_people_delete_only_their_own_messages(ana: Person, bo: Person) -> None:
    message = (await ana.types("#general", "oops")).message
    assert message
    with pytest.raises(CannotDo):
        await bo.deletes(message)
    await ana.deletes(message)
    assert ana.sees("#general") == []


async def test_an_archived_channel_takes_nothing(ana: Person, acme: Workspace) -> None:
    await acme.archive("#general")
    with pytest.raises(CannotDo, match="archived"):
        await ana.types("#general", "hello")
    await acme.unarchive("#general")
    assert (await ana.types("#general", "hello")).message


async def test_guests_are_marked_and_see_only_their_channels(acme: Workspace, client: AsyncWebClient) -> None:
    guest = acme.add_person("gia", guest=True)
    user = (await client.users_info(user=guest.id))["user"]
    assert (user["is_restricted"], user["is_ultra_restricted"]) == (True, False)
    acme.add_channel("later")
    assert guest.id not in acme.channel("later").members


async def test_a_reset_leaves_an_empty_company(slack: LocalSlack, ana: Person) -> None:
    await ana.types("#general", "hello")
    slack.faults.lose("event")
    slack.reset()
    assert not slack.workspaces
    assert not slack.deliveries
    assert not slack.faults.on
    fresh = slack.add_workspace()
    assert fresh.add_person("ana").dm == []
