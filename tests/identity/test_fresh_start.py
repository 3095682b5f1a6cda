"""What a new password and a new address end, whichever way they were chosen."""

import pytest

from kumiai.identity import actions, hashing
from kumiai.identity.actions import CannotProve, LetIn, MailWish, ReissueIsOver, Wishes
from kumiai.identity.devices import Browser
from kumiai.identity.models import KnownDevice, Session
from kumiai.mail.models import Message
from tests import cast
from tests.identity import forgetting, forms
from tests.identity.conftest import NOON

NEW = "みどりの傘が三本"


@pytest.fixture
def login_pk(hanako: cast.Person) -> int:
    return cast.full_login(hanako, login_id="hanako.t")


def come_in() -> str:
    came = actions.log_in(
        login_id="hanako.t", password=cast.PASSWORD, coop_id=2101, network="", at=NOON
    )
    assert isinstance(came, LetIn)
    return came.session_key


def change(login_pk: int, key: str, wishes: Wishes) -> None:
    actions.change_details(
        login_pk=login_pk, session_key=key, wishes=wishes, browser=Browser(), at=NOON
    )


def ask_for_address(login_pk: int, key: str) -> str:
    """The token of the link to the new address."""
    change(login_pk, key, Wishes(mail=MailWish("new@mail.example", forms.LINKS, "ja")))
    return forms.link_in(Message.objects.get(to_address="new@mail.example").body)


def press(token: str) -> None:
    actions.change_mail_by_link(token=token, session_key=None, browser=Browser(), at=NOON)


def choose(token: str) -> None:
    actions.choose_password(token=token, password_hash=hashing.hash_password(NEW), at=NOON)


def reissue(hanako: cast.Person) -> str:
    """The token of the link to choose a new password."""
    (message,) = forgetting.ask_for_password(hanako.member_number, "hanako.t")
    return forgetting.token_in(message)


class TestForgottenPassword:
    def test_ends_sessions_devices_and_an_address_a_thief_asked_for(
        self, hanako: cast.Person, login_pk: int
    ) -> None:
        token = ask_for_address(login_pk, come_in())
        choose(reissue(hanako))
        with pytest.raises(CannotProve):
            press(token)
        assert not Session.objects.exists()
        assert not KnownDevice.objects.exists()


class TestNewDetails:
    def test_end_what_was_mailed_to_choose_a_password(
        self, hanako: cast.Person, login_pk: int
    ) -> None:
        mailed = reissue(hanako)
        change(login_pk, come_in(), Wishes(password_hash=hashing.hash_password(NEW)))
        with pytest.raises(ReissueIsOver):
            choose(mailed)

    def test_end_what_was_mailed_to_the_old_address(
        self, hanako: cast.Person, login_pk: int
    ) -> None:
        mailed = reissue(hanako)
        press(ask_for_address(login_pk, come_in()))
        with pytest.raises(ReissueIsOver):
            choose(mailed)
