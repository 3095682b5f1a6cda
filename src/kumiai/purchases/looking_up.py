"""Looking a card up for the clerk's screen: who it is, what is there, what may be done. No lock."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from kumiai.coops.at_till import Caller
from kumiai.kit import clock, columns, sql
from kumiai.kit.money import Yen
from kumiai.ledger import purses
from kumiai.meals import at_till as meals
from kumiai.meals.at_till import Held
from kumiai.meals.rules import Plan
from kumiai.members import rules as members
from kumiai.members.rules import CardReason, CardState
from kumiai.wallet import answers
from kumiai.wallet import at_till as wallet
from kumiai.wallet import rules as wallet_rules
from kumiai.wallet.answers import Balances, Message, PurseVersions, Remedy
from kumiai.wallet.rules import Waiting

State = Literal["active", "suspended", "replaced", "membership_ended", "prepaid_expired"]

LOOK_UP_CARD = sql.load("kumiai.purchases").look_up_card

_CARD_COLUMNS = 9
_PURSE_COLUMNS = 4
_MEAL = 17
_IS_VARIED, _AWAITS_REGISTRATION = -2, -1
_STATES: dict[CardReason | None, State] = {
    None: "active",
    "card_suspended": "suspended",
    "card_replaced": "replaced",
    "membership_ended": "membership_ended",
    "prepaid_expired": "prepaid_expired",
}


class MealNow(msgspec.Struct, frozen=True, kw_only=True):
    """What a meal card lets its holder eat for today, in yen: a right, never a balance (row G30).

    Nothing is left outside the plan's days and hours; `valid_now` tells the two apart.
    """

    plan: str
    used_today: int
    left_today: int
    valid_now: bool


class LookedUp(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A card and its holder as of now, for the clerk's screen.

    `text` and `remedies` are there for a card that may not be used: those of a decline (row B4).
    """

    card: str
    member_number: str
    name: str
    state: State
    usable_until: date | None
    balances: Balances
    purse_versions: PurseVersions
    collectable_now: int
    collectable_next_on: date | None
    messages: tuple[Message, ...]
    text: str | None = None
    remedies: tuple[Remedy, ...] = ()
    meal: MealNow | None = None


def parameters(*, coop_id: int, card_key: str, at: datetime) -> dict[str, Any]:
    """The parameters of LOOK_UP_CARD; the key is one that `members.rules.card_key` gave."""
    return {"coop": coop_id, "card": card_key, "today": clock.tokyo_date(at)}


def more_to_ask(row: Sequence[Any], *, at: datetime) -> dict[str, Any] | None:
    """The parameters of READ_RIGHTS where the row's meal plan has days or hours that differ."""
    if not row[_IS_VARIED]:
        return None
    card = CardState(*row[:_CARD_COLUMNS])
    wanted = [(card.coop_id, card.member_id, clock.tokyo_date(at))]
    return columns.packed(meals.READ_RIGHTS, meals.parameters(wanted))


def looked_up(
    row: Sequence[Any], *, rights: Sequence[Sequence[Any]] = (), caller: Caller, at: datetime
) -> LookedUp:
    """A row of LOOK_UP_CARD as the answer; no row means that the co-op has no such card.

    `rights` are the rows of READ_RIGHTS where there was more to ask.
    """
    card = CardState(*row[:_CARD_COLUMNS])
    name, *told = row[_CARD_COLUMNS:_MEAL]
    held = purses.told(card.member_id, *told[:_PURSE_COLUMNS])
    waiting = [Waiting(*each) for each in zip(*told[_PURSE_COLUMNS:], strict=True)]
    today = clock.tokyo_date(at)
    collectable_yen = wallet_rules.collectable_yen(waiting, today)
    reason = members.may_use_prepaid(card, today)
    return LookedUp(
        card=card.code,
        member_number=card.member_number,
        name=name,
        state=_STATES[reason],
        text=answers.decline_text(reason) if reason else None,
        remedies=answers.usual_remedies(reason) if reason else (),
        usable_until=members.prepaid_usable_until(card.graduation_year),
        balances=answers.balances(held, collectable_yen=collectable_yen),
        purse_versions=answers.purse_versions(held),
        collectable_now=collectable_yen,
        collectable_next_on=wallet_rules.next_collectable_on(waiting, today),
        meal=_meal(row[_MEAL:_IS_VARIED], rights, at),
        messages=_messages(caller, collectable_yen, held.debt.balance),
    )


def awaits_registration(row: Sequence[Any]) -> bool:
    """Whether the member's login of a row of LOOK_UP_CARD, or the guardian's, is provisional."""
    return bool(row[_AWAITS_REGISTRATION])


def _meal(row: Sequence[Any], rights: Sequence[Sequence[Any]], at: datetime) -> MealNow | None:
    *plan, used_yen = row
    if used_yen is None:
        return None
    # With rights all that is said of the meal is of one moment: theirs. A card ended between the
    # two statements leaves none.
    asked = list(meals.held(rights).values())
    right = (asked[0] if asked else Held(Plan(*plan), used_yen)).right(at)
    return MealNow(
        plan=right.plan,
        used_today=right.used_yen,
        left_today=right.left_yen,
        valid_now=right.is_valid_now,
    )


def _messages(caller: Caller, collectable_yen: Yen, debt_yen: int) -> tuple[Message, ...]:
    owed = (answers.something_owed(yen=debt_yen),) if debt_yen else ()
    return wallet.prompts(caller, collectable_yen) + owed
