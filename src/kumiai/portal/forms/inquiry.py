"""The inquiry form (guide row G60), with a field no person sees."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.inquiries import rules
from kumiai.inquiries.rules import Kind
from kumiai.portal.forms import judging, wording
from kumiai.purchases.till_record import TillRecord

KIND_LABELS = {
    Kind.MAIL_ADDRESS: _("メールアドレス変更"),
    Kind.MEMBER_NUMBER: _("組合員番号の確認"),
    Kind.LOST_CARD: _("組合員証の紛失・盗難"),
    Kind.PURCHASE: _("お買い物・チャージについて"),
    Kind.OTHER: _("その他"),
}


class InquiryForm(forms.Form):
    """Who asks, what about, and where the answer goes.

    About one of the own purchases there is a line to choose besides.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, purchase: TillRecord | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purchase = purchase
        lines = [(str(line.position), line.name) for line in purchase.lines] if purchase else []
        choice = self.fields["line"]
        choice.choices = [("", _("お買い物全体")), *lines]  # type: ignore[attr-defined]

    kind = forms.ChoiceField(
        label=_("お問い合せの種類"),
        choices=[(kind.value, label) for kind, label in KIND_LABELS.items()],
        error_messages={
            "required": _("お問い合せの種類を選んでください。"),
            "invalid_choice": _("お問い合せの種類を選んでください。"),
        },
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("お名前"),
        max_length=rules.NAME_LENGTH_MAX,
        error_messages={"required": _("お名前を入力してください。")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    member_number = forms.CharField(
        label=_("組合員番号"),
        help_text=_("おわかりになる場合だけ。半角数字12桁（ハイフンなし）"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    mail = forms.CharField(
        label=_("メールアドレス"),
        help_text=_(
            "お返事の送り先です。メールアドレス変更のお問い合せでは、新しく登録するアドレスを入力してください"
        ),
        max_length=1000,
        error_messages={"required": wording.MISSING["mail"]},
        widget=forms.TextInput(
            attrs={
                "inputmode": "email",
                "autocomplete": "email",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    text = forms.CharField(
        label=_("お問い合せの内容"),
        help_text=_("パスワードは書かないでください"),
        max_length=rules.TEXT_LENGTH_MAX,
        error_messages={"required": _("お問い合せの内容を入力してください。")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    line = forms.ChoiceField(
        label=_("どの商品についてですか"),
        required=False,
        error_messages={"invalid_choice": _("商品を選んでください。")},
    )
    website = forms.CharField(
        label=_("この欄には何も入力しないでください"), required=False, max_length=1000
    )

    def clean_name(self) -> str:
        name = rules.one_line(self.cleaned_data["name"])
        if name is None:
            raise forms.ValidationError(_("お名前は1行で入力してください。"))
        return name

    def clean_member_number(self) -> str:
        number = rules.member_number(self.cleaned_data["member_number"])
        if number is None:
            raise forms.ValidationError(
                _(
                    "組合員番号は、半角数字12桁で入力してください。おわかりにならない場合は、空欄にしてください。"
                )
            )
        return number

    def clean_line(self) -> int | None:
        chosen = self.cleaned_data["line"]
        return int(chosen) if chosen else None

    def clean_mail(self) -> str:
        return judging.mail_address(self.cleaned_data["mail"])

    def clean_text(self) -> str:
        return _plain(self.cleaned_data["text"])


class FollowUpForm(forms.Form):
    """What somebody says further on an inquiry of theirs."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("追加のご連絡"),
        help_text=_("パスワードは書かないでください"),
        max_length=rules.TEXT_LENGTH_MAX,
        error_messages={"required": _("お問い合せの内容を入力してください。")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean_text(self) -> str:
        return _plain(self.cleaned_data["text"])


def _plain(typed: str) -> str:
    text = rules.plain_text(typed)
    if text is None:
        raise forms.ValidationError(
            _("お問い合せの内容に、使えない文字があります。入力し直してください。")
        )
    return text
