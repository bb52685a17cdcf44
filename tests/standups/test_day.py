"""A standup's day by the clock, on both databases: asked, reminded, reported, each once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import FateUnknown, NotAllowed, NotFound, Refused
from bot.ids import RunId
from bot.schedule import due_jobs
from bot.schedule.engine import Engine, JobKind
from bot.standups.check_ins.answer_rules import Answer, Status
from bot.standups.check_ins.blocks import CHECK_IN, NOTHING_CHANGED
from bot.standups.check_ins.rules import Side
from bot.standups.reports.blocks import CHANGE_MINE, IT_IS_THERE, POST_IT, STILL_TRUE
from bot.workspaces.use_cases import Workspaces
from tests.databases import sqlite_first
from tests.schedule.builders import Diary
from tests.standups.builders import ACME, COMMERCE, NEWS, Company, a_profile, user

pytestmark = sqlite_first


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    """A time of November 2026 in London, where it is UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


LAUNCH = date(2026, 12, 4)


async def test_pms_and_tpms_are_asked_at_half_past_nine_with_what_they_are_asked_as(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9, 29))
    assert company.outbox.posted == []
    await company.advance(at(9, 30))
    (ana,) = company.outbox.to("ana")
    assert ana.at == at(9, 30)
    assert "Dana Vance added you to *Commerce* (Mon, Wed, Fri)" in ana.words
    assert "*PM of Checkout*" in ana.words
    assert "12:00 London" in ana.words
    assert len(ana.values(CHECK_IN)) == len(ana.values(NOTHING_CHANGED)) == 1
    assert "*TPM of Checkout*" in company.outbox.to("bo")[0].words
    assert company.outbox.to("kim") == []


async def test_dms_are_opened_before_anybody_is_asked_and_each_once(company: Company) -> None:
    await company.start("checkout", "refunds")
    await company.advance(at(9, 29))
    assert sorted(company.outbox.opened) == [user("ana"), user("bo")]
    await company.advance(at(9, 30, day=25))
    assert sorted(company.outbox.opened) == [user("ana"), user("bo")]
    assert len(company.outbox.to("ana")) > 1


async def test_the_second_check_in_is_one_line(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9, 30, day=25))
    assert company.outbox.to("ana")[-1].message.text == "Check-in for Wed 25 Nov: Checkout, closes 11:45 your time"


async def test_someone_far_west_is_asked_the_afternoon_before(company: Company) -> None:
    await company.start("search")
    await company.advance(at(12, day=25))
    asked = [each.at for each in company.outbox.to("lena") if each.key.startswith("check_in")]
    # Monday's standup was made too late for Friday afternoon: she is asked at once. Wednesday's comes on Tuesday.
    assert asked == [at(8), datetime(2026, 11, 24, 23, tzinfo=UTC)]


async def test_the_report_is_posted_at_its_time_with_whoever_has_answered(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9, 30))
    await company.answer("ana", await company.names("checkout", "Apple Pay launch", LAUNCH))
    await company.advance(at(11, 59))
    assert company.outbox.in_channel(COMMERCE) == []
    await company.advance(at(12))
    assert company.outbox.report().message.text == "Commerce, Mon 23 Nov: 1 of 2 answered"
    assert company.outbox.report().at == at(12)


async def test_the_report_is_posted_as_soon_as_all_have_answered(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9, 30))
    await company.answer("ana", await company.names("checkout", "Apple Pay launch", LAUNCH))
    await company.answer("bo", await company.says("bo", "checkout", Status.ON_TIME))
    await company.engine.drain()
    report = company.outbox.report()
    assert report.message.text == "Commerce, Mon 23 Nov: 2 of 2 answered"
    assert ":large_green_circle: *Checkout* <slack://user?team=T0ACME&id=U0ANA|Ana Silva> · on time" in report.words
    assert [each.message.text for each in company.outbox.thread()] == ["Ana Silva's answers", "Bo Chen's answers"]
    await company.advance(at(13))
    assert company.outbox.report().updates == 0


