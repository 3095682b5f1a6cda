"""Mails about cards that were stopped, let go again or issued anew, by a page or at a till.

Tills do not wait for them: the worker finds afterwards, in the log of acts, what is to be told.
"""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from kumiai.coops import queries as coops
from kumiai.coops.models import StaffAct
from kumiai.identity import contacts, sharing
from kumiai.identity.contacts import Contact
from kumiai.kit import clock
from kumiai.mail import letters
from kumiai.members import queries as members
from kumiai.members.queries import MemberFacts
from kumiai.purchases.models_told import CardChangeTold

LETTERS = {
    "suspend": "card_suspended",
    "lift_suspension": "card_lifted",
    "reissue_card": "card_reissued",
}
AT_ONCE_MAX = 100
# Older changes are no news: an installation that was moved does not write to everybody.
TOLD_WITHIN = timedelta(days=3)


def untold(*, at: datetime) -> list[StaffAct]:
    """The changes of cards of the last days that nobody was told of, the earliest first."""
    acts = StaffAct.objects.filter(
        ~Exists(CardChangeTold.objects.filter(act=OuterRef("pk"))),
        coop_id__in=[coop.id for coop in coops.coops()],
        at__gt=at - TOLD_WITHIN,
        verb__in=list(LETTERS),
    )
    return list(acts.order_by("at", "id")[:AT_ONCE_MAX])


def readers(member: MemberFacts, act: StaffAct) -> list[Contact]:
    """The member, and the guardian who sees something of the member or has done it."""
    policy = coops.policy_on(member.coop_id, clock.tokyo_date(act.at))
    seen = sharing.shared_sections(member_id=member.id, guardian_sees=policy.guardian_sees)
    return [
        contact
        for contact in contacts.contacts(coop_id=member.coop_id, member_id=member.id)
        if contact.kind == "member" or seen or act.actor_kind == "guardian"
    ]


def letter(act: StaffAct, member: MemberFacts, reader: Contact) -> letters.Letter:
    """What the reader is told of it, in the reader's language."""
    store = ""
    if act.actor_kind == "terminal":
        place = coops.places(act.coop_id, {int(act.actor_id)}).get(int(act.actor_id))
        store = place.store_name if place else ""
    return letters.write(
        f"purchases/mail/{LETTERS[act.verb]}",
        reader.language,
        coop_id=act.coop_id,
        at=act.at.astimezone(clock.TOKYO),
        by=act.actor_kind,
        store=store,
        member=member.name,
        is_guardian=reader.kind == "guardian",
    )


def member_of(act: StaffAct) -> MemberFacts:
    """Whose cards it was about."""
    return members.member_by_number(act.subject.removeprefix("member:"))
