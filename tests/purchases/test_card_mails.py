"""Mails about stopped, released and re-issued cards: to whom, once, from pages and from tills."""

from datetime import timedelta

import pytest

from kumiai.coops.rules import Actor
from kumiai.identity.actions import sharing
from kumiai.identity.models import Login
from kumiai.kit import clock, ids
from kumiai.mail.models import Message
from kumiai.members import actions as members
from kumiai.purchases import actions
from kumiai.purchases.asked import CardReissue, Suspension
from tests import cast, money

BY_MEMBER, BY_GUARDIAN = Actor("member", "1"), Actor("guardian", "2")
STAFF = Actor("staff", "desk")


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    """She and her mother are registered."""
    person = cast.hanako(coop)
    cast.full_login(person, login_id="yoko.t", kind="guardian")
    cast.full_login(person, login_id="hanako.t")
    return person


def suspend(person: cast.Person, by: Actor = BY_MEMBER) -> None:
    members.suspend(
        coop_id=person.coop_id, member_id=person.id, reason="紛失", by=by, at=clock.now()
    )


def told() -> list[tuple[str, str]]:
    """The worker looks; who was told what, ever."""
    actions.tell_of_card_changes(at=clock.now())
    mails = Message.objects.filter(kind__startswith="card_").order_by("id")
    return [(mail.kind, mail.to_address.partition("@")[0]) for mail in mails]


class TestTellOfCardChanges:
    def test_writes_to_both_once(self, hanako: cast.Person) -> None:
        assert told() == []
        suspend(hanako)
        both = [("card_suspended", "yoko.t"), ("card_suspended", "hanako.t")]
        assert told() == both
        assert told() == both
        members.lift_suspension(
            coop_id=hanako.coop_id, member_id=hanako.id, reason="発見", by=STAFF, at=clock.now()
        )
        assert told() == [*both, ("card_lifted", "yoko.t"), ("card_lifted", "hanako.t")]

    def test_finds_what_tills_did(self, coop: cast.Coop, hanako: cast.Person) -> None:
        at = clock.now()
        stop = Suspension(id=ids.uuid7(at), card=hanako.card, occurred_at=at, reason="lost")
        money.post(coop.till, stop, at=at)
        assert told()[0] == ("card_suspended", "yoko.t")
        anew = CardReissue(
            id=ids.uuid7(at), card=hanako.card, occurred_at=at, reason="lost", new_card=None
        )
        money.post(coop.till, anew, at=at)
        assert [kind for kind, _ in told()] == ["card_suspended"] * 2 + ["card_reissued"] * 2
        texts = Message.objects.filter(to_address__startswith="yoko").values_list("body", flat=True)
        assert all("FERIOのレジ" in text and "花子さんの" in text for text in texts)

    def test_says_nothing_to_a_guardian_who_sees_nothing(self, hanako: cast.Person) -> None:
        login = cast.logins.login_of(member_id=hanako.id, kind="member")
        assert login is not None
        sharing.choose_sharing(login_pk=login, chosen=(), at=clock.now())
        suspend(hanako)
        assert told() == [("card_suspended", "hanako.t")]

    def test_says_to_a_guardian_what_the_guardian_did(self, hanako: cast.Person) -> None:
        login = cast.logins.login_of(member_id=hanako.id, kind="member")
        assert login is not None
        sharing.choose_sharing(login_pk=login, chosen=(), at=clock.now())
        suspend(hanako, by=BY_GUARDIAN)
        assert [address for _, address in told()] == ["yoko.t", "hanako.t"]

    def test_writes_to_nobody_who_is_not_registered(self, coop: cast.Coop) -> None:
        suspend(cast.taro(coop))
        assert told() == []

    def test_lets_old_news_be(self, hanako: cast.Person) -> None:
        suspend(hanako)
        later = clock.now() + timedelta(days=4)
        assert actions.tell_of_card_changes(at=later) == 0

    def test_speaks_the_readers_language(self, hanako: cast.Person) -> None:
        Login.objects.filter(login_id="yoko.t").update(language="en")
        suspend(hanako)
        told()
        mail = Message.objects.get(kind="card_suspended", to_address__startswith="yoko")
        assert mail.subject == "The card was stopped"
        assert "花子 was stopped." in mail.body
