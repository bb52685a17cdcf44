"""Standups from a file: read with every mistake named, imported all or none, the same again changes nothing."""

from datetime import time

import pytest

from bot.errors import UserError
from bot.ids import ChannelId
from bot.standups import run_store, store
from bot.standups.files import read_standups
from bot.standups.rules import Standup
from bot.standups.use_cases import Imported
from tests.standups.builders import ACME, COMMERCE, Company

GOOD = """
- name: Commerce
  owner: dana
  channel: "#commerce"
  areas: [checkout, search]
  days: [mon, Wednesday, fri]
  read_at: 12:00
  zone: Europe/London
- name: Leads
  owner: dana@acme.example
  channel: C0LEADS99
  people: [kim, U0ANA]
"""


async def channels(name: str) -> ChannelId | None:
    return {"#commerce": COMMERCE}.get(name)


async def imported(company: Company, text: str) -> Imported:
    return await company.standups.import_file(ACME, read_standups(text.encode(), "standups.yaml"), channels)


async def kept(company: Company) -> list[Standup]:
    async with company.database.read() as tx:
        return list(await store.standups_in_use(tx, ACME))


async def test_a_file_makes_standups(company: Company) -> None:
    assert await imported(company, GOOD) == Imported(created=("Commerce", "Leads"))
    commerce, leads = await kept(company)
    assert commerce.plan.channel_id == COMMERCE
    assert commerce.plan.area_ids == (await company.area("checkout"), await company.area("search"))
    assert (leads.plan.weekdays, leads.plan.read_at, leads.plan.zone) == (
        frozenset({0, 2, 4}),
        time(12),
        "Europe/London",
    )
    assert len(leads.plan.people) == 2
    async with company.database.read() as tx:
        assert len(await run_store.unposted_runs(tx, ACME, commerce.id)) == 1


async def test_a_second_import_changes_nothing(company: Company) -> None:
    await imported(company, GOOD)
    before = await kept(company)
    assert await imported(company, GOOD) == Imported(unchanged=("Commerce", "Leads"))
    assert await kept(company) == before


async def test_a_changed_file_changes_the_standup_of_that_name_and_moves_its_run(company: Company) -> None:
    await imported(company, GOOD)
    changed = GOOD.replace("12:00", "16:30").replace("[mon, Wednesday, fri]", "weekdays")
    assert await imported(company, changed) == Imported(changed=("Commerce",), unchanged=("Leads",))
    commerce = (await kept(company))[0]
    assert commerce.plan.weekdays == frozenset(range(5))
    async with company.database.read() as tx:
        (run,) = await run_store.unposted_runs(tx, ACME, commerce.id)
    assert run.report_at.hour == 16
    await company.advance(run.report_at)
    assert company.outbox.report().at == run.report_at


async def test_a_change_on_the_day_takes_along_who_has_been_asked(company: Company) -> None:
    await imported(company, GOOD)
    await company.advance(company.clock.now().replace(hour=10))
    await imported(company, GOOD.replace("[checkout, search]", "[checkout]").replace("12:00", "11:00"))
    await company.advance(company.clock.now().replace(hour=11))
    assert "no longer asked" in company.outbox.to("ivy")[0].words
    assert company.outbox.report().message.text == "Commerce, Mon 23 Nov: 0 of 2 answered"


async def test_a_day_that_is_taken_out_is_not_reported(company: Company) -> None:
    await imported(company, GOOD)
    await company.advance(company.clock.now().replace(hour=10))
    await imported(company, GOOD.replace("[mon, Wednesday, fri]", "[tue]"))
    await company.advance(company.clock.now().replace(hour=13, day=24))
    assert company.outbox.report().message.text.startswith("Commerce, Tue 24 Nov")


@pytest.mark.parametrize(
    ("broken", "line", "words"),
    [
        (GOOD.replace("C0LEADS99", "leads"), 11, "has to be a name such as"),
        (GOOD.replace("fri]", "fryday]"), 6, '"fryday" is not a day'),
        (GOOD.replace("12:00", "25:00"), 7, "read_at"),
        (GOOD.replace("Europe/London", "London"), 8, "not a time zone"),
        (GOOD.replace("Leads", "commerce"), 9, "stands on line 2 already"),
        (GOOD.replace("people:", "persons:"), 12, '"persons" is not known'),
        (GOOD.replace("  owner: dana\n", ""), 2, 'needs "owner"'),
        ("- name: [", 2, "not YAML"),
        ("hello", 1, "is a list"),
        ("- hello", 1, "is a mapping"),
    ],
)
def test_a_mistake_is_named_with_its_line(broken: str, line: int, words: str) -> None:
    with pytest.raises(UserError) as refused:
        read_standups(broken.encode(), "standups.yaml")
    assert f"standups.yaml:{line}: " in str(refused.value)
    assert words in str(refused.value)


async def test_what_is_not_found_is_named_with_its_line_and_nothing_is_changed(company: Company) -> None:
    for broken, line, words in [
        (GOOD.replace("dana\n", "dona\n"), 3, 'Nobody is known as "dona". Did you mean "dana"?'),
        (GOOD.replace("dana@acme", "nobody@acme"), 10, "Nobody is known"),
        (GOOD.replace("#commerce", "#secret"), 4, "#secret"),
        (GOOD.replace("search]", "sarch]"), 5, 'no area "sarch"'),
        (GOOD.replace("  people: [kim, U0ANA]\n", ""), 9, "choose people"),
    ]:
        with pytest.raises(UserError) as refused:
            await imported(company, broken)
        assert f"standups.yaml:{line}: " in str(refused.value)
        assert words in str(refused.value)
        assert await kept(company) == []
