"""Type 01: what is written comes back, and what is wrong is told with its byte."""

import contextlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kumiai.kit.zengin import notices
from kumiai.kit.zengin.notices import Notice, Transferred
from kumiai.kit.zengin.problems import NotZengin
from tests.kit.zengin import texts
from tests.kit.zengin.texts import ARRIVED_ON

APRIL_3 = date(2026, 4, 3)
PAID = Transferred(
    inquiry="000001",
    posted_on=APRIL_3,
    value_on=APRIL_3,
    amount_yen=20_000,
    remitter_code="2101250000",
    remitter="210125000001 ﾂｶﾞﾙ ﾊﾅｺ",
    bank="ﾂｶﾞﾙｷﾞﾝｺｳ",
    branch="ﾎﾝﾃﾝ",
    edi="0000000125",
)


def notice(*transfers: Transferred) -> Notice:
    return Notice(
        created_on=ARRIVED_ON,
        first_on=APRIL_3,
        last_on=APRIL_3,
        bank_code="0117",
        bank="ｱｵﾓﾘｷﾞﾝｺｳ",
        branch_code="201",
        branch="ﾋﾛｻｷ",
        deposit_kind="1",
        deposit_number="1234567",
        holder="ﾋﾛｻｷﾀﾞｲｶﾞｸｾｲｶﾂｷﾖｳﾄﾞｳｸﾐｱｲ",
        transfers=transfers,
    )


def raw(*transfers: Transferred, end: bytes = b"\r\n") -> bytes:
    return notices.write([notice(*transfers)], end=end)


def changed(raw: bytes, byte: int, by: bytes) -> bytes:
    """With other bytes from a byte on, counted from 1."""
    return raw[: byte - 1] + by + raw[byte - 1 + len(by) :]


def longer(raw: bytes, byte: int) -> bytes:
    """With a blank more after a byte, counted from 1."""
    return raw[:byte] + b" " + raw[byte:]


def refusal(raw: bytes) -> NotZengin:
    with pytest.raises(NotZengin) as refused:
        notices.read(raw, arrived_on=ARRIVED_ON)
    assert refused.value.japanese
    assert f"{refused.value.byte:,}" in refused.value.english
    return refused.value


_IN_A = st.tuples(st.just("A"), st.integers(1, 10**10 - 1))
_IN_B = st.tuples(st.just("B"), st.integers(1, 10**12 - 1))
TRANSFERS = st.builds(
    lambda sized, **said: Transferred(variant=sized[0], amount_yen=sized[1], **said),
    sized=st.one_of(_IN_A, _IN_B),
    inquiry=texts.digits(6) | st.just(""),
    posted_on=texts.DAYS,
    value_on=texts.DAYS | st.none(),
    remitter_code=texts.digits(10) | st.just(""),
    remitter=texts.text(48),
    bank=texts.text(15),
    branch=texts.text(15),
    is_cancelled=st.booleans(),
    edi=texts.text(19).map(lambda said: f"X{said}"),
)


