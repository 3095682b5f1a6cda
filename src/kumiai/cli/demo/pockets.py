"""What a member of the demo has at each moment, so that every purchase made up is one they can pay.

The rules are the rooms' own; only the purses are kept here instead of in the ledger.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kumiai.coops.policy import Policy
from kumiai.kit.money import Yen
from kumiai.meals.at_till import Held
from kumiai.wallet import rules
from kumiai.wallet.rules import Waiting

Line = Mapping[str, Any]
Tender = dict[str, Any]


@dataclass(slots=True)
class Pocket:
    """One member's purses in yen and tenths, and what is left of today's meal right."""

    policy: Policy
    calendar: Mapping[date, bool]
    prepaid_yen: int = 0
    points_tenths: int = 0
    web_points_tenths: int = 0
    waiting: list[Waiting] = field(default_factory=list)
    meal: Held | None = None

    def room_yen(self) -> int:
        """How much may still be put in."""
        return rules.room(prepaid_yen=self.prepaid_yen, debt_yen=0, policy=self.policy)

    def meal_left_yen(self, at: datetime) -> int:
        """What the meal card pays at a moment of today."""
        return self.meal.right(at).left_yen if self.meal else 0

    def top_up(self, yen: int) -> None:
        """Put cash in; ValueError where it would go over the cap."""
        if yen > self.room_yen():
            raise ValueError("over the cap")
        self.prepaid_yen += yen

    def wait(self, event_id: UUID, yen: int, available_on: date) -> None:
        """Money that waits at a till from a day on."""
        self.waiting.append(Waiting(event_id, Yen(yen), available_on))

    def collectable_yen(self, day: date) -> int:
        return rules.collectable_yen(self.waiting, day)

    def collect(self, day: date) -> int:
        """Have handed over what there is, as far as it fits; returns how much that was."""
        parts = rules.collect(self.waiting, today=day, room_yen=self.room_yen())
        taken = {part.id: part.yen for part in parts}
        self.waiting = [
            Waiting(each.id, Yen(each.remaining_yen - taken.get(each.id, 0)), each.available_on)
            for each in self.waiting
        ]
        self.waiting = [each for each in self.waiting if each.remaining_yen]
        self.prepaid_yen += sum(taken.values())
        return sum(taken.values())

    def claim_web_points(self, event_id: UUID, claimed_on: date) -> int:
        """Claim every whole block; returns how many there were."""
        blocks = rules.claimable_blocks(
            web_points_tenths=self.web_points_tenths, policy=self.policy
        )
        claimed = rules.claim(
            web_points_tenths=self.web_points_tenths, blocks=blocks, policy=self.policy
        )
        if claimed is None:
            return 0
        self.web_points_tenths -= claimed.points_tenths
        available_on = rules.claim_available_on(
            claimed_on, policy=self.policy, calendar=self.calendar
        )
        self.wait(event_id, claimed.yen, available_on)
        return blocks

    def pay(self, lines: Sequence[Line], at: datetime, *, how: str) -> list[Tender]:
        """Pay for lines and earn the points; returns the tenders a till would send.

        `how` is `prepaid` (cash for what is missing), `cash` or `other`. A meal card pays first.
        """
        total_yen = sum(line["amount"] for line in lines)
        eligible_yen = sum(line["amount"] for line in lines if line["meal_eligible"])
        meal_yen = min(eligible_yen, self.meal_left_yen(at))
        tenders = self._meal_tender(meal_yen, at)
        rest_yen = total_yen - meal_yen
        if rest_yen:
            tenders += self._other_tenders(rest_yen, how)
        self._earn(lines, meal_yen)
        return tenders

    def _meal_tender(self, meal_yen: int, at: datetime) -> list[Tender]:
        if not meal_yen or not self.meal:
            return []
        self.meal = self.meal.after(meal_yen, occurred_at=at)
        return [{"kind": "meal_card"}]

    def _other_tenders(self, rest_yen: int, how: str) -> list[Tender]:
        if how != "prepaid" or self.prepaid_yen == 0:
            return [{"kind": "cash" if how == "prepaid" else how}]
        from_prepaid_yen = min(rest_yen, self.prepaid_yen)
        self.prepaid_yen -= from_prepaid_yen
        missing_yen = rest_yen - from_prepaid_yen
        return [{"kind": "prepaid"}] + (
            [{"kind": "cash", "amount": missing_yen}] if missing_yen else []
        )

    def _earn(self, lines: Sequence[Line], meal_yen: int) -> None:
        by_genre: dict[str, int] = {}
        for line in lines:
            by_genre[line["genre"]] = by_genre.get(line["genre"], 0) + line["amount"]
        if meal_yen:
            by_genre["food"] -= meal_yen
        rates = self.policy.point_rates_basis_points
        self.points_tenths += sum(yen * rates[genre] // 1000 for genre, yen in by_genre.items())
        turned = rules.auto_top_up(
            points_tenths=self.points_tenths, room_yen=self.room_yen(), policy=self.policy
        )
        self.points_tenths -= turned.points_tenths
        self.prepaid_yen += turned.yen
