"""Days to be marked as open or closed."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice.forms.member_acts import ReasonForm
from kumiai.backoffice.forms.stores import one_line
from kumiai.kit import japanese

STATES = [("closed", _("休業")), ("open", _("営業")), ("usual", _("暦どおりに戻す"))]
_DATE = {"inputmode": "numeric", "autocomplete": "off"}


class DaysForm(ReasonForm):
    """From a day to a day; one day where only the first is filled in."""

    field_order: tuple[str, ...] = ("first", "last", "state", "note", "reason")

    first = forms.CharField(
        label=_("最初の日"),
        help_text=_("明日以降の日付。例：2026-12-28"),
        max_length=40,
        error_messages={"required": _("最初の日を入力してください。")},
        widget=forms.TextInput(attrs=_DATE),
    )
    last = forms.CharField(
        label=_("最後の日"),
        help_text=_("1日だけなら空欄のまま。一度に31日まで"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=_DATE),
    )
    state = forms.ChoiceField(
        label=_("どうするか"), choices=STATES, initial="closed", widget=forms.RadioSelect()
    )
    note = forms.CharField(
        label=_("組合員への説明"),
        help_text=_("「店舗と営業日」のページに表示されます。例：年末年始"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_first(self) -> date:
        """A day, however it is written."""
        return _day(self.cleaned_data["first"])

    def clean_last(self) -> date | None:
        """The same, or nothing."""
        typed = self.cleaned_data["last"].strip()
        return _day(typed) if typed else None

    def clean_note(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any] | None:
        """One day is its own last."""
        given = self.cleaned_data
        given["last"] = given.get("last") or given.get("first")
        return given


def _day(typed: str) -> date:
    day = japanese.read_date(typed)
    if day is None:
        raise forms.ValidationError(_("日付として読めません。例：2026-04-01"))
    return day
