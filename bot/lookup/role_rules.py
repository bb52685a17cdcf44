"""Answers from what is known about roles: what one is, how two differ, who settles what."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.lookup.answer_rules import Answer, Decides, Definition, HeldRole
from bot.lookup.area_rules import held_role
from bot.lookup.candidates import CERTAIN, KNOWN, Ranked, rank
from bot.lookup.questions.intents import Intent, asks_who, words_of
from bot.lookup.questions.reading import Question
from bot.lookup.questions.topics import TopicMatch, topics_of
from bot.registry.rules import Area
from bot.registry.search.english import rarity
from bot.registry.search.office import AROUND_WORK
from bot.registry.search.snapshot import RegistrySnapshot
from bot.roles.rules import RoleDefinition

# What has to be said beside a topic before an area is looked for in it: about one word that is no everyday one.
ENOUGH_BESIDE = 0.3
# How likely a topic has to be where no area is found.
LIKELY = 0.6
# A word that says more than this may name something.
SAID_IN_PASSING = 0.5
# A phrase so long is no accident, even where one of its words names an area: "what we build next".
MANY_WORDS = 3


def about_roles(question: Question, snapshot: RegistrySnapshot, ranked: Ranked, today: date) -> Answer | None:
    """An answer from the library, when the sentence asks about roles rather than for the owner of an area."""
    keys = question.roles or (("pm", "tpm") if question.both else ())
    roles = tuple(snapshot.roles.get(key) for key in keys)
    if question.whether and question.intent in (Intent.OWNER, Intent.DEFINITION):
        decided = _settled(question, snapshot, ranked, today)
        if decided is not None:
            return decided
    plain = question.intent not in (Intent.OWNER, Intent.DECIDES)
    if plain and (
        question.in_general or not (ranked.named_outright and _names_area_beside_intent(question, snapshot, today))
    ):
        return _definition(question.intent, roles, snapshot, 0.9)
    if question.intent is Intent.COMPARE and len(roles) > 1:
        return _definition(Intent.COMPARE, roles, snapshot, 0.9, ranked.candidates[0].area, today)
    if question.roles and not question.said_anything:
        usual = Intent.COMPARE if len(roles) > 1 else Intent.DEFINITION
        return _definition(usual if question.loosely is Intent.OWNER else question.loosely, roles, snapshot, 0.6)
    decided = _settled(question, snapshot, ranked, today)
    if decided is not None:
        return decided
    if question.intent is Intent.DECIDES and len(roles) > 1:
        # Which of the two it is cannot be told, but how they divide the work can.
        return _definition(Intent.COMPARE, roles, snapshot, 0.5)
    if question.in_general and not (ranked.known >= KNOWN and ranked.named_outright):
        usual = Intent.COMPARE if len(roles) > 1 else Intent.DEFINITION
        return _definition(usual if question.loosely is Intent.OWNER else question.loosely, roles, snapshot, 0.6)
    if question.loosely is not Intent.OWNER and ranked.known < KNOWN and _names_nothing_else(question):
        return _definition(question.loosely, roles, snapshot, 0.7)
    return None


def _settled(question: Question, snapshot: RegistrySnapshot, ranked: Ranked, today: date) -> Decides | None:
    """Which role settles what the sentence is about, when it asks for that."""
    chosen = question.intent is Intent.DECIDES
    if not (chosen or question.whether or asks_who(question.text)):
        return None
    among = question.roles if chosen and len(question.roles) > 1 else ()
    topic = topics_of(snapshot.roles).find(question.apart, among)
    if topic is None or (among and not topic.enough):
        return None
    if not (chosen or _is_meant(topic, question, ranked)):
        return None
    elsewhere = _area_beside(topic, question, snapshot, today)
    about_area = ranked.named_outright or (ranked.known >= KNOWN and topic.share < ranked.coverage)
    in_area = elsewhere is not None and topic.said_phrase
    if in_area or chosen or not about_area or topic.spoken >= MANY_WORDS:
        return _decides(topic, snapshot, elsewhere, today)
    return None


def _is_meant(topic: TopicMatch, question: Question, ranked: Ranked) -> bool:
    """Whether the sentence is about the topic; where a role is named besides, it has to say it in so many words."""
    if len(question.roles) == 1:
        others = question.whether and topic.topic.role not in question.roles
        return topic.sure and (topic.said_whole or others) and (ranked.known < KNOWN or topic.spoken >= MANY_WORDS)
    return topic.sure or (topic.likely >= LIKELY and ranked.known < KNOWN)


def _names_nothing_else(question: Question) -> bool:
    """Whether a sentence about roles holds no word that may be the name of something."""
    return all(
        (rarity(word.stem) <= SAID_IN_PASSING and word.stem not in AROUND_WORK)
        or words_of(question.loosely, word.surface)
        for word in question.said
    )


def _names_area_beside_intent(question: Question, snapshot: RegistrySnapshot, today: date) -> bool:
    """Whether an area is named by other words than those that ask: "success metrics of a PM" names no area Metrics."""
    beside = tuple(word for word in question.said if not words_of(question.intent, word.surface))
    return rank(replace(question, said=beside), snapshot, today).named_outright


def _area_beside(topic: TopicMatch, question: Question, snapshot: RegistrySnapshot, today: date) -> Area | None:
    """The area that the words beside the topic name: Checkout in "who decides the launch date of Checkout"."""
    beside = tuple(word for word in question.said if word.stem not in topic.stems)
    if sum(rarity(word.stem) for word in beside) < ENOUGH_BESIDE:
        return None
    ranked = rank(replace(question, said=beside), snapshot, today)
    if not ranked.candidates or not ranked.named_outright or ranked.candidates[0].confidence < CERTAIN:
        return None
    return ranked.candidates[0].area


def _definition(
    aspect: Intent, roles: tuple[RoleDefinition, ...], snapshot: RegistrySnapshot, confidence: float,
    area: Area | None = None, today: date | None = None,
) -> Definition:  # fmt: skip
    keys = [role.key for role in roles[:2]]
    beside = snapshot.roles.counterpart(keys[0]) if len(keys) == 1 else None
    other = keys[1] if len(keys) > 1 else beside
    boundary = snapshot.roles.between(keys[0], other) if other is not None else None
    counterpart = snapshot.roles.get(beside) if beside is not None else None
    if area is None or today is None:
        return Definition(aspect, roles, confidence, boundary=boundary, counterpart=counterpart)
    agreed = snapshot.agreed(area.key, today) if set(keys) == {"pm", "tpm"} else None
    held = _held(snapshot, roles, area, today)
    return Definition(aspect, roles, confidence, area, held, boundary, counterpart, agreed)


def _decides(topic: TopicMatch, snapshot: RegistrySnapshot, area: Area | None, today: date) -> Decides:
    decision, keys = topic.topic.decision, topic.roles
    agreed = snapshot.agreed(area.key, today) if area is not None else None
    line = agreed.line(decision.line) if agreed is not None else None
    if line is not None:
        keys = line.decider.roles
    other = snapshot.roles.counterpart(keys[0])
    named = (*decision.ask_first, *decision.tell_after, *decision.stuck, *topic.roles, *([other] if other else []))
    roles = tuple(snapshot.roles.get(key) for key in keys)
    others = tuple(snapshot.roles.get(key) for key in dict.fromkeys(named) if key not in keys)
    held = _held(snapshot, (*roles, *others), area, today) if area is not None else ()
    boundary = snapshot.roles.between(keys[0], other) if other is not None else None
    sure = min(topic.score / 3, 1.0)
    return Decides(roles, decision, others, area, held, sure, boundary, agreed if line is not None else None)


def _held(snapshot: RegistrySnapshot, roles: Iterable[RoleDefinition], area: Area, today: date) -> tuple[HeldRole, ...]:
    holdings = snapshot.holdings(area.key, today)
    return tuple(held_role(snapshot, holdings[role.key]) for role in roles if role.key in holdings)
