"""The first-time box, its form, and the page behind the mailed link (guide row G04)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.identity import queries as identity
from kumiai.identity import rules
from kumiai.identity.first_time import Application
from kumiai.portal.forms import judging, wording
from kumiai.portal.forms.items import ItemsForm


class NumberForm(forms.Form):
    """A member number, with `p` behind it for the guardian; the room says whose it is."""

    use_required_attribute = False

    member_number = forms.CharField(
        label=_("組合員番号"),
        help_text=_("半角数字12桁（ハイフンなし）。保護者の方は、後ろに「p」を付けてください"),
        max_length=100,
        error_messages={"required": _("組合員番号を入力してください。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class FirstTimeForm(ItemsForm):
    """Who somebody is, and what they wish for; its password is good for the mailed link only."""

    def __init__(self, sent: Mapping[str, Any] | None = None, *, application: Application) -> None:
        super().__init__(sent, draft=application.draft, second_proof=application.second_proof)
        self.application = application
        password = self.fields["password"]
        password.label = _("仮パスワード")
        password.error_messages["required"] = _("仮パスワードを入力してください。")
        if not application.draft.password_hash:
            password.help_text = _(
                "ご自分で決めてください（8文字以上）。本登録の画面で、もう一度入力していただきます"
            )

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        problem = password and identity.problem_with_members_password(
            facts=self.application.facts,
            password=password,
            login_id=rules.fold_login_id(self.data.get("login_id", "")),
        )
        if problem:
            raise forms.ValidationError(wording.words("password", problem))
        return password


class FullRegistrationForm(forms.Form):
    """What was chosen in the application, and the new password. Chosen passwords stay as typed."""

    use_required_attribute = False

    login_id = forms.CharField(
        label=_("ご希望のログインID"),
        help_text=_("お申し込みの時に決めたもの"),
        max_length=100,
        error_messages={"required": wording.MISSING["login_id"]},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    provisional_password = forms.CharField(
        label=_("仮パスワード"),
        help_text=_("お申し込みの時に決めたもの"),
        max_length=1000,
        strip=False,
        error_messages={"required": _("仮パスワードを入力してください。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    another_login_id = forms.CharField(
        label=_("別のログインID"),
        help_text=_(
            "ご希望のログインIDは、お申し込みの後でほかの方が使い始めました。"
            "お手数ですが、別のIDを決めてください（半角英数字6〜32文字）"
        ),
        max_length=100,
        error_messages={"required": _("別のログインIDを入力してください。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("新しいパスワード"),
        help_text=_("8文字以上。仮パスワードとは別のもの。生年月日や電話番号は使えません"),
        max_length=1000,
        strip=False,
        error_messages={"required": wording.MISSING["password"]},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, sent: Mapping[str, Any] | None = None, *, application: Application) -> None:
        super().__init__(sent)
        self.application = application
        if not application.is_taken:
            del self.fields["another_login_id"]

    def clean_login_id(self) -> str:
        return rules.fold_login_id(self.cleaned_data["login_id"])

    def clean_another_login_id(self) -> str:
        return judging.wished_login_id(self.cleaned_data["another_login_id"])

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        typed = self.cleaned_data
        problem = identity.problem_with_members_password(
            facts=self.application.facts,
            password=password,
            login_id=typed.get("another_login_id") or typed.get("login_id", ""),
        )
        if problem:
            raise forms.ValidationError(wording.words("password", problem))
        if password == typed.get("provisional_password"):
            raise forms.ValidationError(_("仮パスワードとは別のパスワードにしてください。"))
        return password
