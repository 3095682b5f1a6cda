"""What a member may say about themselves for the reference intakes; nothing is needed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumiai.meals.comparing import Choice
from kumiai.meals.reference_intakes import Activity, Sex

NOT_SAID = ("", _("答えない"))


class NutritionForm(forms.Form):
    """Sex and activity, each of which may be left unsaid."""

    sex = forms.ChoiceField(
        label=_("性別（食事摂取基準の区分）"),
        required=False,
        choices=[NOT_SAID, (Sex.FEMALE.value, _("女性")), (Sex.MALE.value, _("男性"))],
        widget=forms.RadioSelect,
    )
    activity = forms.ChoiceField(
        label=_("ふだんの活動量"),
        help_text=_("答えないときは「ふつう」の目安を使います"),
        required=False,
        choices=[
            NOT_SAID,
            (Activity.LOW.value, _("低い（座っていることがほとんど）")),
            (Activity.NORMAL.value, _("ふつう（通学や買い物、軽い運動をする）")),
            (Activity.HIGH.value, _("高い（立ち仕事や、活発な運動の習慣がある）")),
        ],
        widget=forms.RadioSelect,
    )

    @classmethod
    def of(cls, choice: Choice) -> "NutritionForm":
        """The form as it was filled in last."""
        return cls(initial={"sex": choice.sex or "", "activity": choice.activity or ""})

    @property
    def choice(self) -> Choice:
        """What was said."""
        said: dict[str, Any] = self.cleaned_data
        return Choice(
            Sex(said["sex"]) if said["sex"] else None,
            Activity(said["activity"]) if said["activity"] else None,
        )
