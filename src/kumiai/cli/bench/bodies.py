"""What tills say, as text to be filled in: what loads a machine that it shares must be light.

`files/tills.lua` says the same to wrk.
"""

import itertools
import random

from kumiai.cli.bench.measures import BATCH_ENTRIES, HOLDERS_EVERY, TOP_UP_YEN, member_number
from kumiai.kit import clock, ids

GOODS = tuple(
    f'{{"code":"{code}","name":"{name}","genre":"{genre}","quantity":{quantity},'
    f'"unit_price":{price},"amount":{quantity * price},"tax_rate":{tax_rate}{eligible}}}'
    for code, name, genre, quantity, price, tax_rate, eligible in (
        ("D1023", "唐揚げ丼", "food", 1, 480, 10, ',"meal_eligible":true'),
        ("2900000000018", "緑茶", "food", 1, 130, 8, ""),
        ("2900000000025", "ノート", "learning_goods", 2, 110, 10, ""),
        ("D2001", "味噌汁", "food", 1, 40, 10, ',"meal_eligible":true'),
    )
)
# Everything that one to four lines may be, by their number.
_BASKETS = [
    [",".join(lines) for lines in itertools.product(GOODS, repeat=count)] for count in range(1, 5)
]
_PREPAID = '{"kind":"prepaid"}'
_MEAL_THEN_PREPAID = f'{{"kind":"meal_card"}},{_PREPAID}'


def sale(member: int, *, by_meal_card: bool = False) -> str:
    """One to four lines; a meal card holder pays with the meal's right first."""
    tenders = _PREPAID
    if by_meal_card and member % HOLDERS_EVERY == 0:
        tenders = _MEAL_THEN_PREPAID
    return f"{{{_event(ids.uuid7(), member)},{_rung_up(tenders)}}}"


def top_up(member: int) -> str:
    """Cash into prepaid money."""
    return f'{{{_event(ids.uuid7(), member)},"amount":{TOP_UP_YEN}}}'


def batch(members: int) -> str:
    """After an outage: offline sales, a top-up in ten entries, one sale in fifty taken back."""
    entries: list[str] = []
    sold = ids.uuid7()
    for place in range(1, BATCH_ENTRIES + 1):
        member = random.randrange(members)  # noqa: S311 - a load, not a secret
        if place % 50 == 0:
            entries.append(
                f'{{"type":"reversal","id":"{ids.uuid7()}","reverses":"{sold}",'
                f'"occurred_at":"{_now()}","reason":"返品"}}'
            )
        elif place % 10 == 0:
            entries.append(
                f'{{"type":"top_up",{_event(ids.uuid7(), member)},"amount":{TOP_UP_YEN}}}'
            )
        else:
            sold = ids.uuid7()
            entries.append(
                f'{{"type":"purchase","offline":true,{_event(sold, member)},{_rung_up(_PREPAID)}}}'
            )
    return f'{{"entries":[{",".join(entries)}]}}'


def _event(id_: object, member: int) -> str:
    return f'"id":"{id_}","card":"{member_number(member)}","occurred_at":"{_now()}","cashier":"07"'


def _rung_up(tenders: str) -> str:
    lines = random.choice(random.choice(_BASKETS))  # noqa: S311
    return f'"receipt_number":"0001-1","lines":[{lines}],"tenders":[{tenders}]'


def _now() -> str:
    return clock.now().isoformat()
