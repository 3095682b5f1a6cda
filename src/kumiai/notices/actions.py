"""Every write about notices: publishing, withdrawing, reading, and copies by mail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kumiai.coops import actions as coops
from kumiai.coops.rules import Actor
from kumiai.mail import actions as mail
from kumiai.mail import letters
from kumiai.mail.actions import Outgoing
from kumiai.notices import queries, rules
from kumiai.notices.models import (
    Notice,
    NoticeAddressee,
    NoticeCopy,
    NoticeMailing,
    NoticeReading,
)
from kumiai.notices.queries import Posted, Reader
from kumiai.notices.rules import Audience, Draft, NoticeProblem

KIND = "notice"
LOOKED_AT_ONCE = 1_000


class CannotPublish(Exception):
    """The notice would be empty, too long, over before it begins, or for nobody."""

    def __init__(self, problem: NoticeProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class CannotWithdraw(Exception):
    """The co-op has no such notice, or it is withdrawn already."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who could have a copy: the key and kind of the login, its address and language."""

    login_pk: int
    member_id: int
    kind: str
    address: str
    language: str


# Asked for the people of a co-op behind a login's key, in the order of their keys.
NextPeople = Callable[[int, int, int], Sequence[Person]]


def problem_with(*, coop_id: int, draft: Draft, at: datetime) -> NoticeProblem | None:
    """Why a notice cannot be published as it is; also where it would reach nobody."""
    if problem := rules.problem_with(draft, at=at):
        return problem
    reached = queries.members_reached(coop_id=coop_id, draft=draft, at=at)
    return None if reached else NoticeProblem.NOBODY


def publish(
    *,
    coop_id: int,
    draft: Draft,
    by: Actor,
    at: datetime,
    has_copies: bool = False,
    form_id: UUID | None = None,
) -> int:
    """Show a notice from `starts_at` on, which may be to come; returns its id (guide row G33).

    With `has_copies` everybody it is for has a copy by mail once it has begun. The form with
    `form_id` brings one notice; sent again, it is the one that is there. Raises CannotPublish.
    """
    if problem := problem_with(coop_id=coop_id, draft=draft, at=at):
        raise CannotPublish(problem)
    try:
        with transaction.atomic():
            notice = _put(coop_id, draft, at, form_id)
            if has_copies:
                begins = max(draft.starts_at, at)
                NoticeMailing.objects.create(
                    notice=notice, coop_id=coop_id, ordered_at=at, next_at=begins
                )
            details = {"audience": draft.audience, "has_copies": has_copies}
            coops.record_act(
                coop_id=coop_id,
                by=by,
                verb="publish_notice",
                subject=f"notice:{notice.pk}",
                at=at,
                details=details,
            )
    except IntegrityError:
        known = Notice.objects.filter(coop_id=coop_id, form_id=form_id).exclude(form_id=None)
        if not known:
            raise
        return known[0].pk
    return notice.pk


