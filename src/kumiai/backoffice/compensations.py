"""Lunch compensation as a two-person act: asked in words, given, and told by mail."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kumiai.coops.approvals.kinds import ApprovalKind, CannotExecute, Words
from kumiai.coops.approvals.queries import ApprovalFacts
from kumiai.coops.rules import Actor
from kumiai.coops.staff.rules import Role
from kumiai.identity import addresses
from kumiai.identity.addresses import Addressed
from kumiai.kit.money import Yen
from kumiai.mail import actions as mail
from kumiai.mail import letters
from kumiai.mail.actions import Outgoing
from kumiai.meals import actions as meals
from kumiai.meals.compensating import CREDIT_YEN_MAX, DAYS_AHEAD_MAX, Outage, OutageProblem
from kumiai.meals.compensations import Preview
from kumiai.ui import wording

MAIL_KIND = "lunch_compensation"
PROBLEMS: "Mapping[OutageProblem, Words]" = {
    OutageProblem.HOURS: gettext_lazy("終わりの時刻は、始まりより後にしてください。"),
    OutageProblem.NOT_OVER: gettext_lazy("障害が終わってから依頼してください。"),
    OutageProblem.LONG_AGO: gettext_lazy("2か月より前の障害は補償できません。"),
    OutageProblem.AMOUNT: gettext_lazy("1人の上限は、1円以上%(most)s円以下にしてください。"),
    OutageProblem.TOO_SOON: gettext_lazy(
        "使える日は、明日以降にしてください。組合員に先にお知らせするためです。"
    ),
    OutageProblem.TOO_LATE: gettext_lazy("使える日は、%(days)s日以内にしてください。"),
}


def problem_words(problem: OutageProblem) -> str:
    """Why nothing can be given, in the language of the page."""
    numbers = {"most": f"{CREDIT_YEN_MAX:,}", "days": DAYS_AHEAD_MAX}
    return str(PROBLEMS[problem]) % numbers


def details(outage: Outage, found: Preview) -> dict[str, Any]:
    """The outage as an approval keeps it, with what it came to when it was asked."""
    return {
        "day": outage.day.isoformat(),
        "begins_at": outage.begins_at.isoformat("minutes"),
        "ends_at": outage.ends_at.isoformat("minutes"),
        "most_yen": outage.most_yen,
        "given_from": outage.given_from.isoformat(),
        "members": len(found.given),
        "total_yen": found.total_yen,
    }


def _outage(kept: Mapping[str, Any]) -> Outage:
    return Outage(
        day=date.fromisoformat(kept["day"]),
        begins_at=time.fromisoformat(kept["begins_at"]),
        ends_at=time.fromisoformat(kept["ends_at"]),
        most_yen=kept["most_yen"],
        given_from=date.fromisoformat(kept["given_from"]),
    )


def _described(approval: ApprovalFacts) -> Sequence[tuple[Words, Words]]:
    kept, language = approval.details, get_language() or "ja"
    outage = _outage(kept)
    return [
        (_("障害の日"), wording.long_date(outage.day, language)),
        (_("障害の時間"), f"{kept['begins_at']}〜{kept['ends_at']}"),
        (_("使える日（この日以降）"), wording.long_date(outage.given_from, language)),
        (_("1人の上限"), wording.yen(outage.most_yen, language)),
        (_("依頼したときの人数"), _("%(count)s人") % {"count": kept["members"]}),
        (_("依頼したときの合計"), wording.yen(kept["total_yen"], language)),
    ]


def _execute(approval: ApprovalFacts, by: Actor, at: datetime) -> None:
    outage = _outage(approval.details)
    try:
        given = meals.compensate(
            coop_id=approval.coop_id, outage=outage, approval_id=approval.id, by=by, at=at
        )
    except meals.CannotCompensate as refused:
        nobody = _("補償の対象になる方がいません。")
        reason = problem_words(refused.problem) if refused.problem else nobody
        raise CannotExecute(reason) from refused
    _tell(approval.coop_id, outage, given, at)


def _tell(coop_id: int, outage: Outage, found: Preview, at: datetime) -> None:
    """A mail to everybody who gets something and can be written to; their page says it to all."""
    given = {member_id: (day, yen) for member_id, day, yen in found.given}
    people = addresses.own_of(coop_id=coop_id, member_ids=given)
    mails = [_mail(coop_id, one, outage, given[one.member_id]) for one in people]
    mail.send_many_later(coop_id=coop_id, mails=mails, kind=MAIL_KIND, at=at)


def _mail(coop_id: int, to: Addressed, outage: Outage, given: tuple[date, Yen]) -> Outgoing:
    day, yen = given
    letter = letters.write(
        "meals/mail/compensated",
        to.language,
        coop_id=coop_id,
        day=wording.long_date(outage.day, to.language),
        given_on=wording.long_date(day, to.language),
        amount=wording.thousands(yen),
    )
    return Outgoing(to.address, letter.subject, letter.body)


KIND = ApprovalKind(
    name="lunch_compensation",
    title=gettext_lazy("ミールカードの補償"),
    describe=_described,
    execute=_execute,
    roles=frozenset({Role.ACCOUNTING, Role.MANAGER}),
)
