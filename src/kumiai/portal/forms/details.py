"""The form of one's registration details: everything as it is, to be typed over."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kumiai.identity import queries as identity
from kumiai.identity import rules
from kumiai.identity.details import Details
from kumiai.mail import rules as mail
from kumiai.portal.forms import judging, wording
from kumiai.ui import fields

ID_ATTRS = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
MAIL_ATTRS = {
    "inputmode": "email",
    "autocomplete": "email",
    "autocapitalize": "none",
    "spellcheck": "false",
}


class CurrentPasswordForm(forms.Form):
    """Whatever is changed, the password is asked for once more."""

    use_required_attribute = False

    current_password = fields.current_password()


class DetailsForm(CurrentPasswordForm):
    """Bound to what was sent, or showing what is registered. No password comes back."""

    field_order = ("mail", "login_id", "password", "language", "current_password")

    mail = forms.CharField(
        label=_("メールアドレス"),
        help_text=_("変えると、新しいアドレスに確認のメールが届きます"),
        max_length=1000,
        error_messages={"required": wording.MISSING["mail"]},
        widget=forms.TextInput(attrs=MAIL_ATTRS),
    )
    login_id = forms.CharField(
        label=_("ログインID"),
        help_text=_(
            "半角英数字6〜32文字。英字を含めてください。大文字と小文字の区別はありません。"
            "組合員番号は使えません"
        ),
        max_length=100,
        error_messages={"required": _("ログインIDを入力してください。")},
        widget=forms.TextInput(attrs=ID_ATTRS),
    )
    password = forms.CharField(
        label=_("新しいパスワード"),
        help_text=_("変えるときだけ入力してください。8文字以上。生年月日や電話番号は使えません"),
        max_length=1000,
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    language = forms.ChoiceField(
        label=_("画面とメールの言語"), choices=settings.LANGUAGES, widget=forms.RadioSelect()
    )

    def __init__(
        self, sent: Mapping[str, Any] | None = None, *, details: Details, login_pk: int
    ) -> None:
        shown = {
            "mail": details.mail,
            "login_id": details.login_id,
            "language": details.language,
        }
        super().__init__(sent, initial=shown)
        self.details = details
        self.login_pk = login_pk

    def clean_mail(self) -> str:
        address = mail.fold_address(self.cleaned_data["mail"])
        return address if address == self.details.mail else judging.mail_address(address)

    def clean_login_id(self) -> str:
        login_id = rules.fold_login_id(self.cleaned_data["login_id"])
        is_kept = login_id == self.details.login_id
        return login_id if is_kept else judging.wished_login_id(login_id)

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        problem = password and identity.problem_with_password(
            login_pk=self.login_pk,
            password=password,
            login_id=rules.fold_login_id(self.data.get("login_id", "")),
        )
        if problem:
            raise forms.ValidationError(wording.words("password", problem))
        return password

    def clean(self) -> None:
        """The password in use against what is new: neither may hold the other."""
        current = self.cleaned_data.get("current_password", "")
        login_id = self.cleaned_data.get("login_id", self.details.login_id)
        if current and current == self.cleaned_data.get("password"):
            self.add_error("password", _("いまのパスワードと同じです。別のものにしてください。"))
        is_new_id = login_id != self.details.login_id and not self.data.get("password")
        if is_new_id and login_id in unicodedata.normalize("NFKC", current).casefold():
            self.add_error("login_id", _("パスワードに含まれる文字列は、ログインIDに使えません。"))


class CodeForm(forms.Form):
    """The six digits of the mail to a new address."""

    use_required_attribute = False

    code = forms.CharField(
        label=_("確認コード"),
        help_text=_("メールに書かれた6桁の数字"),
        max_length=6,
        error_messages={"required": wording.MISSING["code"]},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
