"""The co-op's logo as a manager uploads it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import ValidationError
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice.forms.member_acts import ReasonForm
from kumiai.kit import png

BYTES_MAX = 256 * 1024
PIXELS = range(64, 1025)


class LogoForm(ReasonForm):
    """A picture, or that there is to be none any more."""

    field_order: tuple[str, ...] = ("file", "is_removed", "reason")

    file = forms.FileField(
        label=_("ロゴの画像（PNG）"),
        help_text=_("正方形に近いもの。幅と高さは64〜1024ピクセル、256KBまで"),
        max_length=200,
        required=False,
        error_messages={
            "empty": _("ファイルが空です。"),
            "max_length": _("ファイル名が長すぎます。"),
        },
        widget=forms.FileInput(attrs={"accept": "image/png"}),
    )
    is_removed = forms.BooleanField(label=_("ロゴを使わない"), required=False)

    def clean_file(self) -> bytes | None:
        """The picture without what nobody sees; nothing where no file was chosen."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is None:
            return None
        if (file.size or 0) > BYTES_MAX:
            raise ValidationError(_("画像が大きすぎます（上限256KB）。ロゴは変わっていません。"))
        try:
            picture = png.read(file.read())
        except png.NotPng as problem:
            raise ValidationError(
                _("PNGの画像ではないか、壊れています。別の画像を選んでください。")
            ) from problem
        if picture.width not in PIXELS or picture.height not in PIXELS:
            size = {"width": picture.width, "height": picture.height}
            raise ValidationError(
                _(
                    "画像の大きさは%(width)s×%(height)sピクセルです。幅と高さを64〜1024ピクセルにしてください。"
                ),
                params=size,
            )
        return picture.raw

    def clean(self) -> dict[str, Any]:
        """One of both."""
        given = self.cleaned_data
        if "file" in given and (given["file"] is None) == (not given.get("is_removed")):
            self.add_error(
                "file", _("画像を選ぶか、「ロゴを使わない」のどちらか一つを選んでください。")
            )
        return given
