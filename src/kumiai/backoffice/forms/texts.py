"""A legal text of the co-op from a day to come."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice.forms import typed
from kumiai.backoffice.forms.member_acts import ReasonForm
from kumiai.coops.imports import LegalTextPart
from kumiai.coops.legal import rules
from kumiai.coops.legal.queries import TextFacts
from kumiai.coops.legal.rules import LegalKind

_CHARACTERS_MAX = 50_000


def _long(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=_CHARACTERS_MAX,
        error_messages={"required": _("本文を入力してください。")},
        widget=forms.Textarea(attrs={"rows": "16"}),
    )


class TextForm(ReasonForm):
    """Starts with a text of before; a kind nobody consents to asks for no consent."""

    field_order = ("starts_on", "japanese", "english", "needs_consent", "reason")

    starts_on = typed.day(
        _("いつから"),
        _("明日以降の日付。例：2026-04-01"),
        _("いつから変わるかを入力してください。"),
    )
    japanese = _long(
        _("本文（日本語）"),
        _("空行で段落を分けます。「# 」で始まる行は見出し、「- 」は箇条書きです"),
    )
    english = _long(_("本文（英語）"), _("同じ書き方です"))
    needs_consent = forms.BooleanField(
        label=_("登録済みの方にも、改めて同意をお願いする"),
        help_text=_("その日から、ログインしたときに一度だけ同意の画面が出ます"),
        required=False,
    )

    def __init__(
        self,
        sent: Mapping[str, Any] | None = None,
        *,
        kind: LegalKind,
        before: TextFacts | None,
        is_coming: bool,
    ) -> None:
        known = {"japanese": before.japanese, "english": before.english} if before else {}
        if before and is_coming:
            known |= {
                "starts_on": before.starts_on.isoformat(),
                "needs_consent": before.needs_consent,  # type: ignore[dict-item]
            }
        super().__init__(sent, initial=known)
        self._kind: LegalKind = kind
        self._version = (before.version if before else 0) + (0 if is_coming else 1)
        if kind not in rules.CONSENTED_KINDS:
            del self.fields["needs_consent"]

    def clean_japanese(self) -> str:
        """Lines as a file has them."""
        return _lines(self.cleaned_data["japanese"])

    def clean_english(self) -> str:
        """Lines as a file has them."""
        return _lines(self.cleaned_data["english"])

    def part(self) -> LegalTextPart:
        """What is filled in, once it is valid."""
        given = self.cleaned_data
        return LegalTextPart(
            kind=self._kind,
            version=self._version,
            starts_on=given["starts_on"],
            needs_consent=given.get("needs_consent", False),
            japanese=given["japanese"],
            english=given["english"],
        )


def _lines(written: str) -> str:
    text = re.sub("\r\n?", "\n", written).replace("\t", " ")
    if re.search(r"[\x00-\x09\x0b-\x1f]", text):
        raise forms.ValidationError(_("改行のほかの制御文字は使えません。"))
    return text
