"""Fields that stand in forms of more than one door."""

from django import forms
from django.utils.translation import gettext_lazy as _


def current_password() -> forms.CharField:
    """The password once more, before what a borrowed browser must not do."""
    return forms.CharField(
        label=_("いまのパスワード"),
        help_text=_("ご本人の確認のため、入力してください"),
        max_length=1000,
        strip=False,
        error_messages={"required": _("いまのパスワードを入力してください。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
