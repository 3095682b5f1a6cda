"""Consent is kept with its version and time, and asked for again where a co-op says so."""

from datetime import date, timedelta

import pytest

from kumiai.coops.imports import LegalTextPart
from kumiai.coops.legal import actions as legal
from kumiai.coops.legal.rules import LegalKind
from kumiai.identity import actions, consents
from kumiai.identity.consents import ConsentFacts
from kumiai.identity.models import Login
from tests import cast
from tests.identity import forms
from tests.identity.conftest import NOON

LATER = NOON + timedelta(days=30)
LATER_DAY = LATER.date()


def text(version: int, starts_on: date, *, kind: LegalKind = "terms", asks: bool = False) -> None:
    part = LegalTextPart(
        kind=kind,
        version=version,
        starts_on=starts_on,
        needs_consent=asks,
        japanese="規約",
        english="Terms",
    )
    legal.take_in(coop_id=2101, parts=[part], by=cast.OPERATOR, at=NOON - timedelta(days=1))


def missing(login: Login, day: date = LATER_DAY) -> tuple[LegalKind, ...]:
    return consents.missing(login_pk=login.pk, coop_id=login.coop_id, day=day)


@pytest.fixture
def login(hanako: cast.Person) -> Login:
    """Hanako, who registered under the first terms."""
    text(1, date(2020, 4, 1))
    return forms.complete(forms.ready(hanako))


class TestRegistration:
    def test_keeps_version_and_time_of_both_texts(self, login: Login) -> None:
        assert consents.given(login_pk=login.pk) == (
            ConsentFacts(kind="privacy", version=0, at=NOON),
            ConsentFacts(kind="terms", version=1, at=NOON),
        )

    def test_keeps_none_for_whom_an_operator_registered(self, hanako: cast.Person) -> None:
        assert consents.given(login_pk=cast.full_login(hanako, login_id="hanako.o")) == ()


class TestMissing:
    def test_is_nothing_where_a_new_version_asks_for_nothing(self, login: Login) -> None:
        text(2, LATER_DAY)
        assert missing(login) == ()

    def test_is_what_a_new_version_asks_for_from_its_day_on(self, login: Login) -> None:
        text(2, LATER_DAY, asks=True)
        assert missing(login, LATER_DAY - timedelta(days=1)) == ()
        assert missing(login) == ("terms",)

    def test_stays_where_a_still_newer_version_asks_for_nothing(self, login: Login) -> None:
        text(2, LATER_DAY, asks=True)
        text(3, LATER_DAY + timedelta(days=1))
        assert missing(login, LATER_DAY + timedelta(days=1)) == ("terms",)

    def test_is_told_apart_by_kind_and_co_op(self, login: Login) -> None:
        text(1, LATER_DAY, kind="privacy", asks=True)
        jiro = cast.jiro(cast.other_coop())
        other = Login.objects.get(pk=cast.full_login(jiro, login_id="jiro.t"))
        assert missing(login) == ("privacy",)
        assert missing(other) == ()


class TestConsent:
    def test_is_asked_for_once(self, login: Login) -> None:
        text(2, LATER_DAY, asks=True)
        actions.consent(login_pk=login.pk, versions={"terms": 2}, at=LATER)
        actions.consent(login_pk=login.pk, versions={"terms": 2}, at=LATER + timedelta(hours=1))
        assert missing(login) == ()
        assert consents.given(login_pk=login.pk)[0] == ConsentFacts("terms", 2, LATER)

    @pytest.mark.parametrize("version", [1, 3])
    def test_is_refused_for_a_version_that_is_not_in_force(
        self, login: Login, version: int
    ) -> None:
        text(2, LATER_DAY, asks=True)
        with pytest.raises(actions.CannotConsent):
            actions.consent(login_pk=login.pk, versions={"terms": version}, at=LATER)
        assert missing(login) == ("terms",)
