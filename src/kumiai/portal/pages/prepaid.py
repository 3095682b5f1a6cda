"""`/prepaid`: use, points and top-ups of this month and the last, at a glance (guide row G34)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kumiai.identity.sections import Section
from kumiai.kit import clock
from kumiai.portal import access, histories, whose, wording
from kumiai.portal.viewer import ViewersRequest
from kumiai.portal.whose import Shown
from kumiai.purchases import rules
from kumiai.ui.context import Text
from kumiai.wallet import histories as wallet_histories
from kumiai.wallet import queries as wallets
from kumiai.wallet.changes import Reason
from kumiai.wallet.histories import PointStep
from kumiai.wallet.queries import Step

MONTHS = 2


@dataclass(frozen=True, slots=True)
class Told:
    """A step in words."""

    step: Step | PointStep
    what: Text


@dataclass(frozen=True, slots=True)
class Month:
    """What was used, earned and topped up in a month: sums in yen and tenths, and each step."""

    month: date
    used_yen: int
    uses: Sequence[Told]
    earned_tenths: int
    earned: Sequence[Told]
    topped_up_yen: int
    top_ups: Sequence[Told]


@require_safe
@access.logged_in
def prepaid(request: ViewersRequest) -> HttpResponse:
    """This month and the last; every figure is the sum of the steps below it."""
    shown = whose.shown(request)
    if not shown.has_prepaid_history:
        return whose.not_shared(request, shown)
    whose.note_looked(shown, Section.BALANCES, *histories.SINGLE)
    months = rules.months_shown(clock.tokyo_date(shown.at), count=MONTHS)
    context = {"shown": shown, "months": _months(shown, months)}
    return render(request, "portal/prepaid.html", context)


def _months(shown: Shown, months: Sequence[date]) -> list[Month]:
    """All of them out of one reading; the latest first, as they are given."""
    since, before = clock.day_start(months[-1]), clock.day_start(rules.month_after(months[0]))
    asked = {"coop_id": shown.coop_id, "member_id": shown.member_id}
    steps = wallets.prepaid_story(**asked, since=since, before=before).steps
    points = wallet_histories.point_steps(**asked, since=since, before=before)
    return [
        _month(
            month,
            [step for step in steps if _month_of(step) == month],
            [step for step in points if _month_of(step) == month],
        )
        for month in months
    ]


def _month_of(step: Step | PointStep) -> date:
    return clock.tokyo_date(step.posted_at).replace(day=1)


def _month(month: date, steps: Sequence[Step], points: Sequence[PointStep]) -> Month:
    uses = [step for step in steps if _is_use(step)]
    top_ups = [step for step in steps if histories.is_top_up(step)]
    earned = [step for step in points if step.reason is not Reason.AUTO_TOP_UP]
    return Month(
        month=month,
        used_yen=sum(_given(step) for step in uses),
        uses=[Told(step, wording.of_step(step)) for step in reversed(uses)],
        earned_tenths=sum(step.change_tenths for step in earned),
        earned=[Told(step, wording.POINT_MOVES[step.reason]) for step in reversed(earned)],
        topped_up_yen=-sum(_given(step) for step in top_ups),
        top_ups=[Told(step, wording.of_step(step)) for step in reversed(top_ups)],
    )


def _is_use(step: Step) -> bool:
    """Paid with prepaid money or left owing, and what came back of that."""
    return not histories.is_top_up(step)


def _given(step: Step) -> int:
    """What went out, in yen; below zero what came in."""
    return -step.size_yen if histories.comes_in(step) else step.size_yen
