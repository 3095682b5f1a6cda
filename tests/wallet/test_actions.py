"""Credits of the wallet: a claim at the end of the year waits for the co-op's calendar."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from kumiai.coops import queries as coops
from kumiai.coops.business_days import actions as business_days
from kumiai.coops.policy import GUIDE_2020
from kumiai.kit import ids
from kumiai.kit.clock import TOKYO
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.wallet import actions
from kumiai.wallet.actions import CreditAsked
from kumiai.wallet.asked import Collection
from kumiai.wallet.crediting import Claim
from kumiai.wallet.models import Uncollected
from tests import cast, money

ASKED_ON = date(2026, 12, 28)


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    person = cast.hanako(coop)
    money.earn_web_points(person, tenths=4305, at=noon(ASKED_ON) - timedelta(days=1))
    return person


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), TOKYO)


def close(coop: cast.Coop, first: date, last: date) -> None:
    business_days.mark_days(
        coop_id=coop.id,
        first=first,
        last=last,
        state="closed",
        note="年末年始",
        reason="年末年始の休業",
        by=cast.OPERATOR,
        at=noon(date(2026, 11, 2)),
    )


def claim(person: cast.Person, *, blocks: int, on: date = ASKED_ON) -> None:
    """As the portal asks, with the co-op's calendar as it stands."""
    calendar = coops.calendar_overrides(person.coop_id, on, on + timedelta(days=120))
    asked = CreditAsked(
        ids.uuid7(noon(on)), Claim(person.id, blocks, GUIDE_2020, calendar), noon(on)
    )
    actions.credit(coop_id=person.coop_id, asked=[asked], now=lambda: noon(on))


def collect(person: cast.Person, coop: cast.Coop, day: date) -> dict[str, Any]:
    at = noon(day)
    asked = Collection(id=ids.uuid7(at), card=person.card, occurred_at=at)
    return money.post(coop.till, asked, at=at)


class TestCreditOfAClaim:
    def test_waits_over_the_turn_of_the_year(self, coop: cast.Coop, hanako: cast.Person) -> None:
        close(coop, date(2026, 12, 29), date(2027, 1, 3))
        claim(hanako, blocks=1)
        assert Uncollected.objects.get().available_on == date(2027, 1, 5)
        refused = collect(hanako, coop, date(2027, 1, 4))
        assert (refused["state"], refused["next_on"]) == ("declined", "2027-01-05")
        told = collect(hanako, coop, date(2027, 1, 5))
        assert (told["state"], told["collected"]) == ("settled", 200)

    def test_skips_new_years_day_where_the_co_op_is_open(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        money.earn_web_points(hanako, tenths=2000, at=noon(ASKED_ON))
        claim(hanako, blocks=1)
        claim(hanako, blocks=1, on=date(2026, 12, 31))
        days = Uncollected.objects.order_by("available_on").values_list("available_on", flat=True)
        # 1 January is a holiday, 3 January a Sunday.
        assert list(days) == [date(2026, 12, 30), date(2027, 1, 4)]

    def test_keeps_its_day_when_the_calendar_changes_later(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        claim(hanako, blocks=1)
        close(coop, date(2026, 12, 29), date(2027, 1, 3))
        assert Uncollected.objects.get().available_on == date(2026, 12, 30)
        claim(hanako, blocks=1)
        latest = Uncollected.objects.latest("available_on")
        assert latest.available_on == date(2027, 1, 5)

    @pytest.mark.parametrize("blocks", [3, 1_000_000])
    def test_of_more_than_there_is_posts_nothing(self, hanako: cast.Person, blocks: int) -> None:
        claim(hanako, blocks=blocks)
        purses = ledger.purses_now(coop_id=hanako.coop_id, holder_id=hanako.id)
        assert purses[Kind.WEB_POINTS].balance == 4305
        assert not Uncollected.objects.exists()
