"""Trigger ids and response URLs live as briefly as Slack's."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.playground import LocalSlack, Person
from tests.playground.echo_app import ASK, BUTTONS


async def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def a_trigger(ana: Person, slack: LocalSlack) -> str:
    await ana.types("#general", "/echo hi")
    return str(slack.deliveries[-1].payload["trigger_id"])


async def a_response_url(ana: Person, slack: LocalSlack) -> AsyncWebhookClient:
    await ana.types("#general", "/echo hi")
    return AsyncWebhookClient(slack.deliveries[-1].payload["response_url"], retry_handlers=[])


async def test_a_trigger_is_good_once(echo: AsyncApp, ana: Person, slack: LocalSlack, client: AsyncWebClient) -> None:
    trigger = await a_trigger(ana, slack)
    await client.views_open(trigger_id=trigger, view=ASK)
    assert await error_of(client.views_open(trigger_id=trigger, view=ASK)) == "exchanged_trigger_id"


async def test_a_trigger_expires(echo: AsyncApp, ana: Person, slack: LocalSlack, client: AsyncWebClient) -> None:
    trigger = await a_trigger(ana, slack)
    slack.tickets.expire_triggers()
    assert await error_of(client.views_open(trigger_id=trigger, view=ASK)) == "expired_trigger_id"
    assert await error_of(client.views_open(trigger_id="nonsense", view=ASK)) == "invalid_arguments"


async def test_a_wrong_view_does_not_use_the_trigger_up(
    echo: AsyncApp, ana: Person, slack: LocalSlack, client: AsyncWebClient
) -> None:
    trigger = await a_trigger(ana, slack)
    wrong = {**ASK, "title": {"type": "plain_text", "text": "A title of more than 24 characters"}}
    assert await error_of(client.views_open(trigger_id=trigger, view=wrong)) == "invalid_arguments"
    await client.views_open(trigger_id=trigger, view=ASK)
    assert ana.modal


async def test_at_most_three_modals_lie_on_one_another(
    echo: AsyncApp, ana: Person, slack: LocalSlack, client: AsyncWebClient
) -> None:
    await ana.types("#general", "/echo modal")
    await ana.submits(values={"words": "next"})
    await ana.submits(values={"words": "next"})
    assert len(ana.modals) == 3
    outcome = await ana.submits(values={"words": "next"})
    assert outcome.error
    assert len(ana.modals) == 3


async def test_an_update_with_an_old_hash_is_refused_and_a_new_one_keeps_what_was_typed(
    echo: AsyncApp, ana: Person, client: AsyncWebClient
) -> None:
    await ana.types("#general", "/echo modal")
    modal = ana.modal
    assert modal
    await ana.fills(modal, {"words": "half a sen"})
    old = modal.hash
    await client.views_update(view_id=modal.id, view=ASK, hash=old)
    assert modal.values["words"]["words"]["value"] == "half a sen"
    assert await error_of(client.views_update(view_id=modal.id, view=ASK, hash=old)) == "hash_conflict"
    await ana.closes()
    assert await error_of(client.views_update(view_id=modal.id, view=ASK)) == "not_found"


async def test_a_home_is_published_for_one_person(ana: Person, bo: Person, client: AsyncWebClient) -> None:
    home = {"type": "home", "blocks": BUTTONS}
    published = await client.views_publish(user_id=ana.id, view=home)
    assert ana.home
    assert "Again?" in ana.home.words
    assert bo.home is None
    first = published["view"]["hash"]
    await client.views_publish(user_id=ana.id, view=home, hash=first)
    assert await error_of(client.views_publish(user_id=ana.id, view=home, hash=first)) == "hash_conflict"


async def test_a_response_url_answers_five_times_for_one_person(
    echo: AsyncApp, ana: Person, bo: Person, slack: LocalSlack
) -> None:
    url = await a_response_url(ana, slack)
    for number in range(5):
        assert (await url.send(text=f"later {number}")).status_code == 200
    sixth = await url.send(text="too much")
    assert (sixth.status_code, "used_url" in sixth.body) == (404, True)
    assert [one.text for one in ana.sees("#general")][-1] == "later 4"
    assert bo.sees("#general") == []


async def test_a_response_url_expires_and_refuses_wrong_blocks(echo: AsyncApp, ana: Person, slack: LocalSlack) -> None:
    url = await a_response_url(ana, slack)
    assert (await url.send(blocks=[{"type": "nothing"}])).status_code == 400
    slack.tickets.expire_response_urls()
    assert "expired_url" in (await url.send(text="x")).body


async def test_a_response_url_can_speak_to_the_channel_replace_and_delete(
    echo: AsyncApp, ana: Person, bo: Person, slack: LocalSlack
) -> None:
    card = (await ana.types("#general", "/echo buttons")).message
    assert card
    await ana.clicks(card, "again")
    await slack.quiet()
    url = AsyncWebhookClient(slack.deliveries[-1].payload["response_url"], retry_handlers=[])
    await url.send(text="done", replace_original=True)
    assert card.words == "done"
    await url.send(text="for all", response_type="in_channel")
    assert bo.sees("#general")[-1].text == "for all"
    await url.send(delete_original=True)
    assert card not in ana.sees("#general")
