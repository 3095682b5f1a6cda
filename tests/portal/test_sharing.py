"""What is not shared is on no page, whoever knows its address."""

from collections.abc import Collection
from datetime import timedelta

import pytest

from kumiai.identity import actions, sections, sharing
from kumiai.identity.models import Login
from kumiai.identity.sections import EVERYTHING, Section
from kumiai.kit import clock
from kumiai.meals import actions as meals
from kumiai.meals.rules import Plan
from tests import cast
from tests.portal.sessions import client_of

# Which sections a page takes; without one of them the guardian is told that it is not shared.
PAGES = {
    "/purchases": {Section.TOTALS},
    "/purchases?tab=food": {Section.TOTALS, Section.LINES},
    "/purchases?tab=learning": {Section.TOTALS, Section.LINES},
    "/purchases?tab=top-ups": {Section.TOTALS, Section.LINES, Section.BALANCES},
    "/purchases?tab=prepaid": {Section.TOTALS, Section.LINES, Section.BALANCES},
    "/purchases?tab=genres": {Section.TOTALS, Section.LINES},
    "/purchases.csv?tab=food": {Section.TOTALS, Section.LINES},
    "/purchases/totals": {Section.TOTALS},
    "/prepaid": {Section.LINES, Section.BALANCES},
    "/debt": {Section.LINES, Section.BALANCES},
    "/graduation": {Section.BALANCES},
    "/uncollected": {Section.LINES, Section.BALANCES},
    "/web-points": {Section.LINES, Section.BALANCES},
    "/meal-card": {Section.MEALS},
}
CHOICES = [
    chosen
    for chosen in (EVERYTHING - {hidden} for hidden in [None, *Section])
    if sections.problem_with(chosen, current=()) is None
] + [frozenset(), frozenset({Section.TOTALS})]


@pytest.fixture
def coop(db: None) -> cast.Coop:
    made = cast.coop_2101()
    today = clock.tokyo_date(clock.now())
    plan = Plan(
        name="3食プラン",
        daily_limit_yen=1_200,
        weekdays=range(7),
        opens_at=None,
        closes_at=None,
        starts_on=today - timedelta(days=9),
        ends_on=today + timedelta(days=100),
    )
    meals.take_in_plans(coop_id=made.id, plans=[plan])
    return made


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    """She has a meal card and is of age."""
    person = cast.hanako(coop)
    day = clock.tokyo_date(clock.now())
    meals.hand_out_cards(coop_id=coop.id, plan_names={person.id: "3食プラン"}, on=day)
    return person


def share(person: cast.Person, chosen: Collection[Section]) -> None:
    login = Login.objects.get(member_id=person.id, kind="member")
    actions.choose_sharing(login_pk=login.pk, chosen=chosen, at=clock.now())


class TestPages:
    @pytest.mark.parametrize("chosen", CHOICES, ids=lambda chosen: "+".join(sorted(chosen)) or "-")
    def test_open_with_what_they_take_and_are_written_down(
        self, hanako: cast.Person, chosen: frozenset[Section]
    ) -> None:
        member, guardian = client_of(hanako), client_of(hanako, kind="guardian")
        if chosen != EVERYTHING:
            share(hanako, chosen)
        for path, taken in PAGES.items():
            assert member.get(path).status_code == 200, path
            answer = guardian.get(path)
            assert answer.status_code == (200 if taken <= chosen else 403), path
            if not taken <= chosen:
                assert "このページは公開されていません" in answer.text
        looked = {one.section for one in sharing.guardian_looked(member_id=hanako.id)}
        assert looked <= chosen

    def test_refuse_in_the_guardians_language(self, hanako: cast.Person) -> None:
        _member, guardian = client_of(hanako), client_of(hanako, kind="guardian")
        assert guardian.get("/prepaid").status_code == 200
        share(hanako, ())
        guardian.cookies["kumiai-language"] = "en"
        for path in PAGES:
            answer = guardian.get(path)
            assert answer.status_code == 403, path
            assert "The member, or the co-op, has decided not to show it" in answer.text, path

    def test_show_on_the_top_page_what_is_shared(self, hanako: cast.Person) -> None:
        client_of(hanako)
        guardian = client_of(hanako, kind="guardian")
        cards = {
            Section.BALANCES: "未受取プリペイド残高",
            Section.TOTALS: "累計利用金額",
            Section.MEALS: "ミールカードのご利用状況",
        }
        for section, heading in cards.items():
            assert heading in guardian.get("/home").text
            share(hanako, {section})
            page = guardian.get("/home").text
            for other, words in cards.items():
                assert (words in page) is (other is section), (section, words)
            share(hanako, EVERYTHING)
