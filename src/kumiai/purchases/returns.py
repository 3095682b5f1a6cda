"""What a reversal gives back: pieces of lines, tenders, points; in yen and tenths of a point."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from kumiai.coops.policy import Policy
from kumiai.kit.money import TenthPoints, Yen
from kumiai.purchases import rules
from kumiai.purchases.asked import Line, LineToReverse, TenderKind
from kumiai.purchases.rules import NO_POINTS, NO_YEN, NOTHING
from kumiai.wallet import rules as wallet
from kumiai.wallet.rules import Incoming

Refusal = Literal["already_reversed", "nothing_left_to_reverse", "below_zero"]


class SoldLine(msgspec.Struct, frozen=True):
    """A line of a sale, and what was taken back of it before."""

    line: Line
    returned_quantity: int = 0
    returned_yen: int = 0

    @property
    def left_quantity(self) -> int:
        """How many pieces are not taken back yet."""
        return self.line.quantity - self.returned_quantity

    @property
    def left_yen(self) -> int:
        """What they cost; below zero for a discount."""
        return self.line.amount - self.returned_yen

    def yen_of(self, quantity: int) -> int:
        """What so many of the pieces left cost: each rounded toward zero, the last has the rest.

        So all pieces, in whatever parts they come back, are exactly the line.
        """
        if quantity == self.left_quantity:
            return self.left_yen
        yen = abs(self.line.amount) * quantity // self.line.quantity
        return yen if self.line.amount >= 0 else -yen

    def after(self, quantity: int, yen: int) -> "SoldLine":
        """The line after so many pieces more have come back."""
        return SoldLine(self.line, self.returned_quantity + quantity, self.returned_yen + yen)


class PaidPart(msgspec.Struct, frozen=True):
    """What a tender paid of a sale, and what it gave back before."""

    kind: TenderKind
    paid_yen: int
    returned_yen: int = 0


class Sold(msgspec.Struct, frozen=True):
    """A sale as it stands: `tenders` in the order asked, `policy` that of its day.

    `points_taken_back_tenths` include those which had become yen. `sold_on` is its day in Tokyo.
    """

    lines: tuple[SoldLine, ...]
    tenders: tuple[PaidPart, ...]
    points_earned_tenths: int
    points_taken_back_tenths: int
    policy: Policy
    sold_on: date

    @property
    def left_yen(self) -> int:
        """What is left of its total."""
        return sum(line.left_yen for line in self.lines)

    def pieces(self, returned: Sequence["ReturnedLine"]) -> list[Line]:
        """What came back as lines of their own, with what they cost."""
        return [
            msgspec.structs.replace(
                self.lines[each.position - 1].line, quantity=each.quantity, amount=each.yen
            )
            for each in returned
        ]


class Holdings(msgspec.Struct, frozen=True):
    """What the buyer holds under the lock, in yen and tenths of a point."""

    prepaid_yen: int
    points_tenths: int
    debt_yen: int


NOTHING_HELD = Holdings(0, 0, 0)


class ReturnedLine(msgspec.Struct, frozen=True):
    """So many pieces of the line at a position (from 1), and what they cost, in yen."""

    position: int
    quantity: int
    yen: Yen


class TakenBack(msgspec.Struct, frozen=True):
    """What a reversal does: every figure that ledger, receipt and history need.

    `returned` sums to the total. Of the meal card's part, `meal_lapsed_yen` returns to nobody: its
    day is over. `points_tenths` leave the points purse; `points_yen` are taken for
    `points_redeemed_tenths` more that are not there, having become yen before. `debt_added_yen`
    becomes a debt: of `points_yen`, or what a top-up had paid of one.
    """

    total_yen: Yen
    returned: Mapping[TenderKind, Yen]
    lines: tuple[ReturnedLine, ...] = ()
    meal_lapsed_yen: Yen = NO_YEN
    prepaid_into: Incoming = NOTHING
    points_tenths: TenthPoints = NO_POINTS
    points_redeemed_tenths: TenthPoints = NO_POINTS
    points_yen: Yen = NO_YEN
    debt_added_yen: Yen = NO_YEN

    @property
    def meal_yen(self) -> int:
        """What goes back to the day's right."""
        return self.returned.get("meal_card", NO_YEN) - self.meal_lapsed_yen


