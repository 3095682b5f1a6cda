"""What is filled in to send uncollected money to a member's bank account."""

from django import forms
from django.forms import ValidationError
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice import payouts
from kumiai.backoffice.forms.member_acts import ReasonForm
from kumiai.backoffice.forms.typed import TypedYen
from kumiai.kit import japanese
from kumiai.kit.money import Yen
from kumiai.ui import wording

BANK_NUMBER_DIGITS = 7
_PLAIN = {"autocomplete": "off"}
_NUMERIC = _PLAIN | {"inputmode": "numeric"}


class PayoutForm(ReasonForm):
    """How much, and to which account; somebody else approves it. `payable_yen` is the most."""

    field_order: tuple[str, ...] = (
        *("amount_yen", "bank", "branch", "deposit_type", "bank_number"),
        *("payee", "reason"),
    )

    amount_yen = TypedYen(
        label=_("払い出す金額（円）"),
        error_messages={"required": _("金額を入力してください。")},
        widget=forms.TextInput(attrs=_NUMERIC),
    )
    bank = forms.CharField(
        label=_("銀行"),
        help_text=_("例：みちのく銀行、ゆうちょ銀行"),
        max_length=40,
        error_messages={"required": _("銀行の名前を入力してください。")},
        widget=forms.TextInput(attrs=_PLAIN),
    )
    branch = forms.CharField(
        label=_("支店"),
        help_text=_("例：弘前営業部。ゆうちょ銀行は振込用の店名"),
        max_length=40,
        error_messages={"required": _("支店の名前を入力してください。")},
        widget=forms.TextInput(attrs=_PLAIN),
    )
    deposit_type = forms.ChoiceField(
        label=_("預金の種類"),
        choices=list(payouts.DEPOSIT_TYPES.items()),
        initial="ordinary",
        widget=forms.RadioSelect(),
    )
    bank_number = forms.CharField(
        label=_("口座番号"),
        help_text=_("7桁。ゆうちょ銀行は振込用の口座番号（記号・番号ではありません）"),
        max_length=40,
        error_messages={"required": _("口座番号を入力してください。")},
        widget=forms.TextInput(attrs=_NUMERIC),
    )
    payee = forms.CharField(
        label=_("口座名義（カナ）"),
        help_text=_("通帳のとおりに。ご本人または保護者の口座だけにしてください"),
        max_length=48,
        error_messages={"required": _("口座名義を入力してください。")},
        widget=forms.TextInput(attrs=_PLAIN),
    )

    def __init__(self, *given: object, payable_yen: Yen, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self._payable_yen = payable_yen
        self.fields["amount_yen"].initial = payable_yen or None
        self.fields["reason"].label = _("ご本人の確認方法と理由")

    def clean_amount_yen(self) -> int:
        """At least one yen, and no more than there is."""
        yen: int = self.cleaned_data["amount_yen"]
        if yen > self._payable_yen:
            most = {"most": wording.yen(self._payable_yen, "ja")}
            raise ValidationError(_("払い出せるのは%(most)sまでです。"), params=most)
        if not yen:
            raise ValidationError(_("1円以上の金額を入力してください。"))
        return yen

    def clean_bank_number(self) -> str:
        """Seven digits, with the zeros that were left out before them."""
        digits = japanese.fold_digits(self.cleaned_data["bank_number"])
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= BANK_NUMBER_DIGITS):
            raise ValidationError(_("口座番号は7桁までの数字です。例：0123456"))
        return digits.zfill(BANK_NUMBER_DIGITS)

    def clean_payee(self) -> str:
        """The reading in full-width katakana."""
        name = japanese.spaced_kana(self.cleaned_data["payee"])
        if not japanese.is_reading(name):
            raise ValidationError(_("口座名義はカタカナで入力してください。例：ツガル ハナコ"))
        return name
