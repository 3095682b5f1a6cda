"""What the guardian is to see; the password is asked for once more."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.identity.sections import Section
from kumiai.portal import wording
from kumiai.portal.forms.details import CurrentPasswordForm


class SharingForm(CurrentPasswordForm):
    """A box for each section the co-op's policy lets guardians see at all."""

    field_order = ("sections", "current_password")

    sections = forms.MultipleChoiceField(
        label=_("保護者の方にお見せするもの"),
        help_text=_("チェックを外したものは、保護者の方に見えなくなります"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )

    def __init__(
        self,
        sent: Mapping[str, Any] | None = None,
        *,
        allowed: Collection[Section],
        shared: Collection[Section],
    ) -> None:
        super().__init__(sent, initial={"sections": [part.value for part in shared]})
        field = self.fields["sections"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [
            (part.value, name) for part, name in wording.SECTIONS.items() if part in allowed
        ]
