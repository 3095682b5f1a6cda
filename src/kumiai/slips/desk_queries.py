"""Questions of the matching desk: what waits for a decision, and whose it may be."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import QuerySet

from kumiai.kit import sql
from kumiai.kit.money import Yen
from kumiai.kit.zengin import names
from kumiai.members import rules as member_rules
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
    """Whose a deposit may be: all that speaks for it, each `number`, `slip` or `name`.

    `is_other_name` where the payer's name is neither the member's nor a relative's; `has_left`
    where the membership is over, so that the money could not be collected.
    """

    member_id: int
    member_number: str
    name: str
    kana: str
    left_on: date | None
    because: tuple[str, ...]
    is_other_name: bool
    has_left: bool


def open_deposits(*, coop_id: int, part: slice) -> tuple[DepositFacts, ...]:
    """What waits for a decision, the oldest first."""
    rows = Deposit.objects.filter(coop_id=coop_id, state__in=OPEN_STATES)
    return facts(rows.order_by("paid_on", "id")[part])


def over_cap(*, coop_id: int, since: datetime, part: slice) -> tuple[DepositFacts, ...]:
    """What was credited since a moment and stays uncollected over the cap, the latest first."""
    rows = Deposit.objects.filter(
        coop_id=coop_id, state="credited", is_over_cap=True, settled_at__gte=since
    )
    return facts(rows.order_by("-settled_at", "-id")[part])


def open_sums(*, coop_id: int) -> tuple[int, Yen]:
    """How many deposits stand on the suspense, and their yen."""
    amounts = Deposit.objects.filter(coop_id=coop_id, state="suspense").values_list(
        "amount_yen", flat=True
    )
    found = list(amounts)
    return len(found), Yen(sum(found))


def deposit(*, coop_id: int, deposit_id: int) -> DepositFacts:
    """Raises NoSuchDeposit, also for another co-op's."""
    found = facts(Deposit.objects.filter(coop_id=coop_id, id=deposit_id))
    if not found:
        raise NoSuchDeposit(f"deposit {deposit_id} of co-op {coop_id}")
    return found[0]


def facts(rows: QuerySet[Deposit]) -> tuple[DepositFacts, ...]:
    """Deposits as a page shows them, in the order they are asked for."""
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


def shares(*, coop_id: int, deposit_id: int) -> tuple[ShareFacts, ...]:
    """To whom a deposit's money went."""
    return shares_of(coop_id=coop_id, deposit_ids=[deposit_id]).get(deposit_id, ())


def shares_of(
    *, coop_id: int, deposit_ids: Collection[int]
) -> Mapping[int, tuple[ShareFacts, ...]]:
    """To whom the money of deposits went, by their ids; what went to nobody is left out."""
    rows = SlipPayment.objects.filter(coop_id=coop_id, deposit_id__in=deposit_ids)
    found: dict[int, tuple[ShareFacts, ...]] = {}
    for row in rows.select_related("member").order_by("member__member_number"):
        one = ShareFacts(
            row.member.member_number, row.member.name, Yen(row.amount_yen), row.taken_in_at
        )
        if row.deposit_id is not None:
            found[row.deposit_id] = (*found.get(row.deposit_id, ()), one)
    return found


def candidates(*, coop_id: int, deposit_id: int, today: date) -> tuple[Candidate, ...]:
    """Whose a deposit may be: named by a slip, by a number, or of the same name; most said first.

    `today` decides who has left.
    """
    row = Deposit.objects.filter(coop_id=coop_id, id=deposit_id).first()
    if row is None:
        return ()
    because = _because(row)
    members = Member.objects.filter(coop_id=coop_id).in_bulk(list(because))
    found = [
        _candidate(members[member_id], tuple(said), payer=row.payer, today=today)
        for member_id, said in because.items()
    ]
    return tuple(sorted(found, key=lambda one: -len(one.because)))


def _because(row: Deposit) -> dict[int, list[str]]:
    said = matching.hints(row.message, row.payer, coop_id=row.coop_id)
    slips = queries.sent_slips_by_reference(coop_id=row.coop_id, references=said.references)
    numbered = Member.objects.filter(
        coop_id=row.coop_id, member_number__in=said.member_numbers
    ).order_by("member_number")
    because: dict[int, list[str]] = {}
    for member_id in dict.fromkeys(slip.member_id for slip in slips.values()):
        because.setdefault(member_id, []).append("slip")
    for member_id in numbered.values_list("id", flat=True):
        because.setdefault(member_id, []).append("number")
    for member_id in _named(row.coop_id, row.payer):
        because.setdefault(member_id, []).append("name")
    return because


def _named(coop_id: int, payer: str) -> list[int]:
    name = names.comparable(payer)
    if not name:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_sql.members_named, {"coop": coop_id, "names": [name]})
        return [member_id for (member_id,) in cursor.fetchall()]


def _candidate(member: Member, because: tuple[str, ...], *, payer: str, today: date) -> Candidate:
    return Candidate(
        member_id=member.pk,
        member_number=member.member_number,
        name=member.name,
        kana=member.kana,
        left_on=member.left_on,
        because=because,
        is_other_name=not matching.is_name_possible(payer, member.kana),
        has_left=member_rules.membership_ended(member.left_on, today),
    )
