"""The login form; it takes whatever is typed and leaves judging it to the room."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LoginForm(forms.Form):
    """Login ID and password, of either kind."""

    use_required_attribute = False

    login_id = forms.CharField(
        label=_("ログインID"),
        max_length=200,
        strip=False,
        error_messages={"required": _("ログインIDを入力してください。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("パスワード"),
        max_length=1000,
        strip=False,
        error_messages={"required": _("パスワードを入力してください。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
