"""The members of the demo co-ops."""

from datetime import date

import pytest

from kumiai.cli.demo import people
from kumiai.kit import japanese

TODAY = date(2026, 11, 23)


class TestPeople:
    def test_are_two_hundred_and_forty_and_sixty(self) -> None:
        assert len(people.people(2101, today=TODAY)) == 240
        assert len(people.people(9902, today=TODAY)) == 60

    @pytest.mark.parametrize("coop_id", [2101, 9902])
    def test_have_numbers_of_their_own_that_begin_with_the_coop(self, coop_id: int) -> None:
        numbers = [each.member_number for each in people.people(coop_id, today=TODAY)]
        assert len(set(numbers)) == len(numbers)
        assert all(len(n) == 12 and n.startswith(str(coop_id)) for n in numbers)

    def test_have_readings_the_member_file_takes(self) -> None:
        for each in people.people(2101, today=TODAY):
            assert japanese.is_reading(japanese.spaced_kana(each.kana))
            assert len(each.name.split("\u3000")) == len(each.kana.split("\u3000")) == 2

    def test_share_a_family_name_with_their_guardian(self) -> None:
        for each in people.people(2101, today=TODAY):
            if each.guardian_name:
                assert each.guardian_name.split("\u3000")[0] == each.name.split("\u3000")[0]

    def test_are_of_an_age_to_study(self) -> None:
        for each in people.people(2101, today=TODAY):
            if each.kind == "student":
                assert date(each.joined_year - 21, 4, 2) <= each.birth_date
                assert each.birth_date <= date(each.joined_year - 18, 4, 1)

    def test_have_phones_that_reach_nobody(self) -> None:
        for each in people.people(2101, today=TODAY):
            area, exchange, _ = each.home_phone.split("-")
            assert len(area + exchange) == 6
            assert exchange.startswith("0")
            if each.guardian_mobile:
                assert each.guardian_mobile.split("-")[1].startswith("0")

    def test_stay_the_same_when_the_year_turns(self) -> None:
        now = {each.member_number: each for each in people.people(2101, today=TODAY)}
        later = people.people(2101, today=date(2027, 11, 23))
        common = [each for each in later if each.member_number in now and each.kind == "student"]
        assert len(common) > 70
        assert all(now[each.member_number].name == each.name for each in common)


class TestAsSibling:
    def test_has_the_family_of_the_other_and_a_name_of_their_own(self) -> None:
        first, *_, last = people.people(2101, today=TODAY)
        sibling = people.as_sibling(last, of=first)
        assert sibling.member_number == last.member_number
        assert sibling.name.split("\u3000")[0] == first.name.split("\u3000")[0]
        assert sibling.name.split("\u3000")[1] == last.name.split("\u3000")[1]
        assert sibling.guardian_name == first.guardian_name
        assert sibling.home_phone == first.home_phone
