"""Which part of the log is to be shown."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice.forms import typed as fields
from kumiai.coops.staff.log import Wanted
from kumiai.coops.staff.queries import StaffFacts
from kumiai.members import rules as members

_NUMBER_ATTRS = {"inputmode": "numeric", "autocomplete": "off"}


class LogForm(forms.Form):
    """Days, a person of the office, and a member; empty ones do not narrow."""

    use_required_attribute = False

    first = fields.day(_("この日から"))
    last = fields.day(_("この日まで"))
    staff = forms.ChoiceField(label=_("職員"), required=False)
    member = forms.CharField(
        label=_("組合員番号"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=_NUMBER_ATTRS),
    )

    def __init__(self, sent: Any, *, people: Sequence[StaffFacts], today: date) -> None:
        super().__init__(sent)
        self.today = today
        field = self.fields["staff"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        everybody = [("", _("すべて")), *((str(one.id), one.name) for one in people)]
        field.choices = everybody

    def clean_first(self) -> date:
        """Today where nothing is said."""
        return self.cleaned_data["first"] or self.today

    def clean_last(self) -> date:
        """Today where nothing is said."""
        return self.cleaned_data["last"] or self.today

    def clean_member(self) -> str:
        """A member number however it is written."""
        typed = self.cleaned_data["member"]
        number = members.member_number(typed) if typed else ""
        if number is None:
            raise forms.ValidationError(_("組合員番号は数字12桁です。"))
        return number

    def wanted(self) -> Wanted:
        """What a valid form asks for; days the wrong way round are turned."""
        given = self.cleaned_data
        first, last = sorted((given["first"], given["last"]))
        return Wanted(
            first=first,
            last=last,
            staff_id=int(given["staff"]) if given["staff"] else None,
            member_number=given["member"],
        )
