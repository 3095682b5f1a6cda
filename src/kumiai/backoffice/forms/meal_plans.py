"""A meal plan as a manager describes it."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice import meal_plan_words
from kumiai.backoffice.forms import typed
from kumiai.backoffice.forms.member_acts import ReasonForm
from kumiai.backoffice.forms.stores import one_line
from kumiai.meals.plan_rules import NAME_CHARACTERS_MAX, Numbers, PlanProblem
from kumiai.ui import wording

_OFF = {"autocomplete": "off"}
_DIGITS = _OFF | {"inputmode": "numeric"}


def _hour(label: Any, hint: Any) -> typed.TypedTime:
    return typed.TypedTime(
        label=label,
        help_text=hint,
        required=False,
        error_messages={"invalid": _("時刻は「11:30」のように入力してください。")},
        widget=forms.TimeInput(format="%H:%M", attrs=_DIGITS),
    )


class PlanForm(ReasonForm):
    """What a plan gives."""

    name = forms.CharField(
        label=_("プランの名前"),
        help_text=_("組合員のページとレシートに表示されます。例：1日1,200円"),
        max_length=NAME_CHARACTERS_MAX,
        error_messages={
            "required": _("プランの名前を入力してください。"),
            "max_length": _("プランの名前は40文字までで入力してください。"),
        },
        widget=forms.TextInput(attrs=_OFF),
    )
    daily_limit_yen = typed.TypedYen(
        label=_("1日の上限（円）"),
        help_text=_("1日に何回使っても、合わせてこの金額までです"),
        error_messages={"required": _("1日の上限を入力してください。")},
        widget=forms.TextInput(attrs=_DIGITS),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("使える曜日"),
        coerce=int,
        error_messages={"required": _("使える曜日を選んでください。")},
        widget=forms.CheckboxSelectMultiple(),
    )
    opens_at = _hour(_("始まりの時刻"), _("空欄なら、朝から使えます。例：11:00"))
    closes_at = _hour(
        _("終わりの時刻"), _("この時刻になると使えません。空欄なら、閉店まで使えます。例：14:00")
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        language = get_language() or "ja"
        days = [(day, wording.weekdays([day], language)) for day in range(7)]
        self.fields["weekdays"].choices = days  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """One line, half and full width as one."""
        return unicodedata.normalize("NFKC", one_line(self.cleaned_data["name"])).strip()

    @property
    def numbers(self) -> Numbers:
        """What is filled in, once it is valid."""
        given: dict[str, Any] = self.cleaned_data
        return Numbers(
            given["name"],
            given["daily_limit_yen"],
            tuple(sorted(given["weekdays"])),
            given["opens_at"],
            given["closes_at"],
        )

    def refuse(self, problem: PlanProblem) -> None:
        """Put why it cannot be beside the field it is about."""
        refuse(self, problem)


_STARTS = (_("明日以降の日付。例：2027-04-01"), _("いつから変わるかを入力してください。"))


class NewPlanForm(PlanForm):
    """The same with its term."""

    field_order: tuple[str, ...] = (
        "name", "daily_limit_yen", "weekdays", "opens_at", "closes_at", "starts_on", "ends_on",
        "reason",
    )  # fmt: skip

    starts_on = typed.day(_("初日"), _STARTS[0], _("初日を入力してください。"))
    ends_on = typed.day(
        _("最終日"), _("この日まで使えます。例：2028-03-31"), _("最終日を入力してください。")
    )


class PlanChangeForm(PlanForm):
    """The same from a day on."""

    field_order: tuple[str, ...] = (
        "starts_on", "name", "daily_limit_yen", "weekdays", "opens_at", "closes_at", "reason",
    )  # fmt: skip

    starts_on = typed.day(_("いつから"), *_STARTS)


class LastDayForm(ReasonForm):
    """Until when."""

    field_order: tuple[str, ...] = ("ends_on", "reason")

    ends_on = typed.day(
        _("最終日"),
        _("この日まで使えます。今日以降の日付。例：2028-03-31"),
        _("最終日を入力してください。"),
    )

    def refuse(self, problem: PlanProblem) -> None:
        """Put why it cannot be beside the field it is about."""
        if problem is PlanProblem.PAST:
            self.add_error("ends_on", meal_plan_words.ENDED)
        else:
            refuse(self, problem)


def refuse(form: forms.Form, problem: PlanProblem) -> None:
    """Say why it cannot be, beside the field it is about where the form has it."""
    field, words = meal_plan_words.PROBLEMS[problem]
    form.add_error(field if field in form.fields else None, words)
