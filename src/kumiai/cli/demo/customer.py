"""One member at tills, machines and on the portal: what they do becomes events with ids."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from kumiai.cli.demo.baskets import Line
from kumiai.cli.demo.habits import Habits
from kumiai.cli.demo.people import Person
from kumiai.cli.demo.places import Places
from kumiai.cli.demo.pockets import Pocket
from kumiai.kit import clock, ids

TOP_UP_STEP_YEN = 1000
TOPS_UP_WHEN_SHORT = 0.72
COLLECTS_UNASKED = 0.3


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: `kind` is the type of a till's body, or `claim`, or `slip`."""

    id: UUID
    at: datetime
    coop_id: int
    member_number: str
    kind: str
    terminal: str
    content: dict[str, Any]


@dataclass(slots=True)
class Customer:
    """A member with habits and a pocket; `events` grows in the order of time."""

    person: Person
    habits: Habits
    places: Places
    pocket: Pocket
    random: Random
    leaves_waiting_from: date = date.max
    events: list[Event] = field(default_factory=list)
    terms_with_books: set[str] = field(default_factory=set)

    def buy(self, at: datetime, till: str, lines: Sequence[Line], *, how: str = "") -> None:
        """Pay at a till; who is short of prepaid tops up first, or adds cash."""
        how = how or ("cash" if self.random.random() < self.habits.pays_cash else "prepaid")
        day = clock.tokyo_date(at)
        collects = self._collects(day, till)
        if collects:
            self.pocket.collect(day)
        elif how == "prepaid":
            self._top_up_if_short(at, till, lines)
        tenders = self.pocket.pay(lines, at, how=how)
        content = {"lines": list(lines), "tenders": tenders, "collect": collects}
        self._add(at, "purchase", till, content)

    def top_up(self, at: datetime, terminal: str, yen: int) -> None:
        """Put in cash, as much of it as fits in whole thousands."""
        fits_yen = min(yen, self.pocket.room_yen() // TOP_UP_STEP_YEN * TOP_UP_STEP_YEN)
        if fits_yen:
            self.pocket.top_up(fits_yen)
            self._add(at, "top_up", terminal, {"amount": fits_yen})

    def earn_web_points(self, at: datetime, tenths: int, description: str) -> None:
        self.pocket.web_points_tenths += tenths
        content = {"points_tenths": tenths, "description": description}
        self._add(at, "web_points", self.places.feed, content)

    def claim(self, at: datetime) -> None:
        """Claim every whole block of web points."""
        event_id = self._id(at)
        blocks = self.pocket.claim_web_points(event_id, clock.tokyo_date(at))
        if blocks:
            self._add(at, "claim", "", {"blocks": blocks}, event_id=event_id)

    def pay_slip(self, paid_on: date, taken_at: datetime, yen: int) -> None:
        """A payment slip, in the co-op's books at `taken_at`."""
        event_id = self._id(taken_at)
        usable_on = paid_on + timedelta(days=self.pocket.policy.slip_days_min)
        self.pocket.wait(event_id, yen, max(clock.tokyo_date(taken_at), usable_on))
        content = {"paid_on": paid_on, "amount_yen": yen}
        self._add(taken_at, "slip", "", content, event_id=event_id)

    def _collects(self, day: date, till: str) -> bool:
        return (
            till in self.places.tills_that_hand_over
            and day < self.leaves_waiting_from
            and bool(self.pocket.waiting)
            and self.random.random() < COLLECTS_UNASKED
            and 0 < self.pocket.collectable_yen(day) <= self.pocket.room_yen()
        )

    def _top_up_if_short(self, at: datetime, till: str, lines: Sequence[Line]) -> None:
        eligible_yen = sum(line["amount"] for line in lines if line["meal_eligible"])
        covered_yen = min(eligible_yen, self.pocket.meal_left_yen(at))
        needed_yen = sum(line["amount"] for line in lines) - covered_yen
        missing_yen = needed_yen - self.pocket.prepaid_yen
        if missing_yen <= 0 or self.random.random() > TOPS_UP_WHEN_SHORT:
            return
        steps = -(-missing_yen // TOP_UP_STEP_YEN) * TOP_UP_STEP_YEN
        yen = max(self.habits.top_up_yen, steps)
        if self.random.random() < self.habits.tops_up_at_machine:
            machine = self.random.choice(self.places.machines)
            self.top_up(at - timedelta(seconds=self.random.randint(90, 400)), machine, yen)
        else:
            self.top_up(at - timedelta(seconds=self.random.randint(15, 50)), till, yen)

    def _add(
        self,
        at: datetime,
        kind: str,
        terminal: str,
        content: dict[str, Any],
        *,
        event_id: UUID | None = None,
    ) -> None:
        event_id = event_id or self._id(at)
        number = self.person.member_number
        self.events.append(
            Event(event_id, at, self.person.coop_id, number, kind, terminal, content)
        )

    def _id(self, at: datetime) -> UUID:
        return ids.uuid7(at, random=self.random.randbytes(8))
