"""Logging in, and being slowed down when it is wrong."""

import contextlib
from datetime import datetime, timedelta

import pytest

from kumiai.identity import actions, digests, queries, viewing
from kumiai.identity.actions import CannotLogIn, LetIn, Refusal, TicketOpened, throttles
from kumiai.identity.models import (
    LoginAttempt,
    ProvisionalRegistration,
    RegistrationTicket,
    Session,
    SprayAlarm,
)
from tests import cast
from tests.identity.conftest import NOON

MINUTE = timedelta(minutes=1)


def log_in(
    login_id: str, password: str, *, coop_id: int = 2101, at: datetime = NOON
) -> LetIn | TicketOpened:
    return actions.log_in(
        login_id=login_id, password=password, coop_id=coop_id, network="192.0.2.7", at=at
    )


def refusal(login_id: str, password: str, *, at: datetime = NOON) -> CannotLogIn:
    with pytest.raises(CannotLogIn) as refused:
        log_in(login_id, password, at=at)
    return refused.value


class TestFullLogin:
    def test_opens_a_session_of_the_member(self, hanako: cast.Person) -> None:
        cast.full_login(hanako, login_id="hanako.t")
        let_in = log_in("Ｈanako.T ", cast.PASSWORD)
        assert isinstance(let_in, LetIn)
        viewer = viewing.viewer(session_key=let_in.session_key, at=NOON)
        assert viewer is not None
        assert (viewer.kind, viewer.member_id) == ("member", hanako.id)
        assert viewing.members_visible_to(viewer) == {hanako.id}

    def test_keeps_no_key_readable(self, hanako: cast.Person) -> None:
        cast.full_login(hanako, login_id="hanako.t")
        let_in = log_in("hanako.t", cast.PASSWORD)
        assert isinstance(let_in, LetIn)
        assert let_in.session_key.encode() not in bytes(Session.objects.get().key_digest)

    def test_lets_the_guardian_see_the_members_pages(self, hanako: cast.Person) -> None:
        cast.full_login(hanako, login_id="yoko.t", kind="guardian")
        let_in = log_in("yoko.t", cast.PASSWORD)
        assert isinstance(let_in, LetIn)
        viewer = viewing.viewer(session_key=let_in.session_key, at=NOON)
        assert viewer is not None
        assert (viewer.kind, viewer.member_id) == ("guardian", hanako.id)
        assert (viewer.guardian_name, viewer.member_name) == ("津軽　洋子", "津軽　花子")

    @pytest.mark.parametrize(
        "password", [cast.PASSWORD + " ", " " + cast.PASSWORD, cast.PASSWORD.replace("8", "８")]
    )
    def test_takes_the_password_exactly(self, hanako: cast.Person, password: str) -> None:
        cast.full_login(hanako, login_id="hanako.t")
        assert refusal("hanako.t", password).refusal is Refusal.WRONG
        assert log_in("hanako.t", cast.PASSWORD)

    def test_answers_alike_whether_or_not_the_id_exists(self, hanako: cast.Person) -> None:
        cast.full_login(hanako, login_id="hanako.t")
        for tries in range(8):
            at = NOON + tries * timedelta(seconds=1)
            known, unknown = (
                refusal("hanako.t", "wrong", at=at),
                refusal("nobody.t", "wrong", at=at),
            )
            assert (known.refusal, known.retry_at) == (unknown.refusal, unknown.retry_at)
        assert known.refusal is Refusal.THROTTLED

    def test_waits_from_the_fifth_failure_and_looks_at_nothing_meanwhile(
        self, hanako: cast.Person
    ) -> None:
        cast.full_login(hanako, login_id="hanako.t")
        for _ in range(5):
            assert refusal("hanako.t", "wrong").refusal is Refusal.WRONG
        held = refusal("hanako.t", cast.PASSWORD)
        assert (held.refusal, held.retry_at) == (Refusal.THROTTLED, NOON + MINUTE)
        assert log_in("hanako.t", cast.PASSWORD, at=NOON + MINUTE)
        assert refusal("hanako.t", "wrong", at=NOON + MINUTE).refusal is Refusal.WRONG

    def test_ends_the_session_the_browser_had(self, hanako: cast.Person) -> None:
        cast.full_login(hanako, login_id="hanako.t")
        first = log_in("hanako.t", cast.PASSWORD)
        assert isinstance(first, LetIn)
        actions.log_in(
            login_id="hanako.t",
            password=cast.PASSWORD,
            coop_id=2101,
            network="",
            at=NOON,
            replacing=first.session_key,
        )
        assert viewing.viewer(session_key=first.session_key, at=NOON) is None
        assert Session.objects.count() == 1

    def test_never_opens_with_provisional_credentials_again(self, hanako: cast.Person) -> None:
        cast.full_login(hanako, login_id="hanako.t")
        wrong = refusal(hanako.member_number, hanako.provisional_password)
        assert wrong.refusal is Refusal.WRONG
        assert not RegistrationTicket.objects.exists()


