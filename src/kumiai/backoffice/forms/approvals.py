"""A word with a decision about what somebody else asks."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """What was looked at, or why it is refused."""

    use_required_attribute = False

    answer = forms.CharField(
        label=_("確認したこと・理由"),
        help_text=_("操作記録に残ります"),
        max_length=500,
        error_messages={"required": _("確認したこと、または見送る理由を入力してください。")},
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
