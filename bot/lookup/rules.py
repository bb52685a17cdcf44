"""A question and a snapshot of the registry → an answer. Pure: the same question on the same day gives the same answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.ids import SlackUserId
from bot.lookup.candidates import Candidate, Ranked, rank
from bot.lookup.questions.intents import Intent, asks_who
from bot.lookup.questions.reading import Question
from bot.lookup.questions.topics import TopicMatch, topics_of
from bot.registry.rules import Area, Assignment, Holding, Person
from bot.registry.search.english import rarity
from bot.registry.search.snapshot import RegistrySnapshot
from bot.roles.rules import Decision, RoleDefinition

MOST_CANDIDATES = 3
SIDES = ("pm", "tpm")
# Above the first an area is named, above the second it is offered; tuned on questions with known answers.
CERTAIN, POSSIBLE = 0.55, 0.43
# What has to be said beside a topic before an area is looked for in it: about one rare word.
ENOUGH_BESIDE = 0.6
TORN, TORN_IF_SAME_WORDS = 0.02, 0.15

_GREETING = re.compile(
    r"\W*(?:hi|hello|hey|hiya|hallo|good (?:morning|afternoon|evening)|help|help me|start|what can you do|how does this work)"
    r"(?:\s+(?:there|all|rolecall))?\W*|\s*",
    re.IGNORECASE,
)
_SLACK_USER = re.compile(r"[UW][A-Z0-9]{5,}")


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One role of an answer: who holds it, accountable first, and the area that it comes from."""

    role: RoleDefinition
    people: tuple[Person, ...]
    assignments: tuple[Assignment, ...]
    from_area: Area
    levels_up: int


@dataclass(frozen=True, slots=True)
class Owned:
    """An area and every role held there, the role asked for first; `above` are its ancestors, nearest first.

    `missing` is the other side when no role was asked for and only one of PM and TPM is held, here or above; `cover`
    is who to ask until somebody holds it.
    """

    area: Area
    above: tuple[Area, ...]
    held: tuple[HeldRole, ...]
    role: str | None
    candidates: tuple[str, ...]
    confidence: float
    missing: RoleDefinition | None = None
    cover: HeldRole | None = None

    @property
    def inherited_from(self) -> Area | None:
        """The ancestor that answers when the area has nobody of its own for what was asked."""
        if self.role is not None:
            return self.held[0].from_area if self.held[0].levels_up else None
        return None if any(not one.levels_up for one in self.held) else self.held[0].from_area


