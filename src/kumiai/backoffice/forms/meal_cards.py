"""A member's meal card: under which plan, from when, until when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice.forms import typed
from kumiai.backoffice.forms.member_acts import ReasonForm


class MealCardForm(ReasonForm):
    """A card of one of the plans that run or come."""

    field_order: tuple[str, ...] = ("plan", "starts_on", "reason")

    plan = forms.ChoiceField(
        label=_("プラン"),
        error_messages={"required": _("プランを選んでください。")},
        widget=forms.RadioSelect(),
    )
    starts_on = typed.day(
        _("いつから"),
        _("今日以降の日付。プランの初日より前なら、初日からになります。例：2027-04-01"),
        _("いつからかを入力してください。"),
    )

    def __init__(self, *given: Any, plans: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["plan"].choices = plans  # type: ignore[attr-defined]


class MealCardEndForm(ReasonForm):
    """The last day on which the card is good."""

    field_order: tuple[str, ...] = ("ends_on", "reason")

    ends_on = typed.day(
        _("最終日"),
        _("この日まで使えます。今日以降の日付。例：2028-03-31"),
        _("最終日を入力してください。"),
    )
