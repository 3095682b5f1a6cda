"""What the bench's tills say is what the till API takes."""

import msgspec

from kumiai.cli.bench import bodies
from kumiai.cli.bench.measures import BATCH_ENTRIES, member_number
from kumiai.purchases.asked import Purchase, Reversal
from kumiai.wallet.asked import TopUp

LOOKS = 50


def sold(member: int, *, by_meal_card: bool = False) -> list[Purchase]:
    return [
        msgspec.json.decode(bodies.sale(member, by_meal_card=by_meal_card), type=Purchase)
        for _ in range(LOOKS)
    ]


class TestSale:
    def test_has_one_to_four_lines_and_is_paid_with_prepaid_money(self) -> None:
        sales = sold(7)
        assert {len(sale.lines) for sale in sales} == {1, 2, 3, 4}
        assert {sale.card for sale in sales} == {member_number(7)}
        assert {tender.kind for sale in sales for tender in sale.tenders} == {"prepaid"}
        assert len({sale.id for sale in sales}) == LOOKS

    def test_is_paid_by_meal_card_first_where_there_is_one(self) -> None:
        [tenders] = {tuple(t.kind for t in sale.tenders) for sale in sold(8, by_meal_card=True)}
        assert tenders == ("meal_card", "prepaid")
        [tenders] = {tuple(t.kind for t in sale.tenders) for sale in sold(7, by_meal_card=True)}
        assert tenders == ("prepaid",)


class TestTopUp:
    def test_is_a_note(self) -> None:
        top_up = msgspec.json.decode(bodies.top_up(7), type=TopUp)
        assert (top_up.card, top_up.amount) == (member_number(7), 1_000)


class TestBatch:
    def test_is_mixed(self) -> None:
        entries = msgspec.json.decode(bodies.batch(20))["entries"]
        assert len(entries) == BATCH_ENTRIES
        kinds = [entry.pop("type") for entry in entries]
        assert [kinds.count(kind) for kind in ("purchase", "top_up", "reversal")] == [450, 40, 10]
        sales = {
            msgspec.convert(entry, Purchase).id
            for entry, kind in zip(entries, kinds, strict=True)
            if kind == "purchase" and entry["offline"]
        }
        taken_back = {
            msgspec.convert(entry, Reversal).reverses
            for entry, kind in zip(entries, kinds, strict=True)
            if kind == "reversal"
        }
        assert len(sales) == 450
        assert len(taken_back) == 10
        assert taken_back <= sales
