"""What a co-op says of itself, as a manager fills it in."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice.forms.member_acts import ReasonForm
from kumiai.backoffice.forms.stores import one_line, phone
from kumiai.coops.profile.actions import Profile
from kumiai.coops.queries import CoopFacts
from kumiai.mail import rules as mail
from kumiai.ui import rules as ui

_OFF = {"autocomplete": "off"}
_FIELDS = (
    "name", "short_name", "emoney_name", "phone", "address", "desk_address", "accent_colour",
)  # fmt: skip


def _text(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=200,
        required=required,
        error_messages={"required": _("この項目を入力してください。")},
        widget=forms.TextInput(attrs=_OFF),
    )


class ProfileForm(ReasonForm):
    """Starts with what is said now."""

    field_order = (*_FIELDS, "reason")

    name = _text(_("生協の正式な名前"), _("レシートと規約に表示されます"))
    short_name = _text(_("生協の短い名前"), _("ページの上に表示されます"))
    emoney_name = _text(_("電子マネーの名前"))
    phone = _text(_("代表電話番号"))
    address = _text(_("所在地"), required=False)
    desk_address = _text(
        _("窓口のメールアドレス"),
        _("お問い合せの写しが届きます。空欄なら届きません"),
        required=False,
    )
    accent_colour = _text(
        _("生協の色"), _("#と16進数6桁。白い背景で読める濃さが要ります。例：#0b6857")
    )

    def __init__(self, sent: Mapping[str, Any] | None = None, *, coop: CoopFacts) -> None:
        super().__init__(sent, initial={name: getattr(coop, name) for name in _FIELDS})

    def clean_name(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["name"])

    def clean_short_name(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["short_name"])

    def clean_emoney_name(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["emoney_name"])

    def clean_phone(self) -> str:
        """Half-width."""
        return phone(self.cleaned_data["phone"])

    def clean_address(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["address"])

    def clean_desk_address(self) -> str:
        """One that mail can go to, or nothing."""
        typed = mail.fold_address(self.cleaned_data["desk_address"])
        if typed and mail.problem_with_address(typed):
            raise forms.ValidationError(
                _("メールアドレスの形になっていません。例：hanako@example.jp")
            )
        return typed

    def clean_accent_colour(self) -> str:
        """Readable as text on white; otherwise the nearest one that is, is said."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["accent_colour"]).strip().lower()
        if not re.fullmatch("#[0-9a-f]{6}", typed):
            raise forms.ValidationError(_("色は#と16進数6桁で入力してください。例：#0b6857"))
        check = ui.check_accent(typed)
        if not check.readable:
            words = gettext(
                "この色は白い背景で読みにくいため使えません（コントラスト%(contrast)s、4.5以上が必要）。"
                "近い色では%(nearest)sが使えます。"
            )
            raise forms.ValidationError(
                words % {"contrast": check.contrast, "nearest": check.nearest}
            )
        return typed

    def profile(self) -> Profile:
        """What is filled in, once it is valid."""
        return Profile(**{name: self.cleaned_data[name] for name in _FIELDS})