def take_back(
    sold: Sold,
    wanted: Sequence[LineToReverse] | None,
    *,
    holdings: Holdings,
    on: date,
) -> TakenBack | Refusal:
    """What comes back of a sale on a day in Tokyo: all that is left, or what is wanted.

    Money returns last tender first, the debt before prepaid, whatever the cap. Points which the
    lines that stay would have earned stay too.
    """
    lines = _pieces(sold, wanted)
    if isinstance(lines, str):
        return lines
    total_yen = sum(line.yen for line in lines)
    if not 0 <= total_yen <= sold.left_yen:
        return "below_zero"
    returned = _shares(sold.tenders, total_yen)
    into = wallet.incoming(returned.get("prepaid", NO_YEN), debt_yen=holdings.debt_yen)
    meal_yen = returned.get("meal_card", NO_YEN)
    taken = TakenBack(
        total_yen=Yen(total_yen),
        returned=returned,
        lines=lines,
        meal_lapsed_yen=NO_YEN if on == sold.sold_on else meal_yen,
        prepaid_into=into,
    )
    return _with_points(taken, after(sold, taken), holdings)


def take_back_top_up(*, amount_yen: int, recovered_yen: int) -> TakenBack:
    """All of a top-up in cash: out of prepaid; what it had paid of a debt is owed again."""
    return TakenBack(
        total_yen=Yen(amount_yen),
        returned={"cash": Yen(amount_yen)},
        debt_added_yen=Yen(recovered_yen),
    )


def after(sold: Sold, taken: TakenBack) -> Sold:
    """The sale as it stands after a reversal."""
    by_position = {line.position: line for line in taken.lines}
    lines = tuple(
        sold_line.after(back.quantity, back.yen)
        if (back := by_position.get(position))
        else sold_line
        for position, sold_line in enumerate(sold.lines, start=1)
    )
    tenders = tuple(
        PaidPart(part.kind, part.paid_yen, part.returned_yen + taken.returned.get(part.kind, 0))
        for part in sold.tenders
    )
    return msgspec.structs.replace(
        sold,
        lines=lines,
        tenders=tenders,
        points_taken_back_tenths=sold.points_taken_back_tenths
        + taken.points_tenths
        + taken.points_redeemed_tenths,
    )


def _pieces(
    sold: Sold, wanted: Sequence[LineToReverse] | None
) -> tuple[ReturnedLine, ...] | Refusal:
    left = {position: line for position, line in enumerate(sold.lines, 1) if line.left_quantity}
    if not left:
        return "already_reversed"
    if wanted is None:
        quantities = {position: line.left_quantity for position, line in left.items()}
    else:
        quantities = {each.line: each.quantity for each in wanted}
    for position, quantity in quantities.items():
        if position not in left or quantity > left[position].left_quantity:
            return "nothing_left_to_reverse"
    return tuple(
        ReturnedLine(position, quantity, Yen(left[position].yen_of(quantity)))
        for position, quantity in sorted(quantities.items())
    )


def _shares(tenders: Sequence[PaidPart], rest_yen: int) -> dict[TenderKind, Yen]:
    """The last tender first, each at most what it still has to give back."""
    returned: dict[TenderKind, Yen] = {}
    for part in reversed(tenders):
        yen = min(part.paid_yen - part.returned_yen, rest_yen)
        if yen:
            returned[part.kind] = Yen(yen)
            rest_yen -= yen
    return returned


def _with_points(taken: TakenBack, rest: Sold, holdings: Holdings) -> TakenBack:
    """Points go back as far as they are there; what is missing is taken as yen, never more.

    A remainder smaller than a yen stays with the member, and stays due: a later reversal of the
    same sale finds it again.
    """
    due = max(rest.points_earned_tenths - rest.points_taken_back_tenths - _stays(rest), 0)
    from_points = min(due, holdings.points_tenths)
    block, block_yen = rest.policy.point_block_tenths, rest.policy.point_block_yen
    yen = (due - from_points) * block_yen // block
    prepaid_yen = holdings.prepaid_yen + taken.prepaid_into.to_prepaid
    return msgspec.structs.replace(
        taken,
        points_tenths=TenthPoints(from_points),
        # What the yen are worth in tenths, rounded up: no tenth is paid for twice.
        points_redeemed_tenths=TenthPoints(-(-yen * block // block_yen)),
        points_yen=Yen(yen),
        debt_added_yen=Yen(max(yen - prepaid_yen, 0)),
    )


def _stays(rest: Sold) -> int:
    """What the lines that stay would have earned, with what the meal card still pays of them."""
    lines = [msgspec.structs.replace(each.line, amount=each.left_yen) for each in rest.lines]
    meal_yen = sum(
        part.paid_yen - part.returned_yen for part in rest.tenders if part.kind == "meal_card"
    )
    return rules.points_earned(lines, meal_yen=meal_yen, policy=rest.policy)
