"""What an agreement says now, who may change it, and who has to be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import NotAllowed, UserError
from bot.ids import ChannelId, MemberId, MessageTs, SlackUserId
from bot.registry.rules import Agreement, Area, Person, Signature
from bot.roles.rules import AgreementLine, Decider

SIDES = ("pm", "tpm")
LONGEST_ALSO = 500
ASKED = "asked"
CHANGED_MEANWHILE = "This agreement was changed a moment ago. Nothing was saved; please open it again."


@dataclass(frozen=True, slots=True)
class Version:
    """One version with who made it."""

    id: int
    agreement: Agreement
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that one of the two gets about a version, once it has been sent with where it stands."""

    id: int
    version_id: int
    member_id: MemberId
    told_channel: ChannelId | None = None
    told_ts: MessageTs | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The agreement of an area on a day: the two who hold the roles, and every version, the newest first.

    `usual` are the library's lines, which stand until the two have written their own.
    """

    area: Area
    pm: Person
    tpm: Person
    versions: tuple[Version, ...]
    usual: tuple[AgreementLine, ...]

    @property
    def newest(self) -> Version | None:
        return self.versions[0] if self.versions else None

    @property
    def number(self) -> int:
        """The newest version's number; 0 when nothing has been written yet."""
        return self.versions[0].agreement.number if self.versions else 0

    @property
    def lines(self) -> tuple[AgreementLine, ...]:
        return self.versions[0].agreement.lines if self.versions else self.usual

    @property
    def also(self) -> str:
        return self.versions[0].agreement.also if self.versions else ""

    def holder(self, side: str) -> Person:
        return self.pm if side == "pm" else self.tpm

    def side_of(self, user_id: SlackUserId | None) -> str | None:
        """Which of the two a person is; None for everybody else."""
        return next(
            (side for side in SIDES if user_id is not None and self.holder(side).slack_user_id == user_id), None
        )

    def signature(self, side: str) -> Signature | None:
        """The present holder's Agree to the newest version."""
        newest = self.newest
        return newest.agreement.signed_by(side, self.holder(side).member_id) if newest is not None else None

    @property
    def agreed(self) -> tuple[Signature, Signature] | None:
        """Both signatures, when the two who hold the roles now have pressed Agree."""
        newest = self.newest
        return newest.agreement.agreed(self.pm.member_id, self.tpm.member_id) if newest is not None else None

    def may_sign(self, user_id: SlackUserId) -> tuple[str, Person]:
        """Which of the two wants to agree or change. Raises NotAllowed, and says who can."""
        side = self.side_of(user_id)
        if side is None:
            raise NotAllowed(f"Only {who_may(self)} can agree or change what they have agreed on.")
        return side, self.holder(side)

    def changes(self, deciders: Mapping[str, Decider], also: str) -> tuple[AgreementLine, ...] | None:
        """The lines with these deciders; None when that and `also` is what stands already."""
        lines = tuple(replace(line, decider=deciders.get(line.key, line.decider)) for line in self.lines)
        return None if self.versions and (lines, also) == (self.lines, self.also) else lines


def who_may(standing: Standing) -> str:
    """`Ana Silva (PM) and Bo Chen (TPM)`."""
    return f"{standing.pm.name} (PM) and {standing.tpm.name} (TPM)"


def two_sides(area: Area, pm: Person | None, tpm: Person | None) -> tuple[Person, Person]:
    """The two who agree. Raises UserError when there are no two people who can."""
    for side, person, other in (("PM", pm, "TPM"), ("TPM", tpm, "PM")):
        if person is None:
            raise UserError(
                f"{area.name} has no {side}, so there is nobody with whom its {other} could agree. "
                f"Once somebody is {side}, ask again."
            )
        if person.gone:
            raise UserError(f"{person.name}, {side} of {area.name}, has left. Once somebody else is {side}, ask again.")
        if person.group_id is not None:
            raise UserError(
                f"{person.name} is a user group. An agreement is between two people: name one of them as {side} first."
            )
    if pm is None or tpm is None or pm.key == tpm.key:
        name = pm.name if pm is not None else "One person"
        raise UserError(f"{name} is both PM and TPM of {area.name}: there is nobody to agree with.")
    return pm, tpm


def who_is_told(standing: Standing, signed: str) -> list[tuple[Person, str]]:
    """Whom to tell after the holder of `signed` has agreed, each with the reason that makes it happen once."""
    other = standing.holder("tpm" if signed == "pm" else "pm")
    if standing.agreed is not None:
        return [(other, f"agreed:{standing.holder(signed).member_id}")]
    return [(other, ASKED)]


def who_is_asked(standing: Standing) -> list[Person]:
    """Who holds a role since the newest version was agreed on, and has not been asked: the roles have changed hands."""
    newest = standing.newest
    if newest is None:
        return []
    both_once = {one.side for one in newest.agreement.signatures} == set(SIDES)
    return [standing.holder(side) for side in SIDES if both_once and standing.signature(side) is None]


def read_lines(stored: Sequence[Mapping[str, str]]) -> tuple[AgreementLine, ...]:
    """Lines as a row keeps them."""
    return tuple(AgreementLine(one["key"], one["subject"], Decider(one["decider"])) for one in stored)
