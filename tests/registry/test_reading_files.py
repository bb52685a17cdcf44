"""Reading a registry file: all of it or nothing, with the line of every error."""

import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.registry.files import yaml_tree
from bot.registry.files.problems import FileRefused
from bot.registry.files.reading import RegistryFile, read_path, read_text
from bot.registry.files.writing import write_text
from bot.registry.rules import Area, AreaKind, Assignment, Person, RegistryContent
from bot.roles.rules import Decision, RoleDefinition
from tests.registry.builders import a_file


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(FileRefused) as refused:
        read_text(text, "registry.yaml")
    return [(problem.line, problem.message) for problem in refused.value.problems]


def test_a_good_file_is_read_with_lines_and_order() -> None:
    content = a_file().content
    assert [person.key for person in content.people] == ["ana", "bo", "cy", "priya", "deck"]
    booking = content.areas[1]
    assert (booking.name, booking.parent, booking.help_channel) == ("Booking", "travel", "#booking-help")
    held = [(one.role, one.person, one.place) for one in content.assignments if one.area == "travel/booking"]
    assert held == [("pm", "ana", 0), ("tpm", "bo", 0), ("tpm", "cy", 1)]
    refund = next(one for one in content.assignments if one.area == "travel/refunds")
    assert (refund.part, refund.delegate, str(refund.from_date)) == ("private customers", "cy", "2026-01-01")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("- a\n", 1, "has to begin with keys"),
        ("version: 2\nareas: []\n", 1, "has to be 1"),
        ("areas: []\n", 1, '"version: 1" is missing'),
        ("version: 1\n", 1, '"areas" is missing'),
        ("version: 1\nareas: {}\nara: 1\n", 3, 'Did you mean "areas"'),
        ("version: 1\nareas: a\n", 2, "has to be a list"),
        ("version: 1\nareas:\n  - just text\n", 3, "has to have keys"),
        ("version: 1\nareas:\n  - {name: A}\n", 3, 'An area needs "key"'),
        ("version: 1\nareas:\n  - {key: a}\n", 3, 'An area needs "name"'),
        ("version: 1\nareas:\n  - {key: a, name: A, colour: red}\n", 3, '"colour" is not known for an area'),
        ("version: 1\nareas:\n  - {key: a, name: A, kind: produkt}\n", 3, 'Did you mean "product"'),
        ("version: 1\nareas:\n  - {key: a, name: [A]}\n", 3, "has to be text, not a list"),
        ("version: 1\nareas:\n  - {key: a, name: A}\n  - {key: a, name: B}\n", 4, "the first time on line 3"),
        ("version: 1\nareas:\n  - {key: a, name: A, parent: b}\n", 3, 'parent "b" is not one of the areas'),
        ("version: 1\nareas:\n  - {key: a, name: A, parent: a}\n", 3, "in a circle: a → a"),
        ("version: 1\nareas:\n  - key: a\n    name: A\n    channel: #team\n", 5, "needs quotes"),
        ("version: 1\nareas:\n  - {key: a, name: A, roles: {pm: ana}}\n", 3, '"ana" is not one of the people'),
        ("version: 1\nareas:\n  - {key: a, name: A, roles: pm}\n", 3, '"roles" has to say who holds what'),
        ("version: 1\nareas:\n  - {key: a, name: A, roles: {pm: [[x]]}}\n", 3, "list within a list"),
        ("version: 1\npeople:\n  - {key: a, email: nobody}\nareas: []\n", 3, "has to be an e-mail address"),
        ("version: 1\npeople:\n  - {key: a, slack: bo}\nareas: []\n", 3, "Slack user id such as"),
        ("version: 1\npeople:\n  - {key: a, group: S01, email: a@b.c}\nareas: []\n", 3, "A user group has neither"),
        ("version: 1\npeople:\n  - {key: a}\n  - {key: a}\nareas: []\n", 4, "is there twice"),
        ("version: 1\npeople:\n  - {key: a, slack: U01}\n  - {key: b, slack: U01}\nareas: []\n", 4, "the same Slack id"),
        ("version: 1\nroles:\n  - {key: a}\n  - {key: a}\nareas: []\n", 4, "is there twice"),
        ("version: 1\nroles:\n  - {key: a, learn_more: wiki}\nareas: []\n", 3, "has to be a link"),
        ("version: 1\nroles:\n  - key: a\n    decisions:\n      - {ask_first: pm}\nareas: []\n", 5, 'needs "subject"'),
        ("version: 1\nroles:\n  - key: a\n    decisions:\n      - {subject: x, ask: pm}\nareas: []\n", 5, '"ask" is not known'),
        ("version: 1\nversion: 1\nareas: []\n", 2, '"version" is written twice'),
        ("version: 1\nareas: [\n", 3, "This is not YAML"),
        ("version: 1\nareas:\n\t- a\n", 3, "This is not YAML"),
        ("version: 1\nareas: &all []\n", 2, "Anchors"),
        ("version: 1\nareas: *all\n", 2, "Anchors"),
        ("version: 1\nareas: !!python/object:os.system []\n", 2, "Tags"),
        ("version: 1\nareas: []\n---\nversion: 1\n", 3, "second document"),
        ("version: 1\n? [a]\n: b\nareas: []\n", 2, "A key has to be plain text"),
        ('version: 1\nareas:\n  - {key: a, name: "A\\0"}\n', 3, "cannot be shown"),
        ('version: 1\nareas:\n  - {key: a, name: "A\\ud800"}\n', 3, "This is not YAML"),
        ("version: 1\nareas: " + "[" * 40 + "]" * 40, 2, "levels deep"),
        (f"version: 1\nareas:\n  - {{key: a, name: {'x' * 201}}}\n", 3, "at most 200"),
        (f"version: 1\nareas:\n  - {{key: a, name: A, aliases: [{','.join('abc' + str(n) for n in range(201))}]}}", 3, "at most 200"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, words: str) -> None:
    found = problems(text)
    assert any(at == line and words in message for at, message in found), found


