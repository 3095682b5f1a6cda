"""What the office gives for files of deposits, and decides at the matching desk."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kumiai.members import rules as members
from kumiai.slips.deposits import FileKind
from kumiai.slips.pile import LABEL_CHARACTERS_MAX, PileRow
from kumiai.slips.reading import FILE_BYTES_MAX

PILE_ROWS = 20
SHARES = 4
_NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}
_PILE_FIELDS = ("paid_on", "amount_yen", "member_number", "payer")


class UploadForm(forms.Form):
    """A file, and of which kind it is."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("ファイルの種類"),
        choices=[
            ("", _("自動で見分ける")),
            (FileKind.NOTICE.value, _("銀行の振込入金通知（全銀01）")),
            (FileKind.STATEMENT.value, _("銀行の入出金明細（全銀03）")),
            (FileKind.AGENCY.value, _("収納代行のCSV")),
            (FileKind.SLIPS.value, _("払込票のCSV")),
        ],
        required=False,
    )
    file = forms.FileField(
        label=_("ファイル"),
        max_length=200,
        error_messages={
            "required": _("ファイルを選んでください。"),
            "empty": _("ファイルが空です。"),
            "max_length": _("ファイル名が長すぎます。"),
        },
    )

    def clean_file(self) -> UploadedFile:
        """Refused by its size before it is read."""
        return _not_too_large(self.cleaned_data["file"])


class MemberFileForm(forms.Form):
    """A member file."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("組合員ファイル（CSV）"),
        max_length=200,
        error_messages={
            "required": _("ファイルを選んでください。"),
            "empty": _("ファイルが空です。"),
            "max_length": _("ファイル名が長すぎます。"),
        },
    )

    def clean_file(self) -> UploadedFile:
        """Refused by its size before it is read."""
        return _not_too_large(self.cleaned_data["file"])


class PileForm(forms.Form):
    """The cover of a pile of slips: its name and its totals."""

    use_required_attribute = False

    label = forms.CharField(
        label=_("束の名前"),
        help_text=_("例：4月8日 郵便局 1束目"),
        max_length=LABEL_CHARACTERS_MAX,
        error_messages={"required": _("束の名前を入力してください。")},
    )
    count = forms.CharField(
        label=_("枚数（表紙の数字）"),
        max_length=10,
        error_messages={"required": _("表紙の枚数を入力してください。")},
        widget=forms.TextInput(attrs=_NUMERIC),
    )
    total_yen = forms.CharField(
        label=_("合計金額（表紙の数字、円）"),
        max_length=20,
        error_messages={"required": _("表紙の合計金額を入力してください。")},
        widget=forms.TextInput(attrs=_NUMERIC),
    )

    def clean_count(self) -> int:
        """Whole, however typed."""
        return _whole(self.cleaned_data["count"])

    def clean_total_yen(self) -> int:
        """Whole yen, however typed."""
        return _whole(self.cleaned_data["total_yen"])


def pile_rows(data: Any) -> list[PileRow]:
    """The slips that were typed; lines left empty are none."""
    typed = [
        tuple(data.get(f"{field}_{number}", "").strip()[:100] for field in _PILE_FIELDS)
        for number in range(1, PILE_ROWS + 1)
    ]
    return [PileRow(*cells) for cells in typed if any(cells)]


def shown_rows(data: Any) -> list[dict[str, object]]:
    """The lines of a pile to be typed into, with what was typed already."""
    return [
        {"number": number} | {field: data.get(f"{field}_{number}", "") for field in _PILE_FIELDS}
        for number in range(1, PILE_ROWS + 1)
    ]


class ReasonForm(forms.Form):
    """Why something is decided."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("理由・確認したこと"),
        help_text=_("操作記録に残ります"),
        max_length=200,
        error_messages={"required": _("理由を入力してください。")},
    )


class AssignForm(ReasonForm):
    """To whom a deposit's money goes: up to four members, together all of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, SHARES + 1):
            self.fields[f"number_{number}"] = forms.CharField(
                label=_("組合員番号"),
                required=number == 1,
                max_length=40,
                error_messages={"required": _("組合員番号を入力してください。")},
                widget=forms.TextInput(attrs=_NUMERIC),
            )
            self.fields[f"yen_{number}"] = forms.CharField(
                label=_("金額（円）"),
                required=number == 1,
                max_length=20,
                error_messages={"required": _("金額を入力してください。")},
                widget=forms.TextInput(attrs=_NUMERIC),
            )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each share after the first."""
        return [(self[f"number_{n}"], self[f"yen_{n}"]) for n in range(2, SHARES + 1)]

    @property
    def is_split(self) -> bool:
        """Whether something was typed beyond the first share."""
        return any(field.value() for pair in self.pairs() for field in pair)

    def clean(self) -> dict[str, Any]:
        """The shares by member number, in yen."""
        cleaned = super().clean() or {}
        shares: dict[str, int] = {}
        for number in range(1, SHARES + 1):
            typed = cleaned.get(f"number_{number}", ""), cleaned.get(f"yen_{number}", "")
            if any(typed):
                self._add_share(shares, number, *typed)
        return cleaned | {"shares": shares}

    def _add_share(self, shares: dict[str, int], number: int, typed: str, yen: str) -> None:
        member_number = members.member_number(typed)
        if member_number is None:
            self.add_error(f"number_{number}", _("12桁の組合員番号を入力してください。"))
        elif member_number in shares:
            self.add_error(f"number_{number}", _("同じ組合員番号が2回あります。"))
        else:
            try:
                shares[member_number] = _whole(yen)
            except forms.ValidationError as problem:
                self.add_error(f"yen_{number}", problem)


def _whole(typed: str) -> int:
    folded = unicodedata.normalize("NFKC", typed).strip().removesuffix("円").replace(",", "")
    if not re.fullmatch("[0-9]{1,12}", folded):
        raise forms.ValidationError(_("数字で入力してください。"))
    return int(folded)


def _not_too_large(file: UploadedFile) -> UploadedFile:
    if (file.size or 0) > FILE_BYTES_MAX:
        words = _("ファイルが大きすぎます（上限%(mebibytes)sMB）。何も取り込んでいません。")
        raise forms.ValidationError(words % {"mebibytes": FILE_BYTES_MAX // 2**20})
    return file
