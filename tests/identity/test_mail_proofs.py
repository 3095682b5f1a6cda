"""The test mail: its code, and the button behind its link."""

from datetime import timedelta

import pytest

from kumiai.identity import actions, queries
from kumiai.identity.actions import CannotProve, CannotSendMailTest, CodeAnswer
from kumiai.identity.models import MailProof
from kumiai.mail.actions import CannotWriteTo
from kumiai.mail.models import Message
from tests import cast
from tests.identity import forms
from tests.identity.conftest import NOON
from tests.identity.forms import ADDRESS

MINUTE = timedelta(minutes=1)


@pytest.fixture
def token(hanako: cast.Person) -> str:
    return forms.open_form(hanako)


def answer(token: str, code: str, *, after: timedelta = timedelta()) -> CodeAnswer:
    return actions.prove_by_code(
        login_pk=forms.ticket(token).login_pk, address=ADDRESS, code=code, at=NOON + after
    )


def is_proven(token: str, *, after: timedelta = timedelta(), address: str = ADDRESS) -> bool:
    return queries.is_mail_proven(
        login_pk=forms.ticket(token).login_pk, address=address, at=NOON + after
    )


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


class TestSendMailTest:
    def test_orders_an_urgent_mail_with_code_and_link(self, token: str) -> None:
        body = forms.send_test(token)
        assert forms.code_in(body).isdigit()
        assert forms.link_in(body)
        message = Message.objects.get()
        assert (message.to_address, message.priority, message.state) == (ADDRESS, 10, "queued")

    def test_keeps_neither_code_nor_link_readable_beside_the_mail(self, token: str) -> None:
        body = forms.send_test(token)
        row = MailProof.objects.values().get()
        assert forms.code_in(body) not in str(row)
        assert forms.link_in(body) not in str(row)

    def test_refuses_the_fourth_within_ten_minutes(self, token: str) -> None:
        for _ in range(3):
            forms.send_test(token)
        with pytest.raises(CannotSendMailTest):
            forms.send_test(token)
        assert forms.send_test(token, at=NOON + 11 * MINUTE)

    def test_counts_by_address_too(self, coop: cast.Coop, token: str) -> None:
        for _ in range(3):
            forms.send_test(token)
        taros = forms.open_form(cast.taro(coop))
        with pytest.raises(CannotSendMailTest):
            forms.send_test(taros)
        assert forms.send_test(taros, address="taro@mail.example")

    def test_writes_to_no_text_that_is_no_address(self, token: str) -> None:
        with pytest.raises(CannotWriteTo):
            forms.send_test(token, address="a@mail.example\nBcc: b@mail.example")
        assert not Message.objects.exists()


class TestCode:
    def test_proves_the_address_however_it_is_typed(self, token: str) -> None:
        code = forms.code_in(forms.send_test(token))
        wide = " " + "".join(chr(ord(digit) + 0xFEE0) for digit in code) + " "
        assert answer(token, wide) is CodeAnswer.RIGHT
        assert is_proven(token)
        assert not is_proven(token, address="other@mail.example")

    def test_lasts_ten_minutes(self, token: str) -> None:
        code = forms.code_in(forms.send_test(token))
        assert answer(token, code, after=10 * MINUTE) is CodeAnswer.OVER
        assert not is_proven(token)

    def test_gives_five_tries(self, token: str) -> None:
        code = forms.code_in(forms.send_test(token))
        for _ in range(5):
            assert answer(token, other_than(code)) is CodeAnswer.WRONG
        assert answer(token, code) is CodeAnswer.OVER

    def test_of_the_latest_mail_counts(self, token: str) -> None:
        first = forms.code_in(forms.send_test(token))
        second = forms.code_in(forms.send_test(token, at=NOON + MINUTE))
        if first != second:
            assert answer(token, first, after=MINUTE) is CodeAnswer.WRONG
        assert answer(token, second, after=MINUTE) is CodeAnswer.RIGHT

    def test_of_another_login_counts_for_nothing(self, coop: cast.Coop, token: str) -> None:
        code = forms.code_in(forms.send_test(token))
        taros = forms.open_form(cast.taro(coop))
        assert answer(taros, code) is CodeAnswer.OVER


class TestLink:
    def test_proves_the_address_once_its_button_is_pressed(self, token: str) -> None:
        link = forms.link_in(forms.send_test(token))
        assert queries.is_link_open(token=link, at=NOON)
        assert not is_proven(token), "looking changes nothing"
        actions.prove_by_link(token=link, at=NOON)
        assert is_proven(token)

    def test_works_once_and_for_a_day(self, token: str) -> None:
        link = forms.link_in(forms.send_test(token))
        day = timedelta(hours=24)
        assert not queries.is_link_open(token=link, at=NOON + day)
        with pytest.raises(CannotProve):
            actions.prove_by_link(token=link, at=NOON + day)
        actions.prove_by_link(token=link, at=NOON + day - MINUTE)
        with pytest.raises(CannotProve):
            actions.prove_by_link(token=link, at=NOON + day - MINUTE)

    def test_that_never_was_proves_nothing(self, token: str) -> None:
        with pytest.raises(CannotProve):
            actions.prove_by_link(token="x" * 43, at=NOON)

    def test_holds_for_the_next_ticket_too(self, hanako: cast.Person, token: str) -> None:
        link = forms.link_in(forms.send_test(token))
        actions.prove_by_link(token=link, at=NOON + 60 * MINUTE)
        later = NOON + 61 * MINUTE
        again = forms.ticket(forms.open_form(hanako, at=later), later)
        assert queries.is_mail_proven(login_pk=again.login_pk, address=ADDRESS, at=later)
