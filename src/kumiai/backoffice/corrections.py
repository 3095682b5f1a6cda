"""Correcting a balance: one person asks, a manager approves, and the ledger moves it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kumiai.coops import queries as coops
from kumiai.coops.approvals.kinds import ApprovalKind, CannotExecute, Words
from kumiai.coops.approvals.queries import ApprovalFacts
from kumiai.coops.rules import Actor
from kumiai.coops.staff.rules import Role
from kumiai.kit import clock, ids
from kumiai.ledger.accounts import UNIT_OF, Kind, Unit
from kumiai.members import queries as members
from kumiai.ui.templatetags import ui
from kumiai.wallet import actions as wallet
from kumiai.wallet.correcting import Correction

_BYTES_OF_ID = 8
PURSES: dict[Kind, Words] = {
    Kind.PREPAID: gettext_lazy("プリペイド残高"),
    Kind.UNCOLLECTED: gettext_lazy("未受取プリペイド残高"),
    Kind.POINTS: gettext_lazy("ポイント"),
    Kind.WEB_POINTS: gettext_lazy("Webポイント"),
    Kind.DEBT: gettext_lazy("不足金"),
}


def amount_in_words(purse: Kind, change: int) -> str:
    """`+1,000円` or `−28.7ポイント`."""
    if UNIT_OF[purse] is Unit.JPY:
        return ui.signed_yen(change)
    return ui.signed_points(change)


def _describe(approval: ApprovalFacts) -> Sequence[tuple[Words, Words]]:
    purse, change = Kind(approval.details["purse"]), int(approval.details["change"])
    number = approval.subject.removeprefix("member:")
    return [
        (_("組合員番号"), ui.member_number(number)),
        (_("お名前"), members.member_by_number(number).name),
        (_("どの残高"), PURSES[purse]),
        (_("変更"), amount_in_words(purse, change)),
        (_("相手の勘定"), _("調整") if UNIT_OF[purse] is Unit.JPY else _("ポイント付与")),
    ]


def _execute(approval: ApprovalFacts, by: Actor, at: datetime) -> None:  # noqa: ARG001
    member = members.member_by_number(approval.subject.removeprefix("member:"))
    correction = Correction(
        member_id=member.id,
        purse=Kind(approval.details["purse"]),
        change=int(approval.details["change"]),
        policy=coops.policy_on(approval.coop_id, clock.tokyo_date(at)),
    )
    try:
        wallet.correct(
            coop_id=approval.coop_id,
            entry_id=_entry_id(approval),
            correction=correction,
            at=at,
        )
    except wallet.CannotCorrect as problem:
        if problem.problem == "over_prepaid_cap":
            raise CannotExecute(
                _("プリペイド残高の上限を超えるため、訂正できません。")
            ) from problem
        if problem.problem == "only_less":
            raise CannotExecute(_("未受取プリペイドは減らすことだけができます。")) from problem
        raise CannotExecute(_("残高が足りないため、訂正できません。")) from problem


def _entry_id(approval: ApprovalFacts) -> UUID:
    """The same for the same approval: what is approved moves once."""
    digest = hashlib.sha256(f"correction {approval.id}".encode()).digest()
    return ids.uuid7(approval.asked_at, random=digest[:_BYTES_OF_ID])


KIND = ApprovalKind(
    name="correct_balance",
    title=gettext_lazy("残高の訂正"),
    describe=_describe,
    execute=_execute,
    roles=frozenset({Role.MANAGER}),
)
