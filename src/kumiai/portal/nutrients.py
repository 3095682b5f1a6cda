"""How the pages about nutrition write figures and references: rows, bars and what to say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kumiai.meals import comparing, nutrition
from kumiai.meals.comparing import Compared, Reference
from kumiai.meals.nutrition import NUTRIENTS, Sum
from kumiai.meals.reference_intakes import Band, Kind
from kumiai.ui import charts
from kumiai.ui.context import Text

NAMES: "Mapping[str, Text]" = {
    "energy_kcal": _("エネルギー"),
    "protein_mg": _("たんぱく質"),
    "fat_mg": _("脂質"),
    "carbohydrate_mg": _("炭水化物"),
    "fibre_mg": _("食物繊維"),
    "salt_mg": _("食塩相当量"),
    "calcium_mg": _("カルシウム"),
    "iron_ug": _("鉄"),
    "vitamin_a_ug": _("ビタミンA"),
    "vitamin_b1_ug": _("ビタミンB1"),
    "vitamin_b2_ug": _("ビタミンB2"),
    "vitamin_c_mg": _("ビタミンC"),
    "vegetables_g": _("野菜"),
    "red_tenths": _("赤（肉・魚・卵・豆・乳）"),
    "green_tenths": _("緑（野菜・いも・果物・海そう）"),
    "yellow_tenths": _("黄（ごはん・油・砂糖）"),
}
KINDS: "Mapping[Kind, Text]" = {
    Kind.ESTIMATED_NEED: _("推定エネルギー必要量"),
    Kind.RECOMMENDED: _("推奨量"),
    Kind.GOAL_AT_LEAST: _("目標量（以上）"),
    Kind.GOAL_BELOW: _("目標量（未満）"),
    Kind.GOAL_SHARE: _("目標量（エネルギーに占める割合）"),
    Kind.TARGET: _("健康日本21の目標"),
}
SUGGESTIONS: "Mapping[str, Text]" = {
    "vegetables_g": _("野菜の小鉢やサラダをひとつ足すと、野菜の目安に近づきます。"),
    "calcium_mg": _("牛乳やヨーグルト、豆腐、青菜の小鉢で、カルシウムがとれます。"),
    "iron_ug": _("赤身の肉や魚、ほうれん草、ひじきで、鉄がとれます。"),
    "fibre_mg": _("豆やきのこ、海そうの小鉢で、食物繊維がとれます。"),
    "vitamin_c_mg": _("生野菜や果物、いもの小鉢で、ビタミンCがとれます。"),
    "vitamin_a_ug": _("にんじんやほうれん草など、色の濃い野菜で、ビタミンAがとれます。"),
    "vitamin_b1_ug": _("豚肉や豆、玄米で、ビタミンB1がとれます。"),
    "vitamin_b2_ug": _("卵や乳製品、納豆で、ビタミンB2がとれます。"),
    "protein_mg": _("肉や魚、卵、豆腐の主菜で、たんぱく質がとれます。"),
    "salt_mg": _("めん類や汁物の汁を残すと、食塩を減らせます。"),
}
POINTS = ("red_tenths", "green_tenths", "yellow_tenths")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was eaten, and what a day should hold, as people write them."""

    name: Text
    amount: str
    reference: str
    kind: "Text | str"
    per_cent: int | None


def amount(field: str, figure: int) -> str:
    """`21.4 g`."""
    return f"{nutrition.written(field, figure)} {_unit(field)}"


def ages(band: Band) -> str:
    """`18歳から29歳`, `75歳以上`."""
    if band.last_age is None:
        return gettext("%(first)s歳以上") % {"first": band.first_age}
    return gettext("%(first)s歳から%(last)s歳") % {"first": band.first_age, "last": band.last_age}


def rows(eaten: Sum, references: Mapping[str, Reference]) -> list[Row]:
    """Every nutrient in its order; the points of the three colours stand apart."""
    return [_row(one) for one in comparing.compared(eaten, references) if one.field not in POINTS]


def points(eaten: Sum) -> list[tuple[Text, str]]:
    """The points of the three colours."""
    return [(NAMES[field], amount(field, getattr(eaten.figures, field))) for field in POINTS]


def bars(eaten: Sum, references: Mapping[str, Reference]) -> list[charts.Measure]:
    """A bar for everything that has a reference."""
    return [
        charts.Measure(
            name=str(NAMES[one.field]),
            label=f"{nutrition.written(one.field, one.amount)} / {_reference(one.field, found)}",
            amount=one.amount,
            low=found.low,
            high=found.high,
        )
        for one in comparing.compared(eaten, references)
        if (found := one.reference)
    ]


def share_rows(parts: Sequence[Compared]) -> list[Row]:
    """Where the energy came from, in per cent of it."""
    return [
        Row(
            name=NAMES[one.field],
            amount=_tenths(one.amount),
            reference=_share_span(one.reference),
            kind=KINDS[one.reference.kind] if one.reference else "",
            per_cent=None,
        )
        for one in parts
    ]


def _row(one: Compared) -> Row:
    return Row(
        name=NAMES[one.field],
        amount=amount(one.field, one.amount),
        reference=_reference(one.field, one.reference) if one.reference else "",
        kind=KINDS[one.reference.kind] if one.reference else "",
        per_cent=one.per_cent,
    )


def _reference(field: str, found: Reference) -> str:
    """`650 mg`, `6.5〜7.5 g未満`."""
    low, high = _short(field, found.low), _short(field, found.high)
    span = {"span": low if low == high else f"{low}〜{high}", "unit": _unit(field)}
    if found.kind is Kind.GOAL_BELOW:
        return gettext("%(span)s %(unit)s未満") % span
    return "{span} {unit}".format(**span)


def _short(field: str, figure: int) -> str:
    """References are written without the noughts at their end: `0.8`, `50`."""
    text = nutrition.written(field, figure)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _share_span(found: Reference | None) -> str:
    return f"{found.low // 10}〜{found.high // 10} %" if found else ""


def _tenths(figure: int) -> str:
    return f"{figure // 10}.{figure % 10} %"


def _unit(field: str) -> str:
    return gettext("点") if field in POINTS else NUTRIENTS[field].unit