@dataclass(frozen=True, slots=True)
class Vacant:
    """An area where nobody holds the role asked for (None: any role); `cover` is who to ask until somebody does."""

    area: Area
    above: tuple[Area, ...]
    role: RoleDefinition | None
    cover: HeldRole | None
    held: tuple[HeldRole, ...]
    candidates: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several areas may be meant; at most three, best first, each with the path above it."""

    candidates: tuple[Area, ...]
    above: tuple[tuple[Area, ...], ...]
    role: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing in the registry covers it. `subject` is how it was called."""

    subject: str
    role: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Definition:
    """What is known about roles: `aspect` says which side of them is asked for."""

    aspect: Intent
    roles: tuple[RoleDefinition, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Decides:
    """Which roles settle something; with an area, who holds them there, in the order of `roles`."""

    roles: tuple[RoleDefinition, ...]
    decision: Decision
    others: tuple[RoleDefinition, ...]
    area: Area | None
    held: tuple[HeldRole, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Holds:
    """What one person holds."""

    person: Person
    held: tuple[tuple[Area, RoleDefinition], ...]
    confidence: float = 1.0


Answer = Owned | Vacant | Ambiguous | Unknown | Definition | Decides | Holds


@dataclass(frozen=True, slots=True)
class Greeting:
    """Somebody said hello, or asked for help: they are told what to ask."""


@dataclass(frozen=True, slots=True)
class NothingListed:
    """The registry holds no area yet, so no question about one can be answered."""


Said = Answer | Greeting | NothingListed


def is_greeting(sentence: str) -> bool:
    """Whether somebody only says hello or asks for help."""
    return bool(_GREETING.fullmatch(sentence))


def decide(question: Question, snapshot: RegistrySnapshot, today: date) -> Answer:
    """The answer to `question` on `today`. Never guesses: what no area covers well enough is Unknown."""
    person = _person(question, snapshot)
    if person is not None:
        return _holds(person, snapshot, today)
    ranked = rank(question, snapshot, today)
    if ranked.direct:
        return _about_areas(question, snapshot, ranked, today)
    knowledge = _about_roles(question, snapshot, ranked, today)
    if knowledge is not None:
        return knowledge
    return _about_areas(question, snapshot, ranked, today)


def answer_for_area(
    snapshot: RegistrySnapshot, key: str, role: str | None, today: date, *, confidence: float = 1.0,
    candidates: tuple[str, ...] = (),
) -> Owned | Vacant:  # fmt: skip
    """Who holds `role` (None: each role) in an area that is known to be meant."""
    area, above = snapshot.area(key), tuple(snapshot.above(key))
    named = candidates or (key,)
    holdings = snapshot.holdings(key, today)
    held = [_held(snapshot, holdings[one]) for one in snapshot.roles.order(holdings)]
    if role is not None and role not in holdings:
        return Vacant(area, above, snapshot.roles.get(role), _cover(held), tuple(held), named, confidence)
    if not held:
        return Vacant(area, above, None, None, (), named, confidence)
    held.sort(key=lambda one: one.role.key != role)
    missing = None if role is not None or area.unowned else _missing_side(snapshot, holdings)
    return Owned(area, above, tuple(held), role, named, confidence, missing, None if missing is None else _cover(held))


def _missing_side(snapshot: RegistrySnapshot, holdings: Mapping[str, Holding]) -> RoleDefinition | None:
    """PM or TPM, when the other one alone is held. A registry that never names one of the two does not miss it."""
    absent = [side for side in SIDES if side not in holdings]
    if len(absent) != 1 or absent[0] not in snapshot.role_keys():
        return None
    return snapshot.roles.get(absent[0])


def _held(snapshot: RegistrySnapshot, holding: Holding) -> HeldRole:
    people = tuple(snapshot.person(one.person) for one in holding.assignments)
    return HeldRole(
        snapshot.roles.get(holding.role),
        people,
        holding.assignments,
        snapshot.area(holding.from_area),
        holding.levels_up,
    )


def _cover(held: list[HeldRole]) -> HeldRole | None:
    """Who answers while a role is vacant: somebody of the nearest area above, else somebody of the area itself."""
    prefer = {"sponsor": 0, "em": 1, "tpm": 2, "pm": 3}
    from_above = [one for one in held if one.levels_up]
    pool = from_above or held
    return min(pool, key=lambda one: (one.levels_up, prefer.get(one.role.key, 9), one.role.key), default=None)


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


def _holds(person: Person, snapshot: RegistrySnapshot, today: date) -> Holds:
    held = snapshot.held_by(person.key, today)
    return Holds(person, tuple((snapshot.area(one.area), snapshot.roles.get(one.role)) for one in held))


def _about_roles(question: Question, snapshot: RegistrySnapshot, ranked: Ranked, today: date) -> Answer | None:
    """An answer from the library, when the sentence asks about roles rather than for the owner of an area."""
    keys = question.roles or (("pm", "tpm") if question.both else ())
    roles = tuple(snapshot.roles.get(key) for key in keys)
    if question.intent not in (Intent.OWNER, Intent.DECIDES) and not ranked.named_outright:
        return Definition(question.intent, roles, 0.9)
    if question.roles and not question.said_anything:
        return Definition(Intent.COMPARE if len(roles) > 1 else Intent.DEFINITION, roles, 0.6)
    asked = asks_who(question.text) or question.intent is Intent.DECIDES
    topic = topics_of(snapshot.roles).find(question.text) if asked else None
    if topic is None or len(question.roles) == 1:
        return None
    if question.intent is Intent.DECIDES and not ranked.named_outright:
        return _decides(topic, snapshot, None, today)
    if not topic.sure:
        return None
    best = ranked.candidates[0].confidence if ranked.candidates else 0.0
    elsewhere = _area_beside(topic, question, snapshot, today)
    if elsewhere is None and best >= CERTAIN and (topic.share < ranked.coverage or ranked.named_outright):
        return None
    return _decides(topic, snapshot, elsewhere, today)


def _area_beside(topic: TopicMatch, question: Question, snapshot: RegistrySnapshot, today: date) -> Area | None:
    """The area that the words beside the topic name: Checkout in "who decides the launch date of Checkout"."""
    beside = tuple(word for word in question.said if word.stem not in topic.stems)
    if sum(rarity(word.stem) for word in beside) < ENOUGH_BESIDE:
        return None
    ranked = rank(replace(question, said=beside), snapshot, today)
    if not ranked.candidates or not ranked.named_outright or ranked.candidates[0].confidence < CERTAIN:
        return None
    return ranked.candidates[0].area


def _decides(topic: TopicMatch, snapshot: RegistrySnapshot, area: Area | None, today: date) -> Decides:
    decision = topic.topic.decision
    roles = tuple(snapshot.roles.get(key) for key in topic.roles)
    others = tuple(snapshot.roles.get(key) for key in (*decision.ask_first, *decision.tell_after))
    holdings = snapshot.holdings(area.key, today) if area is not None else {}
    held = tuple(_held(snapshot, holdings[role.key]) for role in (*roles, *others) if role.key in holdings)
    return Decides(roles, decision, others, area, held, min(topic.score / 3, 1.0))


def _about_areas(question: Question, snapshot: RegistrySnapshot, ranked: Ranked, today: date) -> Answer:
    candidates = ranked.candidates[:MOST_CANDIDATES]
    if not candidates or candidates[0].confidence < POSSIBLE:
        confidence = 1 - candidates[0].confidence if candidates else 1.0
        return Unknown(question.subject, question.role, confidence)
    best = candidates[0]
    if best.confidence < CERTAIN or _torn(snapshot, candidates):
        areas = tuple(one.area for one in candidates)
        above = tuple(tuple(snapshot.above(area.key)) for area in areas)
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
    return first.strength * (TORN_IF_SAME_WORDS if same_words else TORN)
