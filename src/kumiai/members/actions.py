"""Every write about members: joining and changing by file, stopping and releasing their cards."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
import psycopg
from django.db import IntegrityError, connection, transaction

from kumiai.coops import actions as coops
from kumiai.coops import locking
from kumiai.coops.rules import Actor
from kumiai.kit import clock, sql, steps
from kumiai.members import at_till, card_changes, comparing, rules
from kumiai.members.card_changes import Lift, Reissue, Stop
from kumiai.members.cells import MemberRow
from kumiai.members.comparing import Known
from kumiai.members.models import Member, MemberCard, Suspension

MAY_LIFT = frozenset({"staff", "operator", "terminal"})

_sql = sql.load(__package__)


class CannotTakeIn(Exception):
    """A row belongs to another co-op, stands twice, or breaks a constraint of the database."""


class CannotSuspend(Exception):
    """No such member in this co-op, or the cards are stopped already."""


class CannotLift(Exception):
    """Nothing to lift in this co-op, or somebody who may not lift: only stores may (row G32)."""


class CannotReissue(Exception):
    """No such member in this co-op, somebody who has left, or a chip that is another card's."""


class CannotEndMembership(Exception):
    """No such member in this co-op, somebody who has left already, or a day that is to come."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What rows of a member file did: the members' ids by number, split by what happened."""

    joined: Mapping[str, int]
    changed: Mapping[str, int]
    unchanged: Mapping[str, int]


@transaction.atomic
def take_in_members(
    *, coop_id: int, rows: Sequence[MemberRow], columns: Collection[str], by: Actor, at: datetime
) -> Intake:
    """New numbers join, known ones are brought up to date in the `columns` the file has.

    A member joins with a guardian and a first card. Purses, logins and meal cards are for other
    rooms; the caller opens them in the same transaction. Taking the same rows in again changes
    nothing. Set-based; meant for some thousand rows at a time. Raises CannotTakeIn.
    """
    _check(coop_id, rows)
    # Whoever takes in another file of this co-op waits here.
    locking.hold(coop_id=coop_id)
    known = comparing.beside_stored(coop_id=coop_id, rows=rows, columns=columns)
    new = [row for row in rows if row.member_number not in known]
    changed = {number: row for number, row in known.items() if row.is_changed}
    try:
        joined = _join(coop_id, new, at) if new else {}
        if changed:
            _update(coop_id, list(changed.values()))
    except IntegrityError as problem:
        raise CannotTakeIn(str(problem)) from problem
    coops.record_acts(
        coop_id=coop_id,
        by=by,
        at=at,
        acts=[
            *([coops.Act("join_members", f"coop:{coop_id}", _joined(joined))] if joined else []),
            *(
                coops.Act("change_member", f"member:{number}", _before(row))
                for number, row in changed.items()
            ),
        ],
    )
    return Intake(
        joined=joined,
        changed={number: row.id for number, row in changed.items()},
        unchanged={number: row.id for number, row in known.items() if number not in changed},
    )


