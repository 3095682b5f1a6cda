"""Guessing passwords: what is switched off, what the office sees, and who still gets in."""

from datetime import date, datetime, timedelta

import pytest

from kumiai.coops.models import StaffAct
from kumiai.identity import actions, security
from kumiai.identity.actions import CannotLogIn, LetIn, Refusal, TicketOpened
from kumiai.identity.actions import security as office
from kumiai.identity.devices import Browser
from kumiai.identity.models import Login, RegistrationTicket, Session
from kumiai.mail.models import Message
from tests import cast
from tests.identity import taps
from tests.identity.conftest import NOON

CAMPUS = "192.0.2.7"
DATES_OF_2008 = [date(2008, 1, 1) + timedelta(days=day) for day in range(366)]


def attempt(login_id: str, password: str, *, at: datetime = NOON, device: str = "") -> object:
    """What became of it: let in, the form opened, or why not."""
    try:
        return actions.log_in(
            login_id=login_id,
            password=password,
            coop_id=2101,
            network=CAMPUS,
            at=at,
            device_token=device,
        )
    except CannotLogIn as refused:
        return refused.refusal


def let_in(outcome: object) -> LetIn:
    assert isinstance(outcome, LetIn)
    return outcome


class TestAllDatesOnOneNumber:
    def test_are_not_looked_at_after_the_fifth_when_they_come_at_once(
        self, hanako: cast.Person
    ) -> None:
        outcomes = [attempt(hanako.member_number, f"{day:%Y%m%d}") for day in DATES_OF_2008]
        assert outcomes[:5] == [Refusal.WRONG] * 5
        assert set(outcomes[5:]) == {Refusal.THROTTLED}

    def test_are_off_at_ten_for_whoever_waits(self, coop: cast.Coop) -> None:
        born_in_april = cast.hanako(coop, birth_date=date(2008, 4, 2))
        number, two_hours = born_in_april.member_number, timedelta(hours=2)
        outcomes = [
            attempt(number, f"{day:%Y%m%d}", at=NOON + order * two_hours)
            for order, day in enumerate(DATES_OF_2008)
        ]
        assert outcomes[:10] == [Refusal.WRONG] * 10
        assert set(outcomes[10:]) == {Refusal.OFF}
        assert not RegistrationTicket.objects.exists()
        seen = security.security(coop_id=2101, at=NOON + timedelta(hours=20))
        assert [(one.login_id, one.failures) for one in seen.switched_off] == [
            (born_in_april.member_number, 10)
        ]
        assert seen.networks == (("192.0.2.*", 10),)

    def test_leave_the_form_to_its_owner_once_the_office_has_lifted_it(
        self, hanako: cast.Person
    ) -> None:
        for order in range(10):
            attempt(hanako.member_number, "19990101", at=NOON + order * timedelta(hours=2))
        later = NOON + timedelta(days=2)
        right = hanako.provisional_password
        assert attempt(hanako.member_number, right, at=later) is Refusal.OFF
        self.lift(hanako.member_number)
        assert isinstance(attempt(hanako.member_number, right, at=later), TicketOpened)
        act = StaffAct.objects.get(verb="lift_login_stop")
        assert (act.actor_id, act.reason) == ("cast", "学生証で確認")

    @pytest.mark.parametrize("login_id", ["210199999999", "117525000001", ""])
    def test_are_lifted_for_logins_of_the_co_op_only(
        self, hanako: cast.Person, login_id: str
    ) -> None:
        cast.jiro(cast.other_coop())
        with pytest.raises(office.NoSuchLogin):
            self.lift(login_id)
        assert not StaffAct.objects.filter(verb="lift_login_stop").exists()

    def lift(self, login_id: str) -> None:
        office.lift_stop(
            coop_id=2101, login_id=login_id, by=cast.OPERATOR, reason="学生証で確認", at=NOON
        )


