"""What is logged while people ask, answer and are let down: no word of theirs, and no token."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot.logs import configure_logs
from tests.journeys.company import Company, at
from tests.journeys.test_bad_days import HASTE, no_database
from tests.plain_logs import plain_logs

SECRETS = ("Zanzibar", "Wellington", "Apple Pay launch", "xoxb-", "xapp-", "a key that only these tests have")


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """All that is written to standard error, at the most talkative level, by structlog and by every library."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    configure_logs("DEBUG")
    yield written
    plain_logs()


async def test_a_morning_with_faults_logs_no_answer_no_question_and_no_token(lines: io.StringIO, acme: Company) -> None:
    acme.slack.faults.server_error("chat.postMessage", times=3)
    acme.slack.faults.cut_after("chat.update", times=1)
    acme.slack.faults.refuse("chat.postEphemeral", error="fatal_error", times=1)
    await acme.a_standup("Checkout")
    await acme.advance(at(9, 45))
    await acme.names_date("ana", "Apple Pay launch", "2026-12-04")
    await acme.says("bo", "At risk", "2026-12-11", back="Waiting for Zanzibar")
    await acme.person("sam").dms("who owns the Wellington migration?")
    await acme.person("sam").types("#commerce", "@rolecall who owns the Wellington migration?")
    with no_database(acme.rolecall.database):
        await acme.asks("sam", "/whoowns Wellington")
        acme.slack.deliverer.ack_within = HASTE
        await acme.person("sam").dms("who owns the Wellington migration?")
    acme.slack.deliverer.ack_within = 3

    async def break_down(*_: object) -> None:
        raise TypeError("cannot read 'Waiting for Zanzibar' with xoxb-token")

    acme.rolecall.delivery.update = break_down  # type: ignore[method-assign, assignment]
    await acme.says("bo", "No", "2026-12-18", back="Zanzibar is late")
    await acme.advance(at(12, 30))
    said = lines.getvalue()
    assert "job_failed" in said
    assert "request_failed" in said
    assert [secret for secret in SECRETS if secret in said] == []
