"""A question and a snapshot of the registry → an answer. Pure: the same question on the same day gives the same answer."""

import re
from datetime import date

from bot.ids import SlackUserId
from bot.lookup.answer_rules import Ambiguous, Answer, Unknown
from bot.lookup.area_rules import answer_for_area, held_by
from bot.lookup.candidates import CERTAIN, KNOWN, MOST_CANDIDATES, NEARBY, Candidate, Ranked, rank
from bot.lookup.questions.hearing import Hearing, shipped
from bot.lookup.questions.intents import asks_for_owner
from bot.lookup.questions.reading import Question
from bot.lookup.role_rules import about_roles
from bot.lookup.settling import ALL_BUT_CERTAIN, understand
from bot.registry.rules import Person
from bot.registry.search.english import rarity
from bot.registry.search.snapshot import RegistrySnapshot
from bot.registry.search.text import BREAK

# How much stronger the first must be than any other, in tenths of a logit.
TORN, TORN_IF_SAME_WORDS = 0.03, 0.1

# What is asked of a person, beside "own" and "do".
OF_A_PERSON = frozenset(
    ["area", "areas", "charge", "hold", "holds", "job", "role", "roles", "work", "working", "works"]
)
_GREETING = re.compile(
    r"\W*(?:hi|hello|hey|hiya|hallo|good (?:morning|afternoon|evening)|help|help me|start|what can you do|how does this work)"
    r"(?:\s+(?:there|all|rolecall))?\W*|\s*",
    re.IGNORECASE,
)
_SLACK_USER = re.compile(r"[UW][A-Z0-9]{5,}")


def is_greeting(sentence: str) -> bool:
    """Whether somebody only says hello or asks for help."""
    return bool(_GREETING.fullmatch(sentence))


def decide(question: Question, snapshot: RegistrySnapshot, today: date, hearing: Hearing | None = None) -> Answer:
    """The answer to `question` on `today`. Never guesses: what no area covers well enough is Unknown.

    `hearing`: how questions were asked before, where it is not what ships.
    """
    person = _person(question, snapshot)
    if person is not None:
        return held_by(person, snapshot, today)
    ranked = rank(question, snapshot, today)
    if ranked.direct:
        return _about_areas(question, snapshot, ranked, today)
    understood = understand(question, snapshot, ranked, hearing or shipped())
    knowledge = about_roles(question, understood, snapshot, ranked, today)
    if knowledge is not None:
        return knowledge
    elsewhere = understood.elsewhere and ranked.known < ALL_BUT_CERTAIN and not asks_for_owner(question.text)
    found = _unknown(question, snapshot, ranked) if elsewhere else _about_areas(question, snapshot, ranked, today)
    if isinstance(found, Unknown) and (called := _called(question, snapshot)) is not None:
        return held_by(called, snapshot, today)
    return found


def _person(question: Question, snapshot: RegistrySnapshot) -> Person | None:
    for said in (*question.keys.people, *question.keys.groups):
        for key in snapshot.direct.by_person((said.casefold(),)):
            return snapshot.person(key)
    unknown = next((said for said in question.keys.people if _SLACK_USER.fullmatch(said)), None)
    if unknown is not None and not question.said_anything:
        return Person(unknown, "", slack_user_id=SlackUserId(unknown))
    plain = [word.surface for word in question.said if not word.joined]
    for start in range(len(plain)):
        for end in range(start + 2, min(start + 5, len(plain)) + 1):
            keys = snapshot.direct.by_person(tuple(plain[start:end]))
            if len(keys) == 1:
                return snapshot.person(keys[0])
    return None


def _called(question: Question, snapshot: RegistrySnapshot) -> Person | None:
    """The one person whose first name is all that is said: "what does Ana do?"."""
    said = {word.surface for word in question.said if not word.joined and word is not BREAK and rarity(word.stem) > 0.0}
    names = said - OF_A_PERSON
    keys = snapshot.direct.by_first_name(next(iter(names))) if len(names) == 1 else ()
    return snapshot.person(keys[0]) if len(keys) == 1 else None


def _unknown(question: Question, snapshot: RegistrySnapshot, ranked: Ranked) -> Unknown:
    near = ranked.candidates[:MOST_CANDIDATES] if ranked.known >= NEARBY else ()
    areas = tuple(one.area for one in near)
    above = tuple(tuple(snapshot.above(area.key)) for area in areas)
    return Unknown(question.subject, question.role, 1 - ranked.known, areas, above)


def _about_areas(question: Question, snapshot: RegistrySnapshot, ranked: Ranked, today: date) -> Answer:
    candidates = ranked.candidates[:MOST_CANDIDATES]
    if not candidates or ranked.known < KNOWN:
        return _unknown(question, snapshot, ranked)
    areas = tuple(one.area for one in candidates)
    above = tuple(tuple(snapshot.above(area.key)) for area in areas)
    best = candidates[0]
    several = question.several and sum(one.named for one in candidates) > 1
    if best.confidence < CERTAIN or several or _torn(snapshot, candidates):
        return Ambiguous(areas, above, question.role, best.confidence)
    return answer_for_area(
        snapshot,
        best.area.key,
        question.role,
        today,
        confidence=best.confidence,
        candidates=tuple(one.area.key for one in candidates),
    )


def _torn(snapshot: RegistrySnapshot, candidates: tuple[Candidate, ...]) -> bool:
    """Whether a second area, neither above nor below the first, is as likely meant."""
    first = candidates[0]
    return any(
        not snapshot.related(first.area.key, other.area.key) and first.strength - other.strength < _gap(first, other)
        for other in candidates[1:]
    )


def _gap(first: Candidate, other: Candidate) -> float:
    """How much stronger the first has to be: more where both hold the same words and neither was named whole."""
    same_words = other.coverage >= first.coverage - 0.01 and first.named == other.named
    return TORN_IF_SAME_WORDS if same_words else TORN
