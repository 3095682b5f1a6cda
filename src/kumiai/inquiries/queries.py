"""Questions about inquiries."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kumiai.inquiries import rules
from kumiai.inquiries.models import Inquiry
from kumiai.inquiries.rules import Kind, State


@dataclass(frozen=True, slots=True)
class InquiryFacts:
    """An inquiry as it was sent, and what the desk has made of it.

    `name`, `member_number` and `mail` are what was typed; `asker_id` is the membership whose login
    sent it, and `member_id` the one the desk takes it to be about.
    """

    id: int
    coop_id: int
    kind: Kind
    state: State
    name: str
    member_number: str
    mail: str
    text: str
    language: str
    sent_at: datetime
    asked_by: str
    asker_id: int | None
    entry_id: UUID | None
    line: int | None
    member_id: int | None
    member_name: str
    attached_number: str
    assigned_to: str
    first_answered_at: datetime | None
    confirmation_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What the desk looks for; `assigned_to` empty means nobody's, None anybody's."""

    state: State | None = State.OPEN
    kind: Kind | None = None
    assigned_to: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """How many inquiries were answered, and the median of how long it took."""

    count: int
    median: timedelta | None


def again_at(*, network: str, mail: str, at: datetime) -> datetime | None:
    """When one more inquiry is taken from this network and for this address; None: now."""
    return rules.again_at(
        of_network=_latest(Inquiry.objects.filter(network=network), rules.NETWORK_PER_HOUR_MAX),
        of_address=_latest(Inquiry.objects.filter(mail=mail), rules.ADDRESS_PER_DAY_MAX),
        at=at,
    )


def is_spammer(*, coop_id: int, mail: str, at: datetime) -> bool:
    """Whether the desk has called something from this address spam lately."""
    spam = Inquiry.objects.filter(coop_id=coop_id, mail=mail, state=State.SPAM)
    return spam.filter(sent_at__gt=at - rules.SPAM_REMEMBERED).exists()


def inquiry(*, coop_id: int, inquiry_id: int) -> InquiryFacts | None:
    """An inquiry as the desk sees it; None where the co-op has none with this number."""
    row = _with_members(Inquiry.objects.filter(coop_id=coop_id, id=inquiry_id)).first()
    return _facts(row) if row else None


def inbox(*, coop_id: int, sought: Sought) -> "QuerySet[Inquiry]":
    """What the desk looks for: what waits for it longest first, all else the latest first.

    To be paged; `facts_of` turns a page into facts. Spam is in it only where it is asked for.
    """
    found = Inquiry.objects.filter(coop_id=coop_id)
    if sought.state is None:
        found = found.exclude(state=State.SPAM)
    else:
        found = found.filter(state=sought.state)
    if sought.kind is not None:
        found = found.filter(kind=sought.kind)
    if sought.assigned_to is not None:
        found = found.filter(assigned_to=sought.assigned_to)
    if sought.words:
        found = found.filter(_holds(sought.words))
    order = ("sent_at", "id") if sought.state is State.OPEN else ("-sent_at", "-id")
    return _with_members(found).order_by(*order)


def facts_of(rows: Iterable[Inquiry]) -> tuple[InquiryFacts, ...]:
    """A page of the inbox."""
    return tuple(map(_facts, rows))


def counts(coop_id: int) -> dict[State, int]:
    """How many inquiries are in each state."""
    by_state = Inquiry.objects.filter(coop_id=coop_id).order_by("state").values_list("state")
    found = dict(by_state.annotate(Count("id")))
    return {state: found.get(state, 0) for state in State}


def asked_by(*, coop_id: int, member_id: int, kind: str) -> tuple[InquiryFacts, ...]:
    """What a login has asked, the latest first: the member's own or the guardian's own."""
    mine = Inquiry.objects.filter(coop_id=coop_id, asker_id=member_id, asked_by=kind)
    return facts_of(_with_members(mine).order_by("-sent_at", "-id"))


def about(*, coop_id: int, member_id: int, part: slice = slice(None)) -> tuple[InquiryFacts, ...]:
    """The inquiries the desk has attached to a member, the latest first; spam is left out."""
    theirs = Inquiry.objects.filter(coop_id=coop_id, member_id=member_id)
    shown = theirs.exclude(state=State.SPAM).order_by("-sent_at", "-id")
    return facts_of(_with_members(shown)[part])


def time_to_answer(*, coop_id: int, since: datetime, before: datetime) -> AnswerTime:
    """How long those took that were first answered in a time, spam apart."""
    answered = Inquiry.objects.filter(
        coop_id=coop_id, first_answered_at__gte=since, first_answered_at__lt=before
    ).exclude(state=State.SPAM)
    durations = [
        answered_at - sent_at
        for sent_at, answered_at in answered.order_by("id").values_list(
            "sent_at", "first_answered_at"
        )
        if answered_at
    ]
    return AnswerTime(count=len(durations), median=rules.median(durations))


def _holds(words: str) -> Q:
    """Each word is somewhere in it; a number is the inquiry's or part of the member's."""
    found = Q()
    for word in words.split():
        here = Q(name__icontains=word) | Q(mail__icontains=word) | Q(text__icontains=word)
        here |= Q(member_number__contains=word) | Q(member__member_number__contains=word)
        if re.fullmatch(r"[0-9]{1,18}", word):
            here |= Q(id=int(word))
        found &= here
    return found


def _with_members(rows: "QuerySet[Inquiry]") -> "QuerySet[Inquiry]":
    return rows.select_related("member")


def _facts(row: Inquiry) -> InquiryFacts:
    return InquiryFacts(
        id=row.pk,
        coop_id=row.coop_id,
        kind=Kind(row.kind),
        state=State(row.state),
        name=row.name,
        member_number=row.member_number,
        mail=row.mail,
        text=row.text,
        language=row.language,
        sent_at=row.sent_at,
        asked_by=row.asked_by,
        asker_id=row.asker_id,
        entry_id=row.entry_id,
        line=row.line,
        member_id=row.member_id,
        member_name=row.member.name if row.member else "",
        attached_number=row.member.member_number if row.member else "",
        assigned_to=row.assigned_to,
        first_answered_at=row.first_answered_at,
        confirmation_id=row.confirmation_id,
    )


def _latest(inquiries: QuerySet[Inquiry], count: int) -> list[datetime]:
    return list(inquiries.order_by("-sent_at").values_list("sent_at", flat=True)[:count])
