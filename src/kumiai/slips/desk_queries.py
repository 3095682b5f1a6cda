"""Questions of the matching desk: what waits for a decision, and whose it may be."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import QuerySet

from kumiai.kit import sql
from kumiai.kit.money import Yen
from kumiai.kit.zengin import names
from kumiai.members.models import Member
from kumiai.slips import matching, queries
from kumiai.slips.models import Deposit, SlipPayment

OPEN_STATES = ("suspense", "unmatched")
_sql = sql.load(__package__)


class NoSuchDeposit(LookupError):
    """The co-op has no such deposit."""


@dataclass(frozen=True, slots=True)
class ShareFacts:
    """What of a deposit went to a member."""

    member_number: str
    name: str
    amount_yen: Yen
    at: datetime


@dataclass(frozen=True, slots=True)
class DepositFacts:
    """A deposit as its file tells it, and where its money is."""

    id: int
    file_id: int
    file_name: str
    place: int
    tells: str
    paid_on: date
    amount_yen: Yen
    payer: str
    message: str
    state: str
    why: str
    is_over_cap: bool
    settled_at: datetime | None

    @property
    def called(self) -> str:
        """What a list calls it: who paid, else what was written."""
        return self.payer or self.message or "—"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whose a deposit may be; `because` is `number`, `slip` or `name`."""

    member_id: int
    member_number: str
    name: str
    kana: str
    left_on: date | None
    because: str


def open_deposits(*, coop_id: int, count: int) -> tuple[DepositFacts, ...]:
    """What waits for a decision, the oldest first."""
    rows = Deposit.objects.filter(coop_id=coop_id, state__in=OPEN_STATES)
    return _all(rows.order_by("paid_on", "id")[:count])


def over_cap(*, coop_id: int, since: datetime, count: int) -> tuple[DepositFacts, ...]:
    """What was credited since a moment and stays uncollected over the cap, the latest first."""
    rows = Deposit.objects.filter(
        coop_id=coop_id, state="credited", is_over_cap=True, settled_at__gte=since
    )
    return _all(rows.order_by("-settled_at", "-id")[:count])


def open_sums(*, coop_id: int) -> tuple[int, Yen]:
    """How many deposits stand on the suspense, and their yen."""
    amounts = Deposit.objects.filter(coop_id=coop_id, state="suspense").values_list(
        "amount_yen", flat=True
    )
    found = list(amounts)
    return len(found), Yen(sum(found))


def deposit(*, coop_id: int, deposit_id: int) -> DepositFacts:
    """Raises NoSuchDeposit, also for another co-op's."""
    found = _all(Deposit.objects.filter(coop_id=coop_id, id=deposit_id))
    if not found:
        raise NoSuchDeposit(f"deposit {deposit_id} of co-op {coop_id}")
    return found[0]


def shares(*, coop_id: int, deposit_id: int) -> tuple[ShareFacts, ...]:
    """To whom a deposit's money went."""
    rows = SlipPayment.objects.filter(coop_id=coop_id, deposit_id=deposit_id)
    return tuple(
        ShareFacts(row.member.member_number, row.member.name, Yen(row.amount_yen), row.taken_in_at)
        for row in rows.select_related("member").order_by("member__member_number")
    )


def candidates(*, coop_id: int, deposit_id: int) -> tuple[Candidate, ...]:
    """Whose a deposit may be: named by a number, by a slip, or of the same name."""
    row = Deposit.objects.filter(coop_id=coop_id, id=deposit_id).first()
    if row is None:
        return ()
    said = matching.hints(row.message, row.payer, coop_id=coop_id)
    slips = queries.sent_slips_by_reference(coop_id=coop_id, references=said.references)
    because: dict[int, str] = {}
    numbered = Member.objects.filter(coop_id=coop_id, member_number__in=said.member_numbers)
    for member_id in numbered.order_by("member_number").values_list("id", flat=True):
        because.setdefault(member_id, "number")
    for slip in slips.values():
        because.setdefault(slip.member_id, "slip")
    for member_id in _named(coop_id, row.payer):
        because.setdefault(member_id, "name")
    members = Member.objects.filter(coop_id=coop_id).in_bulk(list(because))
    return tuple(_candidate(members[member_id], why) for member_id, why in because.items())


def _named(coop_id: int, payer: str) -> list[int]:
    name = names.comparable(payer)
    if not name:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_sql.members_named, {"coop": coop_id, "names": [name]})
        return [member_id for (member_id,) in cursor.fetchall()]


def _candidate(member: Member, because: str) -> Candidate:
    return Candidate(
        member_id=member.pk,
        member_number=member.member_number,
        name=member.name,
        kana=member.kana,
        left_on=member.left_on,
        because=because,
    )


def _all(rows: QuerySet[Deposit]) -> tuple[DepositFacts, ...]:
    chosen = rows.select_related("file").defer("file__raw")
    return tuple(
        DepositFacts(
            id=row.pk,
            file_id=row.file_id,
            file_name=row.file.name,
            place=row.place,
            tells=row.tells,
            paid_on=row.paid_on,
            amount_yen=Yen(row.amount_yen),
            payer=row.payer,
            message=row.message,
            state=row.state,
            why=row.why,
            is_over_cap=row.is_over_cap,
            settled_at=row.settled_at,
        )
        for row in chosen
    )
