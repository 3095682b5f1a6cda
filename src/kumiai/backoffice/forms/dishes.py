"""A dish file as the office hands it in: once to look at it, and then to take it in."""

import base64
import binascii
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kumiai.backoffice.forms import typed

BYTES_MAX = 1024 * 1024


class DishFileForm(forms.Form):
    """A file, or the same file again as the preview has kept it in the page."""

    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("料理のファイル（CSV）"),
        help_text=gettext_lazy("UTF-8またはShift_JIS。1行が料理1品です"),
        error_messages={"required": gettext_lazy("ファイルを選んでください。")},
    )
    starts_on = typed.day(
        gettext_lazy("適用開始日"),
        gettext_lazy("ファイルに日付がない行に使います。空欄のときは今日です"),
    )
    is_correction = forms.BooleanField(
        label=gettext_lazy("過ぎた日の数値を訂正する（食べた記録の数値も変わります）"),
        required=False,
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("kept")

    def clean(self) -> dict[str, Any]:
        """The bytes of the file, whichever way they came, as `raw`."""
        given = super().clean() or {}
        raw = self._raw(given)
        if raw is None and "file" not in self.errors:
            self.add_error("file", _("ファイルを選んでください。"))
        elif raw is not None and len(raw) > BYTES_MAX:
            self.add_error("file", _("ファイルが大きすぎます。1MBまでです。"))
        else:
            given["raw"] = raw
        return given

    @staticmethod
    def _raw(given: dict[str, Any]) -> bytes | None:
        file: UploadedFile | None = given.get("file")
        if file is not None:
            return bytes(file.read(BYTES_MAX + 1))
        try:
            return base64.b64decode(given.get("kept", ""), validate=True) or None
        except (binascii.Error, ValueError):
            return None

    def keeping(self) -> "DishFileForm":
        """The form for the second step, with the file in it."""
        given = self.cleaned_data
        return DishFileForm(
            initial={
                "starts_on": given["starts_on"],
                "is_correction": given["is_correction"],
                "kept": base64.b64encode(given["raw"]).decode("ascii"),
            }
        )
