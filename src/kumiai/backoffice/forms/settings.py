"""What a manager fills in about the co-op's terminals and people."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice.forms.member_acts import ReasonForm
from kumiai.coops.queries import StoreFacts

KINDS = [("till", _("レジ")), ("top_up_machine", _("チャージ機")), ("feed", _("アプリの連携"))]


class TerminalForm(forms.Form):
    """A new terminal: what it is, where it stands, and what it is called."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("種類"), choices=KINDS, initial="till", widget=forms.RadioSelect()
    )
    name = forms.CharField(
        label=_("名前"),
        help_text=_("生協の中で一つだけの名前。例：FERIO レジ2"),
        max_length=60,
        error_messages={"required": _("名前を入力してください。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    store = forms.ChoiceField(
        label=_("店舗"), help_text=_("アプリの連携では選びません"), required=False
    )

    def __init__(self, sent: object = None, *, stores: Sequence[StoreFacts]) -> None:
        super().__init__(sent)  # type: ignore[arg-type]
        field = self.fields["store"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", "–"), *((store.code, store.name) for store in stores)]


class RotationForm(forms.Form):
    """How long the key in use goes on working."""

    use_required_attribute = False

    overlap = forms.ChoiceField(
        label=_("いまの鍵が使える時間"),
        choices=[("0", _("すぐに使えなくする")), ("1", _("1時間")), ("24", _("24時間"))],
        initial="24",
        widget=forms.RadioSelect(),
    )


class EndingForm(ReasonForm):
    """Why something ends for good."""
