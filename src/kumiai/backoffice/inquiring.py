"""How the desk's pages call inquiries, and everything one of them shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from kumiai.backoffice import whose
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops import queries as coops
from kumiai.coops.rules import Actor
from kumiai.coops.staff import queries as staff
from kumiai.coops.staff.rules import Role
from kumiai.identity import addresses
from kumiai.inquiries import canned, rules, thread
from kumiai.inquiries.canned import Answer
from kumiai.inquiries.queries import InquiryFacts
from kumiai.inquiries.rules import Kind, State
from kumiai.inquiries.thread import Post
from kumiai.kit import clock
from kumiai.mail import queries as mail
from kumiai.mail.queries import Progress, SentMail
from kumiai.members import selecting
from kumiai.members.queries import MemberFacts
from kumiai.members.selecting import Addressee
from kumiai.purchases.till_record import SentLine, TillRecord, till_record

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text

KINDS: "dict[Kind, Text]" = {
    Kind.MAIL_ADDRESS: _("メールアドレス変更"),
    Kind.MEMBER_NUMBER: _("組合員番号の確認"),
    Kind.LOST_CARD: _("組合員証の紛失・盗難"),
    Kind.PURCHASE: _("お買い物・チャージについて"),
    Kind.OTHER: _("その他"),
}
STATES: "dict[State, Text]" = {
    State.OPEN: _("対応待ち"),
    State.WAITING: _("返信待ち"),
    State.ANSWERED: _("回答済み"),
    State.CLOSED: _("完了"),
    State.SPAM: _("迷惑"),
}
INTO: "dict[State, Text]" = {
    State.OPEN: _("対応待ちに戻す"),
    State.CLOSED: _("完了にする"),
    State.SPAM: _("迷惑として片づける"),
}
WAYS: "dict[str, Text]" = {
    "page": _("マイページ"),
    "mail": _("メール"),
    "phone": _("電話"),
    "counter": _("窓口"),
}
PROGRESS: "dict[Progress, Text]" = {
    Progress.QUEUED: _("送信待ち"),
    Progress.RETRYING: _("再送中"),
    Progress.SENT: _("送信済み"),
    Progress.REFUSED: _("届かず"),
    Progress.GIVEN_UP: _("送信断念"),
}


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A piece of the thread with who wrote it, and what became of its mail."""

    post: Post
    by: str
    way: "Text | str"
    progress: "Text | str"


@dataclass(frozen=True, slots=True)
class Page:
    """One inquiry with everything the desk needs beside it.

    `candidates` are members found by the mail address; `mails` is the log of the inquiry's address
    and of the attached member's own.
    """

    inquiry: InquiryFacts
    kind: "Text"
    state: "Text"
    assigned: str
    member: MemberFacts | None
    candidates: Sequence[Addressee]
    posts: Sequence[ShownPost]
    replies: int
    canned: Sequence[tuple[Answer, str]]
    people: Sequence[tuple[str, str]]
    into: "Sequence[tuple[State, Text]]"
    purchase: TillRecord | None
    line: SentLine | None
    mails: "Sequence[tuple[SentMail, Text]]"


def page(request: StaffRequest, inquiry: InquiryFacts) -> Page:
    """Everything about one inquiry; looking at the attached member is in the log."""
    coop_id = inquiry.coop_id
    about = whose.member(request, inquiry.attached_number) if inquiry.member_id else None
    posts = thread.posts(inquiry_id=inquiry.id, with_notes=True)
    purchase = till_record(coop_id=coop_id, entry_id=inquiry.entry_id) if inquiry.entry_id else None
    people = {str(one.id): one.name for one in staff.staff(coop_id)}
    return Page(
        inquiry=inquiry,
        kind=KINDS[inquiry.kind],
        state=STATES[inquiry.state],
        assigned=people.get(inquiry.assigned_to, ""),
        member=about,
        candidates=() if about else _candidates(inquiry),
        posts=[_shown(post, people) for post in posts],
        replies=sum(post.kind == "reply" for post in posts),
        canned=titled_answers(coop_id),
        people=may_answer(coop_id),
        into=[(state, INTO[state]) for state in rules.next_states(inquiry.state)],
        purchase=purchase,
        line=purchase.line(inquiry.line) if purchase else None,
        mails=[(each, PROGRESS[each.progress]) for each in _mails(inquiry)],
    )


def titled_answers(coop_id: int) -> Sequence[tuple[Answer, str]]:
    """The canned answers, each with its question in the language of the page."""
    language = get_language() or "ja"
    return [(answer, answer.title(language)) for answer in canned.answers(coop_id)]


def filled(inquiry: InquiryFacts, answer: Answer) -> str:
    """A canned answer in the asker's language, with what is known put in."""
    policy = coops.policy_on(inquiry.coop_id, clock.tokyo_date(clock.now()))
    return canned.filled(
        answer,
        coop_id=inquiry.coop_id,
        language=inquiry.language,
        policy=policy,
        name=inquiry.name,
        inquiry=str(inquiry.id),
    )


def may_answer(coop_id: int) -> list[tuple[str, str]]:
    """Whom an inquiry can be given to."""
    return [
        (str(one.id), one.name)
        for one in staff.staff(coop_id)
        if one.disabled_at is None and one.role in (Role.DESK, Role.MANAGER)
    ]


def _candidates(inquiry: InquiryFacts) -> Sequence[Addressee]:
    ids = addresses.members_with(coop_id=inquiry.coop_id, address=inquiry.mail)
    return list(selecting.addressees(coop_id=inquiry.coop_id, member_ids=ids).values())


def _mails(inquiry: InquiryFacts) -> Sequence[SentMail]:
    known = {inquiry.mail}
    if inquiry.member_id:
        known |= set(addresses.of_member(coop_id=inquiry.coop_id, member_id=inquiry.member_id))
    return mail.mail_log(coop_id=inquiry.coop_id, addresses=known)


def _shown(post: Post, people: dict[str, str]) -> ShownPost:
    return ShownPost(
        post=post,
        by=_who(post.by, people),
        way=WAYS.get(post.way, ""),
        progress=PROGRESS[post.mail.progress] if post.mail else "",
    )


def _who(by: Actor, people: dict[str, str]) -> str:
    if by.kind == "staff":
        return people.get(by.id, by.id)
    names = {"member": now("組合員"), "guardian": now("保護者"), "operator": now("運用担当")}
    return names.get(by.kind, by.kind)
