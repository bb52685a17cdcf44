"""Which role settles what a sentence is about: by the words of the decisions, and by how such questions were asked before."""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.lookup.answer_rules import Decides, HeldRole
from bot.lookup.area_rules import held_role
from bot.lookup.candidates import CERTAIN, KNOWN, Ranked, rank
from bot.lookup.questions.hearing import Heard, Hearing
from bot.lookup.questions.intents import Intent, asks_who
from bot.lookup.questions.reading import Question
from bot.lookup.questions.topics import ALL_OF_IT, TopicMatch, topics_of
from bot.lookup.sureness import sureness
from bot.registry.rules import Area
from bot.registry.search.english import rarity
from bot.registry.search.office import AROUND_WORK
from bot.registry.search.snapshot import RegistrySnapshot
from bot.roles.rules import Decision, RoleBook, RoleDefinition

# What has to be said beside a topic before an area is looked for in it: about one word that is no everyday one.
ENOUGH_BESIDE = 0.3
# A phrase so long is no accident, even where one of its words names an area: "what we build next".
MANY_WORDS = 3
# A logistic model of whether a sentence asks about roles rather than for an area's owner or for something else, over
# `figures`, the constant first; `python -m bench --fit` shows what the questions of the tests alone make of it.
IS_ABOUT_ROLES = (-7.51, 0.69, -0.8, -1.13, 2.02, 6.35, 0.41, 4.29, 2.61, 3.34, -6.35)
LIKELY = 0.62
ALL_BUT_CERTAIN = 0.98
# How much likelier, as a logarithm for the root of its length, a sentence has to be something else.
ELSEWHERE = 3.3
MOST_AROUND, A_LONG_SENTENCE = 2, 20
# A second role is named as well when it is at least so likely.
PERHAPS = 0.005
EVEN = 0.5
# What both sides settle when no decision of theirs is near.
FOR_BOTH = Decision("what touches both the product and its plan", joined="in")


@dataclass(frozen=True, slots=True)
class Understood:
    """What is understood of a sentence before an answer is chosen: what was heard, the topic nearest to it, whether it is
    likely about roles at all.
    """

    heard: Heard
    topic: TopicMatch | None
    likely: bool

    @property
    def elsewhere(self) -> bool:
        """Whether the sentence sounds as if it asked for nobody: "a good road map of Norway"."""
        return self.heard.elsewhere / math.sqrt(max(self.heard.length, 1)) >= ELSEWHERE

    @property
    def kind(self) -> Intent:
        """What is asked of roles; OWNER where it is not likely that anything is."""
        return self.heard.kind if self.likely else Intent.OWNER


def understand(question: Question, snapshot: RegistrySnapshot, ranked: Ranked, hearing: Hearing) -> Understood:
    """What `question` asks of roles, if anything."""
    heard = hearing.hear(question.marked)
    may_be = sureness(IS_ABOUT_ROLES, figures(question, heard, 1.0, ranked)) >= LIKELY
    asks = asks_who(question.text) or question.whether or question.intent is Intent.DECIDES
    topic = topics_of(snapshot.roles).find(question.apart) if may_be or asks else None
    fits = topic.likely if topic is not None else 0.0
    likely = may_be and sureness(IS_ABOUT_ROLES, figures(question, heard, fits, ranked)) >= LIKELY
    return Understood(heard, topic, likely and not _all_but_certain(question, topic, ranked))


def _all_but_certain(question: Question, topic: TopicMatch | None, ranked: Ranked) -> bool:
    """Whether an area is meant beyond doubt, where no role is named and the topic of none is likely."""
    certain = bool(ranked.candidates) and ranked.candidates[0].confidence >= ALL_BUT_CERTAIN
    return certain and not question.roles and (topic is None or topic.likely < EVEN)


def figures(question: Question, heard: Heard, fits: float, ranked: Ranked) -> tuple[float, ...]:
    """What decides whether a sentence asks about roles, in the order of the model; `fits`: how likely its topic is."""
    around = sum(word.stem in AROUND_WORK for word in question.said if not word.joined)
    return (
        heard.about / math.sqrt(max(heard.length, 1)),
        heard.unheard,
        min(around, MOST_AROUND),
        asks_who(question.text),
        question.intent not in (Intent.OWNER, Intent.DECIDES),
        min(heard.length, A_LONG_SENTENCE),
        fits,
        question.loosely is not Intent.OWNER,
        question.in_general,
        ranked.candidates[0].confidence if ranked.candidates else 0.0,
    )


def settled(
    question: Question, understood: Understood, snapshot: RegistrySnapshot, ranked: Ranked, today: date
) -> Decides | None:
    """Which role settles what the sentence is about, when it asks for that."""
    chosen = question.intent is Intent.DECIDES
    among = question.roles if chosen and len(question.roles) > 1 else ()
    own = _own(snapshot.roles)
    topic = topics_of(snapshot.roles).find(question.apart, among) if among else understood.topic
    if understood.kind is Intent.DECIDES and not _stands_alone(topic, own):
        return _heard(question, understood.heard, among, snapshot, today)
    if topic is None or (among and not topic.enough) or not (chosen or _is_meant(topic, question, ranked)):
        return None
    elsewhere = _area_beside(topic, question, snapshot, today)
    in_area = elsewhere is not None and topic.said_phrase
    if in_area or chosen or question.whether or _stands_alone(topic, own):
        return _decides(topic.topic.decision, topic.roles, snapshot, elsewhere, today, min(topic.score / 3, 1.0))
    return None


