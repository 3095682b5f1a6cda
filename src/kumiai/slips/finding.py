"""What is known about the rows of a step, asked for all of them at once."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from kumiai.coops.policy import Policy
from kumiai.kit import sql
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.members.models import Member
from kumiai.slips import matching, queries
from kumiai.slips.deposits import Tells
from kumiai.slips.matching import Hints, Known, Person
from kumiai.slips.models import BankFile, Deposit

_sql = sql.load("kumiai.slips")
_NEVER_IN = ("read", "known", "taken_back", "returned", "set_aside", "unmatched")


@dataclass(slots=True)
class Found:
    """Everything a step looks at; what the step itself does is noted in it as it goes on."""

    known: frozenset[bytes]
    hints: dict[int, Hints]
    by_reference: dict[str, Person]
    by_number: dict[str, Person]
    paid_references: set[str]
    seen: frozenset[tuple[bytes, date]]
    earlier: dict[bytes, list[Deposit]]
    held_yen: Counter[int] = field(default_factory=Counter)

    def about(self, row: Deposit) -> Known:
        """What decides whose a row is."""
        said = self.hints[row.pk]
        return Known(
            by_reference=[
                (each, self.by_reference[each])
                for each in said.references
                if each in self.by_reference
            ],
            by_number=[
                self.by_number[each] for each in said.member_numbers if each in self.by_number
            ],
            paid_references=frozenset(self.paid_references),
            is_seen=(bytes(row.likeness), row.paid_on) in self.seen,
        )

    def paid(self, row: Deposit) -> None:
        """Note that a slip has been paid with this row."""
        if row.reference:
            self.paid_references.add(row.reference)

    def add_held(self, member_id: int, amount_yen: int, policy: Policy) -> bool:
        """Note what a member gets; whether it is over the cap on prepaid money."""
        held_yen = self.held_yen[member_id]
        self.held_yen[member_id] += amount_yen
        return matching.is_over_cap(
            held_yen=held_yen, amount_yen=amount_yen, cap_yen=policy.prepaid_cap_yen
        )

    def take_standing(self, row: Deposit) -> Deposit | None:
        """The deposit a cancellation is about: the latest like it that stands; found once."""
        return self._take(row, ("suspense", "credited", "assigned"))

    def take_flash(self, row: Deposit) -> Deposit | None:
        """The flash a confirmation is about; found once."""
        return self._take(row, ("suspense", "credited", "assigned", "returned"))

    def _take(self, row: Deposit, states: Sequence[str]) -> Deposit | None:
        like = self.earlier.get(bytes(row.likeness), [])
        for each in reversed(like):
            if each.state in states and each.paid_on <= row.paid_on:
                like.remove(each)
                return each
        return None


def found(*, file: BankFile, rows: Sequence[Deposit]) -> Found:
    """Look up all that the rows of a step need."""
    coop_id = file.coop_id
    hints = {row.pk: matching.hints(row.message, row.payer, coop_id=coop_id) for row in rows}
    references = {each for said in hints.values() for each in said.references}
    by_reference = _people_of_slips(coop_id, references)
    by_number = _people(coop_id, {n for said in hints.values() for n in said.member_numbers})
    people = [*by_reference.values(), *by_number.values()]
    return Found(
        known=_known(coop_id, [bytes(row.fingerprint) for row in rows]),
        hints=hints,
        by_reference=by_reference,
        by_number={person.member_number: person for person in people},
        paid_references=_paid(coop_id, references),
        seen=_seen(file, rows),
        earlier=_earlier(coop_id, rows),
        held_yen=_held(coop_id, {person.id for person in people}),
    )


def _people(coop_id: int, numbers: set[str]) -> dict[str, Person]:
    rows = _rows(_sql.people_by_number, {"coop": coop_id, "numbers": sorted(numbers)})
    return {person.member_number: person for person in (Person(*row) for row in rows)}


def _people_of_slips(coop_id: int, references: set[str]) -> dict[str, Person]:
    if not references:
        return {}
    sent = queries.sent_slips_by_reference(coop_id=coop_id, references=sorted(references))
    members = Member.objects.filter(
        coop_id=coop_id, id__in={slip.member_id for slip in sent.values()}
    )
    people = (Person(*row) for row in members.values_list("id", "member_number", "kana", "left_on"))
    by_id = {person.id: person for person in people}
    return {reference: by_id[slip.member_id] for reference, slip in sent.items()}


def _known(coop_id: int, fingerprints: list[bytes]) -> frozenset[bytes]:
    rows = _rows(_sql.known_fingerprints, {"coop": coop_id, "fingerprints": fingerprints})
    return frozenset(bytes(fingerprint) for (fingerprint,) in rows)


def _paid(coop_id: int, references: set[str]) -> set[str]:
    if not references:
        return set()
    deposits = Deposit.objects.filter(coop_id=coop_id, reference__in=references)
    return set(deposits.exclude(state__in=_NEVER_IN).values_list("reference", flat=True))


def _seen(file: BankFile, rows: Sequence[Deposit]) -> frozenset[tuple[bytes, date]]:
    """Like money of the same day that another file brought."""
    likenesses = [bytes(row.likeness) for row in rows]
    seen = _rows(
        _sql.seen_elsewhere, {"coop": file.coop_id, "file": file.pk, "likenesses": likenesses}
    )
    return frozenset((bytes(likeness), paid_on) for likeness, paid_on in seen)


def _earlier(coop_id: int, rows: Sequence[Deposit]) -> dict[bytes, list[Deposit]]:
    """The deposits that confirmations and cancellations may be about, the latest last."""
    wanted = [
        bytes(row.likeness) for row in rows if row.tells in (Tells.CONFIRMED, Tells.CANCELLED)
    ]
    if not wanted:
        return {}
    like = Deposit.objects.filter(
        coop_id=coop_id, likeness__in=wanted, tells__in=(Tells.PAID, Tells.FLASH, Tells.CONFIRMED)
    )
    standing = like.filter(state__in=("suspense", "credited", "assigned", "returned"))
    by_likeness: dict[bytes, list[Deposit]] = defaultdict(list)
    for each in standing.order_by("paid_on", "id"):
        by_likeness[bytes(each.likeness)].append(each)
    return by_likeness


def _rows(statement: str, about: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Asked with arrays: hundreds of single values would be read anew with each step."""
    with connection.cursor() as cursor:
        cursor.execute(statement, about)
        return cursor.fetchall()


def _held(coop_id: int, member_ids: set[int]) -> Counter[int]:
    """What members hold in prepaid and uncollected money together."""
    held: Counter[int] = Counter()
    for holder_id, yen in ledger.held_now(
        coop_id=coop_id, holder_ids=member_ids, kinds=(Kind.PREPAID, Kind.UNCOLLECTED)
    ).items():
        held[holder_id] = yen
    return held
