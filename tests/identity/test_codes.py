"""The scheme `code`: what is on the letter opens the form, and nothing that can be known does."""

from dataclasses import replace
from datetime import datetime

import pytest

from kumiai.coops import actions as coops
from kumiai.coops import imports
from kumiai.identity import actions
from kumiai.identity.actions import CannotLogIn, IssuedCode, NoCodes, TicketOpened
from kumiai.identity.models import ProvisionalRegistration
from kumiai.identity.rules import SecondProof
from kumiai.joining import member_file
from kumiai.members.imports import HEADER_OF, MemberFile, MemberRow
from tests import cast
from tests.identity import forms
from tests.identity.conftest import NOON


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101(provisional_scheme="code")


def take_in(
    coop: cast.Coop, row: MemberRow = cast.HANAKO, at: datetime = NOON
) -> tuple[IssuedCode, ...]:
    file = MemberFile(coop.id, frozenset(HEADER_OF), (row,), ())
    return member_file.take_in(file, by=cast.OPERATOR, at=at).codes


def opens(login_id: str, password: str) -> bool:
    try:
        opened = actions.log_in(
            login_id=login_id, password=password, coop_id=2101, network="", at=NOON
        )
    except CannotLogIn:
        return False
    return isinstance(opened, TicketOpened)


class TestIssueCodes:
    def test_gives_the_member_and_the_guardian_one_each(self, coop: cast.Coop) -> None:
        hanako, mother = take_in(coop)
        assert (hanako.login_id, hanako.name) == ("210125000001", "津軽　花子")
        assert (mother.login_id, mother.name) == ("210125000001p", "津軽　洋子")
        assert hanako.code != mother.code
        assert opens(hanako.login_id, hanako.code)
        assert opens(
            "２１０１-２５００-０００１Ｐ", f" {mother.code[:5].lower()}-{mother.code[5:]} "
        )
        assert not opens(hanako.login_id, mother.code)
        assert not opens(hanako.login_id, "20060402")

    def test_keeps_no_code_readable(self, coop: cast.Coop) -> None:
        codes = [one.code.encode() for one in take_in(coop)]
        rows = ProvisionalRegistration.objects.all()
        kept = b"".join(bytes(digest) for row in rows for digest in row.digests)
        assert len(kept) == 64
        assert not any(code in kept for code in codes)

    def test_leaves_a_letter_that_is_on_its_way_as_it_is(self, coop: cast.Coop) -> None:
        hanako, _ = take_in(coop)
        assert take_in(coop) == ()
        moved = replace(cast.HANAKO, home_phone="0172999999")
        assert take_in(coop, moved) == ()
        assert opens(hanako.login_id, hanako.code)

    def test_makes_new_ones_for_letters_that_got_lost(self, coop: cast.Coop) -> None:
        person = cast.join(coop, cast.HANAKO)
        first = self.again(person)
        second = self.again(person)
        assert [opens(one.login_id, one.code) for one in (*first, *second)] == [
            False,
            False,
            True,
            True,
        ]

    def test_lifts_what_wrong_tries_have_switched_off(self, coop: cast.Coop) -> None:
        person = cast.join(coop, cast.HANAKO)
        ProvisionalRegistration.objects.update(failures=10, switched_off_at=NOON)
        assert all(opens(one.login_id, one.code) for one in self.again(person))

    def test_gives_none_to_who_is_registered(self, coop: cast.Coop) -> None:
        person = cast.join(coop, cast.HANAKO)
        cast.full_login(person, login_id="hanako.t")
        assert [one.kind for one in self.again(person)] == ["guardian"]

    def test_gives_none_to_another_co_ops_members(self, coop: cast.Coop) -> None:
        jiro = cast.jiro(cast.other_coop())
        assert (
            actions.issue_codes(coop_id=coop.id, member_ids=[jiro.id], by=cast.OPERATOR, at=NOON)
            == ()
        )

    def test_is_refused_where_the_guides_passwords_hold(self, coop: cast.Coop) -> None:
        jiro = cast.jiro(cast.other_coop())
        with pytest.raises(NoCodes):
            actions.issue_codes(
                coop_id=jiro.coop_id, member_ids=[jiro.id], by=cast.OPERATOR, at=NOON
            )
        assert opens(jiro.member_number, jiro.provisional_password)

    def again(self, person: cast.Person) -> tuple[IssuedCode, ...]:
        return actions.issue_codes(
            coop_id=person.coop_id,
            member_ids=[person.id],
            by=cast.OPERATOR,
            at=NOON,
            even_with_code=True,
        )


class TestForm:
    def test_asks_for_the_birth_date_and_registers(self, coop: cast.Coop) -> None:
        hanako, _ = take_in(coop)
        opened = actions.log_in(
            login_id=hanako.login_id, password=hanako.code, coop_id=2101, network="", at=NOON
        )
        assert isinstance(opened, TicketOpened)
        ticket = forms.ticket(opened.token)
        assert ticket.second_proof is SecondProof.BIRTH_DATE
        code = forms.code_in(forms.send_test(opened.token))
        actions.prove_by_code(login_pk=ticket.login_pk, address=forms.ADDRESS, code=code, at=NOON)
        draft = forms.filled(second_proof="2006年4月2日")
        actions.check_identity(ticket=ticket, draft=draft, network="", at=NOON)
        assert forms.complete(opened.token).login_id == "hanako.t"
        assert not opens(hanako.login_id, hanako.code)


class TestAnotherScheme:
    def test_ends_what_the_one_before_let_in(self, db: None) -> None:
        hanako = cast.hanako(cast.coop_2101())
        policy = (
            '[[policy]]\nstarts_on = 2026-01-01\npreset = "guide-2020"\n'
            '[policy.changes]\nprovisional_scheme = "code"\n'
        )
        text = (cast.FILES / "2101.toml").read_text("utf-8") + policy
        coops.take_in(file=imports.read(text.encode()), by=cast.OPERATOR, at=cast.LONG_AGO)
        assert not opens(hanako.member_number, hanako.provisional_password)
        issued = actions.issue_codes(
            coop_id=2101, member_ids=[hanako.id], by=cast.OPERATOR, at=NOON
        )
        assert all(opens(one.login_id, one.code) for one in issued)
