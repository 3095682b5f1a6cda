"""A policy's numbers as people read and type them: one entry each, in groups."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kumiai.coops import policy as policies
from kumiai.coops.policy import Policy
from kumiai.ui.templatetags import ui

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

_FLAGS: "dict[str, Text]" = {"yes": gettext_lazy("する"), "no": gettext_lazy("しない")}


class NotANumber(ValueError):
    """What was typed cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """How a value is shown, and typed; `choices` where it is chosen."""

    shown: Callable[[Any], str]
    typed: Callable[[Any], str]
    read: Callable[[str], Any]
    example: "Text"
    choices: "dict[str, Text] | None" = None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().replace(",", "")


def _whole(text: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", _folded(text)):
        raise NotANumber
    return int(_folded(text))


def _hundredths(text: str) -> int:
    found = re.fullmatch("([0-9]{1,3})(?:[.]([0-9]{1,2}))?", _folded(text).removesuffix("%"))
    if found is None:
        raise NotANumber
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _percent(basis_points: int) -> str:
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".")


def _choice(choices: "dict[str, Text]") -> Unit:
    return Unit(
        shown=lambda value: str(choices[value]),
        typed=str,
        read=str,
        example=gettext_lazy("どれかを選びます"),
        choices=choices,
    )


YEN = Unit(shown=ui.yen, typed=str, read=_whole, example=gettext_lazy("円"))
POINTS = Unit(
    shown=ui.points,
    typed=lambda tenths: str(tenths // 10),
    read=lambda text: _whole(text) * 10,
    example=gettext_lazy("ポイント"),
)
PERCENT = Unit(
    shown=lambda value: f"{_percent(value)}%",
    typed=_percent,
    read=_hundredths,
    example=gettext_lazy("％（小数は2桁まで）"),
)
COUNT = Unit(shown=str, typed=str, read=_whole, example=gettext_lazy("数字"))
TEXT = Unit(
    shown=lambda value: value or _("なし"),
    typed=str,
    read=lambda text: unicodedata.normalize("NFKC", text).strip(),
    example=gettext_lazy("空欄でもかまいません"),
)
CODES = Unit(
    shown=lambda value: _("、").join(value) or _("なし"),
    typed=", ".join,
    read=lambda text: tuple(
        part for each in re.split("[,、\\s]+", text) if (part := TEXT.read(each))
    ),
    example=gettext_lazy("いくつかある場合は、読点かカンマで区切ります"),
)
FLAG = Unit(
    shown=lambda value: str(_FLAGS["yes" if value else "no"]),
    typed=lambda value: "yes" if value else "no",
    read=lambda text: text == "yes",
    example=gettext_lazy("どちらかを選びます"),
    choices=_FLAGS,
)


@dataclass(frozen=True, slots=True)
class Number:
    """One value of the policy: `key` is its field, or `field.genre` of the rates."""

    key: str
    label: "Text"
    unit: Unit

    def of(self, policy: Policy) -> Any:
        """The value."""
        field, _dot, genre = self.key.partition(".")
        value = getattr(policy, field)
        return value[genre] if genre else value


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers of one subject."""

    title: "Text"
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A number before and after, in words."""

    label: "Text"
    was: str
    becomes: str


GROUPS = (
    Group(
        gettext_lazy("ポイント"),
        (
            Number("point_rates_basis_points.food", gettext_lazy("付与率：食品・食堂"), PERCENT),
            Number("point_rates_basis_points.books", gettext_lazy("付与率：書籍"), PERCENT),
            Number(
                "point_rates_basis_points.learning_goods", gettext_lazy("付与率：学習用品"), PERCENT
            ),
            Number("point_rates_basis_points.other", gettext_lazy("付与率：その他"), PERCENT),
            Number("codes_without_points", gettext_lazy("ポイントの付かない商品コード"), CODES),
            Number("auto_top_up", gettext_lazy("レジでの自動チャージ"), FLAG),
            Number("point_block_tenths", gettext_lazy("自動チャージの単位"), POINTS),
            Number("point_block_yen", gettext_lazy("1単位でチャージされる金額"), YEN),
        ),
    ),
    Group(
        gettext_lazy("Webポイント"),
        (
            Number("web_claim_block_tenths", gettext_lazy("受取申請の単位"), POINTS),
            Number("web_claim_block_yen", gettext_lazy("1単位で受け取れる金額"), YEN),
            Number("claim_wait_business_days", gettext_lazy("受け取れるまでの営業日数"), COUNT),
        ),
    ),
    Group(
        gettext_lazy("プリペイド"),
        (
            Number("prepaid_cap_yen", gettext_lazy("残高の上限"), YEN),
            Number("top_up_step_yen", gettext_lazy("チャージ機の単位"), YEN),
            Number("offline_card_limit_yen", gettext_lazy("通信断のときの目安：1枚あたり"), YEN),
            Number("offline_till_limit_yen", gettext_lazy("通信断のときの目安：1台あたり"), YEN),
            Number("reissue_fee_yen", gettext_lazy("カード再発行の手数料"), YEN),
        ),
    ),
    Group(
        gettext_lazy("会員ページ"),
        (
            Number(
                "headline",
                gettext_lazy("大きく表示する残高"),
                _choice(
                    {"previous_day": gettext_lazy("前日の残高"), "live": gettext_lazy("いまの残高")}
                ),
            ),
            Number("history_months", gettext_lazy("履歴を表示する月数"), COUNT),
            Number(
                "guardian_sees",
                gettext_lazy("保護者に見えるもの（本人が決めるまで）"),
                _choice({"all": gettext_lazy("すべて"), "totals": gettext_lazy("合計だけ")}),
            ),
        ),
    ),
    Group(
        gettext_lazy("仮登録"),
        (
            Number(
                "provisional_scheme",
                gettext_lazy("仮登録の方法"),
                _choice(
                    {
                        "guide": gettext_lazy("生年月日・電話番号"),
                        "code": gettext_lazy("手紙のコード"),
                        "card": gettext_lazy("レジでのカードの提示"),
                    }
                ),
            ),
            Number("provisional_from_year", gettext_lazy("仮登録済みとする加入年（以降）"), COUNT),
            Number("birth_date_from_year", gettext_lazy("生年月日を使う加入年（以降）"), COUNT),
        ),
    ),
    Group(
        gettext_lazy("払込票"),
        (
            Number("slip_days_min", gettext_lazy("入金の反映までの日数：早くて"), COUNT),
            Number("slip_days_max", gettext_lazy("入金の反映までの日数：遅くて"), COUNT),
            Number("slip_issuer_code", gettext_lazy("コンビニ払込の企業コード（6桁）"), TEXT),
            Number("slip_stamp_from_yen", gettext_lazy("収入印紙が要る金額（0は貼らない）"), YEN),
            Number("slip_postal_number", gettext_lazy("ゆうちょ銀行の口座記号番号"), TEXT),
        ),
    ),
)


def numbers() -> Iterator[Number]:
    """All of them."""
    for group in GROUPS:
        yield from group.numbers


def changes(was: Policy, becomes: Policy) -> list[Change]:
    """What differs, in words."""
    return [
        Change(number.label, number.unit.shown(number.of(was)), number.unit.shown(after))
        for number in numbers()
        if number.of(was) != (after := number.of(becomes))
    ]


def with_values(policy: Policy, values: dict[str, Any]) -> Policy:
    """The policy with these values by key. Raises NotAPolicy."""
    document = policies.to_document(policy)
    for key, value in values.items():
        field, _dot, genre = key.partition(".")
        if genre:
            document[field] = document[field] | {genre: value}
        else:
            document[field] = value
    return policies.from_document(document)