async def test_who_has_not_answered_is_reminded_once_half_an_hour_before_the_close(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9, 30))
    await company.answer("ana", await company.names("checkout", "Apple Pay launch", LAUNCH))
    await company.advance(at(12))
    reminders = [each for each in company.outbox.posted if each.key.startswith("reminder")]
    assert [(each.channel_id, each.at, each.message.text) for each in reminders] == [
        ("D-U0BO", at(11, 15), "Commerce closes in 30 min.")
    ]


async def test_a_check_in_shows_what_was_answered(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9, 30))
    await company.answer("ana", await company.names("checkout", "Apple Pay launch", LAUNCH))
    await company.engine.drain()
    (shown,) = company.outbox.to("ana")
    assert "answered, thank you" in shown.words
    assert ":large_green_circle: *Checkout* on time" in shown.words


async def test_one_check_in_serves_two_standups(company: Company) -> None:
    await company.start("checkout")
    await company.start("refunds", name="Money", channel_id="C0MONEY")
    await company.advance(at(9, 30))
    assert len(company.outbox.to("ana")) == 1
    assert "*PM of Checkout and Refunds*" in company.outbox.to("ana")[0].words
    await company.answer(
        "ana",
        await company.names("checkout", "Apple Pay launch", LAUNCH),
        await company.names("refunds", "Auto refunds", LAUNCH),
    )
    await company.advance(at(12))
    (money,) = [each for each in company.outbox.in_channel("C0MONEY") if each.thread_ts is None]  # type: ignore[arg-type]
    assert "Refunds" in money.words
    assert "Checkout" not in money.words


async def test_both_are_told_of_a_difference_and_the_report_waits_a_quarter_of_an_hour(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9, 30))
    await company.answer("ana", await company.names("checkout", "Apple Pay launch", LAUNCH))
    await company.advance(at(10))
    late = await company.says("bo", "checkout", Status.AT_RISK, date(2026, 12, 11), "Vendor slot moved")
    await company.answer("bo", late)
    await company.engine.drain()
    told = company.outbox.to("ana")[-1]
    assert "You said *Apple Pay launch* lands 4 Dec (on time); Bo Chen says 11 Dec (at risk)." in told.words
    assert "Only you two see this until the report." in told.words
    assert (
        "You said *Apple Pay launch* lands 11 Dec (at risk); Ana Silva says 4 Dec (on time)."
        in company.outbox.to("bo")[-1].words
    )
    assert company.outbox.in_channel(COMMERCE) == []
    await company.advance(at(10, 15))
    report = company.outbox.report()
    assert report.at == at(10, 15)
    assert report.message.text == "Commerce, Mon 23 Nov: 1 seen differently. 2 of 2 answered"
    assert "*Checkout · Apple Pay launch*" in report.words
    assert "Vendor slot moved" in report.words


async def a_difference(company: Company) -> None:
    """Ana and Bo have been told at 10:00 that they differ."""
    await company.start("checkout")
    await company.advance(at(9, 30))
    await company.answer("ana", await company.names("checkout", "Apple Pay launch", LAUNCH))
    await company.advance(at(10))
    await company.answer("bo", await company.says("bo", "checkout", Status.AT_RISK, date(2026, 12, 11)))
    await company.engine.drain()


async def test_a_difference_that_is_settled_is_not_in_the_report(company: Company) -> None:
    await a_difference(company)
    await company.answer("bo", await company.says("bo", "checkout", Status.ON_TIME))
    await company.engine.drain()
    assert "see *Apple Pay launch* alike now" in company.outbox.to("ana")[-1].words
    assert company.outbox.report().message.text == "Commerce, Mon 23 Nov: 2 of 2 answered"