def test_wrong_dates_and_stand_ins_are_named_with_their_lines() -> None:
    text = (
        "version: 1\npeople: [{key: ana}]\nareas:\n  - key: a\n    name: A\n    roles:\n      pm:\n        who: ana\n"
        "        from: 2026-03-01\n        to: 2026-02-01\n        delegate: ana\n      tpm: {who: ana, from: 2026-02-30}\n"
        "      em: [ana, ana]\n      qa: {from: 2026-01-01}\n"
    )
    assert problems(text) == [
        (10, '"to" (2026-02-01) is before "from" (2026-03-01).'),
        (11, '"ana" cannot stand in for themselves.'),
        (12, '"from" has to be a date such as 2026-03-01, not "2026-02-30".'),
        (13, '"ana" holds "em" here twice; the first time on line 13.'),
        (14, 'A holder needs "who".'),
    ]


def test_every_error_is_told_at_once_and_nothing_is_changed() -> None:
    text = "version: 1\nareas:\n  - {key: a, name: A, roles: {pm: x}}\n  - {key: b, nmae: B}\n  - {key: c, name: C, parent: d}\n"
    with pytest.raises(FileRefused) as refused:
        read_text(text, "registry.yaml")
    assert refused.value.message.startswith("Nothing was changed: 4 things are wrong in registry.yaml.")
    assert [problem.line for problem in refused.value.problems] == [3, 4, 4, 5]


def test_a_circle_of_parents_is_named_once() -> None:
    found = problems(
        "version: 1\nareas:\n  - {key: b, name: B, parent: c}\n  - {key: c, name: C, parent: a}\n  - {key: a, name: A, parent: b}\n"
    )
    assert found == [(5, "These areas stand above one another in a circle: a → b → c → a.")]


def test_an_address_or_a_slack_id_needs_no_entry_among_the_people() -> None:
    file = a_file("version: 1\nareas:\n  - {key: a, name: A, roles: {pm: ana@ferry.example, tpm: U0BO, em: S0DECK}}\n")
    assert [(person.email, person.slack_user_id, person.group_id) for person in file.content.people] == [
        ("ana@ferry.example", None, None),
        (None, "U0BO", None),
        (None, None, "S0DECK"),
    ]


def test_a_role_may_say_whom_it_asks_first_and_whom_it_tells() -> None:
    text = (
        "version: 1\nroles:\n  - key: chair\n    name: Chair\n    decisions:\n      - the agenda\n"
        "      - {subject: the vote, asked_as: [ballot], ask_first: [pm, tpm], tell_after: em, stuck: sponsor}\nareas: []\n"
    )
    (chair,) = a_file(text).content.roles
    assert chair.decisions == (
        Decision("the agenda"),
        Decision("the vote", ("ballot",), ask_first=("pm", "tpm"), tell_after=("em",), stuck=("sponsor",)),
    )
    assert (chair.source, chair.line) == ("registry.yaml", 3)


