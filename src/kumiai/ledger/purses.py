"""Purses under lock, and the draft of an entry: what `posting` hands to the rooms that decide."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import repeat

import msgspec

from kumiai.kit import clock
from kumiai.ledger.accounts import PURSES, UNIT_OF, Kind

_BY_KIND = sorted(PURSES)


class Purse(msgspec.Struct):
    """One purse as locked: its balance in its unit, version, and time of its last transfer."""

    id: int
    holder_id: int
    kind: Kind
    balance: int
    version: int
    posted_at: datetime | None


class Purses(msgspec.Struct, frozen=True):
    """The five purses of one member."""

    holder_id: int
    prepaid: Purse
    uncollected: Purse
    points: Purse
    web_points: Purse
    debt: Purse

    def __iter__(self) -> Iterator[Purse]:
        return iter((self.prepaid, self.uncollected, self.points, self.web_points, self.debt))


def told(
    holder_id: int,
    ids: Sequence[int],
    balances: Sequence[int],
    versions: Sequence[int],
    posted: Sequence[datetime | None],
) -> Purses:
    """The purses of a holder from columns that the database gives in the order of their kinds."""
    debt, points, prepaid, uncollected, web_points = map(
        Purse, ids, repeat(holder_id), _BY_KIND, balances, versions, posted
    )
    return Purses(holder_id, prepaid, uncollected, points, web_points, debt)


@dataclass(frozen=True, slots=True)
class Books:
    """The ids of the co-op's own accounts that entries of one terminal may use."""

    coop_id: int
    terminal_id: int
    ids: Mapping[Kind, int]

    def __getitem__(self, kind: Kind) -> int:
        return self.ids[kind]


class Transfer(msgspec.Struct, frozen=True):
    """One amount from the debited to the credited account, as it will be written."""

    debit: int
    credit: int
    kind: Kind
    amount: int
    purse: int | None
    purse_version: int | None
    purse_balance: int | None


@dataclass(slots=True)
class Draft:
    """An entry being decided. Its verbs move money between purses and the co-op's accounts.

    The purses it is given change as it moves: the next entry of the same member sees them so.
    Decide first, then move: what a draft has moved it cannot take back.
    """

    books: Books
    posted_at: datetime
    business_date: date
    transfers: list[Transfer] = field(default_factory=list)

    def pay_in(self, purse: Purse, amount: int, source: Kind) -> None:
        """Raise a purse by an amount in its unit, against one of the co-op's accounts."""
        self._move(purse, amount, source)

    def pay_out(self, purse: Purse, amount: int, target: Kind) -> None:
        """Lower a purse by an amount in its unit; ValueError if it does not hold as much."""
        if amount > purse.balance:
            raise ValueError(f"{purse.kind} of {purse.holder_id} holds less than {amount}")
        self._move(purse, -amount, target)

    def book(self, debit: Kind, credit: Kind, amount: int) -> None:
        """Move an amount between two of the co-op's own accounts."""
        _must_be_positive(amount)
        if UNIT_OF[debit] is not UNIT_OF[credit]:
            raise ValueError(f"{debit} and {credit} count in different units")
        self.transfers.append(
            Transfer(self.books[debit], self.books[credit], debit, amount, None, None, None)
        )

    def _move(self, purse: Purse, change: int, other: Kind) -> None:
        amount = abs(change)
        _must_be_positive(amount)
        if UNIT_OF[purse.kind] is not UNIT_OF[other]:
            raise ValueError(f"{purse.kind} and {other} count in different units")
        purse.balance += change
        purse.version += 1
        purse.posted_at = self.posted_at
        debit, credit = self.books[other], purse.id
        # A purse is what the co-op owes the member, so credits raise it; a debt is the reverse.
        if (change < 0) != (purse.kind is Kind.DEBT):
            debit, credit = credit, debit
        self.transfers.append(
            Transfer(debit, credit, purse.kind, amount, purse.id, purse.version, purse.balance)
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a batch is decided: the moment after the locks, the open days, the books.

    `at` is the posting's clock; `closed_through` the last sealed day of each co-op.
    """

    at: datetime
    closed_through: Mapping[int, date]
    books: Mapping[tuple[int, int], Books]

    def open(
        self,
        *,
        coop_id: int,
        terminal_id: int | None,
        purses: Purses | None,
        at: datetime | None = None,
    ) -> Draft:
        """Begin an entry, never before the last transfer of the purses it may touch.

        Its business date is the Tokyo date of posting; of a day already sealed, the next one.
        """
        posted_at = at or self.at
        for purse in purses or ():
            if purse.posted_at is not None and purse.posted_at > posted_at:
                posted_at = purse.posted_at
        business_date = clock.tokyo_date(posted_at)
        closed = self.closed_through.get(coop_id)
        if closed is not None and business_date <= closed:
            business_date = closed + timedelta(days=1)
        return Draft(self.books[coop_id, terminal_id or 0], posted_at, business_date)


def _must_be_positive(amount: int) -> None:
    if amount <= 0:
        raise ValueError("a transfer moves an amount above zero")
