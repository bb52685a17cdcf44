"""The plain page of the local Slack; see routes.py."""

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

from bot.playground import shapes as shapes

if TYPE_CHECKING:
    from bot.playground.slack import LocalSlack


def routes(slack: "LocalSlack") -> list[BaseRoute]:
    return []


def close_streams(slack: "LocalSlack") -> None:
    return None
