"""How a sale is settled, whatever is bought, however it is paid, whatever the payer holds."""

from datetime import date, timedelta
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kumiai.coops.policy import GUIDE_2020, Policy
from kumiai.kit import ids
from kumiai.kit.money import TenthPoints, Yen
from kumiai.meals.rules import Right
from kumiai.purchases import rules
from kumiai.purchases.asked import Purchase
from kumiai.purchases.rules import Declined, Holdings, Settled
from kumiai.wallet.rules import Waiting

TODAY = date(2026, 11, 24)
GENRES = ("food", "books", "learning_goods", "other")
KINDS = ("meal_card", "prepaid", "cash", "other")


def line(amount: int, **more: Any) -> dict[str, Any]:
    fields = {"code": "D1", "name": "丼", "genre": "food", "quantity": 1, "tax_rate": 10}
    return fields | {"unit_price": amount, "amount": amount} | more


def purchase(*lines: dict[str, Any], tenders: Any = ("prepaid",), **more: Any) -> Purchase:
    split = [(each, None) if isinstance(each, str) else each for each in tenders]
    fields = {
        "id": str(ids.uuid7()),
        "card": "210125000001",
        "occurred_at": "2026-11-24T12:00:00+09:00",
        "lines": lines,
        "tenders": [{"kind": kind, "amount": amount} for kind, amount in split],
    }
    return msgspec.convert(fields | more, Purchase)


def waiting(yen: int, *, days: int = 0) -> Waiting:
    return Waiting(ids.uuid7(), Yen(yen), TODAY + timedelta(days=days))


def right(*, left: int, valid: bool = True) -> Right:
    return Right("1日1,200円", TODAY, Yen(1200), Yen(1200 - left), valid)


def settle(
    asked: Purchase,
    holdings: Holdings,
    *,
    policy: Policy = GUIDE_2020,
    hands_over: bool = True,
) -> Settled | Declined:
    return rules.settle(asked, holdings, policy=policy, today=TODAY, hands_over=hands_over)


def settled(asked: Purchase, holdings: Holdings, **more: Any) -> Settled:
    done = settle(asked, holdings, **more)
    assert isinstance(done, Settled), done
    return done


amounts = st.one_of(st.integers(-500, 5000), st.sampled_from([99_999, 1_000_000]))
lines = st.lists(
    st.builds(
        line,
        amounts,
        genre=st.sampled_from(GENRES),
        code=st.sampled_from(["D1", "REISSUE"]),
        tax_rate=st.sampled_from([0, 8, 10]),
        meal_eligible=st.booleans(),
    ),
    min_size=1,
    max_size=6,
).filter(lambda made: sum(each["amount"] for each in made) >= 0)
tenders = st.lists(st.sampled_from(KINDS), min_size=1, max_size=4, unique=True).flatmap(
    lambda kinds: st.tuples(
        *(st.tuples(st.just(kind), st.none() | st.integers(1, 2000)) for kind in kinds)
    )
)
holdings = st.builds(
    Holdings,
    prepaid_yen=st.integers(0, 120_000),
    points_tenths=st.integers(0, 50_000),
    debt_yen=st.one_of(st.just(0), st.integers(0, 20_000)),
    waiting=st.lists(st.builds(waiting, st.integers(1, 60_000), days=st.integers(-3, 3))),
    meal=st.none() | st.builds(right, left=st.integers(0, 1200), valid=st.booleans()),
)
asked = st.builds(
    lambda made, split, collect, offline: purchase(
        *made, tenders=split, collect=collect, offline=offline
    ),
    lines,
    tenders,
    st.booleans(),
    st.booleans(),
)


