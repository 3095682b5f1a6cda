"""Days to be marked as open or closed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice.forms import typed
from kumiai.backoffice.forms.member_acts import ReasonForm
from kumiai.backoffice.forms.stores import one_line

STATES = [
    ("closed", _("休業")),
    ("open", _("営業")),
    ("short", _("短縮営業")),
    ("usual", _("暦どおりに戻す")),
]


class DaysForm(ReasonForm):
    """From a day to a day; one day where only the first is filled in."""

    field_order: tuple[str, ...] = ("first", "last", "state", "note", "reason")

    first = typed.day(
        _("最初の日"), _("明日以降の日付。例：2026-12-28"), _("最初の日を入力してください。")
    )
    last = typed.day(_("最後の日"), _("1日だけなら空欄のまま。一度に31日まで"))
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

    def clean_note(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any] | None:
        """One day is its own last."""
        given = self.cleaned_data
        given["last"] = given.get("last") or given.get("first")
        return given
