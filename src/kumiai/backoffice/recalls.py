"""The two-person act of taking a deposit back from members it was wrongly given to."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kumiai.coops.approvals.kinds import ApprovalKind, CannotExecute, Words
from kumiai.coops.approvals.queries import ApprovalFacts
from kumiai.coops.rules import Actor
from kumiai.coops.staff.rules import Role
from kumiai.slips import actions, desk_queries
from kumiai.slips.actions import CannotSettle
from kumiai.ui import wording


def _describe(approval: ApprovalFacts) -> Sequence[tuple[Words, Words]]:
    deposit_id = approval.details["deposit"]
    shares = desk_queries.shares(coop_id=approval.coop_id, deposit_id=deposit_id)
    given = [
        (wording.member_number(each.member_number), each.name, wording.yen(each.amount_yen, "ja"))
        for each in shares
    ]
    return [
        (_("入金"), f"#{deposit_id}"),
        (_("払込人"), approval.details["payer"] or "—"),
        *((_("入金した組合員"), " ".join(words)) for words in given),
    ]


def _execute(approval: ApprovalFacts, by: Actor, at: datetime) -> None:
    try:
        actions.recall(
            coop_id=approval.coop_id,
            deposit_id=approval.details["deposit"],
            reason=approval.reason,
            by=by,
            at=at,
        )
    except CannotSettle as problem:
        raise CannotExecute(_("この入金は、もう処理されています。")) from problem


KIND = ApprovalKind(
    name="recall_deposit",
    title=_("入金の取り戻し"),
    describe=_describe,
    execute=_execute,
    roles=frozenset({Role.ACCOUNTING, Role.MANAGER}),
)
