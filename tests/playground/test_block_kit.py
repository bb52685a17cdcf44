"""Block Kit is checked as strictly as Slack checks it."""

from typing import Any

import pytest

from bot.playground.block_kit import problems_of_blocks, problems_of_view, too_much_text, view_too_large

Json = dict[str, Any]


def plain(text: str = "words") -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str, text: str | None = None) -> Json:
    return {"text": plain(text or value), "value": value}


def section(**more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "words"}, **more}


def button(action_id: str = "go", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def an_input(element: Json) -> Json:
    return {"type": "input", "label": plain(), "element": {"action_id": "it", **element}}


def a_modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(blocks), **more}


SELECT = {"type": "static_select", "options": [option("a"), option("b")]}

GOOD = {
    "fields instead of text": {"type": "section", "fields": [plain("one"), plain("two")]},
    "an expanded section": section(expand=True),
    "an overflow": section(accessory={"type": "overflow", "action_id": "more", "options": [option("a")]}),
    "a menu with its choice": actions({**SELECT, "action_id": "pick", "initial_option": option("b")}),
    "groups of options": actions(
        {"type": "static_select", "action_id": "x", "option_groups": [{"label": plain(), "options": [option("a")]}]}
    ),
    "a context": {"type": "context", "elements": [{"type": "mrkdwn", "text": "_small_"}]},
    "a table": {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]},
    "markdown": {"type": "markdown", "text": "# Title"},
    "a table with pages": {
        "type": "data_table",
        "caption": "Areas",
        "page_size": 5,
        "rows": [[{"type": "raw_text", "text": "a"}], [{"type": "raw_number", "value": 1.5, "text": "1.5 d"}]],
    },
    "a date": an_input({"type": "datepicker", "initial_date": "2026-11-23"}),
    "a number": an_input({"type": "number_input", "is_decimal_allowed": True}),
}


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def a_table(*rows: list[Json], **more: Any) -> Json:
    return {"type": "data_table", "caption": "Areas", "rows": list(rows), **more}


def a_chart(*points: tuple[str, float], **more: Any) -> Json:
    data = [{"label": label, "value": value} for label, value in points]
    axes = {"categories": ["Mon", "Tue"]}
    drawn = {"type": "bar", "series": [{"name": "Met", "data": data}], "axis_config": axes, **more}
    return {"type": "data_visualization", "title": "Asks", "chart": drawn}


def a_pie(value: float, **more: Any) -> Json:
    segments = [{"label": "Scope", "value": value}]
    return {"type": "data_visualization", "title": "Why", "chart": {"type": "pie", "segments": segments, **more}}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


