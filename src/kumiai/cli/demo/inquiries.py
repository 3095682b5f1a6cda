"""What the demo's people have asked, some of it answered, some still waiting for the desk."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from kumiai.cli.demo import content, office
from kumiai.cli.demo.manifest import CoopPart
from kumiai.coops import queries as coops
from kumiai.coops.rules import Actor
from kumiai.coops.staff import queries as staff
from kumiai.coops.staff.rules import Role
from kumiai.inquiries import actions, canned, queries
from kumiai.inquiries.actions import Asked, Asker, Written
from kumiai.inquiries.queries import InquiryFacts, Sought
from kumiai.inquiries.rules import Kind, State
from kumiai.kit import clock
from kumiai.members import queries as members
from kumiai.purchases import queries as purchases

LOOKED_BACK = timedelta(days=92)


class _Inquiry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One inquiry: typed by somebody, or sent by a part of the demo about a purchase."""

    coop: int
    hours_ago: int
    kind: Kind
    mail: str
    text: str
    name: str = ""
    sent_by: str = msgspec.field(default="", name="from")
    language: str = "ja"
    canned: str = ""
    answered_hours_ago: int = 0
    waits: bool = False
    is_spam: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    inquiries: tuple[_Inquiry, ...]


def ask(coop: CoopPart, *, until: datetime) -> None:
    """Let them ask, and the desk answer, once."""
    if queries.inbox(coop_id=coop.coop_id, sought=Sought(state=None)).exists():
        return
    file = msgspec.toml.decode(content.text("inquiries.toml"), type=_File)
    for place, inquiry in enumerate(file.inquiries):
        if inquiry.coop == coop.coop_id:
            _ask(inquiry, coop, form_id=f"demo {place}", until=until)


def _ask(inquiry: _Inquiry, coop: CoopPart, *, form_id: str, until: datetime) -> None:
    at = until - timedelta(hours=inquiry.hours_ago)
    actions.send_inquiry(
        coop_id=coop.coop_id,
        asked=_asked(inquiry, coop, before=at),
        form_id=form_id,
        language=inquiry.language,
        network="",
        at=at,
    )
    rows = queries.inbox(coop_id=coop.coop_id, sought=Sought(words=inquiry.mail))
    (found,) = queries.facts_of(rows)
    by = _desk(coop.coop_id)
    if inquiry.is_spam:
        actions.change_state(coop_id=coop.coop_id, inquiry_id=found.id, to=State.SPAM, by=by, at=at)
    elif inquiry.canned:
        answered_at = until - timedelta(hours=inquiry.answered_hours_ago)
        written = _written(inquiry, found, answered_at)
        actions.reply(
            coop_id=coop.coop_id, inquiry_id=found.id, written=written, by=by, at=answered_at
        )


def _asked(inquiry: _Inquiry, coop: CoopPart, *, before: datetime) -> Asked:
    asked = Asked(
        kind=inquiry.kind,
        name=inquiry.name,
        member_number="",
        mail=inquiry.mail,
        text=inquiry.text.strip(),
    )
    if not inquiry.sent_by:
        return asked
    member = members.member_by_number(coop.parts[inquiry.sent_by].member_number)
    entry_id = _last_purchase(coop.coop_id, member.id, before)
    return Asked(
        kind=inquiry.kind,
        name=member.name,
        member_number=member.member_number,
        mail=inquiry.mail,
        text=inquiry.text.strip(),
        asker=Asker(member.id, "member"),
        entry_id=entry_id,
        line=1 if entry_id else None,
    )


def _last_purchase(coop_id: int, member_id: int, before: datetime) -> UUID | None:
    bought = purchases.purchases(
        coop_id=coop_id, member_id=member_id, since=before - LOOKED_BACK, before=before
    )
    return bought[0].entry_id if bought else None


def _written(inquiry: _Inquiry, found: InquiryFacts, at: datetime) -> Written:
    answer = {each.key: each for each in canned.answers(found.coop_id)}[inquiry.canned]
    text = canned.filled(
        answer,
        coop_id=found.coop_id,
        language=inquiry.language,
        policy=coops.policy_on(found.coop_id, clock.tokyo_date(at)),
    )
    return Written(
        text=text,
        waits=inquiry.waits,
        replies_seen=0,
        canned_key=answer.key,
        canned_version=answer.version,
    )


def _desk(coop_id: int) -> Actor:
    for person in staff.staff(coop_id):
        if person.role is Role.DESK:
            return Actor("staff", str(person.id))
    return office.BY
