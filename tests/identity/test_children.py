"""One guardian with several children: what links two logins, what ends it, what never happens."""

from datetime import timedelta

import pytest

from kumiai.identity import actions, children, details, hashing
from kumiai.identity.actions import (
    AddingProblem,
    CannotAddChild,
    CannotLogIn,
    NoSuchChild,
    Refusal,
    TicketOpened,
    child_links,
)
from kumiai.identity.devices import Browser
from kumiai.identity.models import ChildLink, Login, LoginThrottle, Session
from kumiai.identity.sections import EVERYTHING
from kumiai.mail.models import Message
from tests import cast
from tests.identity import family as families
from tests.identity.conftest import NOON
from tests.identity.family import (
    SIBLING_PASSWORD,
    Family,
    add,
    refused,
    session_of,
    sibling_of,
    who,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
def family(coop: cast.Coop, hanako: cast.Person) -> Family:
    return families.made(coop, hanako)


class TestAddChild:
    def test_shows_the_other_child_and_goes_one_way(self, family: Family) -> None:
        family.add()
        shown = who(family.switched())
        assert shown is not None
        assert (shown.login_pk, shown.member_id) == (family.login_pk, family.sibling.id)
        assert [one.name for one in shown.children] == [family.hanako.name, family.sibling.name]
        other = who(session_of(family.sibling_pk))
        assert other is not None
        assert (other.member_id, other.children) == (family.sibling.id, ())

    def test_tells_both_logins_by_mail_and_in_their_histories(self, family: Family) -> None:
        family.add()
        told = Message.objects.filter(kind="child_linked").values_list("to_address", flat=True)
        assert set(told) == {"yoko.t@mail.example", "yoko.s@mail.example"}
        for login_pk in (family.login_pk, family.sibling_pk):
            assert details.history(login_pk=login_pk)[0].items == ("children",)

    def test_refuses_all_that_does_not_count_alike(self, coop: cast.Coop, family: Family) -> None:
        stranger = cast.jiro(cast.other_coop())
        cast.full_login(stranger, login_id="far.away", kind="guardian")
        cast.full_login(family.sibling, login_id="the.child")
        for login_id, password in (
            ("nobody.at.all", cast.PASSWORD),
            ("yoko.s", "wrong"),
            ("the.child", cast.PASSWORD),
            ("far.away", cast.PASSWORD),
            ("yoko.t", cast.PASSWORD),
        ):
            assert refused(family.login_pk, login_id, password) is Refusal.WRONG
            LoginThrottle.objects.all().delete()
        assert not ChildLink.objects.exists()

    def test_is_nothing_a_member_can_do(self, family: Family) -> None:
        own = cast.full_login(family.hanako, login_id="hanako.t")
        with pytest.raises(Login.DoesNotExist):
            add(own, "yoko.s", SIBLING_PASSWORD)

    def test_waits_like_the_login_page_also_when_it_is_right_then(self, family: Family) -> None:
        for _ in range(5):
            assert refused(family.login_pk, "yoko.s", "wrong") is Refusal.WRONG
        assert refused(family.login_pk, "yoko.s", SIBLING_PASSWORD) is Refusal.THROTTLED
        with pytest.raises(CannotLogIn):
            actions.log_in(
                login_id="yoko.s", password=SIBLING_PASSWORD, coop_id=2101, network="", at=NOON
            )

    def test_counts_wrong_tries_of_a_login_whatever_it_asks_for(self, family: Family) -> None:
        for number in range(5):
            assert refused(family.login_pk, f"nobody.{number}", "wrong") is Refusal.WRONG
        assert refused(family.login_pk, "yoko.s", SIBLING_PASSWORD) is Refusal.THROTTLED
        assert add(family.login_pk, "yoko.s", SIBLING_PASSWORD, at=NOON + MINUTE)

    def test_happens_once(self, family: Family) -> None:
        family.add()
        with pytest.raises(CannotAddChild) as told:
            family.add()
        assert told.value.problem is AddingProblem.ALREADY
        assert ChildLink.objects.count() == 1

    def test_has_an_end(self, coop: cast.Coop, family: Family) -> None:
        for number in range(children.LINKS_MAX):
            child = sibling_of(coop, f"2101260001{number:02}")
            shown = Login.objects.get(
                pk=cast.full_login(child, login_id=f"yoko.{number}xx", kind="guardian")
            )
            viewer = Login.objects.get(pk=family.login_pk)
            child_links.link(viewing=viewer, shown=shown, browser=Browser(), at=NOON)
        with pytest.raises(CannotAddChild) as told:
            family.add()
        assert told.value.problem is AddingProblem.TOO_MANY

    def test_does_not_hand_on_what_the_other_login_shows(
        self, coop: cast.Coop, family: Family
    ) -> None:
        third = sibling_of(coop, "210126000010")
        cast.full_login(third, login_id="yoko.third", kind="guardian")
        add(family.sibling_pk, "yoko.third", cast.PASSWORD)
        family.add()
        seen = children.links_of(login_pk=family.login_pk)
        assert [one.member_number for one in seen] == [family.sibling.member_number]

    @pytest.mark.parametrize("changed", ["password_hash", "mail"])
    @pytest.mark.parametrize("of_which", ["login_pk", "sibling_pk"])
    def test_proves_nothing_with_what_has_changed_meanwhile(
        self, family: Family, changed: str, of_which: str
    ) -> None:
        viewer, shown = (Login.objects.get(pk=pk) for pk in (family.login_pk, family.sibling_pk))
        new = {"password_hash": hashing.hash_password("another one"), "mail": "new@mail.example"}
        Login.objects.filter(pk=getattr(family, of_which)).update(**{changed: new[changed]})
        with pytest.raises(CannotAddChild) as told:
            child_links.link(viewing=viewer, shown=shown, browser=Browser(), at=NOON)
        assert told.value.problem is AddingProblem.CHANGED


class TestAddChildProvisionally:
    def test_opens_the_form_with_the_address_that_is_proven(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        sibling = sibling_of(coop)
        login_pk = cast.full_login(hanako, login_id="yoko.t", kind="guardian")
        opened = add(login_pk, sibling.guardian_login_id, sibling.provisional_password)
        assert isinstance(opened, TicketOpened)
        assert not ChildLink.objects.exists()

    def test_refuses_the_childs_own_and_another_co_ops(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        sibling, stranger = sibling_of(coop), cast.jiro(cast.other_coop())
        login_pk = cast.full_login(hanako, login_id="yoko.t", kind="guardian")
        for login_id, person in (
            (sibling.member_number, sibling),
            (stranger.guardian_login_id, stranger),
            (sibling.guardian_login_id, hanako),
        ):
            wrong = "19991231" if person is hanako else person.provisional_password
            assert refused(login_pk, login_id, wrong) is Refusal.WRONG


class TestSwitchChild:
    def test_changes_the_key_both_ways(self, family: Family) -> None:
        family.add()
        first = session_of(family.login_pk)
        link_id = ChildLink.objects.get().pk
        second = actions.switch_child(login_pk=family.login_pk, session_key=first, link_id=link_id)
        third = actions.switch_child(login_pk=family.login_pk, session_key=second, link_id=0)
        assert who(first) is None
        assert who(second) is None
        shown = who(third)
        assert shown is not None
        assert shown.member_id == family.hanako.id

    def test_refuses_links_of_others_and_sessions_of_others(
        self, coop: cast.Coop, family: Family
    ) -> None:
        family.add()
        link_id = ChildLink.objects.get().pk
        thief_pk = cast.full_login(cast.taro(coop), login_id="thief.t", kind="guardian")
        child_pk = cast.full_login(family.hanako, login_id="hanako.t")
        for login_pk in (thief_pk, child_pk, family.sibling_pk):
            with pytest.raises(NoSuchChild):
                actions.switch_child(
                    login_pk=login_pk, session_key=session_of(login_pk), link_id=link_id
                )
        with pytest.raises(NoSuchChild):
            actions.switch_child(
                login_pk=family.login_pk, session_key=session_of(thief_pk), link_id=link_id
            )

    def test_shows_what_the_other_child_shares_and_nothing_else(self, family: Family) -> None:
        family.add()
        own = cast.full_login(family.sibling, login_id="jiro.s")
        actions.choose_sharing(login_pk=own, chosen=(), at=NOON)
        key = family.switched()
        shown = who(key)
        assert shown is not None
        assert shown.seen == frozenset()
        back = who(actions.switch_child(login_pk=family.login_pk, session_key=key, link_id=0))
        assert back is not None
        assert back.seen == EVERYTHING

    def test_never_shows_anything_to_the_member_of_the_same_membership(
        self, family: Family
    ) -> None:
        family.add()
        child_pk = cast.full_login(family.hanako, login_id="hanako.t")
        viewer = who(session_of(child_pk))
        assert viewer is not None
        assert (viewer.member_id, viewer.children) == (family.hanako.id, ())

    def test_opens_nothing_for_a_session_that_is_not_the_guardians(self, family: Family) -> None:
        """Whatever wrote the link into it: a member's session that shows a sibling is over."""
        family.add()
        child_pk = cast.full_login(family.hanako, login_id="hanako.t")
        key = session_of(child_pk)
        Session.objects.filter(login_id=child_pk).update(child_link=ChildLink.objects.get())
        assert who(key) is None
