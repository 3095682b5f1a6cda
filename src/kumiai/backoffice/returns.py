"""The two-person act of sending money back to who paid it in."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kumiai.coops.approvals.kinds import ApprovalKind, CannotExecute, Words
from kumiai.coops.approvals.queries import ApprovalFacts
from kumiai.coops.rules import Actor
from kumiai.coops.staff.rules import Role
from kumiai.slips import actions
from kumiai.slips.actions import CannotSettle
from kumiai.ui import wording


def _describe(approval: ApprovalFacts) -> Sequence[tuple[Words, Words]]:
    details = approval.details
    return [
        (_("返金する金額"), wording.yen(details["amount_yen"], "ja")),
        (_("払込人"), details["payer"] or "—"),
        (_("入金"), f"#{details['deposit']}"),
    ]


def _execute(approval: ApprovalFacts, by: Actor, at: datetime) -> None:
    try:
        actions.send_back(
            coop_id=approval.coop_id,
            deposit_id=approval.details["deposit"],
            reason=approval.reason,
            by=by,
            at=at,
        )
    except CannotSettle as problem:
        raise CannotExecute(_("この入金は、もう処理されています。")) from problem


KIND = ApprovalKind(
    name="send_deposit_back",
    title=_("仮受金の返金"),
    describe=_describe,
    execute=_execute,
    roles=frozenset({Role.ACCOUNTING, Role.MANAGER}),
)
