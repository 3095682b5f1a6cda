"""One guardian, several children: adding a child to a login, switching to it, and ending it."""

from datetime import datetime

from django.db import transaction

from kumiai.identity import children, digests, hashing
from kumiai.identity.actions import child_links, login, sessions, throttles
from kumiai.identity.actions.child_links import AddingProblem, CannotAddChild
from kumiai.identity.actions.login import TicketOpened
from kumiai.identity.devices import Browser
from kumiai.identity.drafts import Draft, to_document
from kumiai.identity.models import FULL, GUARDIAN, ChildLink, Login, RegistrationTicket


class NoSuchChild(Exception):
    """The link is over, or somebody else's; they look alike."""


def add_child(
    *, login_pk: int, child_login_id: str, child_password: str, browser: Browser, at: datetime
) -> ChildLink | TicketOpened:
    """Let this guardian's login show the child of another guardian's login of the co-op.

    The other is proven as at the login page, under the same throttles; whoever calls has asked
    for this one's own password. A provisional login opens the registration form instead, which
    links the two at its end. Unknown, wrong, a member's own login, one of another co-op and this
    one itself are refused alike. Raises CannotLogIn, CannotAddChild and HashingBusy.
    """
    viewing = Login.objects.get(pk=login_pk, kind=GUARDIAN, state=FULL)
    if ChildLink.objects.filter(member=viewing.member, ended_at=None).count() >= children.LINKS_MAX:
        raise CannotAddChild(AddingProblem.TOO_MANY)
    # A login of one's own is no way around the throttles of those one has not.
    key = digests.of_adding(login_pk)
    throttles.count_try(key=key, is_provisional=False, at=at)
    try:
        proven = login.prove_guardian(
            login_id=child_login_id,
            password=child_password,
            by=viewing,
            browser=browser,
            at=at,
        )
    except hashing.HashingBusy:
        throttles.take_back(key=key)
        raise
    throttles.take_back(key=key)
    if isinstance(proven, TicketOpened):
        _keep_for(viewing, proven)
        return proven
    return child_links.link(viewing=viewing, shown=proven, browser=browser, at=at)


@transaction.atomic
def switch_child(*, login_pk: int, session_key: str, link_id: int) -> str:
    """Let this session show another child from now on, under a new key, which is returned.

    A `link_id` of 0 switches back to the child the login was registered for. Raises NoSuchChild.
    """
    if link_id and link_id not in {one.link_id for one in children.links_of(login_pk=login_pk)}:
        raise NoSuchChild
    key = sessions.switch(login_pk=login_pk, session_key=session_key, link_id=link_id or None)
    if key is None:
        raise NoSuchChild
    return key


@transaction.atomic
def end_child_link(*, login_pk: int, session_key: str, link_id: int, at: datetime) -> str:
    """End a link from either side; this session's key, a new one where it showed that child.

    What other browsers opened through it is over. Raises NoSuchChild.
    """
    mine = Login.objects.filter(pk=login_pk, kind=GUARDIAN, state=FULL).first()
    found = ChildLink.objects.filter(pk=link_id, ended_at=None).first()
    if mine is None or found is None:
        raise NoSuchChild
    if mine.member_id not in (found.member_id, found.shown_member_id):
        raise NoSuchChild
    is_mine = found.member_id == mine.member_id
    key = session_key
    if is_mine and sessions.shows(session_key=session_key, link_id=link_id):
        key = switch_child(login_pk=login_pk, session_key=session_key, link_id=0)
    links = ChildLink.objects.filter(pk=link_id)
    child_links.end(links=links, by="viewer" if is_mine else "shown", at=at)
    return key


def _keep_for(viewing: Login, opened: TicketOpened) -> None:
    """The form begins with the address that is proven already."""
    RegistrationTicket.objects.filter(token_digest=digests.of_token(opened.token)).update(
        for_login=viewing, draft=to_document(Draft(mail=viewing.mail))
    )
