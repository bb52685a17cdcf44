"""A standup's day: set up in Slack, asked by each person's clock, answered in forms, told, reported once."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.standups.blocks import AREAS, DAYS, NAME, PEOPLE, ZONE
from bot.standups.check_ins.blocks import CHECK_IN, NOTHING_CHANGED
from bot.standups.check_ins.form_blocks import question_block
from bot.standups.reports.blocks import ANSWER_MINE, CHANGE_MINE, STILL_TRUE
from tests.journeys.company import ON_BOTH, Company, at, posts

LAUNCH, LATER = "2026-12-04", "2026-12-11"


async def both_differ(acme: Company) -> None:
    """At 10:00 Ana has said 4 Dec, on time, and Bo 11 Dec, at risk."""
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    await acme.names_date("ana", "Apple Pay launch", LAUNCH)
    await acme.advance(at(10))
    await acme.says("bo", "At risk", LATER, back="Vendor slot moved")
    await acme.settle()


async def test_a_form_that_is_wrong_says_so_at_its_fields_and_keeps_what_was_typed(acme: Company) -> None:
    outcome = await acme.sets_up(areas=(), channel=acme.channel_id("#commerce"), name="Commerce")
    assert "Choose areas" in outcome.errors[AREAS]
    assert acme.person("dana").modal is not None
    again = await acme.person("dana").submits(values={PEOPLE: [acme.person("sam")]})
    assert not again.errors
    assert again.modal is not None
    assert "Sam Reed" in again.modal.words


async def test_a_name_that_is_taken_is_refused_at_its_field(acme: Company) -> None:
    await acme.a_standup("Checkout")
    outcome = await acme.sets_up("sam", name="commerce", channel=acme.channel_id("#commerce"))
    assert "already" in outcome.errors[NAME]


async def test_fields_left_empty_never_reach_the_app(acme: Company) -> None:
    await acme.person("dana").types("#commerce", "/standup new")
    outcome = await acme.person("dana").submits(values={NAME: None, DAYS: []})
    assert {NAME, DAYS} <= set(outcome.errors)
    assert not [one for one in acme.slack.deliveries if one.kind == "view_submission"]


async def test_areas_are_chosen_one_search_after_the_other(acme: Company) -> None:
    dana = acme.person("dana")
    await dana.types("#commerce", "/standup new")
    found = [(await dana.searches(None, AREAS, typed)).options[0]["value"] for typed in ("checkout", "refunds")]
    outcome = await dana.submits(values={NAME: "Both", AREAS: found})
    assert outcome.modal is not None
    assert "Asked now (2)" in outcome.modal.words
    assert "Refunds" in outcome.modal.words, "it has no TPM, and the owner reads so"


async def test_the_form_is_prefilled_with_the_own_zone(acme: Company) -> None:
    await acme.person("ivy").types("#commerce", "/standup new")
    modal = acme.person("ivy").modal
    assert modal is not None
    chosen = next(block for block in modal.blocks if block.get("block_id") == ZONE)
    assert chosen["element"]["initial_option"]["value"] == "Asia/Tokyo"


async def test_a_form_sent_twice_makes_one_standup(acme: Company) -> None:
    acme.slack.faults.double("view_submission")
    await acme.a_standup("Checkout")
    assert "1 standup" in (await acme.asks("sam", "/standup list")).text


async def test_each_is_asked_at_their_own_hour_and_never_before(acme: Company) -> None:
    await acme.a_standup("Checkout", "Search")
    await acme.advance(at(8, day=24))
    asked = {
        "lena": datetime(2026, 11, 24, 23, 0, tzinfo=UTC),  # 15:00 in Los Angeles on Tuesday
        "ivy": datetime(2026, 11, 25, 0, 30, tzinfo=UTC),  # 9:30 in Tokyo on Wednesday
        "ana": at(9, 30, day=25),
        "bo": at(9, 30, day=25),
    }
    known = {key: len(acme.person(key).dm) for key in asked}
    for key, due in asked.items():
        if due > acme.clock.now():
            await acme.advance(due - timedelta(seconds=1))
            assert len(acme.person(key).dm) == known[key], key
            await acme.advance(due)
        assert len(acme.person(key).dm) == known[key] + 1, key
        assert "Wed 25 Nov" in acme.person(key).dm[-1].words
    assert acme.person("sam").dm == []


async def test_pm_and_tpm_each_get_the_questions_of_their_role(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 30))
    assert "PM of Checkout" in acme.check_in("ana").words
    assert "TPM of Checkout" in acme.check_in("bo").words
    await acme.opens_form("ana")
    await acme.opens_form("bo")
    product, program = acme.person("ana").modal, acme.person("bo").modal
    assert product is not None
    assert program is not None
    assert "outcome" in product.words
    assert "outcome" not in program.words
    assert "risk or dependency" in program.words
    assert "What do you need from Bo Chen" in product.words
    assert "What do you need from Ana Silva" in program.words


@ON_BOTH
async def test_two_who_differ_are_told_privately_and_the_report_follows_after_a_quarter_of_an_hour(
    acme: Company,
) -> None:
    await both_differ(acme)
    assert len(acme.told("ana", "Only you two see this")) == 1
    assert len(acme.told("bo", "Only you two see this")) == 1
    assert all(acme.told(key, "11 Dec") == [] for key in ("dana", "sam", "ivy", "lena"))
    assert acme.reports() == []
    await acme.advance(at(10, 14))
    assert acme.reports() == []
    await acme.advance(at(10, 15))
    (report,) = acme.reports()
    assert "Seen differently (1)" in report.words
    assert "Vendor slot moved" in report.words
    product, program = report.words.split("*Product (PM)*")[1].split("*Program (TPM)*")
    assert "Ana Silva" in product
    assert "Bo Chen" in program
    assert "<@" not in report.words
    assert report.text == "Commerce, Mon 23 Nov: 1 seen differently. 2 of 2 answered"
    await acme.advance(at(13))
    assert len(acme.reports()) == 1


async def test_still_true_stays_and_change_mine_settles(acme: Company) -> None:
    await both_differ(acme)
    (mine,) = acme.told("ana", "Only you two see this")
    assert (await acme.person("ana").clicks(mine, STILL_TRUE)).acked
    await acme.settle()
    assert "still true" in acme.told("ana", "11 Dec")[-1].words
    (theirs,) = acme.told("bo", "Only you two see this")
    opened = await acme.person("bo").clicks(theirs, CHANGE_MINE)
    assert opened.modal is not None
    status = next(name for name in opened.modal.inputs if name.startswith("standups.status"))
    await acme.person("bo").submits(values={status: "Yes"})
    await acme.settle()
    (report,) = acme.reports()
    assert "Seen differently" not in report.words
    assert acme.told("ana", "alike now")


async def test_the_report_comes_at_its_time_when_someone_did_not_answer(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    await acme.names_date("ana", "Apple Pay launch", LAUNCH)
    await acme.advance(at(11, 59))
    assert acme.reports() == []
    await acme.advance(at(12))
    (report,) = acme.reports()
    assert report.text.endswith("1 of 2 answered")
    assert "Bo Chen" not in report.words


async def test_who_has_not_answered_is_reminded_once(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    await acme.names_date("ana", "Apple Pay launch", LAUNCH)
    await acme.advance(at(14))
    assert len(acme.told("bo", "closes in 30 min")) == 1
    assert acme.told("ana", "closes in") == []


async def test_a_late_answer_updates_the_report_without_a_new_post(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    await acme.names_date("ana", "Apple Pay launch", LAUNCH)
    await acme.advance(at(12, 30))
    (report,) = acme.reports()
    opened = await acme.person("bo").clicks(report, ANSWER_MINE)
    assert opened.modal is not None
    status = next(name for name in opened.modal.inputs if name.startswith("standups.status"))
    await acme.person("bo").submits(values={status: "Yes"})
    await acme.settle()
    (report,) = acme.reports()
    assert "2 of 2 answered" in report.text
    assert "Bo Chen" in report.words
    thread = [one for one in acme.person("sam").sees("#commerce") if one.is_reply]
    assert [one.text for one in thread] == ["Ana Silva's answers", "Bo Chen's answers"]
    assert "answered later" in thread[1].words


async def test_nothing_changed_is_one_tap_on_the_second_day(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    first = await acme.person("ana").clicks(acme.check_in("ana"), NOTHING_CHANGED)
    assert first.modal is not None, "there is nothing to repeat yet: the form opens"
    await acme.person("ana").closes()
    await acme.names_date("ana", "Apple Pay launch", LAUNCH)
    await acme.says("bo", "Yes")
    await acme.advance(at(9, 45, day=25))
    for key in ("ana", "bo"):
        tapped = await acme.person(key).clicks(acme.check_in(key), NOTHING_CHANGED)
        assert tapped.acked
        assert tapped.modal is None
    await acme.settle()
    assert [one.text for one in acme.reports()] == [
        "Commerce, Mon 23 Nov: 2 of 2 answered",
        "Commerce, Wed 25 Nov: 2 of 2 answered",
    ]


@ON_BOTH
async def test_everything_sent_twice_has_one_effect(acme: Company) -> None:
    for kind in ("event", "command", "block_actions", "view_submission"):
        acme.slack.faults.double(kind)
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    await acme.names_date("ana", "Apple Pay launch", LAUNCH)
    await acme.says("bo", "Yes")
    await acme.advance(at(13))
    (report,) = acme.reports()
    assert report.text == "Commerce, Mon 23 Nov: 2 of 2 answered"
    keys = [str(call.request.get("metadata")) for call in posts(acme.slack)]
    assert len(keys) == len(set(keys))
    thread = [one for one in acme.person("sam").sees("#commerce") if one.is_reply]
    assert len(thread) == 2


async def test_nobody_fills_in_anothers_check_in(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(12))
    (report,) = acme.reports()
    await acme.person("sam").clicks(report, ANSWER_MINE)
    assert acme.person("sam").modal is None
    assert "not asked" in acme.person("sam").sees("#commerce")[-1].words


async def test_what_was_typed_reaches_the_report_and_mentions_nobody(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    news = "We <!channel> learned *this* & that @sam"
    await acme.names_date("ana", "Launch <!here>", LAUNCH, **{question_block("standups.text", "news"): news})
    await acme.says("bo", "No", LATER)
    await acme.advance(at(12))
    for one in [*acme.reports(), *acme.person("sam").sees("#commerce"), *acme.person("bo").dm, *acme.person("ana").dm]:
        assert "<!" not in one.words + one.text
        assert "<@" not in one.words + one.text
    assert any("learned" in one.words for one in acme.reports())


async def test_a_doubt_without_a_date_is_asked_for_at_its_field(acme: Company) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    await acme.names_date("ana", "Apple Pay launch", LAUNCH)
    fields = await acme.opens_form("bo")
    await acme.person("bo").fills(None, {fields["standups.status"]: "At risk"})
    outcome = await acme.person("bo").submits()
    (error,) = outcome.errors.values()
    assert "best guess" in error


@pytest.mark.parametrize("action", [CHECK_IN, NOTHING_CHANGED])
async def test_a_spent_trigger_is_a_sentence(acme: Company, action: str) -> None:
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    acme.slack.faults.refuse("views.open", error="expired_trigger_id")
    outcome = await acme.person("ana").clicks(acme.check_in("ana"), action)
    assert outcome.acked
    assert "try again" in acme.person("ana").dm[-1].words
