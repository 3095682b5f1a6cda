"""Type 01, money transferred in (振込入金通知): what the bank tells of each transfer it took in.

Variant B has the same type: its amounts of twelve digits stand further to the right, the first
amount is zero. It is told by the digits there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kumiai.kit.zengin import eras, fields, heads, layouts, records, sections
from kumiai.kit.zengin.heads import Head
from kumiai.kit.zengin.layouts import Layout, digits, text
from kumiai.kit.zengin.problems import NotZengin
from kumiai.kit.zengin.records import Record
from kumiai.kit.zengin.sections import Section

TYPE = b"01"
_CANCELLED = "1"
_B_AT = slice(128, 152)

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
    digits("deposit_kind", 1, "預金種目"),
    digits("deposit_number", 7, "口座番号"),
    text("holder", 40, "口座名"),
    text("filler", 93, "ダミー"),
)
_BOTH = (
    digits("record", 1, "データ区分"),
    text("inquiry", 6, "照会番号"),
    digits("posted_on", 6, "勘定日"),
    digits("value_on", 6, "起算日"),
    digits("amount", 10, "金額"),
    digits("cheques", 10, "うち他店券金額"),
    text("remitter_code", 10, "振込依頼人コード"),
    text("remitter", 48, "振込依頼人名"),
    text("bank", 15, "仕向銀行名"),
    text("branch", 15, "仕向店名"),
    text("cancelled", 1, "取消区分"),
)
_DATA_A = Layout.of(*_BOTH, text("edi", 20, "EDI情報"), text("filler", 52, "ダミー"))
_DATA_B = Layout.of(
    *_BOTH,
    digits("amount_b", 12, "金額(2)"),
    digits("cheques_b", 12, "うち他店券金額(2)"),
    text("edi", 20, "EDI情報"),
    text("filler", 28, "ダミー"),
)
_TRAILER = Layout.of(
    digits("record", 1, "データ区分"),
    digits("count", 6, "振込合計件数"),
    digits("amount", 12, "振込合計金額"),
    digits("cancelled_count", 6, "取消合計件数"),
    digits("cancelled_amount", 12, "取消合計金額"),
    text("filler", 163, "ダミー"),
)
_END = Layout.of(digits("record", 1, "データ区分"), text("filler", 199, "ダミー"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred:
    """One transfer taken in, or taken back by the bank; `byte` is where its record begins."""

    byte: int = 0
    inquiry: str = ""
    posted_on: date
    value_on: date | None = None
    amount_yen: int
    cheques_yen: int = 0
    remitter_code: str = ""
    remitter: str = ""
    bank: str = ""
    branch: str = ""
    is_cancelled: bool = False
    edi: str = ""
    variant: Literal["A", "B"] = "A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Head):
    """All transfers of one number of the co-op at its bank."""

    transfers: Sequence[Transferred]


def read(raw: bytes, *, arrived_on: date) -> tuple[Notice, ...]:
    """What a file of type 01 tells. Raises NotZengin; then nothing of it is to be believed."""
    found, end = sections.walk(records.split(raw), type_code=TYPE)
    notices = tuple(_notice(section, arrived_on) for section in found)
    layouts.read(end, _END)
    return notices


def write(notices: Sequence[Notice], *, end: bytes = b"\r\n") -> bytes:
    """The file of these notices. ValueError where a value has no place in it."""
    bodies = []
    for notice in notices:
        bodies.append(layouts.write(heads.written(notice, type_code=TYPE), _HEADER))
        bodies += [_write_transfer(each) for each in notice.transfers]
        bodies.append(layouts.write({"record": 8} | _totals(notice.transfers), _TRAILER))
    bodies.append(layouts.write({"record": 9}, _END))
    return records.join(bodies, end=end)


def _notice(section: Section, arrived_on: date) -> Notice:
    values = layouts.read(section.header, _HEADER)
    transfers = tuple(_transfer(record, arrived_on) for record in section.data)
    totals = layouts.read(section.trailer, _TRAILER)
    for name, counted in _totals(transfers).items():
        fields.must_agree(section.trailer, _TRAILER, totals, name, counted)
    head = heads.read(section, _HEADER, values, arrived_on=arrived_on)
    return Notice(**head, transfers=transfers)


def _transfer(record: Record, arrived_on: date) -> Transferred:
    is_b = record.body[_B_AT].isdigit()
    layout = _DATA_B if is_b else _DATA_A
    values = layouts.read(record, layout)
    amount_yen, cheques_yen = _amounts(record, layout, values, is_b=is_b)
    posted_on = fields.day(record, layout, values, "posted_on", arrived_on=arrived_on)
    value_on = fields.day(record, layout, values, "value_on", arrived_on=arrived_on)
    day = posted_on or value_on
    if day is None:
        raise NotZengin(
            "勘定日がありません。",
            "posted_on is missing",
            byte=layout.byte(record, "posted_on"),
        )
    if values["cancelled"] not in ("", "0", _CANCELLED):
        raise NotZengin(
            f"知らない取消区分です「{values['cancelled']}」。",
            f"no such mark of cancelling: “{values['cancelled']}”",
            byte=layout.byte(record, "cancelled"),
        )
    return Transferred(
        byte=record.byte,
        inquiry=values["inquiry"],
        posted_on=day,
        value_on=value_on,
        amount_yen=amount_yen,
        cheques_yen=cheques_yen,
        remitter_code=values["remitter_code"],
        remitter=values["remitter"],
        bank=values["bank"],
        branch=values["branch"],
        is_cancelled=values["cancelled"] == _CANCELLED,
        edi=values["edi"],
        variant="B" if is_b else "A",
    )


def _amounts(
    record: Record, layout: Layout, values: dict[str, str], *, is_b: bool
) -> tuple[int, int]:
    """Yen, and how much of it in cheques. In variant B the first amount may repeat the second."""
    amount, cheques = fields.number(values, "amount"), fields.number(values, "cheques")
    if is_b:
        first, amount = amount, fields.number(values, "amount_b")
        cheques = fields.number(values, "cheques_b")
        if first not in (0, amount):
            raise NotZengin(
                f"金額（{first:,}）と金額(2)（{amount:,}）が違います。",
                f"amount ({first:,}) and amount_b ({amount:,}) differ",
                byte=layout.byte(record, "amount"),
            )
    if amount < 1 or cheques > amount:
        raise NotZengin(
            f"金額が正しくありません（{amount:,}円、うち他店券{cheques:,}円）。",
            f"no amount: ¥{amount:,}, of which ¥{cheques:,} in cheques",
            byte=layout.byte(record, "amount_b" if is_b else "amount"),
        )
    return amount, cheques


def _totals(transfers: Sequence[Transferred]) -> dict[str, int]:
    """What the trailer must say: transfers that stand, and those the bank took back."""
    standing = [each.amount_yen for each in transfers if not each.is_cancelled]
    cancelled = [each.amount_yen for each in transfers if each.is_cancelled]
    return {
        "count": len(standing),
        "amount": sum(standing),
        "cancelled_count": len(cancelled),
        "cancelled_amount": sum(cancelled),
    }


def _write_transfer(each: Transferred) -> bytes:
    values: dict[str, str | int] = {
        "record": 2,
        "inquiry": each.inquiry,
        "posted_on": eras.write_day(each.posted_on),
        "value_on": eras.write_day(each.value_on),
        "amount": each.amount_yen,
        "cheques": each.cheques_yen,
        "remitter_code": each.remitter_code,
        "remitter": each.remitter,
        "bank": each.bank,
        "branch": each.branch,
        "cancelled": _CANCELLED if each.is_cancelled else "",
        "edi": each.edi,
    }
    if each.variant == "A":
        return layouts.write(values, _DATA_A)
    second = {"amount_b": each.amount_yen, "cheques_b": each.cheques_yen}
    return layouts.write(values | {"amount": 0, "cheques": 0} | second, _DATA_B)
