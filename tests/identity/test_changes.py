"""Changing the registration details: all or nothing, with the proofs it takes."""

from datetime import timedelta

import pytest

from kumiai.identity import actions, details, hashing, viewing
from kumiai.identity.actions import (
    CannotChange,
    CannotLogIn,
    CannotProve,
    CodeAnswer,
    LetIn,
    MailChanged,
    MailWish,
    NothingToChange,
    Refusal,
    Wishes,
)
from kumiai.identity.devices import Browser
from kumiai.identity.models import Login, LoginChange, Session
from kumiai.mail import actions as mail_actions
from kumiai.mail.models import FlaggedAddress, Message
from tests import cast
from tests.identity import forms
from tests.identity.conftest import NOON

PHONE = Browser("192.0.2.7", "Mozilla/5.0 (Android 15; Mobile) Firefox/140.0")
LINKS = forms.LINKS
MINUTE = timedelta(minutes=1)
NEW_ADDRESS = "new@mail.example"


@pytest.fixture
def login_pk(hanako: cast.Person) -> int:
    return cast.full_login(hanako, login_id="hanako.t")


def come_in() -> str:
    let_in = actions.log_in(
        login_id="hanako.t", password=cast.PASSWORD, coop_id=2101, network="192.0.2.7", at=NOON
    )
    assert isinstance(let_in, LetIn)
    return let_in.session_key


def is_in(key: str | None) -> bool:
    return key is not None and viewing.viewer(session_key=key, at=NOON) is not None


def change(login_pk: int, key: str, **wishes: object) -> actions.Changed:
    wished = Wishes(**wishes)  # type: ignore[arg-type]
    return actions.change_details(
        login_pk=login_pk, session_key=key, wishes=wished, browser=PHONE, at=NOON
    )


def ask_for(login_pk: int, key: str, address: str = NEW_ADDRESS) -> str:
    """Wish for a new address; the body of the mail to it."""
    asked = change(login_pk, key, mail=MailWish(address, LINKS, "ja"))
    assert asked.asks_for_mail_proof
    return Message.objects.filter(to_address=address).latest("id").body


def mail_of(login_pk: int) -> str:
    return Login.objects.get(pk=login_pk).mail


def told(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind).order_by("id").values_list("to_address", flat=1))


class TestChangeDetails:
    def test_gives_another_key_and_ends_the_others_at_a_new_password(self, login_pk: int) -> None:
        other, mine = come_in(), come_in()
        password_hash = hashing.hash_password("みどりの傘が三本")
        changed = change(login_pk, mine, password_hash=password_hash)
        assert (is_in(other), is_in(mine), is_in(changed.session_key)) == (False, False, True)
        assert told("details_changed") == ["hanako.t@mail.example"]
        assert details.changed_items(login_pk=login_pk, change_id=changed.change_id or 0) == (
            "password",
        )

    def test_keeps_the_sessions_at_a_new_login_id_and_tells_it(self, login_pk: int) -> None:
        other, mine = come_in(), come_in()
        changed = change(login_pk, mine, login_id="hanako.neu", language="en")
        assert changed.session_key == mine
        assert is_in(other)
        assert Login.objects.get(pk=login_pk).login_id == "hanako.neu"
        assert "hanako.neu" in Message.objects.get(kind="details_changed").body
        line = details.history(login_pk=login_pk)[0]
        assert (line.kind, line.items, line.device) == (
            "changed", ("login_id", "language"), "Firefox, Android",
        )  # fmt: skip

    def test_tells_nobody_of_a_language(self, login_pk: int) -> None:
        change(login_pk, come_in(), language="en")
        assert told("details_changed") == []

    @pytest.mark.parametrize(
        "login_id", ["210125000002", "210125000002p", "hana🌸hana", "postmaster", "taro.t", "short"]
    )
    def test_changes_nothing_at_an_id_that_cannot_be_had(
        self, coop: cast.Coop, login_pk: int, login_id: str
    ) -> None:
        cast.full_login(cast.taro(coop), login_id="taro.t")
        before = Login.objects.values().get(pk=login_pk)
        with pytest.raises(CannotChange) as refused:
            change(login_pk, come_in(), login_id=login_id, password_hash=hashing.NOBODYS_HASH)
        assert list(refused.value.problems) == ["login_id"]
        assert Login.objects.values().get(pk=login_pk) == before

    def test_refuses_what_is_registered_already(self, login_pk: int) -> None:
        with pytest.raises(NothingToChange):
            change(login_pk, come_in(), login_id="hanako.t", language="ja")
        assert not LoginChange.objects.exists()