@transaction.atomic
def withdraw(*, coop_id: int, notice_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Show a notice no longer, and put no more copies into the outbox. Raises CannotWithdraw."""
    mine = Notice.objects.filter(coop_id=coop_id, id=notice_id, withdrawn_at=None)
    if not mine.update(withdrawn_at=at):
        raise CannotWithdraw(str(notice_id))
    NoticeMailing.objects.filter(notice_id=notice_id, finished_at=None).update(finished_at=at)
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="withdraw_notice",
        subject=f"notice:{notice_id}",
        reason=reason,
        at=at,
    )


def read(*, reader: Reader, notice_id: int, at: datetime) -> Posted | None:
    """Hand somebody a notice and keep when they first opened it; None where it is not theirs."""
    posted = queries.posted(reader=reader, notice_id=notice_id, at=at)
    if posted and posted.is_unread:
        reading = NoticeReading(
            coop_id=reader.coop_id,
            notice_id=notice_id,
            member_id=reader.member_id,
            reader=reader.kind,
            at=at,
        )
        NoticeReading.objects.bulk_create([reading], ignore_conflicts=True)
    return posted


@transaction.atomic
def mail_copies(
    *, notice_id: int, next_people: NextPeople, count: int, link_prefix: str, at: datetime
) -> int:
    """Put the next `count` copies of a notice into the outbox; returns how many there were.

    One transaction: copies and how far they have come are kept together or not at all, so that a
    worker that is killed leaves nothing half done and nobody has two. A step that another worker
    has in hand, one that is not due, and what is finished or withdrawn bring none.
    """
    mailing = (
        NoticeMailing.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(notice_id=notice_id, finished_at=None, next_at__lte=at)
        .select_related("notice")
        .first()
    )
    if mailing is None:
        return 0
    if mailing.notice.ends_at and mailing.notice.ends_at <= at:
        mailing.finished_at = at
    queued = 0
    while queued < count and mailing.finished_at is None:
        looked_at = min(LOOKED_AT_ONCE, count - queued)
        people = next_people(mailing.coop_id, mailing.reached, looked_at)
        queued += _copy_to(mailing.notice, people, link_prefix, at)
        if people:
            mailing.reached = people[-1].login_pk
        if len(people) < looked_at:
            mailing.finished_at = at
    mailing.next_at = at + rules.STEP
    mailing.save(update_fields=["reached", "finished_at", "next_at"])
    return queued


def _put(coop_id: int, draft: Draft, at: datetime, form_id: UUID | None) -> Notice:
    audience = draft.audience
    notice = Notice.objects.create(
        coop_id=coop_id,
        title=draft.title.strip(),
        text=draft.text.strip(),
        title_english=draft.title_english.strip(),
        text_english=draft.text_english.strip(),
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        audience=audience.value,
        readers=draft.readers.value,
        faculty=draft.faculty if audience is Audience.FACULTY else "",
        joined_year=draft.joined_year if audience is Audience.JOINED_YEAR else None,
        meal_plan=draft.meal_plan if audience is Audience.MEAL_PLAN else "",
        form_id=form_id,
        written_at=at,
    )
    if audience in (Audience.MEMBERS, Audience.MEAL_PLAN):
        NoticeAddressee.objects.bulk_create(
            (
                NoticeAddressee(coop_id=coop_id, notice=notice, member_id=member_id)
                for member_id in sorted(draft.member_ids)
            ),
            batch_size=5_000,
        )
    return notice


def _copy_to(notice: Notice, people: Sequence[Person], link_prefix: str, at: datetime) -> int:
    """Copies for those of these people whom the notice is for."""
    positions = queries.positions_addressed(
        notice_id=notice.pk,
        member_ids=[person.member_id for person in people],
        readers=[person.kind for person in people],
        at=at,
    )
    if not positions:
        return 0
    addressed = [people[position - 1] for position in positions]
    said = {language: _letter(notice, language, link_prefix) for language in letters.LANGUAGES}
    mails = [
        Outgoing(person.address, said[person.language].subject, said[person.language].body)
        for person in addressed
    ]
    message_ids = mail.send_many_later(coop_id=notice.coop_id, mails=mails, kind=KIND, at=at)
    NoticeCopy.objects.bulk_create(
        NoticeCopy(
            coop_id=notice.coop_id,
            notice=notice,
            member_id=person.member_id,
            reader=person.kind,
            message_id=message_id,
        )
        for person, message_id in zip(addressed, message_ids, strict=True)
    )
    return len(addressed)


def _letter(notice: Notice, language: str, link_prefix: str) -> letters.Letter:
    """The English texts where there are any, as the page has it."""
    is_english = language == "en"
    return letters.write(
        "notices/mail/notice",
        language,
        coop_id=notice.coop_id,
        title=(is_english and notice.title_english) or notice.title,
        text=(is_english and notice.text_english) or notice.text,
        href=f"{link_prefix}{notice.pk}",
    )
