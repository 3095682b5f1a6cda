"""Type 03: what is written comes back, and what is wrong is told with its byte."""

import contextlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kumiai.kit.zengin import statements
from kumiai.kit.zengin.problems import NotZengin
from kumiai.kit.zengin.statements import Moved, Statement
from tests.kit.zengin import texts
from tests.kit.zengin.test_notices import changed
from tests.kit.zengin.texts import ARRIVED_ON

APRIL_3 = date(2026, 4, 3)
IN = Moved(posted_on=APRIL_3, is_in=True, amount_yen=20_000, remitter="ﾂｶﾞﾙ ﾊﾅｺ", edi="12")
OUT = Moved(posted_on=APRIL_3, is_in=False, kind="14", amount_yen=700, summary="ﾃｽｳﾘﾖｳ")


def statement(*movements: Moved, opening_yen: int = 0) -> Statement:
    return Statement(
        created_on=ARRIVED_ON,
        first_on=APRIL_3,
        last_on=APRIL_3,
        bank_code="0117",
        branch_code="201",
        deposit_number="0001234567",
        opening_yen=opening_yen,
        movements=movements,
    )


def refusal(raw: bytes) -> NotZengin:
    with pytest.raises(NotZengin) as refused:
        statements.read(raw, arrived_on=ARRIVED_ON)
    return refused.value


MOVEMENTS = st.builds(
    Moved,
    inquiry=texts.digits(8) | st.just(""),
    posted_on=texts.DAYS,
    value_on=texts.DAYS | st.none(),
    is_in=st.booleans(),
    kind=st.sampled_from(["10", "11", "12", "13", "14", "15", "18", "19"]),
    amount_yen=st.integers(1, 10**11),
    remitter_code=texts.digits(10) | st.just(""),
    remitter=texts.text(48),
    bank=texts.text(15),
    branch=texts.text(15),
    summary=texts.text(20),
    edi=texts.text(20),
)


class TestRead:
    @given(
        movements=st.lists(MOVEMENTS, max_size=4),
        opening_yen=st.integers(-(10**13), 10**13),
        end=texts.ENDS,
    )
    @settings(max_examples=60)
    def test_gives_back_what_was_written(
        self, movements: list[Moved], opening_yen: int, end: bytes
    ) -> None:
        told = statement(*movements, opening_yen=opening_yen)
        (back,) = statements.read(statements.write([told], end=end), arrived_on=ARRIVED_ON)
        bare = [replace(each, byte=0) for each in back.movements]
        assert replace(back, movements=tuple(bare)) == replace(told, movements=tuple(movements))

    def test_puts_every_field_at_its_byte(self) -> None:
        header, data, _, trailer, end = statements.write([statement(IN, OUT)]).split(b"\r\n")[:5]
        assert {len(each) for each in (header, data, trailer, end)} == {200}
        assert header[59:73] == b"000" + b"1" + b"0001234567"
        assert data[9:36] == b"080403" + b"000000" + b"1" + b"11" + b"000000020000"
        assert (data[81:90], data[179:181]) == ("ﾂｶﾞﾙ ﾊﾅｺ ".encode("cp932"), b"12")
        assert trailer[:40] == b"8" + b"000001" + b"0000000020000" + b"000001" + (
            b"0000000000700" + b"1"
        )
        assert trailer[40:61] == b"00000000019300" + b"0000002"
        assert end[:16] == b"9" + b"0000000005" + b"00001"

    @pytest.mark.parametrize(
        ("byte", "by", "told_at", "words"),
        [
            (63, b"7", 63, "another kind of deposit"),
            (203 + 21, b"3", 224, "way"),
            (203 + 24, b"000000000000", 227, "amount"),
            (607 + 7, b"0000000020001", 614, "in_amount"),
            (607 + 26, b"0000000000701", 633, "out_amount"),
            (607 + 40, b"00000000019301", 647, "closing"),
            (607 + 54, b"0000003", 661, "data_count"),
            (809 + 1, b"0000000009", 810, "records"),
            (809 + 11, b"00002", 820, "sections"),
        ],
    )
    def test_tells_the_byte_that_is_wrong(
        self, byte: int, by: bytes, told_at: int, words: str
    ) -> None:
        refused = refusal(changed(statements.write([statement(IN, OUT)]), byte, by))
        assert (refused.byte, words in refused.english) == (told_at, True), refused.english

    def test_does_not_ask_for_balances_a_bank_leaves_out(self) -> None:
        told = changed(statements.write([statement(IN, OUT)]), 607 + 40, b"0" * 14)
        assert len(statements.read(told, arrived_on=ARRIVED_ON)[0].movements) == 2

    @given(byte=st.integers(1, 1010), by=st.binary(min_size=1, max_size=12))
    @settings(max_examples=80)
    def test_survives_any_bytes(self, byte: int, by: bytes) -> None:
        with contextlib.suppress(NotZengin):
            told = changed(statements.write([statement(IN, OUT)]), byte, by)
            statements.read(told, arrived_on=ARRIVED_ON)