class TestMailChange:
    def test_counts_once_the_code_is_right_and_tells_both(self, login_pk: int) -> None:
        other, mine = come_in(), come_in()
        code = forms.code_in(ask_for(login_pk, mine))
        assert mail_of(login_pk) == "hanako.t@mail.example"
        assert self.try_code(login_pk, mine, "000000" if code != "000000" else "1") == "wrong"
        changed = self.try_code(login_pk, mine, code)
        assert isinstance(changed, MailChanged)
        assert mail_of(login_pk) == NEW_ADDRESS
        assert told("mail_changed") == ["hanako.t@mail.example", NEW_ADDRESS]
        assert (is_in(other), is_in(mine), is_in(changed.session_key)) == (False, False, True)

    def test_counts_once_the_button_is_pressed_and_only_once(self, login_pk: int) -> None:
        mine = come_in()
        token = forms.link_in(ask_for(login_pk, mine))
        assert details.is_change_link_open(token=token, at=NOON)
        changed = self.press(token)
        assert (mail_of(login_pk), changed.session_key) == (NEW_ADDRESS, None)
        assert not is_in(mine)
        with pytest.raises(CannotProve):
            self.press(token)

    def test_is_dropped_by_a_new_password(self, login_pk: int) -> None:
        mine = come_in()
        token = forms.link_in(ask_for(login_pk, mine))
        change(login_pk, mine, password_hash=hashing.hash_password("みどりの傘が三本"))
        with pytest.raises(CannotProve):
            self.press(token)
        assert mail_of(login_pk) == "hanako.t@mail.example"

    def test_is_replaced_by_a_later_wish(self, login_pk: int) -> None:
        mine = come_in()
        first = forms.link_in(ask_for(login_pk, mine, "first@mail.example"))
        second = forms.link_in(ask_for(login_pk, mine, "second@mail.example"))
        with pytest.raises(CannotProve):
            self.press(first)
        self.press(second)
        assert mail_of(login_pk) == "second@mail.example"

    def test_is_over_after_a_day(self, login_pk: int) -> None:
        token = forms.link_in(ask_for(login_pk, come_in()))
        later = NOON + timedelta(hours=24)
        assert details.mail_change(login_pk=login_pk, at=later) is None
        with pytest.raises(CannotProve):
            self.press(token, at=later)

    def test_is_not_made_by_the_link_of_a_registration(
        self, coop: cast.Coop, login_pk: int
    ) -> None:
        taro = cast.taro(coop)
        token = forms.link_in(forms.send_test(forms.open_form(taro)))
        with pytest.raises(CannotProve):
            self.press(token)

    def test_shows_an_address_a_server_refused(self, login_pk: int) -> None:
        message_id = mail_actions.send_later(
            coop_id=2101, to_address=mail_of(login_pk), subject="-", body="-", kind="-", at=NOON
        )
        assert not details.details(login_pk=login_pk).is_mail_dead
        FlaggedAddress.objects.create(
            coop_id=2101,
            address=mail_of(login_pk),
            message_id=message_id,
            reason="550",
            flagged_at=NOON,
        )
        assert details.details(login_pk=login_pk).is_mail_dead

    def try_code(self, login_pk: int, key: str, code: str) -> MailChanged | CodeAnswer:
        return actions.change_mail_by_code(
            login_pk=login_pk, session_key=key, code=code, browser=PHONE, at=NOON
        )

    def press(self, token: str, at=NOON) -> MailChanged:  # type: ignore[no-untyped-def]
        return actions.change_mail_by_link(token=token, session_key=None, browser=PHONE, at=at)


class TestStepUp:
    def test_takes_the_logins_own_password_only(self, login_pk: int) -> None:
        self.confirm(login_pk, cast.PASSWORD)
        with pytest.raises(CannotLogIn) as refused:
            self.confirm(login_pk, "wrong")
        assert refused.value.refusal is Refusal.WRONG

    def test_waits_after_five_and_leaves_the_login_page_alone(self, login_pk: int) -> None:
        for _ in range(5):
            with pytest.raises(CannotLogIn):
                self.confirm(login_pk, "wrong")
        with pytest.raises(CannotLogIn) as held:
            self.confirm(login_pk, cast.PASSWORD)
        assert held.value.refusal is Refusal.THROTTLED
        assert come_in()

    def confirm(self, login_pk: int, password: str) -> None:
        actions.confirm_password(login_pk=login_pk, password=password, browser=PHONE, at=NOON)


class TestSessions:
    def test_are_listed_with_this_one_first(self, login_pk: int) -> None:
        mine, _other = come_in(), come_in()
        listed = details.open_sessions(login_pk=login_pk, session_key=mine, at=NOON)
        assert [one.is_this for one in listed] == [True, False]
        assert {one.network for one in listed} == {"192.0.2.*"}
        assert mine not in {one.name for one in listed}

    def test_end_by_name_but_never_anothers(self, coop: cast.Coop, login_pk: int) -> None:
        mine, other = come_in(), come_in()
        taros = cast.full_login(cast.taro(coop), login_id="taro.t")
        name = details.open_sessions(login_pk=login_pk, session_key=mine, at=NOON)[1].name
        for wrong in (name[:-1], "é", "", name.upper() + "x"):
            assert not actions.end_named_session(login_pk=login_pk, name=wrong)
        assert not actions.end_named_session(login_pk=taros, name=name)
        assert is_in(other)
        assert actions.end_named_session(login_pk=login_pk, name=name)
        assert (is_in(mine), is_in(other)) == (True, False)
        assert Session.objects.count() == 1
