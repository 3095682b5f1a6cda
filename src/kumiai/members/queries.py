"""Questions about members; answers are frozen facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kumiai.coops.rules import Actor
from kumiai.members import rules
from kumiai.members.models import Guardian, Member, MemberCard, Suspension


class NoSuchMember(LookupError):
    """The co-op has no such member."""


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A membership as its own pages show it; `suspended_at` is set while the cards are stopped."""

    id: int
    coop_id: int
    member_number: str
    name: str
    kana: str
    birth_date: date
    joined_year: int
    graduation_year: int | None
    faculty: str
    home_phone: str
    guardian_mobile: str
    guardian_name: str
    left_on: date | None
    card_code: str
    suspended_at: datetime | None

    @property
    def prepaid_usable_until(self) -> date | None:
        return rules.prepaid_usable_until(self.graduation_year)


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A card ever issued; dead since `replaced_at`."""

    code: str
    idm: str | None
    issued_at: datetime
    replaced_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """Since when a member's cards are stopped, why, and who stopped them."""

    at: datetime
    reason: str
    by: Actor


def member(*, coop_id: int, member_id: int) -> MemberFacts:
    """Raises NoSuchMember, also for a member of another co-op."""
    found = Member.objects.filter(coop_id=coop_id, id=member_id).first()
    if found is None:
        raise NoSuchMember(f"member {member_id} of co-op {coop_id}")
    return _member_facts(found)


def member_by_number(member_number: str) -> MemberFacts:
    """The member with a folded number, which says the co-op as well; raises NoSuchMember."""
    found = Member.objects.filter(member_number=member_number).first()
    if found is None:
        raise NoSuchMember(member_number)
    return _member_facts(found)


def member_ids(*, coop_id: int, member_numbers: Sequence[str]) -> dict[str, int]:
    """The ids of the members with these numbers, by number; unknown ones are left out."""
    found = Member.objects.filter(coop_id=coop_id, member_number__in=list(member_numbers))
    return dict(found.values_list("member_number", "id"))


def stopped(*, coop_id: int, member_id: int) -> Stopped | None:
    """How the member's cards came to be stopped; None while they may be used (rows G32, G50)."""
    found = Suspension.objects.filter(coop_id=coop_id, member_id=member_id, lifted_at=None).first()
    if found is None:
        return None
    by = Actor(found.by_kind, found.by_id)  # type: ignore[arg-type]
    return Stopped(found.suspended_at, found.reason, by)


def cards(*, coop_id: int, member_id: int) -> tuple[CardFacts, ...]:
    """Every card a member was ever issued, the latest first."""
    rows = MemberCard.objects.filter(coop_id=coop_id, member_id=member_id)
    return tuple(
        CardFacts(row.code, row.idm, row.issued_at, row.replaced_at)
        for row in rows.order_by("-issued_at", "-id")
    )


def _member_facts(row: Member) -> MemberFacts:
    guardian = Guardian.objects.filter(coop_id=row.coop_id, member_id=row.id).first()
    card = MemberCard.objects.get(coop_id=row.coop_id, member_id=row.id, replaced_at=None)
    suspension = Suspension.objects.filter(
        coop_id=row.coop_id, member_id=row.id, lifted_at=None
    ).first()
    return MemberFacts(
        id=row.id,
        coop_id=row.coop_id,
        member_number=row.member_number,
        name=row.name,
        kana=row.kana,
        birth_date=row.birth_date,
        joined_year=row.joined_year,
        graduation_year=row.graduation_year,
        faculty=row.faculty,
        home_phone=row.home_phone,
        guardian_mobile=row.guardian_mobile,
        guardian_name=guardian.name if guardian else "",
        left_on=row.left_on,
        card_code=card.code,
        suspended_at=suspension.suspended_at if suspension else None,
    )