def _heard(
    question: Question, heard: Heard, among: Collection[str], snapshot: RegistrySnapshot, today: date
) -> Decides | None:
    """The likeliest role, with the decision of it that is nearest; and the next, unless that is out of the question."""
    own = _own(snapshot.roles)
    found = [(role, share) for role, share in heard.roles if role not in own and (not among or role in among)]
    if not found:
        return None
    (first, share), *others = found
    roles = tuple(snapshot.roles.order([first, *(role for role, much in others[:1] if much >= EVEN)]))
    topic = topics_of(snapshot.roles).find(question.apart, roles)
    joint = len(roles) > 1
    if topic is not None and topic.enough and (not joint or set(topic.roles) == set(roles)):
        decision, roles = topic.topic.decision, topic.roles
        elsewhere = _area_beside(topic, question, snapshot, today)
    else:
        decision = FOR_BOTH if joint else _whole(snapshot.roles.get(first))
        elsewhere = None
    perhaps = (
        next((role for role, much in others if role not in roles and much >= PERHAPS), None)
        if len(roles) == 1
        else None
    )
    return _decides(decision, roles, snapshot, elsewhere, today, share, perhaps)


def _stands_alone(topic: TopicMatch | None, own: Collection[str]) -> bool:
    """Whether a topic needs nothing else to be believed: it is the workspace's own, or said in so many words."""
    if topic is None or not topic.sure:
        return False
    in_so_many_words = topic.said_whole and (topic.share >= ALL_OF_IT or topic.spoken >= MANY_WORDS)
    return topic.topic.role in own or in_so_many_words


def _whole(role: RoleDefinition) -> Decision:
    """What a role is for, as the nearest that can be said of what it settles."""
    return Decision(role.purpose[:1].lower() + role.purpose[1:].rstrip("."), duty=True)


def _own(book: RoleBook) -> frozenset[str]:
    """The roles whose decisions the workspace has put into its own words: how others asked says nothing of them."""
    return frozenset(role.key for role in book.own() if role.decisions)


def _is_meant(topic: TopicMatch, question: Question, ranked: Ranked) -> bool:
    """Whether the sentence is about the topic; where a role is named besides, it has to say it in so many words."""
    if not topic.sure or not (question.whether or asks_who(question.text)):
        return False
    if len(question.roles) != 1:
        return True
    others = question.whether and topic.topic.role not in question.roles
    return (topic.said_whole or others) and (ranked.known < KNOWN or topic.spoken >= MANY_WORDS)


def _area_beside(topic: TopicMatch, question: Question, snapshot: RegistrySnapshot, today: date) -> Area | None:
    """The area that the words beside the topic name: Checkout in "who decides the launch date of Checkout"."""
    beside = tuple(word for word in question.said if word.stem not in topic.stems)
    if sum(rarity(word.stem) for word in beside) < ENOUGH_BESIDE:
        return None
    ranked = rank(replace(question, said=beside), snapshot, today)
    if not ranked.candidates or not ranked.named_outright or ranked.candidates[0].confidence < CERTAIN:
        return None
    return ranked.candidates[0].area


def _decides(
    decision: Decision, keys: tuple[str, ...], snapshot: RegistrySnapshot, area: Area | None, today: date, sure: float,
    perhaps: str | None = None,
) -> Decides:  # fmt: skip
    agreed = snapshot.agreed(area.key, today) if area is not None else None
    line = agreed.line(decision.line) if agreed is not None else None
    if line is not None:
        keys, perhaps = line.decider.roles, None
    other = snapshot.roles.counterpart(keys[0])
    named = (*decision.ask_first, *decision.tell_after, *decision.stuck, *keys, *([other] if other else []))
    roles = tuple(snapshot.roles.get(key) for key in keys)
    others = tuple(snapshot.roles.get(key) for key in dict.fromkeys(named) if key not in keys)
    held = holders(snapshot, (*roles, *others), area, today) if area is not None else ()
    boundary = snapshot.roles.between(keys[0], other) if other is not None else None
    also = snapshot.roles.get(perhaps) if perhaps is not None else None
    return Decides(roles, decision, others, area, held, sure, boundary, agreed if line is not None else None, also)


def holders(
    snapshot: RegistrySnapshot, roles: Iterable[RoleDefinition], area: Area, today: date
) -> tuple[HeldRole, ...]:
    """Who holds each of `roles` in `area`, where somebody does."""
    holdings = snapshot.holdings(area.key, today)
    return tuple(held_role(snapshot, holdings[role.key]) for role in roles if role.key in holdings)
