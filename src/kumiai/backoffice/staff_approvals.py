"""Adding people of the office, raising a role, resetting a second factor: two managers, always.

Whoever could make the second person alone would be both of two people.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kumiai.backoffice import wording
from kumiai.coops.approvals import queries as approvals
from kumiai.coops.approvals.kinds import ApprovalKind, CannotExecute, Words
from kumiai.coops.approvals.queries import ApprovalFacts
from kumiai.coops.rules import Actor
from kumiai.coops.staff import queries as people
from kumiai.coops.staff.actions import NoSuchStaff
from kumiai.coops.staff.queries import StaffFacts
from kumiai.coops.staff.rules import Role, takes_two
from kumiai.identity import hashing
from kumiai.identity import staff as logins
from kumiai.identity.actions import staff as actions
from kumiai.identity.actions import staff_letters
from kumiai.identity.actions.staff import CannotAddStaff, CannotChangeStaff, FirstPassword
from kumiai.identity.staff import StaffLoginFacts
from kumiai.kit import environment
from kumiai.ui import waiting

T = TypeVar("T")


def subject_of(staff_id: int) -> str:
    """Somebody who works here already."""
    return f"staff:{staff_id}"


def subject_of_newcomer(login_id: str) -> str:
    """Somebody who does not yet."""
    return f"login:{login_id}"


def send_link(*, coop_id: int, first: FirstPassword, at: datetime) -> None:
    """Mail the link to the person, where a manager gave an address."""
    prefix = environment.pages_url() + reverse("office-set-up-link", args=["-"])[:-1]
    staff_letters.mail_set_up_link(coop_id=coop_id, first=first, link_prefix=prefix, at=at)


def newly_let_in(approval: ApprovalFacts) -> int | None:
    """Who waits for a link or a sheet after this was approved: the id of their page."""
    if approval.kind == RESETTING.name:
        return _person(approval).id
    if approval.kind != ADDING.name:
        return None
    login_id = approval.details["login_id"]
    found = (one for one in logins.logins(approval.coop_id) if one.login_id == login_id)
    return next((one.staff_id for one in found), None)


def may_print_sheet(*, coop_id: int, person: StaffFacts, login_id: str, staff_id: int) -> bool:
    """Who hands the sheet out is who approved, so that nobody who asked holds it.

    Where nobody had to approve, any manager may, but not for an operator, who sees every co-op.
    The operator's newcomers have theirs already.
    """
    let_in = [
        one
        for subject in (subject_of(person.id), subject_of_newcomer(login_id))
        for one in approvals.of_subject(coop_id, subject)
        if one.is_approved and one.kind in (ADDING.name, RESETTING.name)
    ]
    if not let_in:
        return person.role is not Role.OPERATOR and not takes_two(after=person.role)
    return max(let_in, key=lambda one: (one.asked_at, one.id)).decided_by == staff_id


def _describe_newcomer(approval: ApprovalFacts) -> Sequence[tuple[Words, Words]]:
    given = approval.details
    return [
        (_("氏名"), given["name"]),
        (_("役割"), wording.ROLES[Role(given["role"])]),
        (_("ログインID"), given["login_id"]),
        (_("初回設定のリンク"), given["mail"] or _("承認した責任者が用紙を印刷")),
    ]


def _add(approval: ApprovalFacts, by: Actor, at: datetime) -> None:
    given = approval.details
    _check_asker(approval)
    first = _done(
        lambda: actions.add_staff(
            coop_id=approval.coop_id,
            name=given["name"],
            role=Role(given["role"]),
            login_id=given["login_id"],
            mail=given["mail"],
            by=by,
            at=at,
        )
    )
    send_link(coop_id=approval.coop_id, first=first, at=at)


def _describe_role(approval: ApprovalFacts) -> Sequence[tuple[Words, Words]]:
    given, person = approval.details, _person(approval)
    return [
        (_("氏名"), person.name),
        (_("いまの役割"), wording.ROLES[person.role]),
        (_("これからの役割"), wording.ROLES[Role(given["role"])]),
    ]


def _change_role(approval: ApprovalFacts, by: Actor, at: datetime) -> None:
    _check_asker(approval)
    _done(
        lambda: actions.change_role(
            coop_id=approval.coop_id,
            login_id=_login(approval).login_id,
            role=Role(approval.details["role"]),
            reason=approval.reason,
            by=by,
            at=at,
        )
    )


def _describe_reset(approval: ApprovalFacts) -> Sequence[tuple[Words, Words]]:
    person, login = _person(approval), _login(approval)
    return [
        (_("氏名"), person.name),
        (_("役割"), wording.ROLES[person.role]),
        (_("ログインID"), login.login_id),
        (_("初回設定のリンク"), login.mail or _("承認した責任者が用紙を印刷")),
    ]


def _reset(approval: ApprovalFacts, by: Actor, at: datetime) -> None:
    _check_asker(approval)
    first = _done(
        lambda: actions.reset_second_factor(
            coop_id=approval.coop_id,
            login_id=_login(approval).login_id,
            reason=approval.reason,
            by=by,
            at=at,
        )
    )
    send_link(coop_id=approval.coop_id, first=first, at=at)


def _check_asker(approval: ApprovalFacts) -> None:
    """A manager still, and not about themselves. Raises CannotExecute."""
    asker = next(one for one in people.staff(approval.coop_id) if one.id == approval.asked_by)
    if asker.role is not Role.MANAGER:
        raise CannotExecute(_("依頼した人は、いまは責任者ではありません。見送ってください。"))
    if approval.subject == subject_of(asker.id):
        raise CannotExecute(_("ご自分のことは、ほかの責任者が依頼してください。"))


def _done(act: Callable[[], T]) -> T:
    """What the act answers; a refusal in words. Raises CannotExecute."""
    try:
        return act()
    except CannotChangeStaff as refused:
        raise CannotExecute(wording.STAFF_PROBLEMS[refused.problem]) from refused
    except CannotAddStaff as refused:
        raise CannotExecute(
            _("このログインIDはほかで使われました。見送って、別のIDで依頼してください。")
        ) from refused
    except NoSuchStaff as gone:
        raise CannotExecute(_("この職員は、もう停止されています。")) from gone
    except hashing.HashingBusy as busy:
        raise CannotExecute(waiting.logins_are_busy()) from busy


def _person(approval: ApprovalFacts) -> StaffFacts:
    staff_id = int(approval.subject.removeprefix("staff:"))
    return next(one for one in people.staff(approval.coop_id) if one.id == staff_id)


def _login(approval: ApprovalFacts) -> StaffLoginFacts:
    staff_id = _person(approval).id
    return next(one for one in logins.logins(approval.coop_id) if one.staff_id == staff_id)


ADDING = ApprovalKind(
    name="add_staff",
    title=gettext_lazy("職員の追加"),
    describe=_describe_newcomer,
    execute=_add,
)
RAISING = ApprovalKind(
    name="change_role",
    title=gettext_lazy("職員の役割の変更"),
    describe=_describe_role,
    execute=_change_role,
)
RESETTING = ApprovalKind(
    name="reset_second_factor",
    title=gettext_lazy("2つ目の確認の再設定"),
    describe=_describe_reset,
    execute=_reset,
)
ALL = (ADDING, RAISING, RESETTING)
