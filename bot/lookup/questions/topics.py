"""Which role settles what a sentence is about: its words against the decisions and duties of every role."""

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.lookup.sureness import sureness
from bot.registry.search.english import SAYS_NOTHING_AS_WRITTEN, rarity
from bot.registry.search.office import AROUND_WORK
from bot.registry.search.text import stem, words
from bot.roles.rules import Decision, RoleBook, RoleDefinition

BESIDE, PHRASE_BONUS, SPOKEN_BONUS, MOST_SPOKEN = 0.5, 1.0, 0.4, 4
SURE_SCORE, SURE_SCORE_IF_WHOLE = 1.4, 1.2
SURE_SHARE, SURE_SHARE_IF_WHOLE = 0.4, 0.18
# A logistic model of whether a sentence that names no area is about a topic, over `_figures`, the constant first; fitted
# on questions about roles against questions about areas, their own and those of other registries.
IS_ABOUT = (-0.55, 1.48, 0.85, -3.68, -1.45, -0.93, 0.79, 1.33)
MOST_AROUND = MOST_OF_THE_WORK = 2
# What people speak of when they ask who settles something, whatever it is about.
_OF_THE_WORK = frozenset(
    map(
        stem,
        [
            "feature",
            "features",
            "program",
            "project",
            "launch",
            "release",
            "deadline",
            "engineer",
            "engineers",
            "developer",
            "developers",
            "user",
            "users",
            "customer",
            "customers",
            "roadmap",
            "backlog",
            "scope",
            "milestone",
            "requirement",
            "requirements",
            "stakeholder",
            "product",
            "decision",
            "priority",
            "date",
            "schedule",
        ],
    )
)
_AMOUNT = re.compile(r"\d+(?:k|m|mn|bn)")
_SHORT_FOR = {
    stem(short): stem(word)
    for short, word in (
        ("dev", "developer"), ("eng", "engineer"), ("req", "requirement"), ("prio", "priority"), ("exec", "executive"),
        ("mgmt", "management"), ("prototyp", "prototype"), ("perf", "performance"), ("docs", "document"),
    )
}  # fmt: skip
# A sentence that says nothing else is believed with less: "who talks to users".
ALL_OF_IT, SURE_SCORE_OF_ALL = 0.9, 0.6
# Small words that carry what is settled: "why we build it", "when it ships", "what comes first".
_CARRYING = dict.fromkeys(("whi", "when", "first", "next", "need", "decid"), 0.4)


@dataclass(frozen=True, slots=True)
class Topic:
    """Something a role settles or does, and the words in which it is asked for."""

    role: str
    decision: Decision
    phrases: tuple[tuple[str, ...], ...]
    spoken: tuple[tuple[str, ...], ...]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """A topic that a sentence is about; `score` from 0 up; `share` of the sentence's telling words that it explains.

    `said_phrase`: every telling word of a phrase was said, `said_whole`: of one of several words; `spoken`: how many
    words long a phrase of it is that was said word by word; `likely`: how likely it is meant where no area is.
    """

    topic: Topic
    score: float
    share: float
    said_whole: bool
    said_phrase: bool
    spoken: int = 0
    likely: float = 0.0

    @property
    def sure(self) -> bool:
        """Whether the sentence is about little else, or says it in so many words."""
        if self.said_whole and self.share >= ALL_OF_IT:
            return self.score >= SURE_SCORE_OF_ALL
        if self.said_whole:
            return self.score >= SURE_SCORE_IF_WHOLE and self.share >= SURE_SHARE_IF_WHOLE
        return self.score >= SURE_SCORE and self.share >= SURE_SHARE

    @property
    def enough(self) -> bool:
        """Whether it tells two roles apart that the sentence names itself."""
        return self.score >= SURE_SCORE_OF_ALL and (self.said_phrase or self.share >= SURE_SHARE)

    @property
    def stems(self) -> frozenset[str]:
        """Every word of the topic."""
        return self.topic.stems

    @property
    def roles(self) -> tuple[str, ...]:
        return (self.topic.role, *self.topic.decision.together_with)


