"""How many blocks of web points are claimed."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kumiai.kit import ids
from kumiai.kit.money import Yen
from kumiai.ui import wording

BLOCKS_SHOWN_MAX = 20


class ClaimForm(forms.Form):
    """A choice among the whole blocks there are, refused whole where there is none.

    The id makes a form sent twice one claim.
    """

    use_required_attribute = False

    id = forms.UUIDField(widget=forms.HiddenInput)
    blocks = forms.TypedChoiceField(
        label=_("申請する分"),
        coerce=int,
        error_messages={
            "required": _("申請する分を選んでください。"),
            "invalid_choice": _("いまの残高で申請できる分を選んでください。"),
        },
    )

    def __init__(
        self, *args: object, count: int, block_tenths: int, block_yen: Yen, language: str
    ) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        if not count:
            del self.fields["blocks"]
            return
        self.fields["blocks"].choices = [  # type: ignore[attr-defined]
            (
                str(blocks),
                _("%(points)s → %(yen)s")
                % {
                    "points": wording.points(blocks * block_tenths, language),
                    "yen": wording.yen(blocks * block_yen, language),
                },
            )
            for blocks in range(1, min(count, BLOCKS_SHOWN_MAX) + 1)
        ]

    def clean(self) -> None:
        """Without a block to choose there is no field to blame."""
        if "blocks" not in self.fields:
            raise ValidationError(
                _(
                    "いまの残高では申請できません。"
                    "ほかの画面ですでに申請していないか、下の履歴をご確認ください。"
                )
            )

    def clean_id(self) -> uuid.UUID:
        """Only an id as this page makes them."""
        value: uuid.UUID = self.cleaned_data["id"]
        if not ids.is_uuid7(value):
            raise ValidationError(_("画面を開き直して、もう一度お試しください。"))
        return value
