"""A passkey's name, what the browser answered, and the password once more."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.identity.models_passkeys import NAME_LENGTH_MAX
from kumiai.portal.forms.details import CurrentPasswordForm


class PasskeyForm(CurrentPasswordForm):
    """To name a passkey one has."""

    field_order = ("name", "current_password")

    name = forms.CharField(
        label=_("パスキーの名前"),
        help_text=_("どの端末のものか、あとでわかる名前を付けてください"),
        max_length=NAME_LENGTH_MAX,
        error_messages={"required": _("パスキーの名前を入力してください。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class NewPasskeyForm(PasskeyForm):
    """To add one; a script fills `answer` in."""

    token = forms.CharField(max_length=1000, widget=forms.HiddenInput())
    answer = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any] | None:
        if not self.cleaned_data.get("answer"):
            self.add_error(None, _("端末でのパスキーの作成が終わりませんでした。"))
        return self.cleaned_data
