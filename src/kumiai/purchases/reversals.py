"""What is written of reversals beside their transfers: the reversal, its lines, meal rights."""

from collections.abc import Iterator, Sequence

from kumiai.kit import sql
from kumiai.kit.steps import Steps, tell
from kumiai.ledger.posting import Decision, Request
from kumiai.meals.at_till import Returned
from kumiai.purchases import selling
from kumiai.purchases.reversing import Reversed

_sql = sql.load("kumiai.purchases")

Records = Sequence[tuple[Request, Decision, Reversed]]


def write(reversals: Records) -> Steps[None]:
    """Write reversals and their lines. What comes back to meal cards: see `meals_returned`."""
    rows, lines = _columns(reversals), _line_columns(reversals)
    yield from tell(_sql.insert_reversals, rows | {"marks": selling.marks_of(rows, lines)})
    if lines["reversals"]:
        yield from tell(_sql.insert_reversal_lines, lines)


def meals_returned(reversals: Records) -> Iterator[Returned]:
    """What reversals give back to their eaters' rights."""
    for request, _, record in reversals:
        entry, sold = record.original.entry, record.original.sold
        if sold and entry.holder_id is not None and record.taken.meal_yen:
            yield Returned(
                request.id, request.coop_id, entry.holder_id, sold.sold_on, record.taken.meal_yen
            )


def _columns(reversals: Records) -> dict[str, list[object]]:
    asked = [record.reversal for _, _, record in reversals]
    taken = [record.taken for _, _, record in reversals]
    originals = [record.original for _, _, record in reversals]
    return {
        "entries": [request.id for request, _, _ in reversals],
        "coops": [request.coop_id for request, _, _ in reversals],
        "originals": [reversal.reverses for reversal in asked],
        "numbers": [original.count + 1 for original in originals],
        "top_ups": [original.topped_up is not None for original in originals],
        "members": [original.entry.holder_id for original in originals],
        "stores": [record.caller.store_id for _, _, record in reversals],
        "terminals": [request.terminal_id for request, _, _ in reversals],
        "occurred": [request.occurred_at for request, _, _ in reversals],
        "posted": [decision.draft.posted_at for _, decision, _ in reversals],
        "reasons": [reversal.reason for reversal in asked],
        "cashiers": [reversal.cashier for reversal in asked],
        "sequences": [reversal.sequence for reversal in asked],
        "totals": [each.total_yen for each in taken],
        "meal_card": [each.returned.get("meal_card", 0) for each in taken],
        "prepaid": [each.returned.get("prepaid", 0) for each in taken],
        "cash": [each.returned.get("cash", 0) for each in taken],
        "other": [each.returned.get("other", 0) for each in taken],
        "lapsed": [each.meal_lapsed_yen for each in taken],
        "recovered": [each.prepaid_into.to_debt for each in taken],
        "owed": [each.debt_added_yen for each in taken],
        "points": [each.points_tenths for each in taken],
        "redeemed": [each.points_redeemed_tenths for each in taken],
        "points_yen": [each.points_yen for each in taken],
    }


def _line_columns(reversals: Records) -> dict[str, list[object]]:
    lines = [(request.id, line) for request, _, each in reversals for line in each.taken.lines]
    return {
        "reversals": [entry_id for entry_id, _ in lines],
        "positions": [line.position for _, line in lines],
        "quantities": [line.quantity for _, line in lines],
        "amounts": [line.yen for _, line in lines],
    }