class TestOneDateOnManyNumbers:
    def test_trips_the_breaker_and_opens_no_figure(self, coop: cast.Coop) -> None:
        """Among the numbers are real ones, and one whose date it is; she comes after the alarm."""
        taro, hanako = cast.taro(coop), cast.hanako(coop)
        tried = [taro.member_number, *(f"2101259{serial:05}" for serial in range(300))]
        outcomes = [attempt(number, hanako.provisional_password) for number in tried]
        assert outcomes[:21] == [Refusal.WRONG] * 21
        assert set(outcomes[21:]) == {Refusal.SPRAY}
        assert attempt(hanako.member_number, hanako.provisional_password) is Refusal.SPRAY
        assert not RegistrationTicket.objects.exists()
        assert not Session.objects.exists()
        assert not Login.objects.filter(state="full").exists()

    def test_leaves_the_form_to_who_shows_the_card_at_a_till(self, coop: cast.Coop) -> None:
        taro, hanako = cast.taro(coop), cast.hanako(coop)
        for serial in range(25):
            attempt(f"2101259{serial:05}", "20060402")
        taps.hold(hanako, coop.till)
        assert attempt(taro.member_number, taro.provisional_password) is Refusal.SPRAY
        assert attempt(hanako.member_number, "20060403") is Refusal.WRONG
        opened = attempt(hanako.member_number, hanako.provisional_password)
        assert isinstance(opened, TicketOpened)

    def test_is_no_matter_where_letters_bring_codes(self, db: None) -> None:
        coop = cast.coop_2101(provisional_scheme="code")
        hanako = cast.hanako(coop)
        for serial in range(30):
            assert attempt(f"2101259{serial:05}", "20060402") in {Refusal.WRONG, Refusal.SPRAY}
        assert attempt(hanako.member_number, hanako.provisional_password) is Refusal.WRONG

    def test_is_seen_by_the_office(self, coop: cast.Coop) -> None:
        for serial in range(25):
            attempt(f"2101259{serial:05}", "20060402")
        (alarm,) = security.security(coop_id=2101, at=NOON).alarms
        assert (alarm.failing_logins, alarm.failures, alarm.is_on) == (21, 21, True)
        (over,) = security.security(coop_id=2101, at=NOON + timedelta(hours=1)).alarms
        assert not over.is_on
        other = cast.other_coop()
        assert security.security(coop_id=other.id, at=NOON).alarms == ()

    def test_keeps_no_registered_member_of_the_same_network_out(self, coop: cast.Coop) -> None:
        hanako = cast.hanako(coop)
        cast.full_login(hanako, login_id="hanako.t")
        for serial in range(25):
            attempt(f"2101259{serial:05}", "20060402")
        assert let_in(attempt("hanako.t", cast.PASSWORD)).session_key

    def test_pauses_one_co_op_and_not_the_other(self, coop: cast.Coop) -> None:
        jiro = cast.jiro(cast.other_coop())
        for serial in range(25):
            attempt(f"2101259{serial:05}", "20060402")
        assert isinstance(attempt(jiro.member_number, jiro.provisional_password), TicketOpened)

    def test_is_no_spray_while_most_get_in(self, coop: cast.Coop) -> None:
        """The first week of April: many come in, and some mistype."""
        hanako = cast.hanako(coop)
        for serial in range(60):
            attempt(hanako.member_number, hanako.provisional_password)
            if serial % 3 == 0:
                attempt(f"2101259{serial:05}", "20060402")
        assert security.security(coop_id=2101, at=NOON).alarms == ()


class TestKnownDevice:
    def test_lets_the_owner_in_while_strangers_are_held(self, hanako: cast.Person) -> None:
        cast.full_login(hanako, login_id="hanako.t")
        device = let_in(attempt("hanako.t", cast.PASSWORD)).device_token
        for _ in range(8):
            attempt("hanako.t", "wrong")
        assert attempt("hanako.t", cast.PASSWORD) is Refusal.THROTTLED
        assert let_in(attempt("hanako.t", cast.PASSWORD, device=device)).device_token == device
        assert attempt("hanako.t", cast.PASSWORD) is Refusal.THROTTLED, "the strangers still"

    def test_has_a_budget_and_no_more(self, hanako: cast.Person) -> None:
        cast.full_login(hanako, login_id="hanako.t")
        device = let_in(attempt("hanako.t", cast.PASSWORD)).device_token
        outcomes = [attempt("hanako.t", "wrong", device=device) for _ in range(7)]
        assert outcomes == [Refusal.WRONG] * 5 + [Refusal.THROTTLED] * 2
        assert let_in(attempt("hanako.t", cast.PASSWORD)), "others are counted apart"

    def test_is_nobody_elses(self, coop: cast.Coop, hanako: cast.Person) -> None:
        cast.full_login(hanako, login_id="hanako.t")
        cast.full_login(cast.taro(coop), login_id="taro.t")
        taros = let_in(attempt("taro.t", cast.PASSWORD)).device_token
        for _ in range(5):
            attempt("hanako.t", "wrong")
        for device in (taros, "made up", "é" * 50):
            assert attempt("hanako.t", cast.PASSWORD, device=device) is Refusal.THROTTLED

    def test_keeps_no_token_it_was_not_given(self, hanako: cast.Person) -> None:
        cast.full_login(hanako, login_id="hanako.t")
        planted = let_in(attempt("hanako.t", cast.PASSWORD, device="planted"))
        assert planted.device_token not in {"", "planted"}

    def test_is_forgotten_at_a_new_password(self, hanako: cast.Person) -> None:
        login_pk = cast.full_login(hanako, login_id="hanako.t")
        came = let_in(attempt("hanako.t", cast.PASSWORD))
        actions.change_details(
            login_pk=login_pk,
            session_key=came.session_key,
            wishes=actions.Wishes(password_hash=Login.objects.get(pk=login_pk).password_hash),
            browser=Browser(CAMPUS),
            at=NOON,
        )
        for _ in range(5):
            attempt("hanako.t", "wrong")
        held = attempt("hanako.t", cast.PASSWORD, device=came.device_token)
        assert held is Refusal.THROTTLED

    def test_is_told_by_mail_from_the_second_on(self, hanako: cast.Person) -> None:
        cast.full_login(hanako, login_id="hanako.t")
        told = Message.objects.filter(kind="new_device", to_address="hanako.t@mail.example")
        first = let_in(attempt("hanako.t", cast.PASSWORD)).device_token
        assert not told.exists()
        for device in ("", "", first):
            attempt("hanako.t", cast.PASSWORD, device=device)
        assert told.count() == 2
        assert "192.0.2.*" in told[0].body
        assert "2026年4月6日 12:00" in told[0].body
