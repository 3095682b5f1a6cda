"""Reversals as they are posted: what moves, and what is refused."""

from datetime import timedelta
from uuid import UUID

from kumiai.kit import ids
from kumiai.ledger import actions as ledger
from kumiai.members import actions as members
from tests import cast
from tests.ledger import world
from tests.ledger.world import NOON, World
from tests.purchases.counter import Counter

TOMORROW = NOON + timedelta(days=1)
LUNCH = world.line(480, meal_eligible=True)
BOOK = world.line(6670, genre="books", name="統計学入門")
DISCOUNT = world.line(-100, name="値引き")


class TestOfASale:
    def test_undoes_it(self, counter: Counter) -> None:
        counter.top_up(counter.hanako, 1000)
        sale = counter.sell(counter.hanako, LUNCH, tenders=(("meal_card", 100), "prepaid"))
        answer = counter.reverse(sale)
        assert answer["amount"] == 480
        assert answer["tenders"] == [
            {"kind": "prepaid", "amount": 380},
            {"kind": "meal_card", "amount": 100},
        ]
        assert answer["meal"] == {"plan": "1日1,200円", "used_today": 0, "left_today": 1200}
        assert answer["points_taken_back_tenths"] == 19
        assert counter.holds(counter.hanako) == dict.fromkeys(counter.holds(counter.hanako), 0) | {
            "PREPAID": 1000
        }
        assert counter.refused(sale) == "already_reversed"
        assert counter.refused(sale, (1, 1)) == "already_reversed"

    def test_in_pieces_is_the_same_in_the_end(self, counter: Counter) -> None:
        counter.top_up(counter.hanako, 5000)
        three = world.line(1000, quantity=3)
        sale = counter.sell(counter.hanako, three, LUNCH, tenders=("prepaid",))
        yen = [counter.reverse(sale, (1, 1))["amount"] for _ in range(3)]
        assert yen == [333, 333, 334]
        assert counter.refused(sale, (1, 1)) == "nothing_left_to_reverse"
        assert counter.refused(sale, (3, 1)) == "nothing_left_to_reverse"
        assert counter.reverse(sale)["lines"] == [{"line": 2, "quantity": 1, "amount": 480}]
        assert counter.holds(counter.hanako)["PREPAID"] == 5000
        assert counter.holds(counter.hanako)["POINTS"] == 0

    def test_wants_the_discount_with_the_goods(self, counter: Counter) -> None:
        sale = counter.sell(counter.hanako, LUNCH, DISCOUNT, tenders=("cash",))
        assert counter.refused(sale, (1, 1)) == "not_reversible"
        answer = counter.reverse(sale, (2, 1))
        assert "値引き" in answer["text"]
        assert counter.reverse(sale, (2, 1), (1, 1))["amount"] == 380

    def test_made_offline_pays_its_debt_first(self, counter: Counter) -> None:
        counter.top_up(counter.hanako, 100)
        sale = world.offline(world.sale(counter.hanako, LUNCH))
        counter.post(sale)
        assert counter.holds(counter.hanako)["DEBT"] == 380
        answer = counter.reverse(sale.id)
        assert (answer["debt_recovered"], answer["balances"]["prepaid"]) == (380, 100)

    def test_may_go_over_the_cap(self, counter: Counter) -> None:
        counter.top_up(counter.hanako, 5000)
        sale = counter.sell(counter.hanako, LUNCH)
        counter.top_up(counter.hanako, 95_000)
        assert counter.reverse(sale)["balances"]["prepaid"] == 100_000

    def test_takes_yen_for_points_that_became_yen(self, counter: Counter) -> None:
        sale = counter.sell(counter.hanako, BOOK, tenders=("cash",))
        assert counter.holds(counter.hanako)["PREPAID"] == 200
        counter.sell(counter.hanako, world.line(150, code="REISSUE"))
        answer = counter.reverse(sale)
        assert (answer["points_taken_back_tenths"], answer["points_yen"]) == (1, 200)
        assert (answer["debt_added"], answer["balances"]["debt"]) == (150, 150)
        assert answer["balances"]["prepaid"] == 0

    def test_on_another_day_leaves_the_meal_where_it_is(self, counter: Counter) -> None:
        sale = counter.sell(counter.hanako, LUNCH, tenders=(("meal_card", 400), "cash"))
        answer = counter.reverse(sale, at=TOMORROW)
        assert [m["code"] for m in answer["messages"]] == ["meal_day_over"]
        assert answer["tenders"] == [{"kind": "cash", "amount": 80}]
        assert "meal" not in answer
        assert counter.refused(sale, at=TOMORROW) == "already_reversed"

    def test_that_is_nobodys_returns_to_the_suspense(self, counter: Counter) -> None:
        members.suspend(at=NOON, **world.suspension_of(counter.hanako))
        tenders = (("cash", 80), "prepaid")
        later = NOON + timedelta(minutes=1)
        sale = world.offline(world.sale(counter.hanako, LUNCH, tenders=tenders, at=later))
        counter.post(sale, at=later)
        answer = counter.reverse(sale.id, at=later)
        assert answer["tenders"] == [
            {"kind": "prepaid", "amount": 400},
            {"kind": "cash", "amount": 80},
        ]
        assert "balances" not in answer
        assert counter.refused(sale.id, at=later) == "already_reversed"

    def test_asks_no_card(self, counter: Counter) -> None:
        counter.top_up(counter.hanako, 1000)
        sale = counter.sell(counter.hanako, LUNCH)
        members.suspend(at=NOON, **world.suspension_of(counter.hanako))
        assert counter.reverse(sale, till="cafeteria")["balances"]["prepaid"] == 1000

    def test_leaves_what_was_collected(self, counter: Counter) -> None:
        world.credit(counter.hanako, world.slip(counter.hanako, 3000))
        sale = counter.sell(counter.hanako, LUNCH, collect=True)
        answer = counter.reverse(sale)
        assert (answer["balances"]["prepaid"], answer["balances"]["uncollected"]) == (3000, 0)

    def test_is_never_before_it(self, counter: Counter) -> None:
        sale = world.offline(world.sale(counter.hanako, world.line(0), tenders=("cash",)))
        counter.post(sale, at=TOMORROW)
        assert counter.reverse(sale.id)["posted_at"] == TOMORROW.isoformat()


