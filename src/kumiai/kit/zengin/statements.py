"""Type 03, all that moved on one number of the co-op (入出金取引明細), in and out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kumiai.kit.zengin import eras, fields, heads, layouts, records, sections
from kumiai.kit.zengin.heads import Head
from kumiai.kit.zengin.layouts import Layout, digits, text
from kumiai.kit.zengin.problems import NotZengin
from kumiai.kit.zengin.records import Record
from kumiai.kit.zengin.sections import Section

TYPE = b"03"
CORRECTION = "19"
_DEPOSIT_KINDS = ("1", "2", "4")
_IN, _OUT = "1", "2"
_BELOW_ZERO = "2"

_HEADER = Layout.of(
    digits("record", 1, "データ区分"),
    digits("type", 2, "種別コード"),
    digits("code", 1, "コード区分"),
    digits("created_on", 6, "作成日"),
    digits("first_on", 6, "勘定日（自）"),
    digits("last_on", 6, "勘定日（至）"),
    digits("bank_code", 4, "銀行コード"),
    text("bank", 15, "銀行名"),
    digits("branch_code", 3, "支店コード"),
    text("branch", 15, "支店名"),
    digits("reserved", 3, "ダミー"),
    digits("deposit_kind", 1, "預金種目"),
    digits("deposit_number", 10, "口座番号"),
    text("holder", 40, "口座名"),
    digits("sign", 1, "貸越区分"),
    text("passbook", 1, "通帳・証書区分"),
    digits("opening", 14, "取引前残高"),
    text("filler", 71, "ダミー"),
)
_DATA = Layout.of(
    digits("record", 1, "データ区分"),
    text("inquiry", 8, "照会番号"),
    digits("posted_on", 6, "勘定日"),
    digits("value_on", 6, "預入・払出日"),
    digits("way", 1, "入払区分"),
    digits("kind", 2, "取引区分"),
    digits("amount", 12, "取引金額"),
    digits("cheques", 12, "うち他店券金額"),
    digits("clearing_on", 6, "交換呈示日"),
    digits("dishonour_on", 6, "不渡返還日"),
    text("bill_kind", 1, "手形・小切手区分"),
    text("bill_number", 7, "手形・小切手番号"),
    text("branch_code", 3, "僚店番号"),
    text("remitter_code", 10, "振込依頼人コード"),
    text("remitter", 48, "振込依頼人名または契約者番号"),
    text("bank", 15, "仕向銀行名"),
    text("branch", 15, "仕向店名"),
    text("summary", 20, "摘要内容"),
    text("edi", 20, "EDI情報"),
    text("filler", 1, "ダミー"),
)
_TRAILER = Layout.of(
    digits("record", 1, "データ区分"),
    digits("in_count", 6, "入金件数"),
    digits("in_amount", 13, "入金額合計"),
    digits("out_count", 6, "出金件数"),
    digits("out_amount", 13, "出金額合計"),
    digits("sign", 1, "貸越区分"),
    digits("closing", 14, "取引後残高"),
    digits("data_count", 7, "データ・レコード件数"),
    text("filler", 139, "ダミー"),
)
_END = Layout.of(
    digits("record", 1, "データ区分"),
    digits("records", 10, "レコード総件数"),
    digits("sections", 5, "口座数"),
    text("filler", 184, "ダミー"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One movement, in or out; `byte` is where its record begins, `kind` the bank's code for it."""

    byte: int = 0
    inquiry: str = ""
    posted_on: date
    value_on: date | None = None
    is_in: bool
    kind: str = "11"
    amount_yen: int
    cheques_yen: int = 0
    remitter_code: str = ""
    remitter: str = ""
    bank: str = ""
    branch: str = ""
    summary: str = ""
    edi: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Head):
    """All movements of one number; what was on it before, below zero where it was overdrawn."""

    opening_yen: int = 0
    movements: Sequence[Moved]


def read(raw: bytes, *, arrived_on: date) -> tuple[Statement, ...]:
    """What a file of type 03 tells. Raises NotZengin; then nothing of it is to be believed."""
    split = records.split(raw)
    found, end = sections.walk(split, type_code=TYPE)
    statements = tuple(_statement(section, arrived_on) for section in found)
    values = layouts.read(end, _END)
    # Banks count with or without the end itself, and some leave the totals of the end blank.
    if fields.number(values, "records") not in (0, len(split), len(split) - 1):
        fields.must_agree(end, _END, values, "records", len(split))
    if fields.number(values, "sections"):
        fields.must_agree(end, _END, values, "sections", len(statements))
    return statements


def write(statements: Sequence[Statement], *, end: bytes = b"\r\n") -> bytes:
    """The file of these statements. ValueError where a value has no place in it."""
    bodies = []
    for statement in statements:
        bodies.append(layouts.write(_header_values(statement), _HEADER))
        bodies += [_write_movement(each) for each in statement.movements]
        bodies.append(layouts.write(_trailer_values(statement), _TRAILER))
    totals = {"record": 9, "records": len(bodies) + 1, "sections": len(statements)}
    bodies.append(layouts.write(totals, _END))
    return records.join(bodies, end=end)


