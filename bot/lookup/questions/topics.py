"""Which role settles what a sentence is about: its words against the decisions and duties of every role."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.registry.search.english import rarity
from bot.registry.search.text import stems
from bot.roles.rules import Decision, RoleBook, RoleDefinition

PHRASE_BONUS, SPOKEN_BONUS = 1.5, 0.6
SURE_SCORE, SURE_SHARE = 1.2, 0.4
# Small words that carry what is settled: "why we build it", "when it ships", "what comes first".
_CARRYING = dict.fromkeys(("whi", "when", "first", "next", "need", "decid"), 0.4)


@dataclass(frozen=True, slots=True)
class Topic:
    """Something a role settles or does, and the words in which it is asked for."""

    role: str
    decision: Decision
    phrases: tuple[tuple[str, ...], ...]
    spoken: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """A topic that a sentence is about; `score` from 0 up; `share` of the sentence's telling words that it explains."""

    topic: Topic
    score: float
    share: float
    said_whole: bool

    @property
    def sure(self) -> bool:
        """Whether the sentence is about little else, or says it in so many words."""
        return self.score >= SURE_SCORE and (self.share >= SURE_SHARE or self.said_whole)

    @property
    def stems(self) -> frozenset[str]:
        """Every word of the topic."""
        return frozenset(stem for phrase in self.topic.phrases for stem in phrase)

    @property
    def roles(self) -> tuple[str, ...]:
        return (self.topic.role, *self.topic.decision.together_with)


class Topics:
    """The topics of one workspace's roles."""

    def __init__(self, roles: Iterable[RoleDefinition]) -> None:
        self._topics = [topic for role in roles for topic in _topics(role)]
        self._by_word: dict[str, list[int]] = {}
        for place, topic in enumerate(self._topics):
            for stem in {part for phrase in topic.phrases for part in phrase}:
                self._by_word.setdefault(stem, []).append(place)
        count = len(self._topics)
        self._weights = {
            stem: (0.4 + 0.6 * _says(stem)) * math.log((count + 1) / len(places)) / math.log(count + 1)
            for stem, places in self._by_word.items()
        }

    def find(self, sentence: str) -> TopicMatch | None:
        """The topic that the sentence is most about; None when it shares no telling word with any."""
        said = stems(sentence)
        heard = frozenset(said)
        near = sorted({place for stem in heard for place in self._by_word.get(stem, ())})
        best = max(((self._score(self._topics[place], said, heard), -place) for place in near), default=(0.0, 0))
        if best[0] <= 0:
            return None
        topic = self._topics[-best[1]]
        whole = any(len(phrase) > 1 and heard.issuperset(phrase) for phrase in topic.phrases) or _spoken(topic, said)
        return TopicMatch(topic, best[0], _share(topic, said), whole)

    def _score(self, topic: Topic, said: Sequence[str], heard: frozenset[str]) -> float:
        known = {stem for phrase in topic.phrases for stem in phrase}
        score = sum(self._weights[stem] for stem in sorted(known & heard))
        whole = [self._weight(phrase) for phrase in topic.phrases if phrase and heard.issuperset(phrase)]
        return score + PHRASE_BONUS * max(whole, default=0.0) + (SPOKEN_BONUS if _spoken(topic, said) else 0.0)

    def _weight(self, phrase: Sequence[str]) -> float:
        return sum(self._weights[stem] for stem in phrase)


def _share(topic: Topic, said: Sequence[str]) -> float:
    known = {stem for phrase in topic.phrases for stem in phrase}
    telling = sorted({stem for stem in said if _says(stem) > 0.0})
    return sum(_says(stem) for stem in telling if stem in known) / (sum(map(_says, telling)) or 1.0)


def _spoken(topic: Topic, said: Sequence[str]) -> bool:
    """Whether a phrase of the topic was said word by word, small words included."""
    return any(
        tuple(said[start : start + len(phrase)]) == phrase
        for phrase in topic.spoken
        for start in range(len(said) - len(phrase) + 1)
    )


def _says(stem: str) -> float:
    return rarity(stem) or _CARRYING.get(stem, 0.0)


@lru_cache(maxsize=256)
def topics_of(book: RoleBook) -> Topics:
    """The topics of a book of roles, made once for each book."""
    return Topics(book)


def _topics(role: RoleDefinition) -> list[Topic]:
    measures = (f"answers for {measure[:1].lower()}{measure[1:]}" for measure in role.success_metrics)
    duties = [*((duty, duty) for duty in role.responsibilities), *zip(measures, role.success_metrics, strict=True)]
    duties += [(text, text) for text in (role.scope, role.purpose) if text]
    return [
        *(_topic(role.key, decision, (decision.subject, *decision.asked_as)) for decision in role.decisions),
        *(
            _topic(role.key, Decision(says[:1].lower() + says[1:].rstrip("."), duty=True), (asked_as,))
            for says, asked_as in duties
        ),
    ]


def _topic(role: str, decision: Decision, asked_as: Iterable[str]) -> Topic:
    spoken = tuple(tuple(stems(text)) for text in asked_as)
    phrases = tuple(tuple(stem for stem in phrase if _says(stem) > 0.0) for phrase in spoken)
    return Topic(role, decision, phrases, tuple(phrase for phrase in spoken if len(phrase) > 1))
