"""The numbers of a co-op from a day on, each as people write it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice import policy_numbers
from kumiai.backoffice.forms import typed
from kumiai.backoffice.forms.member_acts import ReasonForm
from kumiai.backoffice.policy_numbers import NotANumber, Number
from kumiai.coops.policy import NotAPolicy, Policy

_ATTRS = {"inputmode": "text", "autocomplete": "off"}


class PolicyForm(ReasonForm):
    """Starts with the numbers in force; `policy` is what they become, once it is valid."""

    policy: Policy

    starts_on = typed.day(
        _("いつから"),
        _("明日以降の日付。例：2026-04-01"),
        _("いつから変わるかを入力してください。"),
    )

    def __init__(self, current: Policy, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._current = current
        for number in policy_numbers.numbers():
            self.fields[number.key] = _field(number, current)

    def clean(self) -> dict[str, Any] | None:
        """Read every number; which one is wrong is said beside it."""
        values: dict[str, Any] = {}
        for number in policy_numbers.numbers():
            try:
                values[number.key] = number.unit.read(self.cleaned_data.get(number.key, ""))
            except NotANumber:
                if number.key not in self.errors:
                    self.add_error(number.key, _("この項目の値を読めません。"))
        if not self.errors:
            self._read(values)
        return self.cleaned_data

    def groups(self) -> list[tuple[object, list[forms.BoundField]]]:
        """The fields under the titles of their groups."""
        return [
            (group.title, [self[number.key] for number in group.numbers])
            for group in policy_numbers.GROUPS
        ]

    def _read(self, values: dict[str, Any]) -> None:
        try:
            self.policy = policy_numbers.with_values(self._current, values)
        except NotAPolicy as problem:
            named = [each.key for each in policy_numbers.numbers() if _is_about(each, problem)]
            self.add_error(
                named[0] if named else None,
                _("この値にはできません。範囲と、ほかの項目との組み合わせをご確認ください。"),
            )


def _field(number: Number, current: Policy) -> forms.Field:
    shown = number.unit.typed(number.of(current))
    if number.unit.choices:
        choices = list(number.unit.choices.items())
        return forms.ChoiceField(label=number.label, choices=choices, initial=shown)
    return forms.CharField(
        label=number.label,
        help_text=number.unit.example,
        initial=shown,
        max_length=200,
        required=number.unit not in _MAY_BE_EMPTY,
        error_messages={"required": _("この項目を入力してください。")},
        widget=forms.TextInput(attrs=_ATTRS),
    )


_MAY_BE_EMPTY = (policy_numbers.TEXT, policy_numbers.CODES)


def _is_about(number: Number, problem: NotAPolicy) -> bool:
    return number.key.partition(".")[0] in str(problem)
