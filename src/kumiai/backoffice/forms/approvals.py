"""A word with a decision about what somebody else asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

DECISIONS = ("approve", "refuse")


class DecisionForm(forms.Form):
    """What was looked at, or why it is refused."""

    use_required_attribute = False

    # What the two buttons send; anything else decides nothing.
    decision = forms.CharField(required=False, strip=False)
    answer = forms.CharField(
        label=_("確認したこと・理由"),
        help_text=_("操作記録に残ります"),
        max_length=500,
        error_messages={"required": _("確認したこと、または見送る理由を入力してください。")},
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def clean(self) -> dict[str, object]:
        """Only what one of the buttons says is a decision."""
        if self.cleaned_data.get("decision") not in DECISIONS:
            raise forms.ValidationError(
                _("「承認して実行する」か「見送る」を押してください。何も変わっていません。"),
                code="no_decision",
            )
        return self.cleaned_data
