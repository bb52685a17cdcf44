"""What PM and TPM of an area agree on: who may, once, with all versions, and not beyond their roles."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

import pytest

from bot.clock import MovableClock
from bot.database import Database
from bot.errors import NotAllowed, UserError
from bot.ids import ChannelId, MessageTs, SlackUserId
from bot.registry import steps as registry
from bot.registry.agreements import steps, store
from bot.registry.agreements.examples import AGREED, HANDED_OVER, REOPENED, USUAL
from bot.registry.agreements.jobs import AgreementJobs
from bot.registry.agreements.rules import Standing, who_is_asked
from bot.registry.agreements.use_cases import Agreements
from bot.registry.use_cases import Registry
from bot.roles.library import LIBRARY
from bot.roles.rules import Decider
from bot.schedule.engine import Engine
from bot.slack.delivery import Delivery, Sent
from bot.slack.messages import Message
from bot.workspaces import steps as workspaces
from bot.workspaces.rules import SlackProfile
from tests.registry.builders import FERRY, FERRY_LINE, a_file, a_workspace

ANA, BO, CY = SlackUserId("U0ANA"), SlackUserId("U0BO"), SlackUserId("U0CY")


@dataclass
class Posts:
    """Stands for delivery: keeps what everybody has before them, by channel."""

    shown: dict[tuple[str, str], str] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)

    async def once(
        self, _attempt: object, message: Message, *, key: str, channel_id: str | None, user_id: str | None
    ) -> Sent:
        channel = channel_id or f"D{user_id}"
        self.sent.append(channel)
        self.shown[channel, key] = message.text
        return Sent(ChannelId(channel), MessageTs(key))

    async def update(self, _attempt: object, channel_id: str, ts: str, message: Message) -> None:
        self.shown[channel_id, ts] = message.text

    def of(self, user: str) -> list[str]:
        return [text for (channel, _), text in self.shown.items() if channel == f"D{user}"]


@dataclass
class Office:
    database: Database
    clock: MovableClock
    agreements: Agreements
    registry: Registry
    posts: Posts
    engine: Engine

    async def find(self, area: str = "travel/booking") -> Standing:
        return await self.agreements.find(FERRY, area)

    async def agree(self, user: SlackUserId, seen: int, area: str = "travel/booking") -> Standing:
        found = await self.find(area)
        assert found.area.id is not None
        return await self.agreements.agree(FERRY, user, found.area.id, seen)

    async def change(
        self, user: SlackUserId, seen: int, source: str = "V1", also: str = "", **lines: Decider
    ) -> Standing:
        found = await self.find()
        assert found.area.id is not None
        return await self.agreements.change(FERRY, user, found.area.id, seen, lines, also, source)

    async def settle(self) -> Posts:
        await self.engine.drain()
        return self.posts


@pytest.fixture
async def office(database: Database, clock: MovableClock) -> Office:
    await a_workspace(database)
    registry = Registry(database, clock)
    await registry.import_file(FERRY, a_file(), actor="Dana")
    async with database.write() as tx:
        for user, name, email in ((ANA, "Ana Silva", "ana@ferry.example"), (CY, "Cy Okafor", "cy@ferry.example")):
            await workspaces.save_profile(tx, FERRY, SlackProfile(user, name, email, "UTC", False, False, False))
    posts = Posts()
    jobs = AgreementJobs(database, clock, cast("Delivery", posts))
    return Office(
        database, clock, Agreements(database, clock), registry, posts, Engine(database, clock, jobs.kinds(), "t")
    )


async def test_both_press_agree_and_the_library_s_lines_hold(office: Office) -> None:
    found = await office.find()
    assert (found.number, found.lines, found.agreed) == (0, LIBRARY.agreement, None)
    await office.agree(ANA, 0)
    posts = await office.settle()
    assert posts.of(BO) == ["Booking: Ana Silva proposes who of you decides what. Do you agree?"]
    assert posts.of(ANA) == []
    found = await office.agree(BO, 1)
    assert found.agreed is not None
    posts = await office.settle()
    assert posts.of(ANA) == ["Booking: you and Bo Chen have agreed on who decides what, 23 Nov."]
    assert posts.of(BO) == ["Booking: you and Ana Silva have agreed on who decides what, 23 Nov."]


async def test_a_doubled_click_and_a_doubled_form_count_once(office: Office) -> None:
    for _ in range(2):
        await office.agree(ANA, 0)
    for _ in range(2):
        await office.change(BO, 1, date=Decider.BOTH)
    found = await office.find()
    assert [version.agreement.number for version in found.versions] == [2, 1]
    assert len(found.versions[0].agreement.signatures) == 1
    posts = await office.settle()
    assert len(posts.of(ANA)) == 1
    assert len(posts.of(BO)) == 1


async def test_a_change_resets_it_tells_the_other_and_keeps_what_was_agreed(office: Office) -> None:
    await office.agree(ANA, 0)
    await office.agree(BO, 1)
    await office.settle()
    found = await office.change(BO, 1, also="Bo tells Ana first.", date=Decider.BOTH)
    assert found.agreed is None
    assert found.also == "Bo tells Ana first."
    assert [one.side for one in found.versions[0].agreement.signatures] == ["tpm"]
    assert len(found.versions[1].agreement.signatures) == 2
    posts = await office.settle()
    assert posts.of(ANA)[-1] == "Booking: Bo Chen has changed who of you decides what. Do you agree?"
    assert "has been replaced" in posts.of(ANA)[0]
    assert (await office.agree(ANA, 2)).agreed is not None


async def test_the_same_lines_saved_again_are_only_agreed_to(office: Office) -> None:
    await office.agree(ANA, 0)
    found = await office.change(BO, 1)
    assert found.number == 1
    assert found.agreed is not None


async def test_whoever_saw_an_older_version_agrees_to_nothing(office: Office) -> None:
    await office.agree(ANA, 0)
    await office.change(ANA, 1, scope=Decider.BOTH)
    with pytest.raises(UserError, match="changed a moment ago"):
        await office.agree(BO, 1)
    with pytest.raises(UserError, match="changed a moment ago"):
        await office.change(BO, 1, "V2", scope=Decider.TPM)


async def test_nobody_but_the_two_may_and_the_refusal_says_who(office: Office) -> None:
    for attempt in (office.agree(CY, 0), office.change(CY, 0, scope=Decider.TPM)):
        with pytest.raises(NotAllowed, match=r"Ana Silva \(PM\) and Bo Chen \(TPM\)"):
            await attempt


@pytest.mark.parametrize(
    ("area", "why"),
    [
        ("travel/refunds", "Refunds has no TPM"),
        ("fleet", "Fleet Renewal has no PM"),
        ("travel", "Travel has no PM"),
        ("x", "not in the list"),
    ],
)
async def test_where_there_are_no_two_it_says_why(office: Office, area: str, why: str) -> None:
    with pytest.raises(UserError, match=why):
        await office.find(area)


async def test_an_area_that_inherits_both_has_the_agreement_of_the_area_above(office: Office) -> None:
    await office.agree(ANA, 0)
    found = await office.find("travel/booking/vouchers")
    assert (found.area.key, found.number) == ("travel/booking", 1)


async def test_a_new_holder_is_asked_and_until_then_it_holds_no_more(office: Office) -> None:
    await office.agree(ANA, 0)
    await office.agree(BO, 1)
    await office.settle()
    handed_over = FERRY_LINE.replace("{pm: ana, tpm: [bo, cy]}", "{pm: ana, tpm: cy}").replace(
        "name: Cy Okafor}", "name: Cy Okafor, slack: U0CY}"
    )
    await office.registry.import_file(FERRY, a_file(handed_over), actor="Dana")
    for _ in range(2):
        async with office.database.write() as tx:
            await steps.weigh(tx, FERRY, office.clock.now())
    assert (await office.find()).agreed is None
    posts = await office.settle()
    assert posts.of(CY) == ["Booking: Bo Chen and Ana Silva had agreed on who decides what. Do you agree too?"]
    assert "it is now Ana Silva (PM) and Cy Okafor (TPM)" in posts.of(BO)[0]
    with pytest.raises(NotAllowed):
        await office.agree(BO, 1)
    assert (await office.agree(CY, 1)).agreed is not None
    assert len((await office.settle()).of(ANA)) == 2


async def test_whoever_holds_a_role_from_a_day_on_is_asked_on_that_day(office: Office) -> None:
    await office.agree(ANA, 0)
    await office.agree(BO, 1)
    await office.settle()
    later = FERRY_LINE.replace(
        "{pm: ana, tpm: [bo, cy]}", "{pm: ana, tpm: [{who: bo, to: 2026-11-25}, {who: cy, from: 2026-11-26}]}"
    ).replace("name: Cy Okafor}", "name: Cy Okafor, slack: U0CY}")
    await office.registry.import_file(FERRY, a_file(later), actor="Dana")
    async with office.database.write() as tx:
        await steps.weigh(tx, FERRY, office.clock.now())
    await office.engine.advance(datetime(2026, 11, 26, 8, 59, tzinfo=UTC), office.clock)
    assert office.posts.of(CY) == []
    await office.engine.advance(datetime(2026, 11, 26, 9, tzinfo=UTC), office.clock)
    assert len(office.posts.of(CY)) == 1


async def test_the_snapshot_of_the_registry_knows_what_was_agreed(office: Office) -> None:
    async with office.database.read() as tx:
        before = await workspaces.registry_version(tx, FERRY)
    await office.agree(ANA, 0)
    await office.agree(BO, 1)
    async with office.database.read() as tx:
        assert await workspaces.registry_version(tx, FERRY) == before + 2
        rows = await registry.load_snapshot(tx, FERRY)
        snapshot = rows.build(await steps.in_force(tx, FERRY))
        assert len(await store.newest(tx, FERRY)) == 1
    for area in ("travel/booking", "travel/booking/vouchers"):
        agreed = snapshot.agreed(area, office.clock.now().date())
        assert agreed is not None
        assert [one.name for one in agreed.signatures] == ["Ana Silva", "Bo Chen"]
    assert snapshot.agreed("travel/refunds", office.clock.now().date()) is None


async def test_with_somebody_who_has_left_it_holds_no_more(office: Office) -> None:
    await office.agree(ANA, 0)
    await office.agree(BO, 1)
    async with office.database.write() as tx:
        await workspaces.save_profile(tx, FERRY, SlackProfile(BO, "Bo Chen", None, "UTC", True, False, False))
        rows = await registry.load_snapshot(tx, FERRY)
        assert rows.build(await steps.in_force(tx, FERRY)).agreed("travel/booking", office.clock.now().date()) is None
    with pytest.raises(UserError, match="Bo Chen, TPM of Booking, has left"):
        await office.find()


def test_only_who_came_after_an_agreement_is_asked_again() -> None:
    assert [one.name for one in who_is_asked(HANDED_OVER)] == ["Lena Voss"]
    assert who_is_asked(AGREED) == who_is_asked(USUAL) == who_is_asked(REOPENED) == []
