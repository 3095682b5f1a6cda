"""What is filled in when the office does something for a member; always with a reason."""

from django import forms
from django.forms import ValidationError
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice.forms import typed as fields
from kumiai.kit import japanese
from kumiai.kit.money import TenthPoints
from kumiai.ledger.accounts import Kind
from kumiai.mail import rules as mail
from kumiai.members import rules as members

YEN_MAX = 999_999


class SearchForm(forms.Form):
    """Whatever somebody at a desk knows of a member."""

    use_required_attribute = False

    words = forms.CharField(
        label=_("組合員番号・氏名・フリガナ・電話・メール・カード"),
        help_text=_("はじめの部分だけでも探せます。全角・半角・空白は気にせず入力できます"),
        max_length=200,
        error_messages={"required": _("探したい番号や名前を入力してください。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )


class ReasonForm(forms.Form):
    """Why."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("理由"),
        help_text=_("操作記録に残ります"),
        max_length=500,
        error_messages={"required": _("理由を入力してください。")},
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class NoteForm(ReasonForm):
    """What colleagues should know."""

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.fields["reason"].label = _("メモ")
        self.fields["reason"].error_messages["required"] = _("メモを入力してください。")


class LoginForm(ReasonForm):
    """Whose login, and how it was checked who asks."""

    field_order: tuple[str, ...] = ("login", "reason")

    login = forms.ChoiceField(
        label=_("どちらのログイン"),
        choices=[("member", _("組合員本人")), ("guardian", _("保護者"))],
        initial="member",
        widget=forms.RadioSelect(),
    )

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.fields["reason"].label = _("ご本人の確認方法と理由")
        self.fields["reason"].help_text = _(
            "例：学生証を窓口で確認。パスワードは聞かないでください。操作記録に残ります"
        )


class MailForm(LoginForm):
    """The new address."""

    field_order: tuple[str, ...] = ("login", "address", "reason")

    address = forms.CharField(
        label=_("新しいメールアドレス"),
        max_length=1000,
        error_messages={"required": _("メールアドレスを入力してください。")},
        widget=forms.TextInput(
            attrs={"inputmode": "email", "autocomplete": "off", "autocapitalize": "none"}
        ),
    )

    def clean_address(self) -> str:
        """Folded, and one we would write to."""
        address = mail.fold_address(self.cleaned_data["address"])
        if mail.problem_with_address(address):
            raise ValidationError(_("メールアドレスの形になっていません。例：hanako@example.jp"))
        return address


class ReissueForm(ReasonForm):
    """The chip of the new card, where it has one."""

    field_order: tuple[str, ...] = ("idm", "reason")

    idm = forms.CharField(
        label=_("新しいカードのICチップ番号"),
        help_text=_("ICチップのあるカードだけ。16桁の英数字"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_idm(self) -> str:
        """Sixteen signs in capitals, or nothing."""
        typed = self.cleaned_data["idm"]
        key = members.card_key(typed) if typed else ""
        if typed and (key is None or not members.is_idm(key)):
            raise ValidationError(_("ICチップ番号は16桁の英数字（0〜9、A〜F）です。"))
        return key or ""


class EndForm(ReasonForm):
    """The last day as a member."""

    field_order: tuple[str, ...] = ("left_on", "reason")

    left_on = fields.day(
        _("脱退日"),
        _("この日まではカードを使えます。例：2026-03-31"),
        _("脱退日を入力してください。"),
    )


class CorrectionForm(ReasonForm):
    """So much more or less in one purse; somebody else approves it."""

    field_order: tuple[str, ...] = ("purse", "direction", "amount", "reason")

    purse = forms.ChoiceField(
        label=_("どの残高"),
        choices=[
            (Kind.PREPAID.value, _("プリペイド残高（円）")),
            (Kind.UNCOLLECTED.value, _("未受取プリペイド（円、減らすだけ）")),
            (Kind.POINTS.value, _("ポイント")),
            (Kind.WEB_POINTS.value, _("Webポイント")),
            (Kind.DEBT.value, _("不足金（円）")),
        ],
        initial=Kind.PREPAID.value,
        widget=forms.RadioSelect(),
    )
    direction = forms.ChoiceField(
        label=_("増やすか減らすか"),
        choices=[("more", _("増やす")), ("less", _("減らす"))],
        initial="more",
        widget=forms.RadioSelect(),
    )
    amount = forms.CharField(
        label=_("金額またはポイント"),
        help_text=_("円は整数、ポイントは小数第1位まで"),
        max_length=20,
        error_messages={"required": _("金額またはポイントを入力してください。")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, object]:
        """The change in the purse's unit, below zero where it becomes less."""
        given = self.cleaned_data
        if not {"purse", "direction", "amount"} <= given.keys():
            return given
        if (given["purse"], given["direction"]) == (Kind.UNCOLLECTED.value, "more"):
            self.add_error(
                "direction",
                _("未受取プリペイドは減らすことだけができます。増えるのは入金と受取申請だけです。"),
            )
            return given
        in_tenths = given["purse"] in (Kind.POINTS.value, Kind.WEB_POINTS.value)
        size = _tenths(given["amount"]) if in_tenths else _yen(given["amount"])
        if not size:
            self.add_error("amount", _("1以上の数で入力してください。例：1000、28.7（ポイント）"))
        elif size > YEN_MAX * (10 if in_tenths else 1):
            most = {"most": f"{YEN_MAX:,}"}
            self.add_error("amount", _("一度に訂正できるのは%(most)sまでです。") % most)
        else:
            given["change"] = size if given["direction"] == "more" else -size
        return given


def _yen(typed: str) -> int | None:
    digits = japanese.fold_identifier(typed).replace(",", "").removesuffix("円")
    return int(digits) if digits.isascii() and digits.isdecimal() else None


def _tenths(typed: str) -> TenthPoints | None:
    whole, _dot, tenth = japanese.fold_identifier(typed).replace(",", "").partition(".")
    digits = whole + (tenth or "0")
    if len(tenth) > 1 or not (digits.isascii() and digits.isdecimal()):
        return None
    return TenthPoints(int(digits))