class TestOfATopUp:
    def test_gives_the_cash_back(self, counter: Counter) -> None:
        of = counter.top_up(counter.hanako, 3000)
        answer = counter.reverse(of)
        assert (answer["amount"], answer["balances"]["prepaid"]) == (3000, 0)
        assert answer["tenders"] == [{"kind": "cash", "amount": 3000}]
        assert counter.refused(of) == "already_reversed"

    def test_owes_again_what_it_had_paid(self, counter: Counter) -> None:
        counter.post(world.offline(world.sale(counter.hanako, LUNCH)))
        of = counter.top_up(counter.hanako, 1000)
        answer = counter.reverse(of)
        assert (answer["debt_added"], answer["balances"]["debt"]) == (480, 480)
        assert answer["balances"]["prepaid"] == 0

    def test_is_for_the_office_elsewhere_later_or_spent(self, counter: Counter) -> None:
        of = counter.top_up(counter.hanako, 500)
        assert counter.refused(of, till="cafeteria") == "not_reversible"
        assert counter.refused(of, at=TOMORROW) == "not_reversible"
        counter.sell(counter.hanako, LUNCH)
        answer = counter.reverse(of)
        assert (answer["reason"], answer["remedies"]) == (
            "not_reversible",
            [{"kind": "ask_office"}],
        )
        assert "2名" in answer["text"]

    def test_is_for_the_office_when_the_day_is_closed(self, counter: Counter, here: World) -> None:
        """The other co-op's day: a closed one concerns every test."""
        of = counter.top_up(counter.jiro, 500, till="other till")
        ledger.close_day(
            coop_id=here.other.id, business_date=NOON.date(), at=NOON, by=cast.OPERATOR
        )
        assert counter.refused(of, till="other till") == "not_reversible"

    def test_is_not_by_lines(self, counter: Counter) -> None:
        of = counter.top_up(counter.hanako, 500)
        assert counter.refused(of, (1, 1)) == "not_reversible"


class TestOfSomethingElse:
    def test_is_refused_without_figures_where_nothing_is_known(self, counter: Counter) -> None:
        answer = counter.reverse(ids.uuid7())
        assert (answer["state"], answer["reason"]) == ("declined", "not_reversible")
        assert "balances" not in answer

    def test_is_refused_for_the_entry_of_another_co_op(self, counter: Counter) -> None:
        of = counter.sell(counter.hanako, LUNCH, tenders=("cash",))
        answer = counter.reverse(of, till="other till")
        assert (answer["reason"], "balances" in answer) == ("not_reversible", False)
        assert counter.reverse(of)["state"] == "settled"

    def test_is_refused_for_a_decline_and_for_a_reversal(self, counter: Counter) -> None:
        declined = world.sale(counter.hanako, LUNCH)
        counter.post(declined)
        assert counter.refused(declined.id) == "not_reversible"
        sale = counter.sell(counter.hanako, LUNCH, tenders=("cash",))
        assert counter.refused(UUID(counter.reverse(sale)["id"])) == "not_reversible"

    def test_is_refused_for_what_the_office_credited(self, counter: Counter) -> None:
        slip = world.credit(counter.hanako, world.slip(counter.hanako, 3000))
        answer = counter.reverse(slip.id)
        assert (answer["reason"], answer["balances"]["uncollected"]) == ("not_reversible", 3000)
