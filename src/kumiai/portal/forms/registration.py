"""The registration form: what its items must look like; the room says whether they are true."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.identity import queries as identity
from kumiai.identity import rules
from kumiai.identity.queries import Ticket
from kumiai.portal.forms import wording
from kumiai.portal.forms.items import ItemsForm, KeptField


class RegistrationForm(ItemsForm):
    """The form behind a registration ticket, with the code of the test mail."""

    field_order = ("kana", "second_proof", "login_id", "password", "mail", "code", "consent")

    code = KeptField(
        label=_("確認コード"),
        help_text=_("メールに書かれた6桁の数字"),
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(self, sent: Mapping[str, Any] | None = None, *, ticket: Ticket) -> None:
        super().__init__(sent, draft=ticket.draft, second_proof=ticket.second_proof)
        self.ticket = ticket
        self._keep("code", is_kept=True)

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        problem = password and identity.problem_with_password(
            login_pk=self.ticket.login_pk,
            password=password,
            login_id=rules.fold_login_id(self.data.get("login_id", "")),
        )
        if problem:
            raise forms.ValidationError(wording.words("password", problem))
        return password
