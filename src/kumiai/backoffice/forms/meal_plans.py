"""A meal plan as a manager describes it."""

import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice import meal_plan_words
from kumiai.backoffice.forms import typed
from kumiai.backoffice.forms.member_acts import ReasonForm
from kumiai.backoffice.forms.stores import one_line
from kumiai.meals import plan_rules
from kumiai.meals.plan_rules import NAME_CHARACTERS_MAX, WINDOWS_MAX, Numbers, PlanProblem
from kumiai.meals.rules import Window
from kumiai.ui import wording

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

_OFF = {"autocomplete": "off"}
_DIGITS = _OFF | {"inputmode": "numeric"}


# The fields of a window of hours; those of the second one are `opens_at_2` and so on.
_WINDOW = ("opens_at", "closes_at", "window_yen")
_OF_DAYS = ("saturday_yen", "short_day_yen", "closed_day_yen")
_DAY_HINT = _("空欄なら1日の上限と同じです。0円なら、その日は使えません")


def _fields_of(number: int) -> tuple[str, ...]:
    """The names of the fields of a window, counted from one."""
    return tuple(name if number == 1 else f"{name}_{number}" for name in _WINDOW)


_HOURS = tuple(name for number in range(1, WINDOWS_MAX + 1) for name in _fields_of(number))
_NUMBERS = ("name", "daily_limit_yen", *_OF_DAYS, "weekdays", *_HOURS)


def _hour(label: "Text | str", hint: "Text | str" = "") -> typed.TypedTime:
    return typed.TypedTime(
        label=label,
        help_text=hint,
        required=False,
        input_formats=["%H:%M"],
        error_messages={"invalid": _("時刻は「11:30」のように入力してください。")},
        widget=forms.TimeInput(format="%H:%M", attrs=_DIGITS),
    )


def _limit(label: "Text | str", hint: "Text | str" = "") -> typed.TypedYen:
    return typed.TypedYen(
        label=label, help_text=hint, required=False, widget=forms.TextInput(attrs=_DIGITS)
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
    saturday_yen = _limit(_("土曜日の上限（円）"), _DAY_HINT)
    short_day_yen = _limit(_("短縮営業の日の上限（円）"), _DAY_HINT)
    closed_day_yen = _limit(
        _("休業日の上限（円）"),
        _("日曜・祝日と、「営業日」で休業とした日です。空欄なら、使える曜日のとおりに使えます"),
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

    window_yen = _limit(
        _("この時間帯の上限（円）"),
        _("1日の上限のうち、この時間帯に使える分です。空欄なら分けません"),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        language = get_language() or "ja"
        days = [(day, wording.weekdays([day], language)) for day in range(7)]
        self.fields["weekdays"].choices = days  # type: ignore[attr-defined]
        for number in range(2, WINDOWS_MAX + 1):
            opens_at, closes_at, window_yen = _fields_of(number)
            words = {"number": number}
            self.fields[opens_at] = _hour(_("時間帯%(number)sの始まり") % words)
            self.fields[closes_at] = _hour(_("時間帯%(number)sの終わり") % words)
            self.fields[window_yen] = _limit(_("時間帯%(number)sの上限") % words)
        self.order_fields(self.field_order)

    @classmethod
    def filled_with(cls, numbers: Numbers) -> "PlanForm":
        """The form as it says these numbers."""
        initial = {name: getattr(numbers, name) for name in _NUMBERS if name not in _HOURS}
        for number, window in enumerate(numbers.hours, start=1):
            told = (window.opens_at, window.closes_at, window.limit_yen)
            initial |= dict(zip(_fields_of(number), told, strict=True))
        return cls(initial=initial)

    def clean_name(self) -> str:
        """One line, half and full width as one."""
        return unicodedata.normalize("NFKC", one_line(self.cleaned_data["name"])).strip()

    @property
    def parts(self) -> dict[str, Any]:
        """The fields as the page shows them: those before the further windows, and after them."""
        further = {name for row in self._rows(first=2) for name in row}
        names = list(self.fields)
        begin = names.index(min(further, key=names.index))
        return {
            "before": [self[name] for name in names[:begin]],
            "windows": [[self[name] for name in row] for row in self._rows(first=2)],
            "after": [self[name] for name in names[begin:] if name not in further],
            "is_split": any(self[name].value() or self[name].errors for name in further),
        }

    @property
    def numbers(self) -> Numbers:
        """What is filled in, once it is valid; windows in the order of the day."""
        given: dict[str, Any] = self.cleaned_data
        numbers = Numbers(
            name=given["name"],
            daily_limit_yen=given["daily_limit_yen"],
            weekdays=tuple(sorted(given["weekdays"])),
            opens_at=None,
            closes_at=None,
            **{name: given[name] for name in _OF_DAYS},
        )
        return numbers.at_hours([window for _row, window in self._windows()])

    def refuse(self, problem: PlanProblem) -> None:
        """Put why it cannot be beside the field it is about."""
        refuse(self, problem, field=self._where(problem))

    def _where(self, problem: PlanProblem) -> str | None:
        """The field of what is wrong, of several that could be."""
        if problem is PlanProblem.DAY_LIMIT:
            most_yen = plan_rules.LIMIT_YEN_MAX
            return next(name for name in _OF_DAYS if (self.cleaned_data[name] or 0) > most_yen)
        wrong = plan_rules.wrong_window(self.numbers.hours)
        if wrong is None or wrong[0] is not problem:
            return None
        names = next(row for row, window in self._windows() if window == wrong[1])
        column = {PlanProblem.OVERLAP: 0, PlanProblem.HOURS: 1, PlanProblem.WINDOW_LIMIT: 2}
        return names[column[problem]]

    def _windows(self) -> list[tuple[tuple[str, ...], Window]]:
        """The windows that are filled in, each with its fields."""
        given = [
            (row, Window(*(self.cleaned_data[name] for name in row))) for row in self._rows(first=1)
        ]
        return [(row, window) for row, window in given if window != Window(None, None)]

    def _rows(self, *, first: int) -> list[tuple[str, ...]]:
        return [_fields_of(number) for number in range(first, WINDOWS_MAX + 1)]


_STARTS = (_("明日以降の日付。例：2027-04-01"), _("いつから変わるかを入力してください。"))


class NewPlanForm(PlanForm):
    """The same with its term."""

    field_order: tuple[str, ...] = (*_NUMBERS, "starts_on", "ends_on", "reason")

    starts_on = typed.day(_("初日"), _STARTS[0], _("初日を入力してください。"))
    ends_on = typed.day(
        _("最終日"), _("この日まで使えます。例：2028-03-31"), _("最終日を入力してください。")
    )


class PlanChangeForm(PlanForm):
    """The same from a day on."""

    field_order: tuple[str, ...] = ("starts_on", *_NUMBERS, "reason")

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


def refuse(form: forms.Form, problem: PlanProblem, *, field: str | None = None) -> None:
    """Say why it cannot be, beside the field it is about where the form has it."""
    usual, words = meal_plan_words.PROBLEMS[problem]
    found = field or usual
    form.add_error(found if found in form.fields else None, words)
