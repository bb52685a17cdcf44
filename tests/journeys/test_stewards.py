"""What could not be done waits for a steward, who decides in Slack."""

from datetime import timedelta

from bot.workspaces.parked.blocks import TRY_AGAIN
from tests.journeys.company import Company, at


async def test_a_steward_hears_of_a_check_in_that_slack_refuses_and_has_it_sent(acme: Company) -> None:
    await acme.a_standup("Checkout")
    dm = acme.person("ana").dm_channel
    refusal = acme.slack.faults.refuse("chat.postMessage", error="restricted_action", channel=dm)
    await acme.advance(at(9, 45))
    (told,) = acme.told("dana", "1 thing could not be done")
    assert "restricted_action" in told.words
    acme.slack.faults.switch_off(refusal)
    assert (await acme.person("dana").clicks(told, TRY_AGAIN)).acked
    await acme.advance(acme.clock.now() + timedelta(minutes=10))
    assert "Checkout" in acme.check_in("ana").words
    assert acme.told("dana", "All of this is decided")
    assert len(acme.told("dana", "could not be done")) == 0
