"""What the desk does about a member's meal card: gives one under a plan, and ends it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice import access
from kumiai.backoffice.acting import Asked, CannotDo, MemberAct
from kumiai.backoffice.forms import meal_cards as forms
from kumiai.kit import clock
from kumiai.meals import actions, plans
from kumiai.meals.actions import CannotHold, HoldingProblem
from kumiai.meals.plans import PlanFacts
from kumiai.members.queries import MemberFacts
from kumiai.ui import wording

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

PROBLEMS: "dict[HoldingProblem, Text]" = {
    HoldingProblem.NO_PLAN: _("このプランはもうありません。選び直してください。"),
    HoldingProblem.PAST: _("今日以降の日付にしてください。過去の分は変えられません。"),
    HoldingProblem.OUTSIDE: _("その日には、このプランは終わっています。"),
    HoldingProblem.LEFT: _("脱退した方には渡せません。"),
    HoldingProblem.HELD: _(
        "この期間のミールカードをすでに持っています。先にそのカードを終わらせてください。"
    ),
    HoldingProblem.NONE: _("その日より後まで使えるミールカードはありません。"),
}


def _give(asked: Asked) -> None:
    given = {"plan_id": int(asked.form["plan"]), "starts_on": asked.form["starts_on"]}
    try:
        actions.give_card(**asked.whom, **given)
    except CannotHold as refused:
        raise CannotDo(str(PROBLEMS[refused.problem])) from refused


def _end(asked: Asked) -> None:
    try:
        actions.end_card(**asked.whom, ends_on=asked.form["ends_on"])
    except CannotHold as refused:
        raise CannotDo(str(PROBLEMS[refused.problem])) from refused


def _plans(member: MemberFacts) -> Mapping[str, Any]:
    """The plans that have not ended, as one chooses among them."""
    today = clock.tokyo_date(clock.now())
    known = plans.plans(coop_id=member.coop_id)
    return {
        "plans": [(str(each.id), _named(each, today)) for each in known if each.ends_on >= today]
    }


def _named(facts: PlanFacts, today: date) -> str:
    language = get_language() or "ja"
    first, last = (wording.long_date(day, language) for day in (facts.starts_on, facts.ends_on))
    return f"{facts.on(today).plan.name} ({first} – {last})"


ALL = (
    MemberAct(
        name="meal-card",
        title=_("ミールカードを渡す"),
        explains=_(
            "選んだプランのミールカードを、この日からプランの最終日まで使えるようにします。カードは組合員証です。"
        ),
        form=forms.MealCardForm,
        roles=access.DESK,
        do=_give,
        done=_("ミールカードを使えるようにしました。"),
        offers=_plans,
    ),
    MemberAct(
        name="meal-card-end",
        title=_("ミールカードを終わらせる"),
        explains=_(
            "この日の翌日から、ミールカードは使えなくなります。これまでのご利用は残ります。"
        ),
        form=forms.MealCardEndForm,
        roles=access.DESK,
        do=_end,
        done=_("ミールカードの最終日を記録しました。代金の精算は経理の手続きで行ってください。"),
        is_danger=True,
    ),
)
