"""`/help/…`: an answer to each question of the guide, with the reader's own figures if shared."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kumiai.coops import queries as coops
from kumiai.identity.sections import Section
from kumiai.kit import clock
from kumiai.members import queries as members
from kumiai.portal import whose, wording
from kumiai.portal.viewer import PortalRequest
from kumiai.portal.whose import Shown
from kumiai.purchases import overviews
from kumiai.ui.context import Text
from kumiai.wallet import queries as wallets


@dataclass(frozen=True, slots=True)
class Topic:
    """A question; `own` asks for the reader's own data, which `section` must be shared for."""

    title: Text
    own: Callable[[Shown], dict[str, Any]] | None = None
    section: Section | None = None


def _wallet(shown: Shown) -> dict[str, Any]:
    wallet = wallets.wallet(coop_id=shown.coop_id, member_id=shown.member_id, at=shown.at)
    return {
        "wallet": wallet,
        "waiting": [(wording.WAITING_SOURCES[money.source], money) for money in wallet.waiting],
        "way": wallets.point_block(points_tenths=wallet.points.live, policy=shown.policy),
        "blocks": wallets.web_point_blocks(
            web_points_tenths=wallet.web_points.live, policy=shown.policy
        ),
    }


def _lifetime(shown: Shown) -> dict[str, Any]:
    today = clock.day_start(clock.tokyo_date(shown.at))
    found = overviews.overview(
        coop_id=shown.coop_id,
        member_id=shown.member_id,
        at=shown.at,
        months_from=clock.tokyo_date(shown.at).replace(day=1),
        months_before=today + timedelta(days=1),
    )
    return {"lifetime_yen": found.before.total_yen + found.today.total_yen}


def _member(shown: Shown) -> dict[str, Any]:
    return {"member": members.member(coop_id=shown.coop_id, member_id=shown.member_id)}


TOPICS = {
    "slips": Topic(_("払込票で入金したのに、お店で使えない"), _wallet, Section.BALANCES),
    "top-ups": Topic(_("チャージの方法を知りたい")),
    "balances": Topic(_("買い物をしたのに、残高が減っていない"), _wallet, Section.BALANCES),
    "differences": Topic(_("入金の合計と累計利用金額が合わない"), _lifetime, Section.TOTALS),
    "points": Topic(_("ポイントはどう使えるのか"), _wallet, Section.BALANCES),
    "web-points": Topic(_("Webポイントはいつ受け取れるのか"), _wallet, Section.BALANCES),
    "lost-card": Topic(_("カードをなくした"), _member),
    "meal-card": Topic(_("ミールカードの残高を知りたい")),
    "expiry": Topic(_("いつまで使えるのか、返金はできるのか"), _member),
    "guardian": Topic(_("保護者の画面で何が見えるのか")),
    "phones": Topic(_("スマートフォンではない携帯電話で使いたい")),
}


@require_safe
def topic(request: PortalRequest, slug: str) -> HttpResponse:
    """One question (guide rows G40 to G51, G60); without a login it is answered in general."""
    asked = TOPICS.get(slug)
    if asked is None or request.coop is None:
        raise Http404
    at = clock.now()
    page = {
        "topic": asked,
        "policy": coops.policy_on(request.coop.id, clock.tokyo_date(at)),
        "stores": "・".join(s.name for s in coops.stores_that_hand_over(request.coop.id)),
        **_own(request, asked),
    }
    return render(request, f"portal/help/{slug}.html", page)


def _own(request: PortalRequest, asked: Topic) -> dict[str, Any]:
    """What is the reader's own; a guardian's look at a section is noted as on every other page."""
    viewer = request.viewer
    if viewer is None or viewer.login.needs_consent:
        return {}
    shown = whose.shown(request)  # type: ignore[arg-type]
    if asked.section and asked.section not in shown.seen:
        return {}
    if asked.section:
        whose.note_looked(shown, asked.section)
    return {"shown": shown, **(asked.own(shown) if asked.own else {})}