class TestSession:
    def test_ends_after_half_an_hour_without_a_page(self, hanako: cast.Person) -> None:
        key = self.logged_in(hanako)
        assert viewing.viewer(session_key=key, at=NOON + 29 * MINUTE)
        assert viewing.viewer(session_key=key, at=NOON + 30 * MINUTE) is None

    def test_goes_on_while_pages_are_read_but_not_for_ever(self, hanako: cast.Person) -> None:
        key, at = self.logged_in(hanako), NOON
        while viewer := viewing.viewer(session_key=key, at=at):
            actions.note_seen(session_key=key, seen_at=viewer.seen_at, at=at)
            at += 20 * MINUTE
        assert at == NOON + timedelta(hours=12)

    def test_is_over_once_logged_out(self, hanako: cast.Person) -> None:
        key = self.logged_in(hanako)
        actions.end_session(session_key=key)
        assert viewing.viewer(session_key=key, at=NOON) is None

    def logged_in(self, hanako: cast.Person) -> str:
        cast.full_login(hanako, login_id="hanako.t")
        let_in = log_in("hanako.t", cast.PASSWORD)
        assert isinstance(let_in, LetIn)
        return let_in.session_key


class TestProvisionalLogin:
    def test_opens_the_form_for_fifteen_minutes(self, hanako: cast.Person) -> None:
        opened = log_in("２１０１－２５００－０００１", "２００６/０４/０２".replace("/", ""))
        assert isinstance(opened, TicketOpened)
        ticket = queries.ticket(token=opened.token, at=NOON + 14 * MINUTE)
        assert ticket is not None
        assert (ticket.kind, ticket.second_proof) == ("member", "phone")
        assert queries.ticket(token=opened.token, at=NOON + 15 * MINUTE) is None

    def test_opens_the_guardians_form_with_the_same_password(self, hanako: cast.Person) -> None:
        opened = log_in("210125000001Ｐ", hanako.provisional_password)
        assert isinstance(opened, TicketOpened)
        ticket = queries.ticket(token=opened.token, at=NOON)
        assert ticket is not None
        assert ticket.kind == "guardian"

    @pytest.mark.parametrize("password", ["654321", "112222"])
    def test_takes_the_end_of_either_phone_for_2014_to_2019(
        self, coop: cast.Coop, password: str
    ) -> None:
        kenji = cast.kenji(coop)
        assert isinstance(log_in(kenji.member_number, password), TicketOpened)
        assert refusal(kenji.member_number, "19970814").refusal is Refusal.WRONG

    def test_is_off_after_ten_failures_in_all(self, hanako: cast.Person) -> None:
        at = NOON
        for _ in range(9):
            assert refusal(hanako.member_number, "19990101", at=at).refusal is Refusal.WRONG
            at += timedelta(hours=2)
        assert log_in(hanako.member_number, hanako.provisional_password, at=at), "still on"
        assert refusal(hanako.member_number, "19990101", at=at).refusal is Refusal.WRONG
        later = at + timedelta(days=1)
        assert refusal(hanako.member_number, "20060402", at=later).refusal is Refusal.OFF

    def test_stays_off_when_the_throttles_are_forgotten(self, hanako: cast.Person) -> None:
        at = NOON
        for _ in range(10):
            refusal(hanako.member_number, "19990101", at=at)
            at += timedelta(days=401)
            actions.forget_expired(at=at)
        row = ProvisionalRegistration.objects.get(login__login_id=hanako.member_number)
        assert (row.failures, row.switched_off_at is None) == (10, False)
        assert refusal(hanako.member_number, "20060402", at=at).refusal is Refusal.OFF

    def test_answers_alike_whether_or_not_the_number_exists(self, hanako: cast.Person) -> None:
        at = NOON
        for _ in range(12):
            known = refusal(hanako.member_number, "19990101", at=at)
            unknown = refusal("210125999999", "19990101", at=at)
            assert (known.refusal, known.retry_at) == (unknown.refusal, unknown.retry_at)
            at += timedelta(minutes=31)
        assert known.refusal is Refusal.OFF

    def test_trips_the_breaker_when_one_date_is_tried_on_many_numbers(
        self, hanako: cast.Person
    ) -> None:
        for tries in range(21):
            refusal(f"2101250009{tries:02}", "19990101")
        held = refusal(hanako.member_number, hanako.provisional_password)
        assert (held.refusal, held.retry_at) == (Refusal.SPRAY, NOON + timedelta(hours=1))
        assert SprayAlarm.objects.get().failing_logins == 21
        assert log_in(
            hanako.member_number, hanako.provisional_password, at=NOON + timedelta(hours=1)
        )

    def test_does_not_keep_the_registered_out_meanwhile(self, hanako: cast.Person) -> None:
        cast.full_login(hanako, login_id="hanako.t")
        for tries in range(25):
            refusal(f"2101250009{tries:02}", "19990101")
        assert isinstance(log_in("hanako.t", cast.PASSWORD), LetIn)

    def test_writes_every_try_down_without_what_was_typed(self, hanako: cast.Person) -> None:
        refusal(hanako.member_number, "19990101")
        log_in(hanako.member_number, hanako.provisional_password)
        tries = LoginAttempt.objects.order_by("id")
        assert [one.outcome for one in tries] == ["refused", "let_in"]
        assert {one.network for one in tries} == {"192.0.2.7"}


class TestTriesSideBySide:
    def test_are_counted_before_they_are_looked_at(self, hanako: cast.Person) -> None:
        """A row counts before the answer; nothing is gained by asking many at once."""
        key, counted = digests.of_login_id(hanako.member_number), 0
        for _ in range(20):
            with contextlib.suppress(CannotLogIn):
                throttles.count_try(key=key, is_provisional=True, at=NOON)
                counted += 1
        assert counted == 5
