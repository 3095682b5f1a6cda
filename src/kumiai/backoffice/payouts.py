"""The two-person act of sending uncollected money of slips to a member's bank account."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kumiai.coops.approvals.kinds import ApprovalKind, CannotExecute, Words
from kumiai.coops.approvals.queries import ApprovalFacts
from kumiai.coops.rules import Actor
from kumiai.coops.staff.rules import Role
from kumiai.kit import ids
from kumiai.members import queries as members
from kumiai.slips import actions
from kumiai.ui import wording
from kumiai.wallet.actions import CannotPayOut

DEPOSIT_TYPES: dict[str, Words] = {
    "ordinary": gettext_lazy("普通"),
    "current": gettext_lazy("当座"),
    "savings": gettext_lazy("貯蓄"),
}
_BYTES_OF_ID = 8
_DIGITS_SHOWN = 3


def payee_in_few_words(details: Mapping[str, Any]) -> str:
    """The bank and the last digits: enough for its owner to know it, and for nobody else."""
    return f"{details['bank']} {'*' * 4}{details['bank_number'][-_DIGITS_SHOWN:]}"


def _describe(approval: ApprovalFacts) -> Sequence[tuple[Words, Words]]:
    details = approval.details
    member = members.member_by_number(approval.subject.removeprefix("member:"))
    return [
        (_("組合員番号"), wording.member_number(member.member_number)),
        (_("お名前"), member.name),
        (_("払い出す金額"), wording.yen(details["amount_yen"], "ja")),
        (_("銀行・支店"), f"{details['bank']} {details['branch']}"),
        (
            _("預金の種類と口座番号"),
            f"{DEPOSIT_TYPES[details['deposit_type']]} {details['bank_number']}",
        ),
        (_("口座名義（カナ）"), details["payee"]),
    ]


def _execute(approval: ApprovalFacts, by: Actor, at: datetime) -> None:  # noqa: ARG001
    try:
        actions.pay_out(
            member=members.member_by_number(approval.subject.removeprefix("member:")),
            entry_id=_entry_id(approval),
            yen=approval.details["amount_yen"],
            payee=payee_in_few_words(approval.details),
            at=at,
        )
    except CannotPayOut as problem:
        raise CannotExecute(
            _(
                "未受取の入金が足りないため、払い出せません。レジで受け取られたか、取り消されました。"
            )
        ) from problem


def _entry_id(approval: ApprovalFacts) -> UUID:
    """The same for the same approval: what is approved leaves once."""
    digest = hashlib.sha256(f"payout {approval.id}".encode()).digest()
    return ids.uuid7(approval.asked_at, random=digest[:_BYTES_OF_ID])


KIND = ApprovalKind(
    name="pay_out",
    title=gettext_lazy("未受取の口座への払い出し"),
    describe=_describe,
    execute=_execute,
    roles=frozenset({Role.ACCOUNTING, Role.MANAGER}),
)
