"""An outage, as the office tells it."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice import compensations
from kumiai.backoffice.forms import typed
from kumiai.meals import compensating
from kumiai.meals.compensating import Outage

_SHORT = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
_TIME = {"invalid": _("時刻は「11:30」のように入力してください。")}


class OutageForm(forms.Form):
    """When meal cards could not be used, and what holders get for it."""

    use_required_attribute = False

    day = typed.TypedDate(
        label=_("障害の日"),
        help_text=_("例：2026-04-10"),
        widget=_SHORT,
        error_messages={"required": _("障害の日を入力してください。")},
    )
    begins_at = forms.TimeField(
        label=_("始まった時刻"),
        help_text=_("例：11:30"),
        widget=_SHORT,
        error_messages=_TIME | {"required": _("始まった時刻を入力してください。")},
    )
    ends_at = forms.TimeField(
        label=_("終わった時刻"),
        help_text=_("例：13:00"),
        widget=_SHORT,
        error_messages=_TIME | {"required": _("終わった時刻を入力してください。")},
    )
    most_yen = typed.TypedYen(
        label=_("1人の上限（円）"),
        help_text=_("お昼1食分など。その日に使い残した分より多くはなりません"),
        widget=_SHORT,
        error_messages={"required": _("1人の上限を入力してください。")},
    )
    given_from = typed.TypedDate(
        label=_("使える日"),
        help_text=_("この日以降で、その方のミールカードが使える最初の日に加わります"),
        widget=_SHORT,
        error_messages={"required": _("使える日を入力してください。")},
    )
    reason = forms.CharField(
        label=_("理由"),
        help_text=_("障害の内容。承認する人が読み、操作記録に残ります"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": _("理由を入力してください。")},
    )

    @property
    def outage(self) -> Outage:
        """What was typed; the form is valid."""
        given: dict[str, Any] = self.cleaned_data
        begins_at: time = given["begins_at"]
        return Outage(
            day=given["day"],
            begins_at=begins_at,
            ends_at=given["ends_at"],
            most_yen=given["most_yen"],
            given_from=given["given_from"],
        )

    def refuse(self, problem: compensating.OutageProblem) -> None:
        """Put what is wrong with the outage beside the field it is about."""
        self.add_error(_FIELD_OF[problem], compensations.problem_words(problem))


_FIELD_OF = {
    compensating.OutageProblem.HOURS: "ends_at",
    compensating.OutageProblem.NOT_OVER: "ends_at",
    compensating.OutageProblem.LONG_AGO: "day",
    compensating.OutageProblem.AMOUNT: "most_yen",
    compensating.OutageProblem.TOO_SOON: "given_from",
    compensating.OutageProblem.TOO_LATE: "given_from",
}
