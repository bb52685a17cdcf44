"""Answers from what is known about roles: what one is, how two differ, who settles what."""

from dataclasses import replace
from datetime import date

from bot.lookup.answer_rules import Answer, Definition
from bot.lookup.candidates import Ranked, rank
from bot.lookup.questions.intents import Intent, words_of
from bot.lookup.questions.reading import SIDES, Question
from bot.lookup.settling import Understood, holders, settled
from bot.registry.rules import Area
from bot.registry.search.snapshot import RegistrySnapshot
from bot.roles.rules import RoleDefinition

# How sure the kind of a question has to be before it stands against the words that usually ask for another.
SURE_OF_KIND = 0.95
# "Is it a PM's job to …?" asks whose it is, though it sounds like either.
_OR_WHOSE = (Intent.OWNER, Intent.DEFINITION)


def about_roles(
    question: Question, understood: Understood, snapshot: RegistrySnapshot, ranked: Ranked, today: date
) -> Answer | None:
    """An answer from the library, when the sentence asks about roles rather than for the owner of an area."""
    asked = _asked(question, understood)
    roles = tuple(snapshot.roles.get(key) for key in _meant(question, asked, understood.likely))
    if asked is Intent.DECIDES or (question.whether and not understood.likely and asked in _OR_WHOSE):
        decided = settled(question, understood, snapshot, ranked, today)
        if decided is not None:
            return decided
    if asked not in (Intent.OWNER, Intent.DECIDES):
        in_area = ranked.named_outright and _names_area_beside_intent(question, asked, snapshot, today)
        compared = asked is Intent.COMPARE and len(roles) > 1
        if understood.likely or question.in_general or compared or not in_area:
            area = ranked.candidates[0].area if in_area and compared else None
            return _definition(asked, roles, snapshot, 0.9, area, today)
    if question.roles and not question.said_anything:
        return _definition(_usual(question), roles, snapshot, 0.6)
    decided = settled(question, understood, snapshot, ranked, today)
    if decided is None and asked is Intent.DECIDES and len(roles) > 1:
        # Which of the two it is cannot be told, but how they divide the work can.
        return _definition(Intent.COMPARE, roles, snapshot, 0.5)
    return decided


def _usual(question: Question) -> Intent:
    """What is asked of roles that are named and little else."""
    usual = Intent.COMPARE if len(question.roles) > 1 else Intent.DEFINITION
    return usual if question.loosely is Intent.OWNER else question.loosely


def _asked(question: Question, understood: Understood) -> Intent:
    """What is asked of roles: as it was heard where that is sure, else by the words that usually ask for it."""
    if understood.likely and (understood.heard.sure >= SURE_OF_KIND or question.intent is Intent.OWNER):
        return understood.heard.kind
    return question.intent


def _meant(question: Question, asked: Intent, likely: bool) -> tuple[str, ...]:
    """The roles that are named, or the sides that are: "good at product"; both where neither is."""
    if question.roles or not likely or asked is Intent.DECIDES:
        return question.roles or (SIDES if question.both else ())
    said = question.text.casefold()
    sides = tuple(side for side, word in zip(SIDES, ("product", "program"), strict=True) if word in said)
    return sides if len(sides) == 1 else SIDES


def _names_area_beside_intent(question: Question, asked: Intent, snapshot: RegistrySnapshot, today: date) -> bool:
    """Whether an area is named by other words than those that ask: "success metrics of a PM" names no area Metrics."""
    beside = tuple(word for word in question.said if not words_of(asked, word.surface))
    return rank(replace(question, said=beside), snapshot, today).named_outright


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
    held = holders(snapshot, roles, area, today)
    return Definition(aspect, roles, confidence, area, held, boundary, counterpart, agreed)
