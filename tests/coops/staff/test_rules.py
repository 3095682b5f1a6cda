"""Who has to agree before somebody of the office gets a role."""

import pytest

from kumiai.coops.staff.rules import WITH_A_VOICE, Role, is_name, takes_two


class TestTakesTwo:
    @pytest.mark.parametrize("role", list(Role))
    def test_for_a_newcomer_whose_role_asks_or_approves(self, role: Role) -> None:
        assert takes_two(after=role) == (role in WITH_A_VOICE)

    @pytest.mark.parametrize("before", [role for role in Role if role is not Role.MANAGER])
    def test_for_whoever_becomes_a_manager(self, before: Role) -> None:
        assert takes_two(before=before, after=Role.MANAGER)

    @pytest.mark.parametrize("after", list(Role))
    def test_not_for_a_manager_who_becomes_less(self, after: Role) -> None:
        assert not takes_two(before=Role.MANAGER, after=after)


class TestIsName:
    @pytest.mark.parametrize("name", ["成田 和子", "鰺ヶ沢　みなと", "O'Neil"])
    def test_takes_what_people_are_called(self, name: str) -> None:
        assert is_name(name)

    @pytest.mark.parametrize("name", ["", "a\nb", "a\u202eb", "あ" * 61])
    def test_refuses_what_cannot_be_seen_or_is_too_long(self, name: str) -> None:
        assert not is_name(name)
