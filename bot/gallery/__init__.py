"""Every view that Rolecall can show, each with an example: for review, and for the tests of Slack's limits."""

from typing import Any

from bot.errors import UserError
from bot.lookup.examples import examples as of_lookup
from bot.registry.agreements.examples import examples as of_agreements
from bot.registry.own_roles.examples import examples as of_own_roles
from bot.registry.proposals.examples import examples as of_proposals
from bot.slack.failures import FAILURE_MODAL, failure_message, failure_modal
from bot.standups.examples import examples as of_standups
from bot.workspaces.parked.examples import examples as of_parked

EXAMPLE_FAILURE = UserError("Rolecall cannot reach its database right now. Nothing was saved; please try again.")


def views() -> list[dict[str, Any]]:
    """`[{"name", "surface": "message" | "modal" | "home", "payload"}]`, in the order of the features."""
    failures = [
        (f"{FAILURE_MODAL}: message", "message", failure_message(EXAMPLE_FAILURE).arguments()),
        (f"{FAILURE_MODAL}: modal", "modal", failure_modal(EXAMPLE_FAILURE)),
    ]
    found = [*of_lookup(), *of_agreements(), *of_own_roles(), *of_proposals(), *of_standups(), *of_parked(), *failures]
    return [{"name": name, "surface": surface, "payload": payload} for name, surface, payload in found]
