"""Whose a deposit is: generated texts, and never by a name alone."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kumiai.kit import gs1_128
from kumiai.slips import matching, rules
from kumiai.slips.matching import Hold, Known, Match, Person, Why

TODAY = date(2026, 4, 8)
HANAKO = Person(1, "210125000001", "ツガル ハナコ", None)
TARO = Person(2, "210125000002", "イワキ タロウ", None)
NUMBERS = st.integers(0, 99_999_999).map(lambda serial: f"2101{serial:08}")
REFERENCES = st.integers(1, 999_999_999).map(rules.sent_reference)
NOISE = st.text("ﾂｶﾞﾙﾊﾅｺ ()./", max_size=12)


def decide(known: Known, *, payer: str = "", yen: int = 20_000) -> Match | Hold:
    return matching.decide(payer=payer, amount_yen=yen, known=known, today=TODAY)


class TestHints:
    @given(number=NUMBERS, before=NOISE, after=NOISE)
    @settings(max_examples=50)
    def test_find_a_member_number_wherever_it_stands(
        self, number: str, before: str, after: str
    ) -> None:
        written = (number, f"{number[:4]}-{number[4:8]}-{number[8:]}", f"{number:0>20}")
        for each in written:
            said = matching.hints(f"{before} {each} {after}", coop_id=2101)
            assert said.member_numbers == (number,)

    @given(reference=REFERENCES, noise=NOISE)
    @settings(max_examples=50)
    def test_find_a_reference_alone_filled_up_or_within_a_barcode(
        self, reference: str, noise: str
    ) -> None:
        bare = f"91912345{0:011}{reference}09999990020000"
        barcode = bare + str(gs1_128.check_digit(bare))
        for each in (reference, f"{reference:0>20}", barcode):
            assert matching.hints(noise, each, coop_id=2101).references == (reference,)

    @given(reference=REFERENCES, place=st.integers(0, 9), other=st.integers(1, 9))
    @settings(max_examples=50)
    def test_find_no_reference_with_a_wrong_digit(
        self, reference: str, place: int, other: int
    ) -> None:
        wrong = str((int(reference[place]) + other) % 10)
        changed = reference[:place] + wrong + reference[place + 1 :]
        assert matching.hints(changed, coop_id=2101).references == ()

    def test_leave_another_coops_numbers_out(self) -> None:
        assert matching.hints("117525000001", coop_id=2101).member_numbers == ()


class TestDecide:
    @given(payer=st.text(max_size=30))
    @settings(max_examples=50)
    def test_never_goes_by_a_name_alone(self, payer: str) -> None:
        assert decide(Known(), payer=payer) == Hold(Why.UNKNOWN)

    @given(payer=st.text(max_size=30))
    @settings(max_examples=50)
    def test_takes_a_slips_reference_whoever_pays(self, payer: str) -> None:
        known = Known(by_reference=[("0000000017", HANAKO)])
        assert decide(known, payer=payer) == Match(HANAKO.id, "0000000017")

    @pytest.mark.parametrize("payer", ["", "210125000001", "ﾂｶﾞﾙ ﾖｳｺ", "ﾂｶﾞﾙﾊﾅｺ", "つがる はなこ"])
    def test_takes_a_number_with_which_the_name_agrees(self, payer: str) -> None:
        assert decide(Known(by_number=[HANAKO]), payer=payer) == Match(HANAKO.id)

    def test_holds_a_number_with_another_name(self) -> None:
        held = decide(Known(by_number=[HANAKO]), payer="ｲﾜｷ ﾀﾛｳ")
        assert held == Hold(Why.NAME_MISMATCH, HANAKO.id)

    @pytest.mark.parametrize(
        ("known", "yen", "why"),
        [
            (Known(by_number=[replace(HANAKO, left_on=date(2026, 4, 7))]), 1, Why.LEFT),
            (Known(by_number=[HANAKO], is_seen=True), 1, Why.DUPLICATE),
            (Known(is_seen=True), 1, Why.DUPLICATE),
            (Known(by_number=[HANAKO]), rules.AMOUNT_YEN_MAX + 1, Why.TOO_LARGE),
            (Known(by_number=[HANAKO, TARO]), 1, Why.CONTRADICTION),
            (Known(by_reference=[("1", TARO)], by_number=[HANAKO]), 1, Why.CONTRADICTION),
            (
                Known(by_reference=[("1", TARO)], paid_references=frozenset("1")),
                1,
                Why.DUPLICATE,
            ),
        ],
    )
    def test_holds_what_a_person_has_to_look_at(self, known: Known, yen: int, why: Why) -> None:
        held = decide(known, yen=yen)
        assert isinstance(held, Hold)
        assert held.why is why

    def test_counts_the_day_of_leaving_as_a_members(self) -> None:
        known = Known(by_number=[replace(HANAKO, left_on=TODAY)])
        assert decide(known) == Match(HANAKO.id)

    @given(held=st.integers(0, 200_000), yen=st.integers(1, 200_000))
    @settings(max_examples=30)
    def test_notes_only_what_goes_over_the_cap(self, held: int, yen: int) -> None:
        is_over = matching.is_over_cap(held_yen=held, amount_yen=yen, cap_yen=99_999)
        assert is_over == (held + yen > 99_999)
