"""From the open form to a full registration, once only."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from kumiai.identity import actions, drafts, queries
from kumiai.identity.actions import (
    AlreadyRegistered,
    CannotLogIn,
    CannotRegister,
    LetIn,
    TicketIsOver,
)
from kumiai.identity.models import FullRegistration, Login, ProvisionalRegistration
from kumiai.mail.models import Message
from tests import cast, databases
from tests.identity import forms
from tests.identity.conftest import NOON

MINUTE = timedelta(minutes=1)


class TestCheckIdentity:
    def test_says_which_proof_does_not_match(self, hanako: cast.Person) -> None:
        ticket = forms.ticket(forms.open_form(hanako))
        wrong = forms.filled(kana="イワキ タロウ", second_proof="000000")
        with pytest.raises(CannotRegister) as refused:
            actions.check_identity(ticket=ticket, draft=wrong, network="", at=NOON)
        assert set(refused.value.problems) == {"kana", "second_proof"}

    def test_takes_the_guardian_by_the_members_facts(self, hanako: cast.Person) -> None:
        ticket = forms.ticket(forms.open_form(hanako, kind="guardian"))
        actions.check_identity(ticket=ticket, draft=forms.filled(), network="", at=NOON)

    def test_counts_a_mismatch_like_a_wrong_password(self, hanako: cast.Person) -> None:
        token = forms.open_form(hanako)
        for guess in range(5):
            with pytest.raises(CannotRegister):
                self.check(token, f"{guess:06}")
        with pytest.raises(CannotLogIn):
            self.check(token, "361234")
        row = ProvisionalRegistration.objects.get(login__kind="member")
        assert row.failures == 5

    def test_counts_nothing_when_it_is_right(self, hanako: cast.Person) -> None:
        token = forms.open_form(hanako)
        for _ in range(12):
            self.check(token, "345678")

    def check(self, token: str, second_proof: str) -> None:
        draft = forms.filled(second_proof=second_proof, password_hash="kept")
        actions.check_identity(ticket=forms.ticket(token), draft=draft, network="", at=NOON)


class TestCompleteRegistration:
    def test_gives_the_login_its_own_id_and_password(self, hanako: cast.Person) -> None:
        forms.complete(forms.ready(hanako))
        let_in = actions.log_in(
            login_id="hanako.t", password=cast.PASSWORD, coop_id=2101, network="", at=NOON
        )
        assert isinstance(let_in, LetIn)
        login = Login.objects.get(member_id=hanako.id, kind="member")
        assert (login.mail, login.state) == (forms.ADDRESS, "full")
        registration = FullRegistration.objects.get()
        assert (registration.by_kind, registration.terms_accepted_at) == ("member", NOON)

    def test_ends_the_provisional_login(self, hanako: cast.Person) -> None:
        forms.complete(forms.ready(hanako))
        with pytest.raises(CannotLogIn):
            forms.open_form(hanako)
        assert ProvisionalRegistration.objects.get().login.kind == "guardian"

    def test_tells_the_new_address(self, hanako: cast.Person) -> None:
        forms.complete(forms.ready(hanako))
        mail = Message.objects.get(kind="registered")
        assert mail.to_address == forms.ADDRESS
        assert "hanako.t" in mail.body
        assert cast.PASSWORD not in mail.body

    def test_tells_the_other_login_of_the_membership(self, hanako: cast.Person) -> None:
        cast.full_login(hanako, login_id="yoko.t", kind="guardian", mail="yoko@mail.example")
        forms.complete(forms.ready(hanako))
        mail = Message.objects.get(kind="other_registered")
        assert mail.to_address == "yoko@mail.example"
        assert "組合員ご本人の登録" in mail.subject

    def test_tells_nobody_of_another_membership(self, coop: cast.Coop, hanako: cast.Person) -> None:
        cast.full_login(cast.taro(coop), login_id="taro.iwaki")
        forms.complete(forms.ready(hanako))
        assert not Message.objects.filter(kind="other_registered").exists()

    def test_needs_the_mail_address_proven(self, hanako: cast.Person) -> None:
        token = forms.open_form(hanako)
        actions.check_identity(
            ticket=forms.ticket(token), draft=forms.filled(), network="", at=NOON
        )
        with pytest.raises(CannotRegister) as refused:
            forms.complete(token)
        assert set(refused.value.problems) == {"mail"}

    def test_needs_the_proofs_of_identity(self, hanako: cast.Person) -> None:
        token = forms.ready(hanako)
        typed_anew = drafts.unchecked(forms.ticket(token).draft, second_proof="000000")
        actions.put_draft(ticket=forms.ticket(token), draft=typed_anew)
        with pytest.raises(CannotRegister):
            forms.complete(token)
        assert not FullRegistration.objects.exists()

    @pytest.mark.parametrize("missing", ["kana", "second_proof", "login_id", "password_hash"])
    def test_needs_every_item(self, hanako: cast.Person, missing: str) -> None:
        token = forms.ready(hanako)
        emptied = drafts.unchecked(forms.ticket(token).draft, **{missing: ""})
        actions.put_draft(ticket=forms.ticket(token), draft=emptied)
        with pytest.raises(CannotRegister) as refused:
            forms.complete(token)
        assert set(refused.value.problems) == {missing.removesuffix("_hash")}

    def test_gives_no_id_away_twice(self, coop: cast.Coop, hanako: cast.Person) -> None:
        token = forms.ready(hanako)
        cast.full_login(cast.taro(coop), login_id="hanako.t")
        with pytest.raises(CannotRegister) as refused:
            forms.complete(token)
        assert set(refused.value.problems) == {"login_id"}

    def test_works_for_fifteen_minutes(self, hanako: cast.Person) -> None:
        token = forms.ready(hanako)
        with pytest.raises(TicketIsOver):
            forms.complete(token, at=NOON + 15 * MINUTE)

    def test_happens_once(self, hanako: cast.Person) -> None:
        one, another = forms.ready(hanako), forms.ready(hanako, login_id="hanako.u")
        forms.complete(one)
        for token in (one, another):
            with pytest.raises(AlreadyRegistered):
                forms.complete(token)
        assert queries.login_of(member_id=hanako.id, kind="member") is not None
        assert FullRegistration.objects.count() == 1

    def test_is_the_members_and_the_guardians_apart(self, hanako: cast.Person) -> None:
        forms.complete(forms.ready(hanako))
        forms.complete(
            forms.ready(hanako, kind="guardian", login_id="yoko.t", at=NOON + 11 * MINUTE),
            at=NOON + 11 * MINUTE,
        )
        assert FullRegistration.objects.count() == 2


class TestTwoTabsAtOnce:
    def test_one_of_them_registers(self, fresh_database: databases.FreshDatabase) -> None:
        hanako = cast.hanako(cast.coop_2101())
        tokens = [forms.ready(hanako), forms.ready(hanako, login_id="hanako.u")]
        outcomes: list[str] = []
        together = threading.Barrier(2)

        def press(token: str) -> None:
            together.wait()
            try:
                outcomes.append(forms.complete(token).login_id)
            except AlreadyRegistered:
                outcomes.append("already")
            finally:
                connection.close()

        tabs = [threading.Thread(target=press, args=[token]) for token in tokens]
        for tab in tabs:
            tab.start()
        for tab in tabs:
            tab.join()
        assert min(outcomes) == "already"
        assert FullRegistration.objects.count() == 1
        assert Message.objects.filter(kind="registered").count() == 1