async def test_still_true_is_noted_and_change_mine_opens_ones_own_form(company: Company) -> None:
    await a_difference(company)
    told = company.outbox.to("bo")[-1]
    notice = int(told.values(STILL_TRUE)[0])
    assert told.values(CHANGE_MINE) == [str(notice)]
    form = await company.reports.open_form(ACME, user("bo"), notice)
    assert form.check_in_id == company.check_in_of("bo")
    assert form.answered
    with pytest.raises(NotAllowed):
        await company.reports.stand_by(ACME, user("ana"), notice)
    await company.reports.stand_by(ACME, user("bo"), notice)
    await company.engine.drain()
    shown = company.outbox.to("bo")[-1]
    assert "still true" in shown.words
    assert shown.values(STILL_TRUE) == []


async def test_a_difference_made_after_the_close_waits_for_an_update(company: Company) -> None:
    await company.start("checkout", "search")
    await company.advance(at(9, 30))
    await company.answer("ana", await company.names("checkout", "Apple Pay launch", LAUNCH))
    await company.advance(at(11, 50))
    await company.answer("bo", await company.says("bo", "checkout", Status.LATE, date(2026, 12, 18)))
    await company.advance(at(12))
    report = company.outbox.report()
    assert "seen differently" not in report.message.text
    assert "18 Dec" not in report.words
    assert "1 more within 15 minutes" in report.words
    assert [each.message.text for each in company.outbox.thread()] == ["Ana Silva's answers"]
    await company.advance(at(12, 5))
    assert "1 seen differently" in company.outbox.report().message.text
    assert "updated 12:05" in company.outbox.report().words
    assert len(company.outbox.thread()) == 2


async def test_late_answers_and_edits_update_the_report_without_a_new_post(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9, 30))
    await company.answer("ana", await company.names("checkout", "Apple Pay launch", LAUNCH))
    await company.advance(at(14))
    await company.answer("bo", await company.says("bo", "checkout", Status.ON_TIME))
    await company.engine.drain()
    assert company.outbox.report().message.text == "Commerce, Mon 23 Nov: 2 of 2 answered"
    assert "answered later" in company.outbox.thread()[-1].words
    news = Answer("news", Side.PRODUCT, text="No guest checkout", tag="decided")
    await company.answer("ana", await company.says("ana", "checkout", Status.ON_TIME), news)
    await company.engine.drain()
    assert "Decided: No guest checkout" in company.outbox.report().words
    assert len(company.outbox.thread()) == 2
    assert "No guest checkout" in company.outbox.thread()[0].words


async def test_an_answer_that_arrives_while_the_report_is_posted_is_not_lost(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9, 30))
    await company.answer("ana", await company.names("checkout", "Apple Pay launch", LAUNCH))
    await company.advance(at(11, 59))
    said = await company.says("bo", "checkout", Status.ON_TIME)

    async def bo_answers() -> None:
        await company.answer("bo", said)

    company.outbox.meanwhile = bo_answers
    await company.advance(at(12))
    assert company.outbox.report().message.text == "Commerce, Mon 23 Nov: 2 of 2 answered"
    assert len(company.outbox.thread()) == 2


async def test_nothing_changed_repeats_the_last_answer(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9, 30))
    form = await company.check_ins.repeat(ACME, user("ana"), company.check_in_of("ana"))
    assert form is not None
    assert "no earlier answer" in form.notice
    await company.answer("ana", await company.names("checkout", "Apple Pay launch", LAUNCH))
    await company.advance(at(9, 30, day=25))
    assert await company.check_ins.repeat(ACME, user("ana"), company.check_in_of("ana")) is None
    assert await company.check_ins.repeat(ACME, user("ana"), company.check_in_of("ana")) is None
    await company.engine.drain()
    assert "*Checkout* on time" in company.outbox.to("ana")[-1].words


