"""One-time passwords are random and forgiving."""

import pytest

from kumiai.identity import one_time


class TestNewPassword:
    def test_is_never_the_same(self) -> None:
        assert len({one_time.new_password() for _ in range(200)}) == 200

    def test_has_no_signs_that_look_alike(self) -> None:
        assert not set("01ilo") & set(one_time.ALPHABET)
        assert set(one_time.new_password()) <= set(one_time.ALPHABET + "-")


class TestFold:
    @pytest.mark.parametrize(
        "typed",
        ["k7mp-q2xw-9hrt", " K7MP Q2XW 9HRT\n", "ｋ７ｍｐ－ｑ２ｘｗ－９ｈｒｔ", "k7mpq2xw9hrt"],
    )
    def test_takes_it_however_it_is_pasted(self, typed: str) -> None:
        assert one_time.fold(typed) == "k7mpq2xw9hrt"
