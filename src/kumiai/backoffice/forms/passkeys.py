"""A passkey of somebody of the office; the password is asked for once more."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.identity.models_passkeys import NAME_LENGTH_MAX
from kumiai.ui import fields


class StaffPasswordForm(forms.Form):
    """Whatever opens the door is changed only with the password."""

    use_required_attribute = False

    current_password = fields.current_password()


class StaffPasskeyForm(StaffPasswordForm):
    """To add one; a script fills `answer` in."""

    field_order = ("name", "current_password")

    name = forms.CharField(
        label=_("パスキーの名前"),
        help_text=_("どの端末のものか、あとでわかる名前を付けてください"),
        max_length=NAME_LENGTH_MAX,
        error_messages={"required": _("パスキーの名前を入力してください。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    token = forms.CharField(max_length=1000, widget=forms.HiddenInput())
    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput())