def test_a_role_that_nobody_defined_is_accepted() -> None:
    file = a_file("version: 1\npeople: [{key: ana}]\nareas:\n  - {key: a, name: A, roles: {chair: ana, tpm: }}\n")
    assert [one.role for one in file.content.assignments] == ["chair"]


def test_yaml_that_reads_words_as_values_keeps_them_words() -> None:
    file = a_file("version: 1\nareas:\n  - {key: no, name: Yes, aliases: [1e3, 2026-01-01, on]}\n")
    assert (file.content.areas[0].key, file.content.areas[0].name) == ("no", "Yes")
    assert file.content.areas[0].aliases == ("1e3", "2026-01-01", "on")


def test_a_file_that_is_missing_too_large_or_not_text_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileRefused, match="cannot be read"):
        read_path(tmp_path / "nowhere.yaml")
    with pytest.raises(FileRefused, match="cannot be read"):
        read_path(tmp_path)
    odd = tmp_path / "odd.yaml"
    odd.write_bytes(b"version: 1\nareas: [\xff]\n")
    with pytest.raises(FileRefused, match=r"odd\.yaml:2: This is not UTF-8"):
        read_path(odd)
    monkeypatch.setattr(yaml_tree, "LARGEST_FILE_BYTES", 10)
    with pytest.raises(FileRefused, match="larger than"):
        read_path(odd)


def test_where_a_role_ends_is_said_of_a_neighbour() -> None:
    text = "version: 1\nroles:\n  - {key: chair, boundaries: {pm: 'The chair asks: the PM answers.'}}\nareas: []\n"
    assert read_text(text, "registry.yaml").content.roles[0].own_boundaries() == {
        "pm": "The chair asks: the PM answers."
    }
    with pytest.raises(FileRefused, match=r"registry\.yaml:3: .*is no neighbour of the role"):
        read_text(text.replace("{pm:", "{chair:"), "registry.yaml")
    with pytest.raises(FileRefused, match="has to name a role before each sentence"):
        read_text(text.replace("{pm: 'The chair asks: the PM answers.'}", "[none]"), "registry.yaml")


def test_many_problems_are_counted_rather_than_listed() -> None:
    text = "version: 1\nareas:\n" + "".join(f"  - {{key: a{n}}}\n" for n in range(150))
    with pytest.raises(FileRefused, match="… and 50 more"):
        read_text(text, "registry.yaml")


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")), min_size=1, max_size=30
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
KEYS = st.text(string.ascii_lowercase + "-/", min_size=1, max_size=12)


@st.composite
def registries(draw: st.DrawFn) -> RegistryContent:
    """Any registry that a file can say."""
    people = draw(st.lists(KEYS, unique=True, max_size=4))
    keys = draw(st.lists(KEYS, unique=True, min_size=1, max_size=5))
    texts = st.lists(WORDS, unique=True, max_size=2).map(tuple)
    areas = [
        Area(key, draw(WORDS), draw(st.sampled_from(AreaKind)), draw(st.sampled_from([None, *keys[:place]])),
             draw(texts), draw(st.just("") | WORDS), draw(st.just("") | WORDS), draw(st.just("") | WORDS), links=draw(texts))
        for place, key in enumerate(keys)
    ]  # fmt: skip
    assignments = [
        Assignment(key, role, person, place, draw(st.none() | st.dates()), None, draw(st.just("") | WORDS))
        for key in keys
        for role in draw(st.lists(st.sampled_from(["pm", "tpm", "chair"]), unique=True))
        for place, person in enumerate(people)
    ]
    roles = [
        RoleDefinition(
            key,
            draw(WORDS),
            draw(texts),
            decisions=tuple(
                Decision(said, ask_first=draw(texts), short=draw(st.just("") | WORDS)) for said in draw(texts)
            ),
            boundaries=tuple(f"neighbour of {key}: {said}" for said in draw(texts)[:1]),
            learn_more=draw(st.sampled_from(["", "https://example.com/roles"])),
        )
        for key in draw(st.lists(KEYS, unique=True, max_size=2))
    ]
    return RegistryContent(
        tuple(Person(key, draw(WORDS)) for key in people), tuple(roles), tuple(areas), tuple(assignments)
    )


@settings(max_examples=60)
@given(registries())
def test_whatever_is_written_reads_back_the_same(content: RegistryContent) -> None:
    assert read_text(write_text(content), "registry.yaml") == RegistryFile("registry.yaml", content)


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    try:
        read_text(text, "registry.yaml")
    except FileRefused as refused:
        assert refused.problems  # noqa: PT017  # either outcome is right
