"""What reversals should do, said a second time and apart from the code under test."""

import math
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.ledger import model
from tests.ledger.model import TOKYO, Holder

NOT_REVERSIBLE = {"state": "declined", "reason": "not_reversible"}
ALREADY = {"state": "declined", "reason": "already_reversed"}
NOTHING_LEFT = {"state": "declined", "reason": "nothing_left_to_reverse"}


@dataclass
class Goods:
    """A line, and what of it has not come back."""

    line: Any
    pieces: int
    yen: int


@dataclass
class Past:
    """An entry of the past: whose, when, where, and what of it is not taken back yet."""

    holder: Holder | None
    coop_id: int
    terminal_id: int
    posted_at: datetime
    business_date: date
    ate_on: date
    said: dict[str, Any]
    kind: str = ""
    goods: list[Goods] = field(default_factory=list)
    paid: dict[str, int] = field(default_factory=dict)
    earned: int = 0
    is_done: bool = False


def business_date(posted_at: datetime, closed: date | None) -> date:
    """The day in Tokyo; of one that is closed, the next that is open."""
    day = posted_at.astimezone(TOKYO).date()
    return day if closed is None or day > closed else closed + timedelta(days=1)


def top_up(past: Past) -> None:
    """Keep a top-up that is settled."""
    past.kind = "top_up" if past.said["state"] == "settled" else ""


def sale(past: Past, body: Any) -> None:
    """Keep a sale that is settled; its tenders in the order asked, an unasked one last."""
    if past.said["state"] == "settled":
        past.kind = "sale"
        past.goods = [Goods(line, line.quantity, line.amount) for line in body.lines]
        order = [tender.kind for tender in body.tenders] + ["prepaid"]
        if past.holder is None:
            order = list(past.said["paid"])
        past.paid = {kind: past.said["paid"].get(kind, 0) for kind in dict.fromkeys(order)}
        past.earned = past.said["points_earned_tenths"]


def reverse(past: Past, body: Any, *, terminal_id: int, business_date: date) -> dict[str, Any]:
    """The figures of the answer; moves what its holder has."""
    if past.kind == "top_up":
        is_near = (past.terminal_id, past.business_date) == (terminal_id, business_date)
        return _top_up_back(past, is_near=is_near, is_whole=body.lines is None)
    if past.kind == "sale":
        return _sale_back(past, body)
    return NOT_REVERSIBLE


def _top_up_back(past: Past, *, is_near: bool, is_whole: bool) -> dict[str, Any]:
    holder, amount, owed = past.holder, past.said["amount"], past.said["debt_recovered"]
    assert holder
    if past.is_done:
        return ALREADY
    if not is_whole or not is_near or holder.holds["PREPAID"] < amount - owed:
        return NOT_REVERSIBLE
    past.is_done = True
    holder.move("PREPAID", owed - amount)
    holder.move("DEBT", owed)
    tenders = [{"kind": "cash", "amount": amount}]
    return {"state": "settled", "amount": amount, "debt_added": owed, "tenders": tenders}


def _sale_back(past: Past, body: Any) -> dict[str, Any]:
    if not any(goods.pieces for goods in past.goods):
        return ALREADY
    if body.lines is None:
        wanted = {n: goods.pieces for n, goods in enumerate(past.goods, 1) if goods.pieces}
    else:
        wanted = {each.line: each.quantity for each in body.lines}
    if any(n > len(past.goods) or q > past.goods[n - 1].pieces for n, q in wanted.items()):
        return NOTHING_LEFT
    yen = {n: _price(past.goods[n - 1], quantity) for n, quantity in wanted.items()}
    total = sum(yen.values())
    if total < 0 or total > sum(goods.yen for goods in past.goods):
        return NOT_REVERSIBLE
    for n, quantity in wanted.items():
        past.goods[n - 1].pieces -= quantity
        past.goods[n - 1].yen -= yen[n]
    back = _tenders(past, total)
    tenders = [{"kind": kind, "amount": amount} for kind, amount in back.items()]
    said: dict[str, Any] = {"state": "settled", "amount": total}
    said["lines"] = [{"line": n, "quantity": wanted[n], "amount": yen[n]} for n in sorted(wanted)]
    holder = past.holder or Holder(past.coop_id, [], eats=False, block_tenths=2000, block_yen=200)
    said["debt_recovered"] = holder.take_in(back.get("prepaid", 0))
    if meal := back.get("meal_card"):
        if body.occurred_at.astimezone(TOKYO).date() == past.ate_on:
            holder.eaten[past.ate_on] -= meal
            used = holder.eaten[past.ate_on]
            said["meal"] = {
                "plan": "1日1,200円",
                "used_today": used,
                "left_today": model.MEAL_LIMIT - used,
            }
        else:
            tenders.remove({"kind": "meal_card", "amount": meal})
    return said | {"tenders": tenders} | _points_back(past, holder)


def _price(goods: Goods, quantity: int) -> int:
    if quantity == goods.pieces:
        return goods.yen
    return math.trunc(Fraction(goods.line.amount * quantity, goods.line.quantity))


def _tenders(past: Past, rest: int) -> dict[str, int]:
    """What each gives back, the last of the receipt first."""
    back: dict[str, int] = {}
    for kind in list(past.paid)[::-1]:
        while rest and past.paid[kind]:
            step = min(rest, past.paid[kind])
            back[kind] = step
            past.paid[kind] -= step
            rest -= step
    assert rest == 0
    return back


def _points_back(past: Past, holder: Holder) -> dict[str, int]:
    """Points first; a block of them that is missing costs what it had brought, pro rata."""
    left = [_Left(goods.line, goods.yen) for goods in past.goods]
    due = max(past.earned - model.points(left, past.paid.get("meal_card", 0)), 0)
    points = min(due, holder.holds["POINTS"])
    yen = math.floor(Fraction(due - points) * holder.block_yen / holder.block_tenths)
    holder.move("POINTS", -points)
    owed = max(yen - holder.holds["PREPAID"], 0)
    holder.move("PREPAID", owed - yen)
    holder.move("DEBT", owed)
    past.earned -= points + math.ceil(Fraction(yen) * holder.block_tenths / holder.block_yen)
    return {"points_taken_back_tenths": points, "points_yen": yen, "debt_added": owed}


class _Left:
    """A line as it would have been sold, had what came back never been in the basket."""

    def __init__(self, line: Any, yen: int) -> None:
        self.amount = yen
        self.code, self.genre, self.meal_eligible = line.code, line.genre, line.meal_eligible
