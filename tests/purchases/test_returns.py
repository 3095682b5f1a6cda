"""What a reversal gives back, whatever was bought and in whatever pieces it comes back."""

from datetime import date, timedelta
from typing import Any, Literal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kumiai.coops.policy import GUIDE_2020, Policy
from kumiai.purchases import returns, rules
from kumiai.purchases.asked import Line, LineToReverse, TenderKind
from kumiai.purchases.returns import Holdings, PaidPart, Refusal, Sold, SoldLine, TakenBack

TODAY = date(2026, 11, 24)
GENRES: tuple[Literal["food", "books", "learning_goods", "other"], ...] = (
    "food",
    "books",
    "learning_goods",
    "other",
)
RICH = Holdings(1_000_000, 1_000_000, 0)
POOR = Holdings(0, 0, 0)


def line(amount: int, *, quantity: int = 1, **more: Any) -> Line:
    fields = {"code": "D1", "name": "丼", "genre": "food", "tax_rate": 10, "unit_price": amount}
    return msgspec.convert(fields | {"amount": amount, "quantity": quantity} | more, Line)


def sold(*lines: Line, policy: Policy = GUIDE_2020, **paid: int) -> Sold:
    """A sale; who paid is in the order given, all of it cash if nothing is said."""
    total = sum(each.amount for each in lines)
    parts: dict[Any, int] = paid or {"cash": total}
    assert sum(parts.values()) == total
    return Sold(
        lines=tuple(SoldLine(each) for each in lines),
        tenders=tuple(PaidPart(kind, yen) for kind, yen in parts.items()),
        points_earned_tenths=rules.points_earned(
            lines, meal_yen=parts.get("meal_card", 0), policy=policy
        ),
        points_taken_back_tenths=0,
        policy=policy,
        sold_on=TODAY,
    )


def pieces(*wanted: tuple[int, int]) -> list[LineToReverse]:
    return [LineToReverse(line=position, quantity=quantity) for position, quantity in wanted]


def asked(
    sale: Sold,
    *wanted: tuple[int, int],
    holdings: Holdings = RICH,
    on: date = TODAY,
) -> TakenBack | Refusal:
    return returns.take_back(sale, pieces(*wanted) or None, holdings=holdings, on=on)


def back(sale: Sold, *wanted: tuple[int, int], **more: Any) -> TakenBack:
    taken = asked(sale, *wanted, **more)
    assert isinstance(taken, TakenBack), taken
    return taken


def held_after(holdings: Holdings, taken: TakenBack) -> Holdings:
    into = taken.prepaid_into
    return Holdings(
        holdings.prepaid_yen + into.to_prepaid - (taken.points_yen - taken.debt_added_yen),
        holdings.points_tenths - taken.points_tenths,
        holdings.debt_yen - into.to_debt + taken.debt_added_yen,
    )


lines = st.lists(
    st.builds(
        line,
        st.one_of(st.integers(-500, 3000), st.sampled_from([0, 66_666])),
        quantity=st.integers(1, 7),
        genre=st.sampled_from(GENRES),
        code=st.sampled_from(["D1", "REISSUE"]),
        meal_eligible=st.booleans(),
    ),
    min_size=1,
    max_size=5,
).filter(lambda made: sum(each.amount for each in made) >= 0)
holdings = st.builds(
    Holdings, st.integers(0, 5000), st.integers(0, 5000), st.sampled_from([0, 0, 1, 500, 90_000])
)
policies = st.builds(
    Policy,
    point_block_tenths=st.sampled_from([2000, 1000, 3000, 7]),
    point_block_yen=st.sampled_from([200, 100, 3]),
)


@st.composite
def sales(draw: st.DrawFn) -> Sold:
    """A sale that several tenders paid."""
    made = draw(lines)
    rest = sum(each.amount for each in made)
    kinds: list[TenderKind] = draw(st.permutations(["meal_card", "prepaid", "cash", "other"]))
    eligible = max(sum(each.amount for each in made if each.meal_eligible), 0)
    paid: dict[str, int] = {}
    for kind in kinds:
        paid[kind] = draw(st.integers(0, min(rest, eligible) if kind == "meal_card" else rest))
        rest -= paid[kind]
    last = next(kind for kind in reversed(kinds) if kind != "meal_card")
    paid[last] += rest
    return sold(*made, policy=draw(policies), **paid)


