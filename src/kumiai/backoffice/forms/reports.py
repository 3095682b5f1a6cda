"""For which day, month or time a report is asked, and what was counted in a drawer."""

from datetime import date
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kumiai.kit import japanese


class TypedDate(forms.Field):
    """A day as people write it, era years and full-width digits too."""

    def to_python(self, value: Any) -> date | None:
        """The day; an empty field is none. Refused where it is no day."""
        text = str(value or "").strip()
        if not text:
            return None
        found = japanese.read_desk_date(text)
        if found is None:
            raise forms.ValidationError(_("日付は「2026-11-23」のように入力してください。"))
        return found


class TypedYen(forms.Field):
    """An amount as people write it: `30,480円` is 30480."""

    def to_python(self, value: Any) -> int | None:
        """Whole yen; an empty field is none. Refused where it is no amount."""
        text = japanese.fold_identifier(str(value or "")).removesuffix("円").replace(",", "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            raise forms.ValidationError(_("金額は0以上の整数で入力してください。"))
        return int(text)


def _day(label: Any, *, hint: Any = "") -> TypedDate:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return TypedDate(label=label, required=False, help_text=hint, widget=widget)


class OnForm(forms.Form):
    """One day."""

    on = _day(_("日付"))


class StoreDayForm(OnForm):
    """One business date, of one store or all."""

    store = forms.ChoiceField(label=_("店舗"), required=False)

    def __init__(self, *args: Any, stores: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["store"].choices = stores  # type: ignore[attr-defined]


class SpanForm(forms.Form):
    """From one day to another."""

    first = _day(_("開始日"))
    last = _day(_("終了日"))

    def clean(self) -> dict[str, Any]:
        """Refused where it ends before it begins."""
        given = super().clean() or {}
        if given.get("first") and given.get("last") and given["first"] > given["last"]:
            raise forms.ValidationError(translation.gettext("終了日は開始日より後にしてください。"))
        return given


class LeaversForm(OnForm):
    """Who finishes in the March of a year, with what is left on a day."""

    graduating = forms.IntegerField(
        label=_("卒業年（3月）"),
        required=False,
        min_value=1900,
        max_value=2199,
        error_messages={"invalid": _("年は西暦の4桁で入力してください。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class DrawerCountForm(forms.Form):
    """What lies in a drawer at the end of a day."""

    use_required_attribute = False

    terminal = forms.TypedChoiceField(
        label=_("端末"),
        coerce=int,
        error_messages={"required": _("端末を選んでください。")},
    )
    counted_yen = TypedYen(
        label=_("数えた現金（円）"),
        error_messages={"required": _("数えた現金を入力してください。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    float_yen = TypedYen(
        label=_("釣銭準備金（円）"),
        help_text=_("開店前に入れておいた釣銭です。"),
        error_messages={"required": _("釣銭準備金を入力してください。ないときは0です。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("メモ"),
        required=False,
        max_length=200,
        help_text=_("差額の理由など。操作記録に残ります。"),
    )

    def __init__(self, *args: Any, terminals: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["terminal"].choices = terminals  # type: ignore[attr-defined]
