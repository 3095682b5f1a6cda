"""The password once more, before an act that a borrowed browser must not do."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.ui import fields

# Said with the password by no other form, so that it cannot be taken for one of theirs.
FIELD = "step_up_password"


class StepUpForm(forms.Form):
    """The password; and each file that was sent, chosen once more: a page cannot carry those."""

    use_required_attribute = False

    step_up_password = fields.current_password()

    def __init__(self, sent: object = None, *, files: Iterable[str] = ()) -> None:
        super().__init__(sent)  # type: ignore[arg-type]
        for name in files:
            self.fields[name] = forms.FileField(
                label=_("同じファイルをもう一度選んでください"), required=False
            )
