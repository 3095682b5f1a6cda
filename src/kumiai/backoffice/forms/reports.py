"""For which day, month or time a report is asked, and what was counted in a drawer."""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice.forms import typed


class OnForm(forms.Form):
    """One day."""

    on = typed.day(_("日付"))


class StoreDayForm(OnForm):
    """One business date, of one store or all."""

    store = forms.ChoiceField(label=_("店舗"), required=False)

    def __init__(self, *args: Any, stores: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["store"].choices = stores  # type: ignore[attr-defined]


class SpanForm(forms.Form):
    """From one day to another."""

    first = typed.day(_("開始日"))
    last = typed.day(_("終了日"))

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
    counted_yen = typed.TypedYen(
        label=_("数えた現金（円）"),
        error_messages={"required": _("数えた現金を入力してください。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    float_yen = typed.TypedYen(
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
