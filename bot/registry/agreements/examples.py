"""An example of everything that agreements show, for the gallery and for the tests: a shop that does not exist."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.ids import AreaId, MemberId, SlackUserId, WorkspaceId
from bot.registry.agreements.blocks import agreement_form, agreement_message, agreement_modal, which_area
from bot.registry.agreements.rules import Standing, Version
from bot.registry.rules import Agreement, Area, Person, Signature
from bot.roles.library import LIBRARY
from bot.roles.rules import Decider

WORKSPACE = WorkspaceId("T0EXAMPLE")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OCTOBER, NOVEMBER = datetime(2026, 10, 3, 9, 0, tzinfo=UTC), datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
CHECKOUT = Area("shop/checkout", "Checkout", id=AreaId(1))
ANA, BO, LENA = (
    Person(
        name.split()[0].lower(), name, slack_user_id=SlackUserId(f"U0{name.split()[0].upper()}"), member_id=MemberId(n)
    )
    for n, name in enumerate(["Ana Silva", "Bo Chen", "Lena Voss"], start=1)
)
BY_ANA, BY_BO = Signature("pm", MemberId(1), "Ana Silva", OCTOBER), Signature("tpm", MemberId(2), "Bo Chen", OCTOBER)
FIRST = Version(1, Agreement(AreaId(1), 1, LIBRARY.agreement, "", (BY_ANA, BY_BO)), "Ana Silva", OCTOBER)
CHANGED = tuple(replace(line, decider=Decider.BOTH) if line.key == "status" else line for line in LIBRARY.agreement)
SECOND = Version(
    2,
    Agreement(AreaId(1), 2, CHANGED, "Bo tells #commerce of a new date first.", (replace(BY_BO, at=NOVEMBER),)),
    "Bo Chen",
    NOVEMBER,
)
USUAL = Standing(CHECKOUT, ANA, BO, (), LIBRARY.agreement)
AGREED = Standing(CHECKOUT, ANA, BO, (FIRST,), LIBRARY.agreement)
REOPENED = Standing(CHECKOUT, ANA, BO, (SECOND, FIRST), LIBRARY.agreement)
HANDED_OVER = Standing(CHECKOUT, ANA, LENA, (FIRST,), LIBRARY.agreement)


def examples() -> list[tuple[str, str, dict[str, Any]]]:
    """(name, surface, payload) of every view of agreements."""
    ana, stranger = SlackUserId("U0ANA"), SlackUserId("U0SAM")
    modals = [
        ("nothing written yet", agreement_modal(USUAL, ana, WORKSPACE, NOW)),
        ("agreed, for others", agreement_modal(AGREED, stranger, WORKSPACE, NOW)),
        ("changed by one", agreement_modal(REOPENED, ana, WORKSPACE, NOW)),
        ("a role has changed hands", agreement_modal(HANDED_OVER, ana, WORKSPACE, NOW)),
        ("form", agreement_form(REOPENED)),
    ]
    today = NOW.date()
    proposed = replace(FIRST, agreement=replace(FIRST.agreement, signatures=(BY_ANA,)))
    messages = [
        ("proposed", agreement_message(replace(AGREED, versions=(proposed,)), BO, 1, WORKSPACE, today)),
        ("you have agreed, the other has not", agreement_message(REOPENED, BO, 2, WORKSPACE, today)),
        ("changed by the other", agreement_message(REOPENED, ANA, 2, WORKSPACE, today)),
        ("both have agreed", agreement_message(AGREED, ANA, 1, WORKSPACE, today)),
        ("asked after a hand-over", agreement_message(HANDED_OVER, LENA, 1, WORKSPACE, today)),
        ("a newer version", agreement_message(REOPENED, ANA, 1, WORKSPACE, today)),
        ("no longer theirs", agreement_message(HANDED_OVER, BO, 1, WORKSPACE, today)),
        ("which area", which_area([CHECKOUT, Area("stores/till", "Till")])),
    ]
    return [(f"agreements: {name}", "modal", view) for name, view in modals] + [
        (f"agreements: message, {name}", "message", message.arguments()) for name, message in messages
    ]