def _statement(section: Section, arrived_on: date) -> Statement:
    values = layouts.read(section.header, _HEADER)
    if values["deposit_kind"] not in _DEPOSIT_KINDS:
        raise NotZengin(
            f"普通・当座・貯蓄預金の明細ではありません（預金種目{values['deposit_kind']}）。",
            f"a statement of another kind of deposit: {values['deposit_kind']}",
            byte=_HEADER.byte(section.header, "deposit_kind"),
        )
    movements = tuple(_movement(record, arrived_on) for record in section.data)
    head = heads.read(section, _HEADER, values, arrived_on=arrived_on)
    opening_yen = _signed(values, "opening")
    statement = Statement(**head, opening_yen=opening_yen, movements=movements)
    _check_trailer(section.trailer, statement)
    return statement


def _check_trailer(record: Record, statement: Statement) -> None:
    values = layouts.read(record, _TRAILER)
    for name, counted in _totals(statement.movements).items():
        fields.must_agree(record, _TRAILER, values, name, counted)
    closing_yen = _signed(values, "closing")
    due_yen = _closing_yen(statement)
    # Some banks leave both balances at zero.
    if closing_yen != due_yen and (closing_yen or statement.opening_yen):
        raise NotZengin(
            f"取引後残高が合いません（ファイルには{closing_yen:,}、計算すると{due_yen:,}）。",
            f"closing is {closing_yen:,} in the file and {due_yen:,} when counted",
            byte=_TRAILER.byte(record, "closing"),
        )


def _movement(record: Record, arrived_on: date) -> Moved:
    values = layouts.read(record, _DATA)
    posted_on = fields.day(record, _DATA, values, "posted_on", arrived_on=arrived_on)
    value_on = fields.day(record, _DATA, values, "value_on", arrived_on=arrived_on)
    day = posted_on or value_on
    amount_yen, cheques_yen = fields.number(values, "amount"), fields.number(values, "cheques")
    wrong = (
        ("way", values["way"] not in (_IN, _OUT)),
        ("posted_on", day is None),
        ("amount", amount_yen < 1 or cheques_yen > amount_yen),
    )
    for name, is_wrong in wrong:
        if is_wrong:
            raise _bad(record, name, values)
    return Moved(
        byte=record.byte,
        inquiry=values["inquiry"],
        posted_on=day or arrived_on,
        value_on=value_on,
        is_in=values["way"] == _IN,
        kind=values["kind"],
        amount_yen=amount_yen,
        cheques_yen=cheques_yen,
        remitter_code=values["remitter_code"],
        remitter=values["remitter"],
        bank=values["bank"],
        branch=values["branch"],
        summary=values["summary"],
        edi=values["edi"],
    )


def _bad(record: Record, name: str, values: dict[str, str]) -> NotZengin:
    label = next(part.field.japanese for part in _DATA.parts if part.field.name == name)
    return NotZengin(
        f"{label}が正しくありません「{values[name]}」。",
        f"{name} cannot be “{values[name]}”",
        byte=_DATA.byte(record, name),
    )


def _totals(movements: Sequence[Moved]) -> dict[str, int]:
    into = [each.amount_yen for each in movements if each.is_in]
    out = [each.amount_yen for each in movements if not each.is_in]
    return {
        "in_count": len(into),
        "in_amount": sum(into),
        "out_count": len(out),
        "out_amount": sum(out),
        "data_count": len(movements),
    }


def _closing_yen(statement: Statement) -> int:
    moved = sum(each.amount_yen * (1 if each.is_in else -1) for each in statement.movements)
    return statement.opening_yen + moved


def _signed(values: dict[str, str], name: str) -> int:
    yen = fields.number(values, name)
    return -yen if values["sign"] == _BELOW_ZERO else yen


def _header_values(statement: Statement) -> dict[str, str | int]:
    return heads.written(statement, type_code=TYPE) | {
        "reserved": "000",
        "sign": _sign(statement.opening_yen),
        "opening": abs(statement.opening_yen),
    }


def _trailer_values(statement: Statement) -> dict[str, str | int]:
    closing_yen = _closing_yen(statement)
    return {
        "record": 8,
        **_totals(statement.movements),
        "sign": _sign(closing_yen),
        "closing": abs(closing_yen),
    }


def _write_movement(each: Moved) -> bytes:
    names = ("inquiry", "kind", "remitter_code", "remitter", "bank", "branch", "summary", "edi")
    values: dict[str, str | int] = {name: getattr(each, name) for name in names}
    return layouts.write(
        values
        | {
            "record": 2,
            "posted_on": eras.write_day(each.posted_on),
            "value_on": eras.write_day(each.value_on),
            "way": _IN if each.is_in else _OUT,
            "amount": each.amount_yen,
            "cheques": each.cheques_yen,
        },
        _DATA,
    )


def _sign(yen: int) -> str:
    return _BELOW_ZERO if yen < 0 else "1"