class TestSettle:
    @given(asked=asked, holdings=holdings, hands_over=st.booleans())
    def test_conserves_every_yen_and_tenth(
        self, asked: Purchase, holdings: Holdings, hands_over: bool
    ) -> None:
        done = settle(asked, holdings, hands_over=hands_over)
        if isinstance(done, Declined):
            assert not asked.offline
            assert done.short_by_yen >= 0
            return
        assert sum(done.paid.values()) == done.total_yen == asked.total_yen
        assert min(done.paid.values(), default=0) >= 0
        assert list(done.paid)[: len(asked.tenders)] == [
            tender.kind for tender in asked.tenders if tender.kind in done.paid
        ]
        named = {tender.kind for tender in asked.tenders}
        assert set(done.paid) - named <= ({"prepaid"} if asked.offline else set())
        into_prepaid = done.collected.to_prepaid
        from_prepaid = done.paid.get("prepaid", 0) - done.shortfall_yen
        assert 0 <= from_prepaid <= holdings.prepaid_yen + into_prepaid
        handed_over = sum(part.yen for part in done.parts)
        assert handed_over == done.collected.to_debt + done.collected.to_prepaid
        if not (asked.collect and hands_over):
            assert handed_over == 0
        if not asked.offline:
            assert done.shortfall_yen == 0
        owed = holdings.debt_yen - done.collected.to_debt + done.shortfall_yen
        assert done.converted_into.to_debt <= owed
        assert sum((done.converted_into.to_debt, done.converted_into.to_prepaid)) == (
            done.converted.yen
        )
        assert done.converted.points_tenths * 200 == done.converted.yen * 2000

    @given(asked=asked, holdings=holdings)
    def test_takes_debt_from_whatever_comes_in(self, asked: Purchase, holdings: Holdings) -> None:
        done = settle(asked, holdings)
        if isinstance(done, Settled):
            if done.collected.to_prepaid:
                assert done.collected.to_debt == holdings.debt_yen
            owed = holdings.debt_yen - done.collected.to_debt + done.shortfall_yen
            if done.converted_into.to_prepaid:
                assert done.converted_into.to_debt == owed

    @given(asked=asked, holdings=holdings)
    def test_respects_the_cap(self, asked: Purchase, holdings: Holdings) -> None:
        """Collecting and automatic top-ups never bring a purse over it."""
        done = settle(asked, holdings)
        if isinstance(done, Settled):
            before = holdings.prepaid_yen
            collected = before + done.collected.to_prepaid
            assert collected <= max(before, GUIDE_2020.prepaid_cap_yen)
            paid = collected - (done.paid.get("prepaid", 0) - done.shortfall_yen)
            after = paid + done.converted_into.to_prepaid
            assert after <= max(paid, GUIDE_2020.prepaid_cap_yen)

    @given(asked=asked, holdings=holdings)
    def test_leaves_no_whole_block_that_fits(self, asked: Purchase, holdings: Holdings) -> None:
        done = settle(asked, holdings)
        if isinstance(done, Settled):
            points = holdings.points_tenths + done.points_earned_tenths
            left = points - done.converted.points_tenths
            prepaid = (
                holdings.prepaid_yen
                + done.collected.to_prepaid
                - (done.paid.get("prepaid", 0) - done.shortfall_yen)
                + done.converted_into.to_prepaid
            )
            assert left >= 0
            assert left < 2000 or prepaid + 200 > GUIDE_2020.prepaid_cap_yen

    @given(asked=asked, holdings=holdings)
    def test_respects_the_meal_right(self, asked: Purchase, holdings: Holdings) -> None:
        done = settle(asked, holdings)
        if isinstance(done, Settled):
            eaten = done.paid.get("meal_card", 0)
            assert eaten <= (holdings.meal.left_yen if holdings.meal else 0)
            assert (done.meal is None) == (holdings.meal is None)

    @given(asked=asked, holdings=holdings)
    def test_never_declines_what_has_happened(self, asked: Purchase, holdings: Holdings) -> None:
        made = msgspec.structs.replace(asked, offline=True)
        done = settled(made, holdings)
        online = settle(msgspec.structs.replace(asked, offline=False), holdings)
        if isinstance(online, Settled):
            assert done == online

    def test_declines_for_prepaid_only_where_it_is_named(self) -> None:
        nothing = Holdings(prepaid_yen=100, points_tenths=0, debt_yen=0)
        for split, reason in (
            (("prepaid",), "insufficient_prepaid"),
            ((("prepaid", 101), ("cash", 379)), "insufficient_prepaid"),
            ((("cash", 479),), "tenders_do_not_cover"),
            ((("cash", 481), "prepaid"), "tenders_do_not_cover"),
            (("meal_card",), "tenders_do_not_cover"),
            ((("meal_card", 480),), "not_a_meal_card_holder"),
        ):
            done = settle(purchase(line(480), tenders=split), nothing)
            assert isinstance(done, Declined)
            assert done.reason == reason

    def test_collects_before_it_pays_and_pays_the_debt_before_all(self) -> None:
        holds = Holdings(prepaid_yen=0, points_tenths=1998, debt_yen=300, waiting=[waiting(1000)])
        done = settled(purchase(line(600), collect=True), holds)
        assert (done.collected.to_debt, done.collected.to_prepaid) == (300, 700)
        assert done.paid == {"prepaid": 600}
        assert (done.points_earned_tenths, done.converted.yen) == (30, 200)

    def test_sets_amounts_aside_and_lets_the_others_take_in_order(self) -> None:
        holds = Holdings(prepaid_yen=300, points_tenths=0, debt_yen=0, meal=right(left=200))
        rice = line(600, meal_eligible=True)
        split = ("prepaid", "meal_card", ("other", 50), "cash")
        done = settled(purchase(rice, tenders=split), holds)
        assert done.paid == {"prepaid": 300, "meal_card": 200, "other": 50, "cash": 50}
        split = ("cash", "prepaid", "meal_card")
        assert settled(purchase(rice, tenders=split), holds).paid["cash"] == 600