async def test_what_slack_sends_twice_is_answered_once(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9, 30))
    named = await company.names("checkout", "Apple Pay launch", LAUNCH)
    await company.answer("ana", named)
    await company.answer("ana", named)
    await company.advance(at(12))
    assert company.outbox.report().message.text == "Commerce, Mon 23 Nov: 1 of 2 answered"
    assert company.outbox.report().words.count("*Checkout*") == 1


async def test_nobody_answers_anothers_check_in(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9, 30))
    with pytest.raises(NotAllowed, match="Ana Silva"):
        await company.check_ins.open_form(ACME, user("bo"), company.check_in_of("ana"))


async def test_a_new_holder_is_asked_instead_of_the_old_one(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(8, 45))
    await company.import_registry(pm="kim")
    await company.advance(at(9, 30))
    assert company.outbox.to("ana") == []
    assert "*PM of Checkout*" in company.outbox.to("kim")[0].words


async def test_a_holder_who_came_after_the_others_were_asked_is_asked_too(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9, 40))
    await company.import_registry(pm="kim")
    await company.advance(at(9, 45))
    assert len(company.outbox.to("kim")) == 1
    assert "no longer asked" in company.outbox.to("ana")[0].words
    with pytest.raises(NotFound):
        await company.check_ins.open_form(ACME, user("ana"), company.check_in_of("ana"))


async def test_a_standup_that_is_moved_after_its_report_came_early_goes_on_another_day(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9, 30))
    for key in ("ana", "bo"):
        await company.answer(key, *[await company.names("checkout", "Apple Pay launch", LAUNCH)])
    await company.advance(at(10))
    assert len(company.outbox.in_channel(COMMERCE)) > 0
    await company.change(read_at='"15:00"', people="[]")
    await company.advance(at(15, day=25))
    assert len([each for each in company.outbox.to("ana") if each.key.startswith("check_in:")]) == 2


async def test_an_archived_standup_asks_nobody_and_reports_nothing(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9))
    async with company.database.read() as tx:
        from bot.standups import store  # noqa: PLC0415

        (standup,) = await store.standups_in_use(tx, ACME)
    with pytest.raises(NotAllowed, match="Dana"):
        await company.standups.archive(ACME, user("ana"), standup.id)
    await company.standups.archive(ACME, user("dana"), standup.id)
    await company.advance(at(13, day=27))
    assert company.outbox.posted == []


async def test_who_cannot_be_written_to_is_not_waited_for(company: Company) -> None:
    await company.start("checkout")
    company.outbox.trouble["D-U0BO"] = Refused("conversations.open", "user_disabled")  # type: ignore[index]
    await company.advance(at(9, 30))
    await company.answer("ana", await company.names("checkout", "Apple Pay launch", LAUNCH))
    await company.engine.drain()
    assert company.outbox.report().message.text == "Commerce, Mon 23 Nov: 1 of 1 answered"


async def test_a_worker_that_was_away_over_the_close_asks_nobody(company: Company) -> None:
    await company.start("checkout")
    company.clock.move_to(at(11, 50))
    await company.engine.drain()
    assert [each for each in company.outbox.posted if each.key.startswith("check_in")] == []


async def test_where_nobody_could_be_asked_the_owner_hears_why(company: Company) -> None:
    await company.start("commerce")
    await company.advance(at(12))
    assert company.outbox.in_channel(COMMERCE) == []
    assert "nobody could be asked" in company.outbox.to("dana")[0].message.text


async def test_a_channel_that_refuses_is_told_to_the_owner_who_has_it_posted(company: Company) -> None:
    await company.start("checkout")
    company.outbox.trouble[COMMERCE] = Refused("chat.postMessage", "not_in_channel")
    await company.advance(at(12, 5))
    assert company.outbox.in_channel(COMMERCE) == []
    (told,) = company.outbox.to("dana")
    assert "/invite @Rolecall" in told.words
    run = RunId(int(told.values(POST_IT)[0]))
    with pytest.raises(NotAllowed, match="Dana"):
        await company.reports.post_again(ACME, user("ana"), run)
    await company.reports.post_again(ACME, user("dana"), run)
    await company.engine.drain()
    assert company.outbox.report().message.text == "Commerce, Mon 23 Nov: 0 of 2 answered"
    assert "settled" in company.outbox.to("dana")[0].words
    with pytest.raises(NotFound):
        await company.reports.post_again(ACME, user("dana"), run)


