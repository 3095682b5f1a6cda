"""Why somebody wants a card stopped."""

from django import forms
from django.utils.translation import gettext_lazy as _

REASONS = {
    "lost": _("カードをなくした"),
    "stolen": _("カードを盗まれた"),
    "other": _("そのほか（不正に使われるおそれがあるなど）"),
}


class SuspensionForm(forms.Form):
    """One choice; the stores read it when they are asked to lift the stop."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=_("停止の理由"),
        choices=[*REASONS.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("停止の理由を選んでください。"),
            "invalid_choice": _("停止の理由を選んでください。"),
        },
    )