class TestPointsEarned:
    def earned(self, *made: dict[str, Any], meal: int = 0) -> int:
        return rules.points_earned(purchase(*made).lines, meal_yen=meal, policy=GUIDE_2020)

    def test_round_down_by_genre_on_the_sum_of_its_lines(self) -> None:
        assert self.earned(line(199)) == 9
        assert self.earned(line(100), line(99)) == 9
        assert self.earned(line(199), line(199, genre="other")) == 18
        assert self.earned(line(1000, genre="books")) == 300

    def test_leave_out_the_fee_of_a_card_and_what_the_meal_card_paid(self) -> None:
        assert self.earned(line(1000, genre="other", code="REISSUE")) == 0
        assert self.earned(line(480, meal_eligible=True), line(130), meal=480) == 6
        assert self.earned(line(480, meal_eligible=True), meal=80) == 20

    @given(made=lines, meal=st.integers(0, 1200))
    def test_are_never_below_zero_nor_more_than_without_a_meal(
        self, made: list[dict[str, Any]], meal: int
    ) -> None:
        assert 0 <= self.earned(*made, meal=meal) <= self.earned(*made)


class TestTaxByRate:
    def test_is_included_and_rounded_down_once_a_rate(self) -> None:
        told = rules.tax_by_rate(
            purchase(line(480), line(130, tax_rate=8), line(99), line(50, tax_rate=0)).lines
        )
        assert told == [(10, 579, 52), (8, 130, 9), (0, 50, 0)]

    @given(made=lines)
    def test_covers_every_line(self, made: list[dict[str, Any]]) -> None:
        told = rules.tax_by_rate(purchase(*made).lines)
        assert sum(amount for _, amount, _ in told) == sum(each["amount"] for each in made)
        for rate, amount, tax in told:
            assert abs(tax) <= abs(amount)
            assert abs(abs(amount) * rate - abs(tax) * (100 + rate)) < 100 + rate


class TestOnSuspense:
    @given(made=lines, split=tenders)
    def test_is_paid_by_nobody_but_cash(self, made: list[dict[str, Any]], split: Any) -> None:
        done = rules.settle_on_suspense(purchase(*made, tenders=split, offline=True))
        assert sum(done.paid.values()) == done.total_yen
        assert done.paid.get("meal_card", 0) == 0
        assert done.paid.get("prepaid", 0) == done.shortfall_yen
        assert done.points_earned_tenths == TenthPoints(0)
