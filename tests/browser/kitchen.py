"""Every block and element that the local Slack takes, once: what a page that draws Block Kit must be able to draw."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, description: str = "") -> Json:
    return {"text": plain(text), "value": value, **({"description": plain(description)} if description else {})}


def asks(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": block_id, **element},
        **more,
    }


def series(name: str, *values: float) -> Json:
    return {"name": name, "data": [{"label": day, "value": value} for day, value in zip(DAYS, values, strict=True)]}


DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri"]
COLOURS = [option("Red", "red"), option("Green", "green", "like grass"), option("Blue", "blue")]
SURE = {
    "title": plain("Really?"),
    "text": mrkdwn("*This* cannot be undone."),
    "confirm": plain("Do it"),
    "deny": plain("No"),
}
MARKUP = (
    "*bold* _italic_ ~struck~ `code` snake_case_name 2*3*4 :wave::skin-tone-4: :not_an_emoji:\n"
    "<https://example.com/a?b=1&amp;c=2|a link> https://example.com/bare. &lt;b&gt;not bold&lt;/b&gt; &amp;amp;\n"
    "<!here> <!subteam^S1|@crew> <!date^1795420800^{date_num} {time}|then> <javascript:alert(1)|no link>\n"
    "&gt; quoted\n&gt; twice\n```\nfenced *not bold*\n&gt; not quoted\n```"
)
RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Styled", "style": {"bold": True, "italic": True}},
                {"type": "text", "text": " and "},
                {"type": "link", "url": "https://example.com", "text": "linked"},
                {"type": "emoji", "name": "tada"},
                {"type": "broadcast", "range": "here"},
                {"type": "color", "value": "#c2571a"},
                {"type": "date", "timestamp": 1795420800, "format": "{date_long}", "fallback": "then"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": one}]} for one in "ab"],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "indent": 1,
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "deeper"}]}],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "Quoted"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1\ny = 2"}]},
    ],
}
MARKDOWN = (
    "# Heading\nSome **bold**, *italic*, ~~struck~~ and [a link](https://example.com).\n\n"
    "- one\n  - inner\n- [x] done\n\n1. first\n2. second\n\n> quoted\n\n```\ncode\n```\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"
)


def cell(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def number(value: float) -> Json:
    return {"type": "raw_number", "value": value, "text": f"{value:g} d"}


TABLE = {
    "type": "table",
    "column_settings": [{"is_wrapped": True}, {"align": "right"}],
    "rows": [[cell("Area"), cell("Open")], [cell("Checkout"), cell("3")], [cell("Search"), cell("11")]],
}
DATA_TABLE = {
    "type": "data_table",
    "caption": "Blockers",
    "page_size": 3,
    "rows": [[cell("Area"), cell("Age")], *([cell(f"Area {n}"), number(11 - n)] for n in range(1, 8))],
}


def chart(kind: str, title: str, *drawn: Json) -> Json:
    axes = {"categories": DAYS, "x_label": "Day", "y_label": "Asks"}
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {"type": kind, "series": list(drawn), "axis_config": axes},
    }


PIE = {
    "type": "data_visualization",
    "title": "Where it was stopped",
    "chart": {
        "type": "pie",
        "segments": [{"label": "Scope", "value": 5}, {"label": "Access", "value": 3}, {"label": "Date", "value": 1}],
    },
}
ELEMENTS: list[Json] = [
    {"type": "static_select", "placeholder": plain("Colour"), "options": COLOURS},
    {"type": "static_select", "option_groups": [{"label": plain("Warm"), "options": COLOURS[:1]}]},
    {"type": "multi_static_select", "placeholder": plain("Colours"), "options": COLOURS, "max_selected_items": 2},
    {"type": "users_select", "placeholder": plain("Who")},
    {"type": "multi_users_select"},
    {"type": "channels_select"},
    {"type": "multi_channels_select"},
    {"type": "conversations_select"},
    {"type": "multi_conversations_select", "filter": {"include": ["public"]}},
    {"type": "external_select", "min_query_length": 0},
    {"type": "multi_external_select", "min_query_length": 2},
    {"type": "datepicker", "initial_date": "2026-11-23"},
    {"type": "timepicker", "initial_time": "09:30"},
    {"type": "datetimepicker", "initial_date_time": 1795420800},
    {"type": "radio_buttons", "options": COLOURS},
    {"type": "checkboxes", "options": COLOURS, "initial_options": COLOURS[1:2]},
]
BUTTONS: list[Json] = [
    {"type": "button", "text": plain("Plain"), "action_id": "plain", "value": "1"},
    {"type": "button", "text": plain("Primary :tada:"), "action_id": "primary", "style": "primary"},
    {"type": "button", "text": plain("Danger"), "action_id": "danger", "style": "danger", "confirm": SURE},
    {"type": "overflow", "action_id": "more", "options": [option("First", "1"), option("Second", "2")]},
]
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "positive_button": {"text": plain("Good"), "value": "+"},
    "negative_button": {"text": plain("Bad"), "value": "-"},
}
MESSAGES: list[list[Json]] = [
    [
        {"type": "header", "text": plain("Everything :sparkles:")},
        {"type": "section", "text": mrkdwn(MARKUP)},
        {"type": "section", "fields": [mrkdwn("*One*\n1"), mrkdwn("*Two*\n2"), plain("three")]},
        {"type": "section", "text": plain("With a menu"), "accessory": {"action_id": "beside", **ELEMENTS[0]}},
        {"type": "section", "text": mrkdwn("long\n" * 30)},
        {"type": "section", "text": mrkdwn("shown\n" * 30), "expand": True},
        {"type": "divider"},
        {
            "type": "context",
            "elements": [
                {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a face"},
                mrkdwn("*small* print"),
            ],
        },
        {"type": "image", "image_url": "https://example.com/b.png", "alt_text": "A map", "title": plain("Map")},
        {"type": "actions", "elements": BUTTONS},
        {
            "type": "context_actions",
            "elements": [FEEDBACK, {"type": "icon_button", "icon": "trash", "text": plain("Bin")}],
        },
        {"type": "actions", "elements": [{"action_id": f"e{n}", **one} for n, one in enumerate(ELEMENTS)]},
        {
            "type": "video",
            "title": plain("A film"),
            "alt_text": "people talking",
            "video_url": "https://example.com/v",
            "thumbnail_url": "https://example.com/t.png",
        },
    ],
    [RICH, {"type": "markdown", "text": MARKDOWN}, TABLE, DATA_TABLE],
    [PIE, chart("bar", "Asks met", series("Met", 4, 5, 3, 6, 7), series("Open", 1, 0, 2, 1, -1))],
    [
        chart("area", "Seconds a check-in", series("Median", 61, 58, 55, 50, 48)),
        chart("line", "Two lines", series("A", 1, 2, 3, 4, 5), series("B", 5, 4, 3, 2, 1)),
    ],
]
ALERTS = [
    {"type": "alert", "text": plain(f"This is {one}."), "level": one}
    for one in ("default", "info", "warning", "error", "success")
]
MODAL: Json = {
    "type": "modal",
    "callback_id": "kitchen",
    "title": plain("Every input"),
    "submit": plain("Send"),
    "blocks": [
        *ALERTS,
        asks("line", "A line", {"type": "plain_text_input", "max_length": 30}, hint=plain("Thirty at most.")),
        asks("lines", "Lines", {"type": "plain_text_input", "multiline": True, "focus_on_load": True}, optional=True),
        asks("number", "A number", {"type": "number_input", "is_decimal_allowed": False, "min_value": "3"}),
        asks("email", "An e-mail address", {"type": "email_text_input"}, optional=True),
        asks("url", "An address", {"type": "url_text_input"}, optional=True),
        asks("rich", "Rich text", {"type": "rich_text_input"}, optional=True),
        asks("file", "A file", {"type": "file_input"}, optional=True),
        *(asks(f"b{n}", one["type"], one, optional=True) for n, one in enumerate(ELEMENTS)),
    ],
}
