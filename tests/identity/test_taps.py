"""The scheme `card`: the form opens after the card was held at a till, for ten minutes."""

from datetime import datetime, timedelta

import pytest

from kumiai.identity import actions
from kumiai.identity.actions import CannotLogIn, Refusal
from kumiai.identity.models import CardTap, LoginAttempt, LoginThrottle
from kumiai.members import actions as members
from kumiai.members.models import MemberCard
from tests import cast, money
from tests.identity.conftest import NOON
from tests.identity.taps import hold as tap

MINUTE = timedelta(minutes=1)


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101(provisional_scheme="card")


def refusal(login_id: str, password: str, at: datetime = NOON) -> Refusal | None:
    try:
        actions.log_in(login_id=login_id, password=password, coop_id=2101, network="", at=at)
    except CannotLogIn as refused:
        return refused.refusal
    return None


def of(person: cast.Person, at: datetime = NOON) -> Refusal | None:
    return refusal(person.member_number, person.provisional_password, at)


class TestScheme:
    def test_asks_for_the_card_first_whoever_asks(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        tries = [
            (hanako.member_number, hanako.provisional_password),
            (hanako.member_number, "00000000"),
            (hanako.guardian_login_id, hanako.provisional_password),
            ("210125999999", "20060402"),
        ]
        assert {refusal(*one) for one in tries} == {Refusal.TAP}
        assert not LoginThrottle.objects.exists(), "nothing was looked at, so nothing is counted"
        assert set(LoginAttempt.objects.values_list("outcome", flat=True)) == {"throttled"}

    def test_lets_in_for_ten_minutes(self, coop: cast.Coop, hanako: cast.Person) -> None:
        tap(hanako, coop.till)
        assert of(hanako, NOON - MINUTE) is Refusal.TAP
        assert of(hanako, NOON + 9 * MINUTE) is None
        assert of(hanako, NOON + 10 * MINUTE) is Refusal.TAP
        tap(hanako, coop.cafeteria_till, NOON + 11 * MINUTE)
        assert of(hanako, NOON + 12 * MINUTE) is None

    def test_lets_the_guardian_in_with_the_members_card(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        tap(hanako, coop.till)
        assert refusal(hanako.guardian_login_id, hanako.provisional_password) is None

    def test_still_needs_the_password(self, coop: cast.Coop, hanako: cast.Person) -> None:
        tap(hanako, coop.till)
        assert refusal(hanako.member_number, "20060403") is Refusal.WRONG

    def test_lets_nobody_else_in(self, coop: cast.Coop, hanako: cast.Person) -> None:
        taro = cast.taro(coop)
        tap(taro, coop.till)
        assert of(hanako) is Refusal.TAP
        assert of(taro) is None

    def test_is_one_co_ops_own(self, coop: cast.Coop) -> None:
        assert of(cast.jiro(cast.other_coop())) is None


class TestTap:
    @pytest.mark.parametrize("card", ["suspended", "replaced"])
    def test_of_a_dead_card_is_none(self, coop: cast.Coop, hanako: cast.Person, card: str) -> None:
        if card == "suspended":
            members.suspend(
                coop_id=coop.id, member_id=hanako.id, reason="紛失", by=cast.OPERATOR, at=NOON
            )
        else:
            MemberCard.objects.filter(member_id=hanako.id).update(replaced_at=NOON)
        tap(hanako, coop.till)
        assert of(hanako) is Refusal.TAP

    def test_of_another_co_op_is_none(self, coop: cast.Coop, hanako: cast.Person) -> None:
        tap(hanako, cast.other_coop().till)
        assert of(hanako) is Refusal.TAP

    def test_of_who_is_registered_is_not_kept(self, coop: cast.Coop, hanako: cast.Person) -> None:
        for kind in ("member", "guardian"):
            cast.full_login(hanako, login_id=f"{kind}.t", kind=kind)
        tap(hanako, coop.till)
        assert not CardTap.objects.exists()

    def test_is_forgotten_when_it_opens_nothing_any_more(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        tap(hanako, coop.till)
        actions.forget_expired(at=NOON + 9 * MINUTE)
        assert CardTap.objects.exists()
        actions.forget_expired(at=NOON + 10 * MINUTE)
        assert not CardTap.objects.exists()

    @pytest.mark.parametrize("terminal", ["till 3", "machine"])
    def test_is_a_top_up_as_well(self, coop: cast.Coop, hanako: cast.Person, terminal: str) -> None:
        money.top_up(hanako, till=coop.terminals[terminal], yen=1000, at=NOON)
        assert of(hanako, NOON + 9 * MINUTE) is None
        assert of(hanako, NOON + 10 * MINUTE) is Refusal.TAP

    def test_is_a_sale_as_well(self, coop: cast.Coop, hanako: cast.Person) -> None:
        money.top_up(hanako, till=coop.till, yen=1000, at=NOON - 60 * MINUTE)
        money.ring_up(hanako, money.line(yen=480), till=coop.till, at=NOON)
        assert of(hanako, NOON + MINUTE) is None

    def test_is_not_what_comes_without_the_card(self, coop: cast.Coop, hanako: cast.Person) -> None:
        money.earn_web_points(hanako, tenths=500, at=NOON)
        assert of(hanako, NOON + MINUTE) is Refusal.TAP
