"""Fields that take a day, a time or an amount as people write it."""

import unicodedata
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.kit import japanese


class TypedDate(forms.Field):
    """A day as people write it, era years and full-width digits too."""

    def to_python(self, value: Any) -> date | None:
        """The day; an empty field is none. Refused where it is no day."""
        text = str(value or "").strip()
        if not text:
            return None
        found = japanese.read_desk_date(text)
        if found is None:
            raise forms.ValidationError(_("日付は「2026-11-23」のように入力してください。"))
        return found


class TypedYen(forms.Field):
    """An amount as people write it: `30,480円` is 30480."""

    def to_python(self, value: Any) -> int | None:
        """Whole yen; an empty field is none. Refused where it is no amount."""
        text = japanese.fold_identifier(str(value or "")).removesuffix("円").replace(",", "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            raise forms.ValidationError(_("金額は0以上の整数で入力してください。"))
        return int(text)


class TypedTime(forms.TimeField):
    """A time as people write it, in full-width digits too; an empty field is none."""

    def to_python(self, value: Any) -> time | None:
        return super().to_python(unicodedata.normalize("NFKC", str(value or "")).strip())


def day(label: Any, hint: Any = "", wanted: Any = None) -> TypedDate:
    """A field for a day; `wanted` is what an empty one is told, without it a day may be missing."""
    return TypedDate(
        label=label,
        required=wanted is not None,
        help_text=hint,
        error_messages={"required": wanted} if wanted is not None else None,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
