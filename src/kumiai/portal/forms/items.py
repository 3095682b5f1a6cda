"""The items every way of registering asks for; the room says whether they are true."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.identity.drafts import Draft
from kumiai.identity.rules import SecondProof
from kumiai.kit import japanese
from kumiai.portal.forms import judging, wording


class KeptField(forms.CharField):
    """A required field that may stay empty once its value is kept elsewhere."""

    is_kept = False

    def validate(self, value: Any) -> None:
        if value or not self.is_kept:
            super().validate(value)


class ItemsForm(forms.Form):
    """Bound to what was sent, or showing the draft. Plain text; no password comes back."""

    use_required_attribute = False

    kana = forms.CharField(
        label=_("フリガナ"),
        help_text=_(
            "組合員（学生ご本人）のお名前の読みをカタカナで。ひらがな・半角でもかまいません"
        ),
        max_length=100,
    )
    second_proof = forms.CharField(
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    login_id = forms.CharField(
        label=_("ご希望のログインID"),
        help_text=_(
            "半角英数字6〜32文字。英字を含めてください。大文字と小文字の区別はありません。"
            "組合員番号は使えません"
        ),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = KeptField(
        label=_("新しいパスワード"),
        help_text=_("8文字以上。生年月日や電話番号は使えません"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    mail = forms.CharField(
        label=_("メールアドレス"),
        max_length=1000,
        widget=forms.TextInput(
            attrs={
                "inputmode": "email",
                "autocomplete": "email",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    consent = forms.BooleanField(
        label=_("利用規約に同意します。"), help_text=_("個人情報の取り扱いへの同意を含みます")
    )

    def __init__(
        self, sent: Mapping[str, Any] | None = None, *, draft: Draft, second_proof: SecondProof
    ) -> None:
        super().__init__(sent, initial=_initial(draft))
        self.draft = draft
        proof = self.fields["second_proof"]
        proof.label = wording.SECOND_PROOF_LABELS[second_proof]
        proof.help_text = wording.SECOND_PROOF_HINTS[second_proof]
        for item in self.fields.keys() & wording.MISSING.keys():
            self.fields[item].error_messages["required"] = wording.MISSING[item]
        self._keep("password", is_kept=bool(draft.password_hash))
        if draft.password_hash:
            self.fields["password"].help_text = _("入力済みです。変えるときだけ入力してください")

    def _keep(self, item: str, *, is_kept: bool) -> None:
        field = self.fields[item]
        assert isinstance(field, KeptField)  # noqa: S101 - for the type checker
        field.is_kept = is_kept

    def clean_kana(self) -> str:
        kana = japanese.spaced_kana(self.cleaned_data["kana"])
        if not japanese.is_reading(kana):
            raise forms.ValidationError(_("フリガナはカタカナで入力してください。"))
        return kana

    def clean_second_proof(self) -> str:
        return str(self.cleaned_data["second_proof"]).strip()

    def clean_login_id(self) -> str:
        return judging.wished_login_id(self.cleaned_data["login_id"])

    def clean_mail(self) -> str:
        return judging.mail_address(self.cleaned_data["mail"])


def _initial(draft: Draft) -> dict[str, Any]:
    return {
        "kana": draft.kana,
        "second_proof": draft.second_proof,
        "login_id": draft.login_id,
        "mail": draft.mail,
        "consent": draft.has_consented,
    }
