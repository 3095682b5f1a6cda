"""What somebody types who has forgotten something. What is pasted is trimmed (guide row G10)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.identity import queries as identity
from kumiai.identity import rules
from kumiai.identity.recovery import Reissue
from kumiai.portal.forms import judging, wording

_TYPED_PLAINLY = {"autocapitalize": "none", "spellcheck": "false"}


class _WithNumber(forms.Form):
    use_required_attribute = False

    member_number = forms.CharField(
        label=_("組合員番号"),
        help_text=_(
            "半角数字12桁（ハイフンなし）。保護者の方も、お子様の組合員番号を入力してください"
        ),
        max_length=100,
        error_messages={"required": _("組合員番号を入力してください。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean_member_number(self) -> str:
        """Twelve digits; the guardian's `p` is no mistake."""
        number = rules.fold_login_id(self.cleaned_data["member_number"]).removesuffix("p")
        if not rules.is_provisional(number):
            raise forms.ValidationError(_("組合員番号は、半角数字12桁で入力してください。"))
        return number


class ReminderForm(_WithNumber):
    """Member number and registered mail address."""

    mail = forms.CharField(
        label=_("登録したメールアドレス"),
        max_length=1000,
        error_messages={"required": wording.MISSING["mail"]},
        widget=forms.TextInput(
            attrs={"inputmode": "email", "autocomplete": "email", **_TYPED_PLAINLY}
        ),
    )

    def clean_mail(self) -> str:
        return judging.mail_address(self.cleaned_data["mail"])


class ReissueForm(_WithNumber):
    """Member number and login ID."""

    login_id = forms.CharField(
        label=_("ログインID"),
        help_text=_("登録の時に決めたもの"),
        max_length=100,
        error_messages={"required": _("ログインIDを入力してください。")},
        widget=forms.TextInput(attrs={"autocomplete": "username", **_TYPED_PLAINLY}),
    )

    def clean_login_id(self) -> str:
        return rules.fold_login_id(self.cleaned_data["login_id"])


class NewPasswordForm(forms.Form):
    """The new password, which stays as it is typed."""

    use_required_attribute = False

    password = forms.CharField(
        label=_("新しいパスワード"),
        help_text=_("8文字以上。生年月日や電話番号は使えません"),
        max_length=1000,
        strip=False,
        error_messages={"required": wording.MISSING["password"]},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, sent: Mapping[str, Any] | None = None, *, reissue: Reissue) -> None:
        super().__init__(sent)
        self.reissue = reissue

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        problem = identity.problem_with_members_password(
            facts=self.reissue.facts, password=password, login_id=self.reissue.login_id
        )
        if problem:
            raise forms.ValidationError(wording.words("password", problem))
        return password
