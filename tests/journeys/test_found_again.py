"""A message that an earlier attempt had posted may show what was true then: once it is found, it is made true."""

from tests.journeys.company import Company, at

LAUNCH = "2026-12-04"


async def test_a_report_that_is_found_shows_what_was_answered_since_it_was_posted(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    await acme.names_date("ana", "Apple Pay launch", LAUNCH)
    await acme.advance(at(11, 59))
    acme.slack.faults.cut_after("chat.postMessage", times=1)
    await acme.advance(at(12))
    await acme.says("bo", "Yes")
    await acme.advance(at(12, 20))
    (report,) = acme.reports()
    assert report.text.endswith("2 of 2 answered")


async def test_a_check_in_that_is_answered_before_it_is_found_says_so(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 29))
    acme.slack.faults.cut_after("chat.postMessage", times=2)
    await acme.advance(at(9, 30))
    await acme.names_date("ana", "Apple Pay launch", LAUNCH)
    await acme.advance(at(9, 45))
    assert len(acme.told("ana", "answered, thank you")) == 1