@st.composite
def some(draw: st.DrawFn, sale: Sold) -> list[LineToReverse] | None:
    """Some pieces of what is left, or all of it."""
    left = [(at, each.left_quantity) for at, each in enumerate(sale.lines, 1) if each.left_quantity]
    if not left or draw(st.booleans()):
        return None
    chosen = draw(st.lists(st.sampled_from(left), min_size=1, unique=True))
    return pieces(*((at, draw(st.integers(1, most))) for at, most in chosen))


class TestTakeBack:
    @given(sale=sales(), purses=holdings, days=st.integers(0, 1), data=st.data())
    def test_gives_back_exactly_the_sale_in_whatever_pieces(
        self, sale: Sold, purses: Holdings, days: int, data: st.DataObject
    ) -> None:
        rest, taken = sale, []
        for wanted in (*(data.draw(some(sale)) for _ in range(3)), None):
            on = TODAY + timedelta(days=days)
            one = returns.take_back(rest, wanted, holdings=purses, on=on)
            if isinstance(one, TakenBack):
                assert sum(one.returned.values()) == one.total_yen >= 0
                assert one.meal_lapsed_yen == one.returned.get("meal_card", 0) * days
                rest, purses = returns.after(rest, one), held_after(purses, one)
                assert min(msgspec.structs.astuple(purses)) >= 0
                assert rest.left_yen >= 0
                taken.append(one)
        assert asked(rest) == "already_reversed"
        for position, each in enumerate(sale.lines, start=1):
            backs = [b for one in taken for b in one.lines if b.position == position]
            assert sum(b.quantity for b in backs) == each.line.quantity
            assert sum(b.yen for b in backs) == each.line.amount
        for part in sale.tenders:
            assert sum(one.returned.get(part.kind, 0) for one in taken) == part.paid_yen

    @given(sale=sales(), purses=holdings, data=st.data())
    def test_takes_back_points_once_and_never_too_many_yen(
        self, sale: Sold, purses: Holdings, data: st.DataObject
    ) -> None:
        rest, points, redeemed, yen = sale, 0, 0, 0
        for wanted in (*(data.draw(some(sale)) for _ in range(3)), None):
            one = returns.take_back(rest, wanted, holdings=purses, on=TODAY)
            if isinstance(one, TakenBack):
                assert one.points_tenths <= purses.points_tenths
                rest, purses = returns.after(rest, one), held_after(purses, one)
                points += one.points_tenths
                redeemed += one.points_redeemed_tenths
                yen += one.points_yen
        policy = sale.policy
        assert rest.points_taken_back_tenths == points + redeemed <= sale.points_earned_tenths
        assert yen * policy.point_block_tenths <= redeemed * policy.point_block_yen
        # What is forgiven is less than a yen's worth, however many the reversals were.
        forgiven = sale.points_earned_tenths - points - redeemed
        assert forgiven * policy.point_block_yen < policy.point_block_tenths

    @given(sale=sales(), data=st.data())
    def test_leaves_the_points_of_what_stays(self, sale: Sold, data: st.DataObject) -> None:
        one = returns.take_back(sale, data.draw(some(sale)), holdings=RICH, on=TODAY)
        if isinstance(one, TakenBack):
            rest = returns.after(sale, one)
            left = [
                line(each.left_yen, **_kept(each.line)) for each in rest.lines if each.left_quantity
            ]
            meal = sum(p.paid_yen - p.returned_yen for p in rest.tenders if p.kind == "meal_card")
            stays = rules.points_earned(left, meal_yen=meal, policy=sale.policy)
            assert one.points_tenths == max(sale.points_earned_tenths - stays, 0)
            assert one.points_yen == 0

    def test_gives_the_rounding_to_the_last_piece(self) -> None:
        sale = sold(line(100, quantity=3))
        yen = []
        for _ in range(3):
            one = back(sale, (1, 1))
            yen.append(one.total_yen)
            sale = returns.after(sale, one)
        assert yen == [33, 33, 34]
        assert asked(sale, (1, 1)) == "already_reversed"

    def test_returns_the_last_tender_first(self) -> None:
        sale = sold(line(700, quantity=7), prepaid=300, cash=250, other=150)
        one = back(sale, (1, 2))
        assert one.returned == {"other": 150, "cash": 50}
        rest = back(returns.after(sale, one))
        assert list(rest.returned.items()) == [("cash", 200), ("prepaid", 300)]

    def test_pays_the_debt_first_and_goes_over_the_cap(self) -> None:
        sale = sold(line(3000, code="REISSUE"), prepaid=3000)
        one = back(sale, holdings=Holdings(99_000, 0, 500))
        assert (one.prepaid_into.to_debt, one.prepaid_into.to_prepaid) == (500, 2500)

    def test_gives_no_meal_back_on_another_day(self) -> None:
        sale = sold(line(600, meal_eligible=True), meal_card=480, cash=120)
        assert back(sale).meal_yen == 480
        late = back(sale, on=TODAY + timedelta(days=1))
        assert (late.meal_yen, late.meal_lapsed_yen) == (0, 480)
        assert late.returned == {"cash": 120, "meal_card": 480}
        assert asked(returns.after(sale, late)) == "already_reversed"

    def test_wants_the_discount_with_the_goods(self) -> None:
        sale = sold(line(480), line(-200, name="値引き"))
        assert asked(sale, (1, 1)) == "below_zero"
        assert asked(sale, (2, 1)) == "below_zero"
        assert back(sale, (1, 1), (2, 1)).total_yen == 280

    def test_refuses_what_is_not_left(self) -> None:
        sale = sold(line(300, quantity=3), line(500))
        assert asked(sale, (1, 4)) == "nothing_left_to_reverse"
        assert asked(sale, (3, 1)) == "nothing_left_to_reverse"
        sale = returns.after(sale, back(sale, (1, 2)))
        assert asked(sale, (1, 2)) == "nothing_left_to_reverse"
        assert back(sale).total_yen == 600

    def test_takes_points_that_became_yen_as_yen(self) -> None:
        sale = sold(line(6670, genre="books"))
        assert sale.points_earned_tenths == 2001
        one = back(sale, holdings=Holdings(150, 1, 0))
        assert (one.points_tenths, one.points_redeemed_tenths, one.points_yen) == (1, 2000, 200)
        assert one.debt_added_yen == 50

    def test_takes_them_from_what_has_just_returned(self) -> None:
        sale = sold(line(6670, genre="books"), prepaid=6670)
        one = back(sale, holdings=Holdings(0, 1, 6500))
        assert (one.prepaid_into.to_prepaid, one.debt_added_yen) == (170, 30)

    def test_rounds_down_in_the_members_favour_and_finds_the_rest_again(self) -> None:
        sale = sold(line(600, quantity=2, genre="books"))
        assert sale.points_earned_tenths == 180
        first = back(sale, (1, 1), holdings=Holdings(1000, 75, 0))
        assert (first.points_tenths, first.points_redeemed_tenths, first.points_yen) == (75, 10, 1)
        second = back(returns.after(sale, first), holdings=Holdings(1000, 0, 0))
        assert (second.points_redeemed_tenths, second.points_yen) == (90, 9)

    def test_of_nothing_for_nothing_is_done_once(self) -> None:
        sale = sold(line(0))
        one = back(sale, holdings=POOR)
        assert (one.total_yen, one.returned) == (0, {})
        assert asked(returns.after(sale, one)) == "already_reversed"


class TestTakeBackTopUp:
    def test_is_all_of_it_in_cash(self) -> None:
        taken = returns.take_back_top_up(amount_yen=1000, recovered_yen=380)
        assert (taken.total_yen, taken.returned, taken.debt_added_yen) == (
            1000,
            {"cash": 1000},
            380,
        )


def _kept(each: Line) -> dict[str, Any]:
    return {
        name: getattr(each, name) for name in ("genre", "code", "meal_eligible", "tax_rate", "name")
    }