@pytest.mark.parametrize("there", [True, False])
async def test_a_report_of_unknown_fate_is_for_the_owner_to_decide(company: Company, there: bool) -> None:
    await company.start("checkout")
    company.outbox.trouble[COMMERCE] = FateUnknown("may have been posted")
    await company.advance(at(14))
    (asked,) = company.outbox.to("dana")
    assert "It may not have been posted" in asked.words
    run = RunId(int(asked.values(IT_IS_THERE)[0]))
    assert asked.values(POST_IT) == [str(run)]
    decide = company.reports.confirm_posted if there else company.reports.post_again
    await decide(ACME, user("dana"), run)
    await company.advance(at(15))
    assert len(company.outbox.in_channel(COMMERCE)) == (0 if there else 1)
    assert company.outbox.to("dana")[0].values(POST_IT) == []


async def a_report_whose_channel_was_archived(company: Company) -> RunId:
    """Ana answered in time and changed it since, Bo answers late; the report shows neither."""
    await company.start("checkout")
    await company.advance(at(9, 30))
    await company.answer("ana", await company.names("checkout", "Apple Pay launch", LAUNCH))
    await company.advance(at(12, 5))
    company.outbox.closed.add(COMMERCE)
    await company.answer("bo", await company.says("bo", "checkout", Status.ON_TIME))
    await company.engine.drain()
    await company.answer("ana", await company.says("ana", "checkout", Status.ON_TIME))
    await company.engine.drain()
    (told,) = company.outbox.to("dana")
    assert "cannot show what was answered since" in told.message.text
    assert "is archived" in told.words
    assert company.outbox.report().message.text == "Commerce, Mon 23 Nov: 1 of 2 answered"
    return RunId(int(told.values(POST_IT)[0]))


async def test_answers_that_an_archived_channel_does_not_show_are_told_to_the_owner_once_and_shown_later(
    company: Company,
) -> None:
    run = await a_report_whose_channel_was_archived(company)
    with pytest.raises(NotFound):
        await company.reports.confirm_posted(ACME, user("dana"), run)
    company.outbox.closed.clear()
    await company.reports.post_again(ACME, user("dana"), run)
    await company.engine.drain()
    assert company.outbox.report().message.text == "Commerce, Mon 23 Nov: 2 of 2 answered"
    assert [(each.message.text, each.updates) for each in company.outbox.thread()] == [
        ("Ana Silva's answers", 1),
        ("Bo Chen's answers", 0),
    ]
    (told,) = company.outbox.to("dana")
    assert "settled" in told.words
    async with company.database.read() as tx:
        assert not [job for job in await due_jobs.list_jobs(tx) if job.parked]


async def test_a_channel_that_is_open_again_shows_the_next_answer_and_settles_it(company: Company) -> None:
    await a_report_whose_channel_was_archived(company)
    company.outbox.closed.clear()
    await company.answer("bo", await company.says("bo", "checkout", Status.AT_RISK))
    await company.advance(at(13))
    assert "2 of 2 answered" in company.outbox.report().message.text
    (told,) = company.outbox.to("dana")
    assert "settled" in told.words


async def test_an_owner_who_cannot_be_told_leaves_it_to_the_stewards(company: Company) -> None:
    await company.start("checkout")
    gone = replace(a_profile("dana"), deactivated=True)
    await Workspaces(company.database, company.clock).save_profiles(ACME, [gone])
    company.outbox.closed.add(COMMERCE)
    stewards = Diary()
    kinds = {**company.engine.kinds, "test.parked": JobKind(stewards)}
    engine = Engine(company.database, company.clock, kinds, "another", news={**NEWS, due_jobs.PARKED: ("test.parked",)})
    await engine.advance(at(12, 5), company.clock)
    assert len(stewards.jobs) == 1
    assert company.outbox.to("dana") == []


