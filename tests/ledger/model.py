"""What tills and purses should do, said a second time and apart from the code under test.

Plain dictionaries and sums over what the contract says; nothing of the rooms' rules is used.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import jpholiday

TOKYO = ZoneInfo("Asia/Tokyo")
CAP = 99_999
RATES = {"food": 50, "books": 300, "learning_goods": 50, "other": 50}
MEAL_LIMIT = 1200
KINDS = ("PREPAID", "UNCOLLECTED", "POINTS", "WEB_POINTS", "DEBT")


@dataclass
class Wait:
    """Money to collect."""

    id: UUID
    left: int
    available_on: date


@dataclass
class Card:
    """A card by its code and, where it has one, its chip; dead once another is in its place."""

    code: str
    idm: str | None = None
    died_at: datetime | None = None


@dataclass
class Holder:
    """A member as the model knows them; `stops` are (stopped, let go again)."""

    coop_id: int
    cards: list[Card]
    eats: bool
    block_tenths: int
    block_yen: int
    holds: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    versions: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    waits: list[Wait] = field(default_factory=list)
    eaten: dict[date, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    moved_at: datetime | None = None
    left_on: date | None = None
    graduation_year: int | None = 2029
    stopped_at: datetime | None = None
    stops: list[tuple[datetime, datetime]] = field(default_factory=list)

    def move(self, kind: str, change: int) -> None:
        """One transfer of a purse."""
        if change:
            self.holds[kind] += change
            self.versions[kind] += 1
            assert self.holds[kind] >= 0

    def posted_at(self, at: datetime) -> datetime:
        """Never before what moved last."""
        return max(at, self.moved_at) if self.moved_at else at

    def take_in(self, yen: int) -> int:
        """The debt first, the rest is prepaid; what went to the debt."""
        to_debt = min(yen, self.holds["DEBT"])
        self.move("DEBT", -to_debt)
        self.move("PREPAID", yen - to_debt)
        return to_debt

    def has_left(self, today: date) -> bool:
        """The day of leaving still counts."""
        return self.left_on is not None and self.left_on < today

    def has_expired(self, today: date) -> bool:
        """Prepaid money is good until March of the graduation year."""
        return self.graduation_year is not None and date(self.graduation_year, 4, 1) <= today

    def room(self) -> int:
        return max(CAP - self.holds["PREPAID"], 0) + self.holds["DEBT"]


def top_up(holder: Holder, yen: int) -> dict[str, Any]:
    if yen > holder.room():
        return {"state": "declined", "reason": "over_prepaid_cap", "room": holder.room()}
    return {"state": "settled", "amount": yen, "debt_recovered": holder.take_in(yen)}


def collection(holder: Holder, today: date) -> dict[str, Any]:
    due = [wait for wait in holder.waits if wait.left and wait.available_on <= today]
    if due and not holder.room():
        return {"state": "declined", "reason": "over_prepaid_cap", "room": 0}
    if not due:
        next_on = _next_on(holder, today)
        return {"state": "declined", "reason": "nothing_to_collect", "next_on": next_on}
    said = _collect(holder, today, wanted=True)
    left = sorted((w for w in holder.waits if w.left), key=lambda w: (w.available_on, w.id))
    waiting = [{"amount": w.left, "available_on": w.available_on.isoformat()} for w in left]
    more = {"waiting": waiting, "next_on": _next_on(holder, today)}
    return {"state": "settled"} | said | more


def _next_on(holder: Holder, today: date) -> str | None:
    later = [w.available_on for w in holder.waits if w.left and w.available_on > today]
    return min(later).isoformat() if later else None


def credit_slip(holder: Holder, entry_id: UUID, yen: int, on: date) -> dict[str, Any]:
    holder.move("UNCOLLECTED", yen)
    holder.waits.append(Wait(entry_id, yen, on))
    return {"state": "settled", "amount": yen}


def credit_web_points(holder: Holder, tenths: int) -> dict[str, Any]:
    holder.move("WEB_POINTS", tenths)
    return {"state": "settled", "points_tenths": tenths}


def claim(holder: Holder, entry_id: UUID, blocks: int, available_on: date) -> dict[str, Any]:
    if blocks * 2000 > holder.holds["WEB_POINTS"]:
        return {"state": "declined", "reason": "insufficient_web_points"}
    holder.move("WEB_POINTS", -2000 * blocks)
    holder.move("UNCOLLECTED", 200 * blocks)
    holder.waits.append(Wait(entry_id, 200 * blocks, available_on))
    return {"state": "settled", "amount": 200 * blocks, "points_tenths": 2000 * blocks}


def second_business_day(day: date) -> date:
    """Sundays and holidays do not count."""
    found = 0
    while found < 2:
        day += timedelta(days=1)
        found += day.weekday() != 6 and not jpholiday.is_holiday(day)
    return day


def purchase(
    holder: Holder, body: Any, *, posted_at: datetime, hands_over: bool
) -> tuple[Holder, dict[str, Any]]:
    """The member afterwards and the figures of the answer; a decline leaves the member as was."""
    after = deepcopy(holder)
    said = _collect(after, posted_at.astimezone(TOKYO).date(), wanted=body.collect and hands_over)
    paid, rest = _tenders(after, body)
    if isinstance(paid, str):
        return holder, {"state": "declined", "reason": paid} | rest
    meal, prepaid = paid.get("meal_card", 0), paid.get("prepaid", 0)
    shortfall = rest
    if body.offline:
        shortfall += max(prepaid - after.holds["PREPAID"], 0)
        prepaid += rest
    after.move("PREPAID", -(prepaid - shortfall))
    after.move("DEBT", shortfall)
    if meal:
        day = body.occurred_at.astimezone(TOKYO).date()
        after.eaten[day] = after.eaten.get(day, 0) + meal
    earned = points(body.lines, meal)
    after.move("POINTS", earned)
    blocks = min(after.holds["POINTS"] // after.block_tenths, after.room() // after.block_yen)
    after.move("POINTS", -blocks * after.block_tenths)
    said["debt_recovered"] += after.take_in(blocks * after.block_yen)
    if prepaid or "prepaid" in paid:
        paid["prepaid"] = prepaid
    return after, said | {
        "state": "settled",
        "total": sum(line.amount for line in body.lines),
        "paid": paid,
        "points_earned_tenths": earned,
        "auto_top_up": {
            "points_tenths": blocks * after.block_tenths,
            "yen": blocks * after.block_yen,
        },
        "shortfall": shortfall,
    }


def _collect(after: Holder, today: date, *, wanted: bool) -> dict[str, int]:
    handed_over, room = 0, after.room()
    if wanted:
        for wait in sorted(after.waits, key=lambda w: (w.available_on, w.id)):
            if wait.available_on <= today:
                part = min(wait.left, room - handed_over)
                wait.left -= part
                handed_over += part
    after.move("UNCOLLECTED", -handed_over)
    return {"collected": handed_over, "debt_recovered": after.take_in(handed_over)}


def _tenders(holder: Holder, body: Any) -> tuple[Any, Any]:
    """What each tender pays and what nobody does; or a reason and its figures."""
    rest = sum(line.amount for line in body.lines)
    day = body.occurred_at.astimezone(TOKYO).date()
    edible = max(sum(line.amount for line in body.lines if line.meal_eligible), 0)
    left = MEAL_LIMIT - holder.eaten.get(day, 0) if holder.eats else 0
    paid: dict[str, int] = {}
    for tender in body.tenders:
        if tender.amount is not None:
            paid[tender.kind] = tender.amount
            if body.offline:
                most = left if tender.kind == "meal_card" else tender.amount
                paid[tender.kind] = min(most, tender.amount, rest)
            elif refused := _refused(holder, tender, min(edible, left), left):
                return refused
            rest -= paid[tender.kind]
    for tender in body.tenders:
        if tender.amount is None and rest >= 0:
            may = {"prepaid": holder.holds["PREPAID"], "meal_card": min(edible, left)}
            paid[tender.kind] = min(may.get(tender.kind, rest), rest)
            rest -= paid[tender.kind]
    if body.offline or rest == 0:
        return paid, rest
    if rest > 0 and "prepaid" in {tender.kind for tender in body.tenders}:
        return "insufficient_prepaid", {"short_by": rest}
    return "tenders_do_not_cover", {}


def _refused(holder: Holder, tender: Any, most: int, left: int) -> Any:
    prepaid = holder.holds["PREPAID"]
    if tender.kind == "prepaid" and tender.amount > prepaid:
        return "insufficient_prepaid", {"short_by": tender.amount - prepaid}
    if tender.kind == "meal_card" and not holder.eats:
        return "not_a_meal_card_holder", {}
    if tender.kind == "meal_card" and tender.amount > most:
        return "meal_limit", {"left_today": left}
    return None


def on_suspense(body: Any) -> dict[str, Any]:
    """A sale made with a dead card is nobody's: cash as given, the rest is the co-op's loss."""
    rest = sum(line.amount for line in body.lines)
    paid: dict[str, int] = {}
    in_cash = [tender for tender in body.tenders if tender.kind in {"cash", "other"}]
    for tender in sorted(in_cash, key=lambda each: each.amount is None):
        paid[tender.kind] = min(rest, rest if tender.amount is None else tender.amount)
        rest -= paid[tender.kind]
    paid = {tender.kind: paid[tender.kind] for tender in in_cash}
    if rest:
        paid["prepaid"] = rest
    return {
        "state": "settled",
        "paid": paid,
        "shortfall": rest,
        "points_earned_tenths": 0,
        "auto_top_up": {"points_tenths": 0, "yen": 0},
        "collected": 0,
        "debt_recovered": 0,
    }


def points(lines: Any, meal: int) -> int:
    sums = dict.fromkeys(RATES, 0)
    for line in lines:
        yen = line.amount
        if line.meal_eligible and yen > 0:
            yen, meal = yen - min(yen, meal), meal - min(yen, meal)
        if line.code != "REISSUE":
            sums[line.genre] += yen
    return sum(max(yen, 0) * RATES[genre] // 1000 for genre, yen in sums.items())
