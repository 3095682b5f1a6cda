"""What ends a link between two guardians' logins, and what it may never lead to."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kumiai.coops.rules import Actor
from kumiai.identity import actions, children, hashing
from kumiai.identity.actions import MailWish, NoSuchChild, Wishes, child_links, desk
from kumiai.identity.devices import Browser
from kumiai.identity.models import ChildLink, Login, RegistrationTicket, Session
from kumiai.mail.models import Message
from tests import cast
from tests.identity import family as families
from tests.identity import forgetting, forms
from tests.identity.conftest import NOON
from tests.identity.family import Family, add, session_of, who

NEW_PASSWORD_HASH = hashing.hash_password("あたらしい鍵が二つ")
Act = Callable[[cast.Person, int, str], object]


@pytest.fixture
def family(coop: cast.Coop, hanako: cast.Person) -> Family:
    linked = families.made(coop, hanako)
    linked.add()
    return linked


def new_password(person: cast.Person, login_pk: int, key: str) -> object:
    wishes = Wishes(password_hash=NEW_PASSWORD_HASH)
    return actions.change_details(
        login_pk=login_pk, session_key=key, wishes=wishes, browser=Browser(), at=NOON
    )


def reissue(person: cast.Person, login_pk: int, key: str) -> object:
    login_id = Login.objects.get(pk=login_pk).login_id
    mailed = forgetting.ask_for_password(person.member_number, login_id)
    token = forgetting.token_in(mailed[0])
    return actions.choose_password(token=token, password_hash=NEW_PASSWORD_HASH, at=NOON)


def new_mail(person: cast.Person, login_pk: int, key: str) -> object:
    wish = MailWish("new@mail.example", "https://mypage.example/x/", "ja")
    actions.change_details(
        login_pk=login_pk, session_key=key, wishes=Wishes(mail=wish), browser=Browser(), at=NOON
    )
    code = forms.code_in(Message.objects.filter(kind="mail_change").latest("id").body)
    return actions.change_mail_by_code(
        login_pk=login_pk, session_key=key, code=code, browser=Browser(), at=NOON
    )


def mail_at_desk(person: cast.Person, login_pk: int, key: str) -> object:
    return desk.change_mail_at_desk(
        coop_id=person.coop_id,
        member_id=person.id,
        kind="guardian",
        address="new@mail.example",
        reason="came with a passport",
        by=Actor("operator", "test"),
        at=NOON,
    )


class TestEnd:
    @pytest.mark.parametrize("act", [reissue, new_mail, mail_at_desk])
    @pytest.mark.parametrize("is_shown", [True, False])
    def test_comes_with_recovery_and_a_new_address_of_either(
        self, family: Family, act: Act, is_shown: bool
    ) -> None:
        """Who has the mailbox of the one login has not proven the other."""
        key = family.switched()
        who_acts = (
            (family.sibling, family.sibling_pk) if is_shown else (family.hanako, family.login_pk)
        )
        act(*who_acts, session_of(who_acts[1]))
        assert who(key) is None
        assert ChildLink.objects.get().ended_at == NOON
        assert children.links_of(login_pk=family.login_pk) == ()
        told = Message.objects.filter(kind="child_link_ended")
        assert told.count() == 2

    def test_comes_with_a_new_password_of_the_login_that_is_shown(self, family: Family) -> None:
        key = family.switched()
        new_password(family.sibling, family.sibling_pk, session_of(family.sibling_pk))
        assert who(key) is None
        assert ChildLink.objects.get().ended_by == "password"

    def test_leaves_the_browser_that_changed_the_address_with_the_own_child(
        self, family: Family
    ) -> None:
        changed = new_mail(family.hanako, family.login_pk, family.switched())
        assert isinstance(changed, actions.MailChanged)
        viewer = who(changed.session_key or "")
        assert viewer is not None
        assert (viewer.member_id, viewer.children) == (family.hanako.id, ())

    def test_does_not_come_with_a_new_password_of_the_login_that_looks(
        self, family: Family
    ) -> None:
        """It was typed in by who knew the old one; the other browsers are sent out."""
        mine, elsewhere = family.switched(), family.switched()
        changed = new_password(family.hanako, family.login_pk, mine)
        assert isinstance(changed, actions.Changed)
        assert changed.session_key is not None
        assert who(mine) is None
        assert who(elsewhere) is None
        shown = who(changed.session_key)
        assert shown is not None
        assert shown.member_id == family.sibling.id

    @pytest.mark.parametrize("is_shown", [True, False])
    def test_can_be_had_from_either_side_and_is_told_to_both(
        self, family: Family, is_shown: bool
    ) -> None:
        key, link = family.switched(), ChildLink.objects.get()
        by = family.sibling_pk if is_shown else family.login_pk
        actions.end_child_link(login_pk=by, session_key=session_of(by), link_id=link.pk, at=NOON)
        assert who(key) is None
        link.refresh_from_db()
        assert link.ended_by == ("shown" if is_shown else "viewer")
        told = Message.objects.filter(kind="child_link_ended").values_list("to_address", flat=True)
        assert set(told) == {"yoko.t@mail.example", "yoko.s@mail.example"}
        with pytest.raises(NoSuchChild):
            actions.end_child_link(
                login_pk=by, session_key=session_of(by), link_id=link.pk, at=NOON
            )

    def test_is_no_stranger_s_and_no_child_s(self, coop: cast.Coop, family: Family) -> None:
        link = ChildLink.objects.get()
        stranger = cast.full_login(cast.taro(coop), login_id="ichiro.i", kind="guardian")
        child = cast.full_login(family.sibling, login_id="jiro.t")
        for by in (stranger, child):
            with pytest.raises(NoSuchChild):
                actions.end_child_link(
                    login_pk=by, session_key=session_of(by), link_id=link.pk, at=NOON
                )
        assert ChildLink.objects.get().ended_at is None

    def test_leaves_what_others_forgot_to_end_shut(self, family: Family) -> None:
        """Were a session to keep a link that has ended, it would show neither child."""
        key = family.switched()
        ChildLink.objects.update(ended_at=NOON, ended_by="viewer")
        assert Session.objects.filter(child_link__isnull=False).exists()
        assert who(key) is None

    def test_can_be_begun_again(self, family: Family) -> None:
        child_links.end(links=ChildLink.objects.all(), by="viewer", at=NOON)
        family.add()
        assert ChildLink.objects.filter(ended_at=None).count() == 1

    def test_closes_the_form_of_a_child_about_to_be_added(
        self, coop: cast.Coop, family: Family
    ) -> None:
        third = families.sibling_of(coop, "210126000010")
        add(family.login_pk, third.guardian_login_id, third.provisional_password)
        assert RegistrationTicket.objects.exists()
        reissue(family.hanako, family.login_pk, "")
        assert not RegistrationTicket.objects.exists()


class TestTable:
    """The database is the second witness."""

    def link(self, coop_id: int, member: int, shown: int, **more: object) -> None:
        with transaction.atomic():
            ChildLink.objects.create(
                coop_id=coop_id, member_id=member, shown_member_id=shown, made_at=NOON, **more
            )

    def test_leads_to_guardians_of_the_same_co_op_only(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        alone = cast.older_member(coop)
        far = cast.jiro(cast.other_coop())
        for member, shown in (
            (hanako.id, alone.id),
            (alone.id, hanako.id),
            (hanako.id, far.id),
            (far.id, hanako.id),
            (hanako.id, hanako.id),
        ):
            with pytest.raises(IntegrityError):
                self.link(coop.id, member, shown)

    def test_leads_from_guardians_only(self, coop: cast.Coop, family: Family) -> None:
        ChildLink.objects.all().delete()
        with pytest.raises(IntegrityError):
            self.link(coop.id, family.hanako.id, family.sibling.id, kind="member")

    def test_ends_after_it_began(self, family: Family) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            ChildLink.objects.update(ended_at=NOON - timedelta(days=1), ended_by="viewer")
