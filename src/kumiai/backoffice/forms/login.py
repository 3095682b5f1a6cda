"""What the office types to come in: a password, a one-time code, and at first a new password."""

from django import forms
from django.utils.translation import gettext_lazy as _

_CODE_ATTRS = {"inputmode": "numeric", "autocomplete": "one-time-code", "autocapitalize": "none"}


class StaffLoginForm(forms.Form):
    """Login ID and password."""

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


class CodeForm(forms.Form):
    """The one-time code of the app."""

    use_required_attribute = False

    code = forms.CharField(
        label=_("認証アプリの6桁のコード"),
        max_length=40,
        error_messages={"required": _("認証アプリに表示されている6桁の数字を入力してください。")},
        widget=forms.TextInput(attrs=_CODE_ATTRS),
    )


class SetUpForm(CodeForm):
    """The first code, which shows that the app is set up, and a password of one's own."""

    field_order = ("code", "password", "again")

    password = forms.CharField(
        label=_("新しいパスワード"),
        help_text=_("8文字以上。ほかで使っていないものにしてください"),
        max_length=1000,
        strip=False,
        error_messages={"required": _("新しいパスワードを入力してください。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("新しいパスワード（もう一度）"),
        max_length=1000,
        strip=False,
        error_messages={"required": _("新しいパスワードをもう一度入力してください。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Typed twice alike."""
        again = str(self.cleaned_data["again"])
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise forms.ValidationError(_("2つのパスワードが違います。もう一度入力してください。"))
        return again