class Topics:
    """The topics of one workspace's roles."""

    def __init__(self, roles: Iterable[RoleDefinition]) -> None:
        self._topics = [topic for role in roles for topic in _topics(role)]
        self._by_word: dict[str, list[int]] = {}
        for place, topic in enumerate(self._topics):
            # A phrase of small words alone ("go or no go") is found by the first of them.
            small = {spoken[0] for spoken in topic.spoken if len(spoken) > 1 and not any(map(_says, spoken))}
            for known in small.union(*topic.phrases):
                self._by_word.setdefault(known, []).append(place)
        self._longest = max((len(phrase) for topic in self._topics for phrase in topic.spoken), default=0)
        count = len(self._topics)
        self._weights = {
            stem: (0.4 + 0.6 * _says(stem)) * math.log((count + 1) / len(places)) / math.log(count + 1)
            for stem, places in self._by_word.items()
        }

    def find(self, sentence: str, among: Collection[str] = ()) -> TopicMatch | None:
        """The topic that the sentence is most about, of the roles `among` if given; None when it shares no telling word
        with any.
        """
        said = _stems(sentence)
        heard = frozenset(said)
        runs = self._runs(said)
        near = sorted({place for stem in heard for place in self._by_word.get(stem, ())})
        if among:
            near = [place for place in near if self._topics[place].role in among]
        best = max(((self._score(self._topics[place], heard, runs), -place) for place in near), default=(0.0, 0))
        if best[0] <= 0:
            return None
        topic = self._topics[-best[1]]
        spoken = _spoken(topic, runs)
        whole = spoken > 0 or any(len(phrase) > 1 and heard.issuperset(phrase) for phrase in topic.phrases)
        phrase = any(heard.issuperset(phrase) and any(map(rarity, phrase)) for phrase in topic.phrases)
        about = (best[0], min(spoken, MOST_SPOKEN), *_beside(topic, heard), phrase)
        return TopicMatch(topic, best[0], _share(topic, said), whole, phrase, spoken, sureness(IS_ABOUT, about))

    def _runs(self, said: Sequence[str]) -> frozenset[tuple[str, ...]]:
        """Every few words that stand side by side in a sentence, as long as the longest phrase."""
        return frozenset(
            tuple(said[start : start + length])
            for length in range(1, self._longest + 1)
            for start in range(len(said) - length + 1)
        )

    def _score(self, topic: Topic, heard: frozenset[str], runs: frozenset[tuple[str, ...]]) -> float:
        union = sum(self._weights[stem] for stem in sorted(topic.stems & heard))
        best = whole = 0.0
        for phrase, spoken in zip(topic.phrases, topic.spoken, strict=True):
            if heard.isdisjoint(phrase):
                continue
            # What is left of "how far are we" says too little by itself.
            if len(phrase) == 1 < len(spoken) and spoken not in runs:
                continue
            weights = [self._weights[stem] for stem in phrase if stem in heard]
            found, all_of_it = sum(weights), self._weight(phrase)
            best = max(best, found * found / all_of_it)
            if len(weights) == len(phrase):
                whole = max(whole, all_of_it)
        spoken_bonus = SPOKEN_BONUS * min(_spoken(topic, runs), MOST_SPOKEN)
        return BESIDE * union + best + PHRASE_BONUS * whole + spoken_bonus

    def _weight(self, phrase: Sequence[str]) -> float:
        return sum(self._weights[stem] for stem in phrase)


def _share(topic: Topic, said: Sequence[str]) -> float:
    telling = sorted({stem for stem in said if _says(stem) > 0.0})
    whole = sum(map(_says, telling))
    return sum(_says(stem) for stem in telling if stem in topic.stems) / whole if whole else 1.0


def _beside(topic: Topic, heard: Collection[str]) -> tuple[float, float, int, int]:
    """What else was said: the weightiest word and the weight of all, words of life around work, words of the work."""
    known = {stem for phrase in topic.phrases for stem in phrase}
    beside = sorted(set(heard) - known)
    weights = [_says(stem) for stem in beside]
    around = sum(stem in AROUND_WORK for stem in beside)
    of_the_work = sum(stem in _OF_THE_WORK for stem in heard)
    return max(weights, default=0.0), sum(weights), min(around, MOST_AROUND), min(of_the_work, MOST_OF_THE_WORK)


def _spoken(topic: Topic, runs: frozenset[tuple[str, ...]]) -> int:
    """Of how many words the longest phrase is that was said word by word, small words included."""
    return max((len(phrase) for phrase in topic.spoken if len(phrase) > 1 and phrase in runs), default=0)


def _stems(text: str) -> list[str]:
    """The stems of `text` without the words that only ask."""
    return [
        _meant(word.stem) for word in words(text) if not word.joined and word.surface not in SAYS_NOTHING_AS_WRITTEN
    ]


def _meant(said: str) -> str:
    """The stem of what an abbreviation or an amount stands for: "another 200k" is money."""
    return "money" if _AMOUNT.fullmatch(said) else _SHORT_FOR.get(said, said)


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
    spoken = tuple(tuple(_stems(text)) for text in asked_as)
    phrases = tuple(tuple(stem for stem in phrase if _says(stem) > 0.0) for phrase in spoken)
    return Topic(role, decision, phrases, spoken, frozenset(stem for phrase in phrases for stem in phrase))
