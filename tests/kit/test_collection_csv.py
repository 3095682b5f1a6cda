"""An agency's CSV: what is written comes back; bad lines are told with column and reason."""

import contextlib
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kumiai.kit import collection_csv, gs1_128
from kumiai.kit.collection_csv import Collected, Telling
from kumiai.kit.csv_text import NotCsv

ARRIVED_ON = date(2026, 4, 10)
BARE = "919123450210100000000000012360999999" + "0020000"
BARCODE = BARE + str(gs1_128.check_digit(BARE))
PAID = Collected(
    telling=Telling.FLASH,
    paid_on=date(2026, 4, 3),
    paid_at=time(12, 34, 56),
    barcode=BARCODE,
    user_1="0000001236",
    amount_yen=20_000,
    chain_code="001",
    chain="セイコーマート",
    store_code="012345",
    transfer_on=date(2026, 4, 20),
    made_on=date(2026, 4, 4),
)
LINES = st.builds(
    lambda telling, paid_on, amount_yen, user_2: replace(
        PAID, telling=telling, paid_on=paid_on, amount_yen=amount_yen, user_2=user_2
    ),
    telling=st.sampled_from(Telling),
    paid_on=st.dates(date(2020, 1, 1), ARRIVED_ON),
    amount_yen=st.integers(1, 300_000),
    user_2=st.text("アイウ12 ", max_size=8).map(str.strip),
)


def read(raw: bytes) -> tuple[tuple[Collected, ...], tuple[collection_csv.LineProblem, ...]]:
    return collection_csv.read(raw, arrived_on=ARRIVED_ON)


class TestRead:
    @given(lines=st.lists(LINES, min_size=1, max_size=4), is_headed=st.booleans())
    @settings(max_examples=40)
    def test_gives_back_what_was_written(self, lines: list[Collected], is_headed: bool) -> None:
        raw = collection_csv.write(lines, is_headed=is_headed)
        assert collection_csv.is_one(raw)
        back, problems = read(raw)
        assert (problems, [replace(each, line=0) for each in back]) == ((), lines)
        assert [each.line for each in back] == [
            number + is_headed for number in range(1, len(lines) + 1)
        ]

    @pytest.mark.parametrize(
        ("column", "cell"),
        [
            ("データ種別", "81"),
            ("受付日", "20260411"),
            ("受付日", ""),
            ("受付日", "20260231"),
            ("バーコード情報", BARCODE[:-1] + str((int(BARCODE[-1]) + 1) % 10)),
            ("バーコード情報", BARCODE[:-1]),
            ("金額", "-20000"),
            ("金額", "0"),
            ("金額", "20000.5"),
            ("コンビニ名", "=HYPERLINK(1)"),
            ("ユーザー使用欄2", "＝1+1"),
            ("店舗コード", "@SUM(A1)"),
        ],
    )
    def test_lists_a_bad_cell(self, column: str, cell: str) -> None:
        heading, good = collection_csv.write([PAID]).decode("cp932").splitlines()
        cells = good.split(",")
        cells[collection_csv.COLUMNS.index(column)] = cell
        lines, (problem,) = read("\n".join([heading, good, ",".join(cells)]).encode("cp932"))
        assert (len(lines), problem.line, problem.column) == (1, 3, column)
        assert problem.japanese
        assert problem.english

    def test_lists_a_line_that_is_torn(self) -> None:
        raw = collection_csv.write([PAID, PAID])[:-50]
        lines, (problem,) = read(raw)
        assert (len(lines), problem.line, problem.column) == (1, 3, "-")

    @pytest.mark.parametrize("digits_left", range(8))
    def test_lists_a_line_torn_in_its_last_cell(self, digits_left: int) -> None:
        raw = collection_csv.write([PAID, PAID]).removesuffix(b"20260404\r\n")
        lines, (problem,) = read(raw + b"20260404"[:digits_left])
        assert (len(lines), problem.line, problem.column) == (1, 3, "データ作成日")

    def test_takes_a_last_line_without_its_line_break(self) -> None:
        lines, problems = read(collection_csv.write([PAID, PAID]).removesuffix(b"\r\n"))
        assert (len(lines), problems) == (2, ())

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"PK\x03\x04zipped",
            collection_csv.COLUMNS[0].encode("cp932"),
            ",".join(collection_csv.COLUMNS).encode("cp932") + "\n津軽,".encode(),
        ],
    )
    def test_refuses_what_is_no_such_file(self, raw: bytes) -> None:
        with pytest.raises(NotCsv):
            read(raw)

    @given(st.binary(max_size=200))
    @settings(max_examples=60)
    def test_survives_any_bytes(self, tail: bytes) -> None:
        with contextlib.suppress(NotCsv):
            read(collection_csv.write([PAID]) + tail)
