"""Who decides what a guardian sees, and what is written down."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.identity import actions, sections, sharing
from kumiai.identity.actions import CannotShare, NotOnesOwnChoice
from kumiai.identity.models import Sharing
from kumiai.identity.sections import EVERYTHING, Section, SharingProblem
from kumiai.kit.clock import TOKYO
from kumiai.mail.models import Message
from tests import cast
from tests.identity.conftest import NOON


class TestAdultOn:
    @pytest.mark.parametrize(
        ("birth_date", "adult_on"),
        [
            (date(2008, 4, 2), date(2026, 4, 2)),
            (date(2008, 2, 29), date(2026, 3, 1)),
            (date(2006, 12, 31), date(2024, 12, 31)),
        ],
    )
    def test_is_the_eighteenth_birthday(self, birth_date: date, adult_on: date) -> None:
        assert sections.adult_on(birth_date) == adult_on


class TestShared:
    @given(st.sampled_from(["all", "totals"]), st.none() | st.sets(st.sampled_from(list(Section))))
    def test_narrows_the_policy_and_never_widens_it(
        self, policy: str, chosen: set[Section] | None
    ) -> None:
        seen = sections.shared(policy, chosen)
        assert seen <= sections.by_policy(policy)
        assert seen == (sections.by_policy(policy) & (EVERYTHING if chosen is None else chosen))


@pytest.fixture
def login_pk(hanako: cast.Person) -> int:
    cast.full_login(hanako, login_id="yoko.t", kind="guardian")
    return cast.full_login(hanako, login_id="hanako.t")


def choose(login_pk: int, *chosen: Section, at: datetime = NOON) -> None:
    actions.choose_sharing(login_pk=login_pk, chosen=chosen, at=at)


def seen(person: cast.Person) -> frozenset[Section]:
    return sharing.shared_sections(member_id=person.id, guardian_sees="all")


class TestChooseSharing:
    def test_holds_until_the_next_choice_and_tells_both(
        self, hanako: cast.Person, login_pk: int
    ) -> None:
        assert seen(hanako) == EVERYTHING
        choose(login_pk, Section.BALANCES)
        assert seen(hanako) == {Section.BALANCES}
        choose(login_pk, *Section, at=NOON + timedelta(days=1))
        assert seen(hanako) == EVERYTHING
        told = Message.objects.filter(kind="sharing_changed").values_list("to_address", flat=True)
        assert sorted(told) == sorted(["hanako.t@mail.example", "yoko.t@mail.example"] * 2)

    def test_is_not_the_guardians(self, coop: cast.Coop) -> None:
        guardian = cast.full_login(cast.taro(coop), login_id="ichiro.t", kind="guardian")
        with pytest.raises(NotOnesOwnChoice):
            choose(guardian)
        assert not Sharing.objects.exists()

    def test_begins_with_the_eighteenth_birthday(self, coop: cast.Coop) -> None:
        young = cast.hanako(coop, birth_date=date(2008, 4, 7))
        login_pk = cast.full_login(young, login_id="young.t")
        with pytest.raises(NotOnesOwnChoice):
            choose(login_pk)
        choose(login_pk, at=datetime(2026, 4, 7, 0, tzinfo=TOKYO))
        assert seen(young) == frozenset()

    @pytest.mark.parametrize(
        ("chosen", "problem"),
        [
            ((Section.LINES,), SharingProblem.LINES_WITHOUT_TOTALS),
            (tuple(Section), SharingProblem.NOTHING_NEW),
        ],
    )
    def test_refuses_what_makes_no_sense(
        self, login_pk: int, chosen: tuple[Section, ...], problem: SharingProblem
    ) -> None:
        with pytest.raises(CannotShare) as refused:
            choose(login_pk, *chosen)
        assert refused.value.problem is problem

    def test_keeps_to_what_the_co_op_allows(self) -> None:
        jiro = cast.jiro(cast.other_coop(guardian_sees="totals"))
        login_pk = cast.full_login(jiro, login_id="jiro.t")
        choose(login_pk, Section.TOTALS, Section.LINES, Section.MEALS)
        assert Sharing.objects.get().sections == ["totals"]

    @pytest.fixture(autouse=True)
    def _database(self, db: None) -> None:
        """Every test here has one."""


class TestGuardianViews:
    def test_are_counted_by_day_and_section(self, hanako: cast.Person) -> None:
        for minutes in (0, 5, 24 * 60):
            actions.note_guardian_views(
                coop_id=2101,
                member_id=hanako.id,
                seen=[Section.BALANCES],
                at=NOON + timedelta(minutes=minutes),
            )
        looked = sharing.guardian_looked(member_id=hanako.id)
        assert [(one.day.day, one.views) for one in looked] == [(7, 1), (6, 2)]
        assert looked[1].last_at == NOON + timedelta(minutes=5)
