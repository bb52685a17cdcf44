"""Everything that a question needs, in memory and never changed: one workspace's registry at one version."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from bot.ids import MemberId
from bot.registry.rules import (
    Agreed,
    Agreement,
    Area,
    Assignment,
    Holding,
    OwnershipTree,
    Person,
    RegistryContent,
)
from bot.registry.search.direct import DirectKeys
from bot.registry.search.index import Index
from bot.registry.search.ranking import Found, search
from bot.registry.search.role_names import RoleNames
from bot.registry.search.text import Word
from bot.roles.rules import RoleBook


class RegistrySnapshot:
    """One version of a registry with its index. Building takes a moment; asking changes nothing.

    `index` is given where one of the same areas is there already: most of the work.
    """

    def __init__(
        self,
        content: RegistryContent,
        roles: RoleBook,
        version: int = 0,
        agreements: Iterable[Agreement] = (),
        index: Index | None = None,
    ) -> None:
        self.version = version
        self._agreements = {agreement.area_id: agreement for agreement in agreements}
        self.roles = roles
        self.content = content
        self.areas: Sequence[Area] = content.areas
        self.people: Mapping[str, Person] = {person.key: person for person in content.people}
        self.tree = OwnershipTree(content.areas, content.assignments)
        self.direct = DirectKeys(content.areas, content.people)
        names = (name for area in content.areas for name in (area.name, *area.aliases))
        self.role_names = RoleNames(roles, names)
        self._held_by: dict[str, list[Assignment]] = {}
        for assignment in content.assignments:
            self._held_by.setdefault(assignment.person, []).append(assignment)
        self._role_keys = sorted({assignment.role for assignment in content.assignments})
        self.index = index or Index(content.areas, {area.key: self.tree.ancestors(area.key) for area in content.areas})

    def pieces(self, size: int) -> Iterator[Sequence[object]]:
        """What it is made of, so many at a time, and then what holds that: for who lets go of it, the last first."""
        for made in (self.areas, self.content.assignments, [*self.people.values()], self.index.labels):
            for at in range(0, len(made), size):
                yield made[at : at + size]
        yield [self._held_by]
        for part in (self.index, self.direct, self.role_names, self.tree):
            yield from ([held] for held in vars(part).values())

    def area(self, key: str) -> Area:
        return self.tree.areas[key]

    def above(self, key: str) -> list[Area]:
        """The areas above, the nearest first."""
        return [self.tree.areas[ancestor] for ancestor in self.tree.ancestors(key) if ancestor in self.tree.areas]

    def person(self, key: str) -> Person:
        """The person of a key; one that is missing is known by the key."""
        return self.people.get(key) or Person(key, key)

    def search(self, said: Sequence[Word]) -> Found:
        """The areas that the words may be about, best first."""
        return search(self.index, said)

    def related(self, one: str, other: str) -> bool:
        """Whether one of the two stands above the other."""
        return one == other or one in self.tree.ancestors(other) or other in self.tree.ancestors(one)

    def holdings(self, key: str, on: date) -> dict[str, Holding]:
        """Every role held in the area on that day, own or inherited."""
        return self.tree.holdings(key, on)

    def held_by(self, person: str, on: date) -> list[Assignment]:
        """What a person holds on that day, by area and role."""
        held = [assignment for assignment in self._held_by.get(person, ()) if assignment.in_force(on)]
        return sorted(held, key=lambda one: (one.area, one.role))

    def role_keys(self) -> Iterable[str]:
        """The keys of every role that somebody holds somewhere."""
        return self._role_keys

    def agreed(self, key: str, on: date) -> Agreed | None:
        """The PM-TPM agreement that holds in the area on that day: its own, or the nearest above made by the same two."""
        if not self._agreements:
            return None
        sides = {held.role: held for held in self.holdings(key, on).values() if held.role in ("pm", "tpm")}
        pm, tpm = (self._accountable(sides.get(side)) for side in ("pm", "tpm"))
        for area in (self.area(key), *self.above(key)):
            agreement = self._agreements.get(area.id) if area.id is not None else None
            if agreement is not None:
                signatures = agreement.agreed(pm, tpm)
                usual = self.roles.agreement_lines
                return Agreed(area, agreement, signatures, usual) if signatures is not None else None
        return None

    def _accountable(self, holding: Holding | None) -> MemberId | None:
        """The one who would sign; nobody when they have left, though the registry names them still."""
        person = self.person(holding.assignments[0].person) if holding is not None else None
        return person.member_id if person is not None and not person.gone else None
