"""Adding a child: one's own password, and what opens the other child's guardian login."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.portal.forms.details import ID_ATTRS, CurrentPasswordForm


class AddChildForm(CurrentPasswordForm):
    """Takes whatever is typed, a full login or a provisional one; the room judges it."""

    field_order = ("child_login_id", "child_password", "current_password")

    child_login_id = forms.CharField(
        label=_("追加するお子さまの、保護者の方のログインID"),
        help_text=_(
            "本登録がまだのときは、仮ログインID（お子さまの組合員番号のうしろに「p」）を"
            "入力してください"
        ),
        max_length=200,
        strip=False,
        error_messages={"required": _("追加するログインIDを入力してください。")},
        widget=forms.TextInput(attrs=ID_ATTRS | {"autocomplete": "off"}),
    )
    child_password = forms.CharField(
        label=_("そのログインIDのパスワード"),
        help_text=_("本登録がまだのときは、仮パスワードを入力してください"),
        max_length=1000,
        strip=False,
        error_messages={"required": _("そのログインIDのパスワードを入力してください。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, sent: Mapping[str, Any] | None = None) -> None:
        super().__init__(sent)
        self.fields["current_password"].label = _("いまログイン中のログインIDのパスワード")
