"""A store as a manager describes it."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice.forms.member_acts import ReasonForm
from kumiai.coops.imports import StorePart
from kumiai.coops.queries import StoreFacts
from kumiai.kit import japanese

_OFF = {"autocomplete": "off"}


def one_line(typed: str) -> str:
    """As typed. Raises ValidationError where it has line breaks or other control characters."""
    if re.search(r"[\x00-\x1f]", typed):
        raise forms.ValidationError(_("改行などの制御文字は使えません。"))
    return typed


def phone(typed: str) -> str:
    """Half-width, with its hyphens; nothing stays nothing. Raises ValidationError."""
    folded = japanese.fold_identifier(typed)
    if folded and not re.fullmatch(r"0[0-9-]{8,13}", folded):
        raise forms.ValidationError(_("電話番号として読めません。例：0172-34-4806"))
    return folded


class StoreForm(ReasonForm):
    """What members and receipts say of a store."""

    field_order: tuple[str, ...] = (
        "code", "name", "phone", "hours", "hands_over", "is_cafeteria", "reason",
    )  # fmt: skip

    name = forms.CharField(
        label=_("店舗の名前"),
        help_text=_("レシートと組合員のページに表示されます"),
        max_length=200,
        error_messages={"required": _("店舗の名前を入力してください。")},
        widget=forms.TextInput(attrs=_OFF),
    )
    phone = forms.CharField(
        label=_("店舗の電話番号"),
        help_text=_("空欄なら生協の電話番号を案内します。例：0172-34-4806"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=_OFF | {"inputmode": "tel"}),
    )
    hours = forms.CharField(
        label=_("営業時間"),
        help_text=_("例：平日 10:00〜17:30"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_OFF),
    )
    hands_over = forms.BooleanField(
        label=_("未受取のお金を受け取れる店舗"),
        required=False,
    )
    is_cafeteria = forms.BooleanField(
        label=_("食堂（ミールカードの相談先として案内します）"), required=False
    )

    def __init__(
        self, sent: Mapping[str, Any] | None = None, *, store: StoreFacts | None = None
    ) -> None:
        names = ("name", "phone", "hours", "hands_over", "is_cafeteria")
        known = {name: getattr(store, name) for name in names} if store else None
        super().__init__(sent, initial=known)
        self._code = store.code if store else ""

    def clean_name(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["name"])

    def clean_hours(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["hours"])

    def clean_phone(self) -> str:
        """Half-width, with its hyphens."""
        return phone(self.cleaned_data["phone"])

    def part(self) -> StorePart:
        """What is filled in, once it is valid."""
        given: dict[str, Any] = self.cleaned_data
        return StorePart(
            code=given.get("code", self._code),
            name=given["name"],
            phone=given["phone"],
            hours=given["hours"],
            hands_over=given["hands_over"],
            is_cafeteria=given["is_cafeteria"],
        )


class NewStoreForm(StoreForm):
    """The same with a code, which a store has for good."""

    code = forms.CharField(
        label=_("店舗コード"),
        help_text=_(
            "半角の英大文字・数字・ハイフンで20文字まで。あとから変えられません。例：FERIO"
        ),
        max_length=40,
        error_messages={"required": _("店舗コードを入力してください。")},
        widget=forms.TextInput(attrs=_OFF),
    )

    def clean_code(self) -> str:
        """In capitals."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["code"]).strip().upper()
        if not re.fullmatch(r"[A-Z0-9][A-Z0-9_-]{0,19}", typed):
            raise forms.ValidationError(_("店舗コードは半角の英数字で入力してください。例：FERIO"))
        return typed
