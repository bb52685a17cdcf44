"""Answers from what is known about roles: what one is, how two differ, who settles what."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.lookup.answer_rules import Answer, Decides, Definition, HeldRole
from bot.lookup.area_rules import held_role
from bot.lookup.candidates import CERTAIN, Ranked, rank
from bot.lookup.questions.intents import Intent, asks_who, words_of
from bot.lookup.questions.reading import Question
from bot.lookup.questions.topics import TopicMatch, topics_of
from bot.registry.rules import Area
from bot.registry.search.english import rarity
from bot.registry.search.snapshot import RegistrySnapshot
from bot.roles.rules import RoleDefinition

# What has to be said beside a topic before an area is looked for in it: about one word that is no everyday one.
ENOUGH_BESIDE = 0.3


def about_roles(question: Question, snapshot: RegistrySnapshot, ranked: Ranked, today: date) -> Answer | None:
    """An answer from the library, when the sentence asks about roles rather than for the owner of an area."""
    keys = question.roles or (("pm", "tpm") if question.both else ())
    roles = tuple(snapshot.roles.get(key) for key in keys)
    plain = question.intent not in (Intent.OWNER, Intent.DECIDES)
    if plain and not (ranked.named_outright and _names_area_beside_intent(question, snapshot, today)):
        return _definition(question.intent, roles, snapshot, 0.9)
    if question.intent is Intent.COMPARE and len(roles) > 1:
        return _definition(Intent.COMPARE, roles, snapshot, 0.9, ranked.candidates[0].area, today)
    if question.roles and not question.said_anything:
        return _definition(Intent.COMPARE if len(roles) > 1 else Intent.DEFINITION, roles, snapshot, 0.6)
    chosen = question.intent is Intent.DECIDES
    asked = asks_who(question.text) or chosen
    topic = topics_of(snapshot.roles).find(question.text) if asked else None
    if topic is None or len(question.roles) == 1:
        return None
    if not (topic.sure or chosen):
        return None
    best = ranked.candidates[0].confidence if ranked.candidates else 0.0
    elsewhere = _area_beside(topic, question, snapshot, today)
    about_area = ranked.named_outright or (best >= 0.8 and topic.share < ranked.coverage)
    if elsewhere is None and about_area and not chosen:
        return None
    return _decides(topic, snapshot, elsewhere, today)


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
