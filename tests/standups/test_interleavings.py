"""What happens to a standup while its check-ins are being sent: each asked once, whoever acts in between."""

import asyncio
from collections import Counter
from datetime import timedelta

from tests.standups.builders import EPOCH, Company

NINE_THIRTY, NOON = EPOCH + timedelta(minutes=90), EPOCH + timedelta(hours=4)


def keys(company: Company) -> Counter[str]:
    return Counter(each.key for each in company.outbox.posted)


async def test_a_holder_who_changes_while_check_ins_are_sent_is_asked_once(company: Company) -> None:
    async def kim_takes_over() -> None:
        await company.import_registry(pm="kim")

    await company.start("checkout")
    company.outbox.meanwhile = kim_takes_over
    await company.advance(NOON + timedelta(hours=1))
    asked = [each.key for each in company.outbox.to("kim") if each.key.startswith("check_in:")]
    assert len(asked) == 1
    assert set(keys(company).values()) == {1}


async def test_two_workers_at_the_same_check_ins_send_each_once(company: Company) -> None:
    await company.start("checkout", "search")
    await company.advance(NINE_THIRTY - timedelta(minutes=1))
    company.clock.move_to(NINE_THIRTY)
    other = company.another_engine("other")
    await asyncio.gather(company.engine.drain(), other.drain())
    assert [each for each in keys(company) if each.startswith("check_in:")]
    assert set(keys(company).values()) == {1}
