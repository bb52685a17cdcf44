"""Two companies with the same user ids and the same areas, served by one Rolecall: nothing crosses."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import MovableClock
from bot.database import Database
from tests.journeys.company import Company, a_local_slack, a_rolecall, at, moves_in, settles_in

LAUNCH, LATER = "2026-12-04", "2026-12-11"


@pytest.fixture
async def both(database: Database, clock: MovableClock) -> AsyncIterator[tuple[Company, Company]]:
    async with a_local_slack(clock) as slack:
        acme = moves_in(slack, "T0ACME", "Acme", "Ana Silva")
        zest = moves_in(slack, "T0ZEST", "Zest", "Zoe Novak")
        async with a_rolecall(slack, database, clock) as rolecall:
            yield (
                await settles_in(slack, rolecall, acme, clock),
                await settles_in(slack, rolecall, zest, clock),
            )


async def test_each_is_answered_from_its_own_registry(both: tuple[Company, Company]) -> None:
    acme, zest = both
    assert acme.person("ana").id == zest.person("ana").id
    assert "Zoe Novak" not in (await acme.asks("sam", "/whoowns checkout")).words
    card = (await zest.asks("sam", "/whoowns checkout")).words
    assert "Zoe Novak" in card
    assert "Ana Silva" not in card
    assert "team=T0ZEST" in card


async def test_standups_of_the_same_name_on_the_same_areas_stay_apart(both: tuple[Company, Company]) -> None:
    acme, zest = both
    await acme.a_standup("Checkout")
    await zest.a_standup("Checkout")
    await acme.advance(at(9, 45))
    await acme.names_date("ana", "Apple Pay launch", LAUNCH)
    await acme.says("bo", "No", LATER)
    await zest.names_date("ana", "Zest launch", LAUNCH)
    await acme.advance(at(13))
    (ours,), (theirs,) = acme.reports(), zest.reports()
    assert "Seen differently (1)" in ours.words
    assert "Seen differently" not in theirs.words
    assert theirs.text.endswith("1 of 2 answered")
    for company, foreign in ((acme, ("Zest launch", "Zoe")), (zest, ("Apple Pay launch", "Ana Silva"))):
        for messages in company.workspace.messages.values():
            for message in messages:
                assert not [word for word in foreign if word in message.words], message.words


async def test_a_button_of_one_workspace_does_nothing_in_another(both: tuple[Company, Company]) -> None:
    acme, zest = both
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    theirs = acme.check_in("ana")
    forged = zest.workspace.put(zest.workspace.direct_channel(zest.person("ana").id), zest.workspace.bot_user, "x")
    forged.blocks = theirs.blocks
    await zest.person("ana").clicks(forged, "standups.check_in")
    assert zest.person("ana").modal is None
    assert "not here any more" in zest.person("ana").dm[-1].words


async def test_a_workspace_that_removes_the_app_is_left_alone_and_the_other_goes_on(
    both: tuple[Company, Company],
) -> None:
    acme, zest = both
    await acme.a_standup("Checkout")
    await zest.a_standup("Checkout")
    await acme.slack.uninstall(zest.workspace)
    await acme.advance(at(13))
    assert zest.person("ana").dm == []
    assert len(acme.reports()) == 1