class TestRead:
    @given(transfers=st.lists(TRANSFERS, max_size=4), end=texts.ENDS)
    @settings(max_examples=60)
    def test_gives_back_what_was_written(self, transfers: list[Transferred], end: bytes) -> None:
        told = notice(*transfers)
        # The sum of the trailer has twelve digits, as one amount of variant B has.
        for cancelled in (True, False):
            sums = [each.amount_yen for each in transfers if each.is_cancelled is cancelled]
            if sum(sums) >= 10**12:
                return
        (back,) = notices.read(notices.write([told], end=end), arrived_on=ARRIVED_ON)
        assert [each.byte for each in back.transfers] == [
            1 + (200 + len(end)) * count for count in range(1, len(transfers) + 1)
        ]
        assert notices.write([back], end=end) == notices.write([told], end=end)
        assert [each.amount_yen for each in back.transfers] == [t.amount_yen for t in transfers]
        assert [each.remitter for each in back.transfers] == [t.remitter for t in transfers]

    def test_puts_every_field_at_its_byte(self) -> None:
        header, data, trailer, end = raw(PAID).split(b"\r\n")[:4]
        assert {len(record) for record in (header, data, trailer, end)} == {200}
        assert header[:26] == b"1010" + b"080410" + b"080403" * 2 + b"0117"
        assert header[26:41] == "ｱｵﾓﾘｷﾞﾝｺｳ".encode("cp932").ljust(15)
        assert header[59:67] == b"11234567"
        assert data[:49] == b"2000001" + b"080403" * 2 + b"0000020000" + b"0000000000" + (
            b"2101250000"
        )
        assert data[49:97].rstrip() == "210125000001 ﾂｶﾞﾙ ﾊﾅｺ".encode("cp932")
        assert (data[127:128], data[128:138]) == (b" ", b"0000000125")
        assert trailer[:37] == b"8" + b"000001" + b"000000020000" + b"0" * 18
        assert end.rstrip() == b"9"

    def test_tells_variant_b_by_its_digits(self) -> None:
        large = Transferred(posted_on=APRIL_3, amount_yen=123_456_789_012, variant="B", edi="E")
        data = raw(large).split(b"\r\n")[1]
        assert (data[19:29], data[128:140], data[152:153]) == (b"0" * 10, b"123456789012", b"E")
        ((transfer,),) = [
            each.transfers for each in notices.read(raw(large), arrived_on=ARRIVED_ON)
        ]
        assert (transfer.amount_yen, transfer.variant) == (123_456_789_012, "B")

    def test_takes_several_numbers_and_a_mark_of_the_file_end(self) -> None:
        told = notices.write([notice(PAID), notice()]) + b"\x1a"
        assert [len(each.transfers) for each in notices.read(told, arrived_on=ARRIVED_ON)] == [1, 0]

    @pytest.mark.parametrize(
        ("byte", "by", "told_at", "words"),
        [
            (4, b"1", 4, "EBCDIC"),
            (2, b"21", 2, "the type"),
            (203 + 7, b"080411", 210, "has not come yet"),
            (203 + 7, b"081301", 210, "no day"),
            (203 + 19, b"00000-2000", 227, "negative"),
            (203 + 19, b"0000000000", 222, "no amount"),
            (203 + 19, b"00000 2000", 227, "not made of digits"),
            (203 + 127, b"7", 330, "cancelling"),
            (203 + 60, b"\x81\x20", 263, "CP932"),
            (203, b"5", 203, "no kind of record"),
            (203, b"8", 405, "after"),
            (405 + 7, b"000000020001", 412, "20,001 in the file and 20,000 when counted"),
            (405 + 1, b"000002", 406, "2 in the file"),
            (405 + 31 - 6, b"000001", 430, "cancelled_amount"),
        ],
    )
    def test_tells_the_byte_that_is_wrong(
        self, byte: int, by: bytes, told_at: int, words: str
    ) -> None:
        refused = refusal(changed(raw(PAID), byte, by))
        assert (refused.byte, words in refused.english) == (told_at, True), refused.english

    @pytest.mark.parametrize(
        ("file", "told_at", "words"),
        [
            (b"", 1, "empty"),
            (b"PK\x03\x04", 1, "ZIP"),
            (b"\xf1\xf0\xf1", 1, "EBCDIC"),
            ("払込日,金額\n".encode(), 1, "does not begin with a header"),
            (raw(PAID)[:300], 301, "98 bytes where 200"),
            (raw(PAID)[:404], 403, "only part of a file"),
            (raw(PAID).replace(b"\r\n", b"\n", 1), 402, "do not all end alike"),
            (raw(PAID)[:150] + raw(PAID)[151:], 200, "1 short: 199 bytes"),
            (longer(raw(PAID), 150), 201, "byte 1 on is 1 too long: 201 bytes"),
            (longer(raw(PAID, end=b"\n"), 150), 201, "byte 1 on is 1 too long: 201 bytes"),
            (longer(raw(PAID), 300), 403, "byte 203 on is 1 too long: 201 bytes"),
            (longer(raw(PAID), 806), 807, "byte 607 on is 1 too long: 201 bytes"),
            (raw(PAID, end=b"") + b" ", 801, "801 bytes, which is no multiple"),
            (raw(PAID, end=b"")[:-1], 601, "199 are left over"),
            (raw(PAID, end=b"") + b"\r\n", 801, "do not all end alike"),
            (raw(PAID).decode("cp932").encode("utf-8"), 27, "UTF-8"),
            (raw(PAID) + raw(PAID), 809, "after 9"),
        ],
    )
    def test_refuses_what_is_no_whole_file(self, file: bytes, told_at: int, words: str) -> None:
        refused = refusal(file)
        assert words in refused.english
        assert refused.byte == told_at

    def test_says_by_how_much_a_record_is_too_long(self) -> None:
        told = refusal(longer(raw(PAID), 150)).japanese
        place, reason = told.split(": ")
        assert place == "201バイト目"
        assert (
            reason == "1バイト目からのレコードが1バイト長すぎます（200バイトのところ201バイト）。"
        )

    @given(byte=st.integers(1, 808), by=st.binary(min_size=1, max_size=12))
    @settings(max_examples=80)
    def test_survives_any_bytes(self, byte: int, by: bytes) -> None:
        with contextlib.suppress(NotZengin):
            notices.read(changed(raw(PAID), byte, by), arrived_on=ARRIVED_ON)


class TestWrite:
    def test_writes_small_kana_and_long_vowels_as_banks_do(self) -> None:
        written = raw(Transferred(posted_on=APRIL_3, amount_yen=1, remitter="ｼｬｰﾛｯﾄ"))
        (told,) = notices.read(written, arrived_on=ARRIVED_ON)
        assert told.transfers[0].remitter == "ｼﾔ-ﾛﾂﾄ"

    @pytest.mark.parametrize("name", ["津軽", "ﾂ" * 49, "abc", "ﾂ\n"])
    def test_refuses_what_has_no_place(self, name: str) -> None:
        with pytest.raises(ValueError, match="remitter"):
            raw(Transferred(posted_on=APRIL_3, amount_yen=1, remitter=name))
