"""Text that others wrote shows as they typed it, and nothing is longer than Slack takes."""

import html
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ids import SlackUserId, WorkspaceId
from bot.playground.block_kit import problems_of_blocks, problems_of_view
from bot.slack import block_kit
from bot.slack.block_kit import ZERO_WIDTH, code, escape, person_link, plain, shorten
from bot.slack.messages import View

# What formatting, mentions and links are made of, beside anything else that people type.
PIECES = st.sampled_from(
    [
        "<!channel>",
        "<!here|here>",
        "<@U012AB3CD>",
        "<#C012|general>",
        "<https://example.com|click>",
        "*bold*",
        "_slanted_",
        "~gone~",
        "`code`",
        "```",
        "> quoted",
        "\n>quoted",
        "&lt;!channel&gt;",
        "&amp;",
        "&",
        "<",
        ">",
        "@here",
        "\u202eesrever\u202c",
        "\u2066",
        "\u061c",
        "\u200f",
        "\x00",
        "\x1b[31m",
        " ",
        "\n",
        "Ana",
        "é🚀",
    ]
)
TYPED = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=12).map("".join)
DIRECTION = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
MARKS = "*_~`"


# What stands for a mark, since Slack has no escape for one.
ALIKE = str.maketrans({"\u2217": "*", "\u02cd": "_", "\u223c": "~", "\u02cb": "`"})


@settings(deadline=None)
@given(TYPED)
def test_nothing_that_people_type_becomes_a_mention_or_a_link(text: str) -> None:
    assert not set(escape(text)) & {"<", ">"}
    assert re.sub(r"&(?:amp|lt|gt);", "", escape(text)).count("&") == 0


@settings(deadline=None)
@given(TYPED)
def test_nothing_that_people_type_becomes_bold_or_code(text: str) -> None:
    shown = f" {escape(text)} "
    for at, sign in enumerate(shown):
        if sign in MARKS:
            assert sign == "_"
            assert re.fullmatch("[A-Za-z0-9]{2}", shown[at - 1] + shown[at + 1])


@settings(deadline=None)
@given(TYPED)
def test_what_is_shown_as_code_ends_where_it_ends(text: str) -> None:
    shown = code(text)
    assert shown.startswith("`")
    assert shown.endswith("`")
    assert not set(shown[1:-1]) & {"<", ">", "`"}


def test_a_name_with_underscores_can_be_copied() -> None:
    assert escape("#team_check_out") == "#team_check_out"


@settings(deadline=None)
@given(TYPED)
def test_nothing_that_people_type_becomes_a_quotation(text: str) -> None:
    assert not re.search(r"^\s*&gt;", escape(text), re.MULTILINE)


@settings(deadline=None)
@given(TYPED)
def test_no_mark_that_turns_the_direction_of_text_survives(text: str) -> None:
    for shown in (escape(text), plain(text)):
        assert not [sign for sign in shown if unicodedata.bidirectional(sign) in DIRECTION]
        assert not set("\u200e\u200f\u061c") & set(shown)
        assert not [sign for sign in shown if unicodedata.category(sign) == "Cc" and sign not in "\n\t"]


@settings(deadline=None)
@given(TYPED)
def test_what_is_read_is_what_was_typed(text: str) -> None:
    typed = plain(text).replace("&", "&amp;")
    assert html.unescape(escape(text).translate(ALIKE).replace(ZERO_WIDTH, "")) == html.unescape(
        typed.translate(ALIKE).replace(ZERO_WIDTH, "")
    )


LINKED = st.builds(
    lambda name, rest: person_link(WorkspaceId("T0ACME"), SlackUserId("U012AB3CD"), name) + rest,
    st.text(max_size=10),
    TYPED.map(escape),
)
FORMATTED = st.lists(st.one_of(LINKED, TYPED.map(escape)), max_size=5).map("".join)


@settings(deadline=None)
@given(FORMATTED, st.integers(min_value=1, max_value=200))
def test_shortened_text_is_within_its_limit(text: str, most: int) -> None:
    assert len(shorten(text, most)) <= most
    assert shorten(text, max(len(text), 1)) == text


@settings(deadline=None)
@given(FORMATTED, st.integers(min_value=1, max_value=200))
def test_shortening_never_leaves_half_a_link_or_half_an_entity(text: str, most: int) -> None:
    short = shorten(text, most)
    assert short.count("<") == short.count(">")
    outside = re.sub(r"<[^<>]*>", "", short)
    assert re.sub(r"&(?:amp|lt|gt);", "", outside).count("&") == 0
    if len(text) > most:
        assert short.endswith("…")
        assert text.startswith(short.removesuffix("…"))


def test_a_link_that_ends_just_before_the_limit_is_kept_whole() -> None:
    link = person_link(WorkspaceId("T1"), SlackUserId("U1"), "A")
    assert shorten(f"{link} and more", len(link) + 1) == f"{link}…"


def test_plain_text_keeps_what_follows_a_sign_that_is_none_there() -> None:
    shown = block_kit.plain_text("a < b & c is what this says", 20)
    assert shown["text"] == "a < b & c is what t…"


def test_a_person_is_named_by_a_link_that_does_not_notify() -> None:
    link = person_link(WorkspaceId("T1"), SlackUserId("U1"), "Ana <b>")
    assert link == "<slack://user?team=T1&id=U1|Ana &lt;b&gt;>"
    assert person_link(WorkspaceId("T1"), None, "Bo") == "Bo"


def test_slack_is_told_to_make_nothing_of_names_that_people_typed() -> None:
    assert block_kit.mrkdwn("@here")["verbatim"] is True


LONG = "x & <!channel> *y* " * 600


def a_full_modal() -> View:
    buttons = [block_kit.button(LONG, f"test.{number}", "v", label=LONG) for number in range(40)]
    field = block_kit.input_block(
        "test.text",
        LONG,
        block_kit.text_input(initial=LONG, most=140, placeholder=LONG),
        hint=LONG,
        optional=True,
        dispatch=True,
    )
    select = {"type": "static_select", "options": [block_kit.option(LONG, "v")]}
    blocks = [
        block_kit.header(LONG),
        block_kit.section(escape(LONG), expand=True, block_id="test.section", accessory=buttons[0]),
        block_kit.context(*[escape(LONG)] * 20),
        block_kit.divider(),
        block_kit.actions(buttons, block_id="test.actions"),
        field,
        block_kit.input_block("test.select", LONG, select),
    ]
    return block_kit.modal("test.full", LONG, blocks, submit=LONG, close=LONG, private_metadata="m" * 3000)


def test_what_the_builders_make_of_long_texts_is_taken_by_slack() -> None:
    view = a_full_modal()
    assert problems_of_view(view) == []
    shown = [block for block in view["blocks"] if block["type"] != "input"]
    assert problems_of_blocks(shown) == []


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: block_kit.button("x", "test.x", "v" * 2001), "longer than Slack takes"),
        (lambda: block_kit.option("x", "v" * 151), "longer than Slack takes"),
        (lambda: block_kit.modal("test.m", "x", [], submit="Send"), "has 0 blocks"),
        (lambda: block_kit.modal("test.m", "x", [block_kit.divider()] * 101), "has 101 blocks"),
        (lambda: block_kit.modal("test.m", "x", [block_kit.divider()], private_metadata="m" * 3001), "longer than"),
    ],
)
def test_what_may_not_be_cut_is_refused(build: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        build()  # type: ignore[operator]
