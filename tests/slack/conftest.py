"""A local Slack, and a bot that calls it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.clock import MovableClock
from bot.ids import WorkspaceId
from bot.playground import LocalSlack
from tests.playground_fixtures import Bot, a_bot, a_local_slack
from tests.slack.builders import Attempt


@pytest.fixture
async def slack(clock: MovableClock) -> AsyncIterator[LocalSlack]:
    """With the least scopes: no history of channels."""
    async with a_local_slack(clock) as slack:
        yield slack


@pytest.fixture
async def bot(slack: LocalSlack, clock: MovableClock) -> AsyncIterator[Bot]:
    """It hears nothing; it only calls."""
    async with a_bot(slack, clock, by=None) as bot:
        yield bot


@pytest.fixture
def first(clock: MovableClock) -> Attempt:
    return Attempt(WorkspaceId("T0ACME"), clock.now())


@pytest.fixture
def second(first: Attempt) -> Attempt:
    """The attempt that follows one of unknown fate."""
    return replace(first, may_have_been_sent=True)
