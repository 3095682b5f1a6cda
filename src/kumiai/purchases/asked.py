"""What a till asks for, as it stands in the till API: yen whole, points in tenths."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from kumiai.wallet.asked import (
    YEN_MAX,
    CardText,
    Moment,
    PositiveYen,
    Reason,
    SequenceNumber,
    Text40,
)

LINES_MAX = 200

Genre = Literal["food", "books", "learning_goods", "other"]
TaxRate = Literal[0, 8, 10]
TenderKind = Literal["meal_card", "prepaid", "cash", "other"]

SignedYen = Annotated[int, Meta(ge=-YEN_MAX, le=YEN_MAX)]


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a sale. `amount` is what it adds to the total, negative for a discount."""

    code: Text40
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    genre: Genre
    quantity: Annotated[int, Meta(ge=1, le=10_000)]
    unit_price: SignedYen
    amount: SignedYen
    tax_rate: TaxRate
    meal_eligible: bool = False


class Tender(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One means of payment. Without `amount` it takes, in order, what it may of the rest."""

    kind: TenderKind
    amount: PositiveYen | None = None


class Purchase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sale to ring up; `offline` marks one that has already been made."""

    id: UUID
    card: CardText
    occurred_at: Moment
    receipt_number: Text40 = ""
    lines: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=LINES_MAX)]
    tenders: Annotated[tuple[Tender, ...], Meta(min_length=1, max_length=4)]
    collect: bool = False
    offline: bool = False
    cashier: Text40 = ""
    sequence: SequenceNumber | None = None

    @property
    def total_yen(self) -> int:
        """The sum of the lines."""
        return sum(line.amount for line in self.lines)


class CardChangeAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be done to a member's cards, and why."""

    id: UUID
    card: CardText
    occurred_at: Moment
    reason: Reason
    cashier: Text40 = ""
    sequence: SequenceNumber | None = None


class Suspension(CardChangeAsked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A member's cards are to be stopped."""


class SuspensionLift(CardChangeAsked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A member's cards are to work again."""


class CardReissue(CardChangeAsked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new card is to take the place of `card`; `new_card` is its IDm, where it has one."""

    new_card: CardText | None = None


class LineToReverse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many pieces of one line of a sale; lines count from 1."""

    line: Annotated[int, Meta(ge=1, le=10_000)]
    quantity: Annotated[int, Meta(ge=1, le=10_000)]


class Reversal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An earlier entry to take back: all that is left of it, or these lines."""

    id: UUID
    reverses: UUID
    occurred_at: Moment
    lines: Annotated[tuple[LineToReverse, ...], Meta(min_length=1, max_length=LINES_MAX)] | None = (
        None
    )
    reason: Reason
    cashier: Text40 = ""
    sequence: SequenceNumber | None = None