@transaction.atomic
def suspend(*, coop_id: int, member_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Stop the member's cards from this moment on, everywhere (rows G32, G50).

    Waits for the tills that are just serving them. Raises CannotSuspend.
    """
    number = _locked(coop_id, member_id)
    if number is None:
        raise CannotSuspend(f"no member {member_id} in co-op {coop_id}")
    if Suspension.objects.filter(coop_id=coop_id, member_id=member_id, lifted_at=None).exists():
        raise CannotSuspend(f"member {member_id} is suspended already")
    stop = Stop(
        coop_id=coop_id, member_id=member_id, member_number=number, at=at, reason=reason, by=by
    )
    steps.run(connection.connection, card_changes.write_changes([stop]))


@transaction.atomic
def lift_suspension(*, coop_id: int, member_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Let the member's cards pay again; a store's decision (rows G32, G50). Raises CannotLift."""
    if by.kind not in MAY_LIFT:
        raise CannotLift(f"a {by.kind} may not lift a suspension")
    number = _locked(coop_id, member_id)
    open_one = Suspension.objects.filter(
        coop_id=coop_id, member_id=member_id, lifted_at=None
    ).first()
    if number is None or open_one is None:
        raise CannotLift(f"member {member_id} of co-op {coop_id} is not suspended")
    # Who stopped them may have had a clock ahead of ours.
    at = max(at, open_one.suspended_at)
    lift = Lift(
        coop_id=coop_id, member_id=member_id, member_number=number, at=at, reason=reason, by=by
    )
    steps.run(connection.connection, card_changes.write_changes([lift]))


@transaction.atomic
def reissue_card(
    *, coop_id: int, member_id: int, idm: str | None, reason: str, by: Actor, at: datetime
) -> str:
    """A new card in the place of the one alive, which is dead from this moment (row G51).

    A suspension ends with it; what the member holds stays the member's. `idm` is the chip of the
    new card in sixteen signs, where it has one. Returns the new code. Raises CannotReissue.
    """
    number = _locked(coop_id, member_id)
    member = Member.objects.filter(coop_id=coop_id, id=member_id).first()
    if number is None or member is None:
        raise CannotReissue(f"no member {member_id} in co-op {coop_id}")
    if rules.membership_ended(member.left_on, clock.tokyo_date(at)):
        raise CannotReissue(f"{number} has left")
    card = MemberCard.objects.get(coop_id=coop_id, member_id=member_id, replaced_at=None)
    stop = Suspension.objects.filter(coop_id=coop_id, member_id=member_id, lifted_at=None).first()
    # The clocks that issued the old card or stopped it may have been ahead of ours.
    at = max(at, card.issued_at, stop.suspended_at if stop else at)
    change = Reissue(
        coop_id=coop_id,
        member_id=member_id,
        member_number=number,
        at=at,
        reason=reason,
        by=by,
        replaces=card.code,
        code=rules.next_code(card.code),
        idm=idm,
        is_lifted=stop is not None,
    )
    try:
        with transaction.atomic():
            steps.run(connection.connection, card_changes.write_changes([change]))
    except (IntegrityError, psycopg.IntegrityError) as taken:
        raise CannotReissue(f"chip {idm} is another card's") from taken
    return change.code


@transaction.atomic
def end_membership(
    *, coop_id: int, member_id: int, on: date, reason: str, by: Actor, at: datetime
) -> None:
    """The member leaves; the day still counts. Money stays and is paid out by the office.

    Raises CannotEndMembership.
    """
    number = _locked(coop_id, member_id)
    if number is None or on > clock.tokyo_date(at):
        raise CannotEndMembership(f"member {member_id} of co-op {coop_id} on {on}")
    staying = Member.objects.filter(coop_id=coop_id, id=member_id, left_on=None)
    if not staying.update(left_on=on):
        raise CannotEndMembership(f"{number} has left already")
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="end_membership",
        subject=f"member:{number}",
        at=at,
        reason=reason,
        details={"left_on": on.isoformat()},
    )


def _check(coop_id: int, rows: Sequence[MemberRow]) -> None:
    numbers = {row.member_number for row in rows}
    if len(numbers) != len(rows):
        raise CannotTakeIn("a member number stands twice")
    strangers = sorted(number for number in numbers if rules.coop_of(number) != coop_id)
    if strangers:
        raise CannotTakeIn(f"{strangers[0]} is no member number of co-op {coop_id}")


def _join(coop_id: int, rows: Sequence[MemberRow], at: datetime) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            _sql.join_members,
            {"coop": coop_id, "rows": msgspec.json.encode(rows).decode(), "at": at},
        )
        return dict(cursor.fetchall())


def _update(coop_id: int, changed: Sequence[Known]) -> None:
    rows = [msgspec.to_builtins(row.wanted) | {"id": row.id} for row in changed]
    with connection.cursor() as cursor:
        cursor.execute(
            _sql.update_members, {"coop": coop_id, "rows": msgspec.json.encode(rows).decode()}
        )


def _joined(joined: Mapping[str, int]) -> dict[str, object]:
    return {"count": len(joined), "first": min(joined), "last": max(joined)}


def _before(row: Known) -> dict[str, object]:
    """What the changed fields held before; what they hold now is in the member's row."""
    return {"before": {name: before for name, before, _ in row.changes()}}


def _locked(coop_id: int, member_id: int) -> str | None:
    """The member's number, once no till is serving the member; None where there is no member."""
    steps.run(connection.connection, at_till.lock_members(ids=[member_id]))
    return (
        Member.objects.filter(coop_id=coop_id, id=member_id)
        .values_list("member_number", flat=True)
        .first()
    )