BAD = {
    "an unknown type": ({"type": "hologram"}, "unsupported type: hologram"),
    "no type": ({"text": plain()}, "unsupported type: None"),
    "an unknown key": (section(colour="red"), "invalid additional property: colour"),
    "nothing to read": ({"type": "section"}, "missing required field: text"),
    "an empty text": (section(text=plain("")), "must be more than 0 characters"),
    "a long text": (section(text=plain("x" * 3001)), "must be less than 3001 characters"),
    "a long field": ({"type": "section", "fields": [plain("x" * 2001)]}, "must be less than 2001"),
    "eleven fields": ({"type": "section", "fields": [plain()] * 11}, "no more than 10 items"),
    "a long header": ({"type": "header", "text": plain("x" * 151)}, "must be less than 151"),
    "a header in mrkdwn": (
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "value must be one of plain_text",
    ),
    "eleven in a context": ({"type": "context", "elements": [plain()] * 11}, "no more than 10 items"),
    "26 actions": (actions(*(button(f"a{n}") for n in range(26))), "no more than 25 items"),
    "one action_id twice": (actions(button("go"), button("go")), "`action_id` go already exists"),
    "a long button": (actions(button(text=plain("x" * 76))), "must be less than 76"),
    "a long value": (actions(button(value="x" * 2001)), "must be less than 2001"),
    "a made-up style": (actions(button(style="loud")), "value must be one of danger, primary"),
    "an input among actions": (actions({"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    "a cell in mrkdwn": (a_table([raw("a")], [{"type": "mrkdwn", "text": "b"}]), "unsupported type: mrkdwn"),
    "a table of its head alone": (a_table([raw("a")]), "no fewer than 2 items"),
    "rows of different lengths": (a_table([raw("a")], [raw("b"), raw("c")]), "the same number of cells"),
    "a head in rich text": (a_table([rich()], [raw("b")]), "rich_text is not allowed in the header row"),
    "a table without a caption": (a_table([raw("a")], [raw("b")], caption=""), "must be more than 0 characters"),
    "a table that holds a book": (a_table([raw("a" * 6000)], [raw("b" * 6000)]), "no more than 10000 characters"),
    "a chart with a day too few": (a_chart(("Mon", 1)), "one point for each category"),
    "a chart of a made-up type": (a_chart(("Mon", 1), ("Tue", 2), type="cloud"), "value must be one of"),
    "a long category": (a_chart(("Mon", 1), axis_config={"categories": ["x" * 21]}), "must be less than 21"),
    "an empty slice": (a_pie(0), "must be greater than 0"),
    "a pie on axes": (a_pie(1, axis_config={}), "invalid additional property: axis_config"),
    "rich text of no known kind": (rich({"type": "sparkle"}), "unsupported type: sparkle"),
    "a mention of nobody": (rich({"type": "user"}), "missing required field: user_id"),
    "no alt text": ({"type": "image", "image_url": "https://x.example/a.png"}, "missing required field: alt_text"),
    "a choice not offered": (
        actions({**SELECT, "action_id": "x", "initial_option": option("c")}),
        "initial option must match",
    ),
    "no options": (actions({"type": "static_select", "action_id": "x"}), "exactly one of options or option_groups"),
    "one value twice": (
        actions({"type": "static_select", "action_id": "x", "options": [option("a"), option("a", "b")]}),
        "option values must be unique",
    ),
    "six in an overflow": (
        section(accessory={"type": "overflow", "options": [option(str(n)) for n in range(6)]}),
        "no more than 5 items",
    ),
    "101 options": (
        actions({"type": "static_select", "options": [option(str(n)) for n in range(101)]}),
        "no more than 100 items",
    ),
    "a long option": (actions({**SELECT, "options": [option("x" * 151)]}), "must be less than 151"),
    "a wrong date": (an_input({"type": "datepicker", "initial_date": "23 Nov"}), "must match the pattern"),
    "a wrong time": (an_input({"type": "timepicker", "initial_time": "25:00"}), "must match the pattern"),
    "a name for an id": (an_input({"type": "users_select", "initial_user": "ana"}), "must match the pattern"),
    "no label": ({"type": "input", "element": {"type": "datepicker"}}, "missing required field: label"),
    "a number that says nothing of decimals": (
        an_input({"type": "number_input"}),
        "missing required field: is_decimal_allowed",
    ),
    "101 rows": ({"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]] * 101}, "no more than 100 items"),
    "21 columns": ({"type": "table", "rows": [[{"type": "raw_text", "text": "a"}] * 21]}, "no more than 20 items"),
}


@pytest.mark.parametrize("name", GOOD)
def test_good_blocks_are_taken(name: str) -> None:
    assert problems_of_blocks([GOOD[name]]) == []


@pytest.mark.parametrize("name", BAD)
def test_bad_blocks_are_refused(name: str) -> None:
    block, wrong = BAD[name]
    problems = problems_of_blocks([block])
    assert any(wrong in one for one in problems), problems


def test_a_message_holds_fifty_blocks_and_a_modal_a_hundred() -> None:
    divider = {"type": "divider"}
    assert problems_of_blocks([divider] * 50) == []
    assert problems_of_blocks([divider] * 51) == ["[ERROR] no more than 50 items allowed [json-pointer:/blocks]"]
    assert problems_of_view(a_modal(*[divider] * 100)) == []
    assert problems_of_view(a_modal(*[divider] * 101))
    assert problems_of_view(a_modal())


def test_a_block_id_stands_once() -> None:
    assert problems_of_blocks([section(block_id="a"), section(block_id="a")])


def test_a_message_holds_one_table() -> None:
    assert problems_of_blocks([GOOD["a table"], GOOD["a table"]])


@pytest.mark.parametrize(
    ("view", "wrong"),
    [
        (a_modal(section(), title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (a_modal(section(), submit=plain("x" * 25)), "/view/submit/text"),
        (a_modal(section(), private_metadata="x" * 3001), "must be less than 3001"),
        (a_modal(section(), callback_id="x" * 256), "must be less than 256"),
        (a_modal(section(), submit_disabled=True), "invalid additional property: submit_disabled"),
        ({"type": "modal", "title": plain(), "blocks": [GOOD["a date"]]}, "must define `submit`"),
        ({"type": "modal", "blocks": [section()]}, "missing required field: title"),
        ({"type": "home", "blocks": [section()]}, "unsupported type: home"),
        (a_modal({"type": "markdown", "text": "x"}), "unsupported type: markdown"),
        ("a string", "must provide an object"),
    ],
)
def test_bad_views_are_refused(view: Any, wrong: str) -> None:
    problems = problems_of_view(view)
    assert any(wrong in one for one in problems), problems


def test_a_view_holds_250_kilobytes() -> None:
    big = a_modal(*[section(text=plain("x" * 3000))] * 84)
    assert problems_of_view(big) == []
    assert view_too_large(big)


def test_a_message_holds_about_thirteen_thousand_characters_in_all() -> None:
    assert not too_much_text([section(text=plain("x" * 190))] * 50)
    assert too_much_text([section(text=plain("x" * 252))] * 45)
