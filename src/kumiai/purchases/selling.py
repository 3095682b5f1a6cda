"""What is written of sales beside their transfers: the purchase, its lines, what hangs on it."""

from collections.abc import Iterator, Sequence

from kumiai.kit import sql
from kumiai.kit.steps import Steps, tell
from kumiai.ledger import marks
from kumiai.ledger.posting import Decision, Request
from kumiai.meals.at_till import Used
from kumiai.purchases import offline
from kumiai.purchases.ringing_up import Sale
from kumiai.wallet import at_till as wallet
from kumiai.wallet.at_till import Collected

_sql = sql.load("kumiai.purchases")


def write(sales: Sequence[tuple[Request, Decision, Sale]]) -> Steps[None]:
    """Write sales, their lines, what was collected, and what the office is told.

    What was eaten: see `meals_used`.
    """
    purchases, lines = _purchase_columns(sales), _line_columns(sales)
    yield from tell(_sql.insert_purchases, purchases | {"marks": marks_of(purchases, lines)})
    yield from tell(_sql.insert_lines, lines)
    yield from wallet.write_collected(
        [
            Collected(request.id, request.coop_id, sale.settled.parts)
            for request, _, sale in sales
            if sale.settled.parts
        ]
    )
    yield from offline.write([(r, d, sale.noted) for r, d, sale in sales if sale.noted])


def meals_used(sales: Sequence[tuple[Request, Decision, Sale]]) -> Iterator[Used]:
    """What sales took of their eaters' rights: written together with what comes back of them."""
    for request, _, sale in sales:
        yen = sale.settled.paid.get("meal_card", 0)
        if yen and sale.member_id is not None and sale.settled.meal is not None:
            yield Used(request.id, request.coop_id, sale.member_id, sale.settled.meal, yen)


def _purchase_columns(
    sales: Sequence[tuple[Request, Decision, Sale]],
) -> dict[str, list[object]]:
    settled = [sale.settled for _, _, sale in sales]
    asked = [sale.purchase for _, _, sale in sales]
    return {
        "entries": [request.id for request, _, _ in sales],
        "coops": [request.coop_id for request, _, _ in sales],
        "members": [sale.member_id for _, _, sale in sales],
        "stores": [sale.caller.store_id for _, _, sale in sales],
        "terminals": [request.terminal_id for request, _, _ in sales],
        "occurred": [request.occurred_at for request, _, _ in sales],
        "posted": [decision.draft.posted_at for _, decision, _ in sales],
        "receipt_numbers": [purchase.receipt_number for purchase in asked],
        "cashiers": [purchase.cashier for purchase in asked],
        "sequences": [purchase.sequence for purchase in asked],
        "offline": [purchase.offline for purchase in asked],
        "totals": [each.total_yen for each in settled],
        "meal_card": [each.paid.get("meal_card", 0) for each in settled],
        "prepaid": [each.paid.get("prepaid", 0) for each in settled],
        "cash": [each.paid.get("cash", 0) for each in settled],
        "other": [each.paid.get("other", 0) for each in settled],
        "shortfalls": [each.shortfall_yen for each in settled],
        "collected": [sum(part.yen for part in each.parts) for each in settled],
        "recovered": [each.collected.to_debt + each.converted_into.to_debt for each in settled],
        "earned": [each.points_earned_tenths for each in settled],
        "converted": [each.converted.points_tenths for each in settled],
        "auto_top_ups": [each.converted.yen for each in settled],
    }


def marks_of(rows: dict[str, list[object]], lines: dict[str, list[object]]) -> list[bytes]:
    """The mark of each row: over its own columns, then those of its lines.

    The first column of both names the row.
    """
    names, *told = lines.values()
    of_row: dict[object, list[str]] = {}
    for name, text in zip(names, marks.texts(told), strict=True):
        of_row.setdefault(name, []).append(text)
    return [
        marks.mark(text + "".join(of_row.get(name, ())))
        for name, text in zip(next(iter(rows.values())), marks.texts(rows.values()), strict=True)
    ]


def _line_columns(
    sales: Sequence[tuple[Request, Decision, Sale]],
) -> dict[str, list[object]]:
    lines = [
        (request.id, position, line)
        for request, _, sale in sales
        for position, line in enumerate(sale.purchase.lines, start=1)
    ]
    return {
        "purchases": [entry_id for entry_id, _, _ in lines],
        "positions": [position for _, position, _ in lines],
        "codes": [line.code for _, _, line in lines],
        "names": [line.name for _, _, line in lines],
        "genres": [line.genre for _, _, line in lines],
        "quantities": [line.quantity for _, _, line in lines],
        "unit_prices": [line.unit_price for _, _, line in lines],
        "amounts": [line.amount for _, _, line in lines],
        "tax_rates": [line.tax_rate for _, _, line in lines],
        "eligible": [line.meal_eligible for _, _, line in lines],
    }