async def answers_that_may_stand_in_the_thread(company: Company) -> RunId:
    """Ana's answers may or may not have been posted under the report of this run."""
    await company.start("checkout")
    await company.advance(at(9, 30))
    await company.answer("ana", await company.names("checkout", "Apple Pay launch", LAUNCH))

    async def break_the_next() -> None:
        async def break_it() -> None:
            company.outbox.trouble[COMMERCE] = FateUnknown("may have been posted")

        company.outbox.meanwhile = break_it

    await company.advance(at(11, 59))
    await company.answer("bo", await company.says("bo", "checkout", Status.ON_TIME))
    company.outbox.meanwhile = break_the_next
    await company.engine.drain()
    assert company.outbox.thread() == []
    return RunId(int(company.outbox.to("dana")[-1].values(IT_IS_THERE)[0]))


async def test_answers_that_were_changed_while_the_owner_was_asked_come_anew(company: Company) -> None:
    run = await answers_that_may_stand_in_the_thread(company)
    company.clock.move_to(at(12, 5))
    await company.answer("ana", await company.says("ana", "checkout", Status.ON_TIME))
    await company.engine.drain()
    await company.reports.confirm_posted(ACME, user("dana"), run)
    await company.engine.drain()
    assert [each.message.text for each in company.outbox.thread()] == ["Ana Silva's answers", "Bo Chen's answers"]


@pytest.mark.parametrize("there", [True, False])
async def test_answers_of_unknown_fate_are_for_the_owner_to_decide_and_the_rest_follows(
    company: Company, there: bool
) -> None:
    run = await answers_that_may_stand_in_the_thread(company)
    asked = company.outbox.to("dana")[-1]
    assert "Ana Silva's answers in the thread" in asked.words
    await company.answer("bo", await company.says("bo", "checkout", Status.ON_TIME))
    await company.engine.drain()
    decide = company.reports.confirm_posted if there else company.reports.post_again
    await decide(ACME, user("dana"), run)
    await company.engine.drain()
    names = [each.message.text for each in company.outbox.thread()]
    assert names == (["Bo Chen's answers"] if there else ["Ana Silva's answers", "Bo Chen's answers"])


async def test_two_workers_send_everything_once(company: Company) -> None:
    await company.start("checkout", "search", "refunds")
    other = company.another_engine("other")
    for hour, minute in ((9, 30), (11, 15), (12, 0), (12, 1)):
        company.clock.move_to(at(hour, minute))
        await other.drain()
        await company.engine.drain()
    keys = [each.key for each in company.outbox.posted]
    assert len(keys) == len(set(keys))
    assert company.outbox.report().message.text == "Commerce, Mon 23 Nov: 0 of 4 answered"


async def test_a_check_in_whose_record_was_lost_is_found_and_not_sent_again(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(9, 29))
    sent = company.outbox.once

    async def send_and_die(*args: object, **named: object) -> None:
        await sent(*args, **named)  # type: ignore[arg-type]
        raise OSError("the connection broke")

    company.outbox.once = send_and_die  # type: ignore[method-assign,assignment]
    company.clock.move_to(at(9, 30))
    await company.engine.drain()
    company.outbox.once = sent  # type: ignore[method-assign]
    await company.advance(at(9, 40))
    assert len(company.outbox.to("ana")) == 1
    assert company.check_in_of("ana")


async def test_the_next_run_follows_by_itself(company: Company) -> None:
    await company.start("checkout")
    await company.advance(at(12) + timedelta(days=4))
    reports = [each for each in company.outbox.in_channel(COMMERCE) if each.thread_ts is None]
    assert [each.at.day for each in reports] == [23, 25, 27]
