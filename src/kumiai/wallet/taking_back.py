"""Taking back what a slip gave, once the bank has taken the payment back."""

from uuid import UUID

from kumiai.ledger.accounts import Kind
from kumiai.ledger.purses import Draft
from kumiai.wallet import rules
from kumiai.wallet.at_till import Holder
from kumiai.wallet.rules import Part


def move(
    draft: Draft, holder: Holder, *, amount_yen: int, original: UUID
) -> tuple[list[Part], int]:
    """First what still waits of the slip, then prepaid money; what is gone is owed.

    What it takes off what waits, and the yen that become a debt.
    """
    purses = holder.purses
    waits = next((each for each in holder.waiting if each.id == original), None)
    shared = rules.taken_back(
        amount_yen,
        waiting_yen=waits.remaining_yen if waits else 0,
        prepaid_yen=purses.prepaid.balance,
    )
    parts = [Part(original, shared.from_waiting)] if shared.from_waiting else []
    if shared.from_waiting:
        draft.pay_out(purses.uncollected, shared.from_waiting, Kind.SLIP_BANK)
        holder.hand_over(parts)
    if shared.from_prepaid:
        draft.pay_out(purses.prepaid, shared.from_prepaid, Kind.SLIP_BANK)
    if shared.to_debt:
        draft.pay_in(purses.debt, shared.to_debt, Kind.SLIP_BANK)
    return parts, shared.to_debt
