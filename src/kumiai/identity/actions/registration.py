"""From the open form to a full registration, in one transaction and once only (guide row G07)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from django.db import IntegrityError, transaction

from kumiai.identity import digests, drafts, queries, rules
from kumiai.identity.actions import child_links, consents, holding, telling, throttles
from kumiai.identity.devices import Browser
from kumiai.identity.drafts import Draft, DraftProblem
from kumiai.identity.models import (
    FULL,
    GUARDIAN,
    PROVISIONAL,
    FullRegistration,
    Login,
    ProvisionalRegistration,
    RegistrationTicket,
)
from kumiai.identity.queries import Ticket
from kumiai.kit import clock


class AlreadyRegistered(Exception):
    """This login is fully registered; nobody registers twice."""


class TicketIsOver(Exception):
    """The fifteen minutes have passed; another provisional login opens the form again."""


class CannotRegister(Exception):
    """Something still stands in the way; `problems` says what, by item of the form."""

    def __init__(self, problems: Mapping[str, StrEnum]) -> None:
        super().__init__(", ".join(problems))
        self.problems = dict(problems)


def put_draft(*, ticket: Ticket, draft: Draft) -> None:
    """Keep what was typed so far."""
    RegistrationTicket.objects.filter(pk=ticket.id).update(draft=drafts.to_document(draft))


def drop_ticket(*, ticket: Ticket) -> None:
    """Somebody does not want to go on; the provisional login stays as it is."""
    RegistrationTicket.objects.filter(pk=ticket.id).delete()


def check_identity(*, ticket: Ticket, draft: Draft, network: str, at: datetime) -> None:
    """Compare the proofs of identity with the membership, and mark the draft as checked.

    A mismatch counts like a wrong provisional password: ten in all. Raises CannotRegister with
    the items that do not match, CannotLogIn when no more tries are looked at.
    """
    key = digests.of_login_id(ticket.provisional_id)
    throttles.count_try(key=key, is_provisional=True, at=at)
    login = Login.objects.select_related("member").get(pk=ticket.login_pk)
    scheme = queries.scheme_on(ticket.coop_id, clock.tokyo_date(at))
    wrong = drafts.mismatches(draft, queries.facts_of(login), scheme)
    with transaction.atomic():
        if wrong:
            throttles.note_provisional_failure(login_pk=login.pk, at=at)
            throttles.note_attempt(
                coop_id=login.coop_id,
                key=key,
                is_provisional=True,
                outcome="refused",
                browser=Browser(network),
                at=at,
                login_pk=login.pk,
            )
        else:
            throttles.take_back(key=key)
            put_draft(ticket=ticket, draft=drafts.checked(draft))
    if wrong:
        raise CannotRegister(wrong)


@transaction.atomic
def complete_registration(
    *,
    ticket_token: str,
    language: str,
    at: datetime,
    by_login_pk: int | None = None,
    browser: Browser | None = None,
) -> Login:
    """Turn the checked draft into a full registration and tell everybody concerned.

    A guardian who adds a child is logged in meanwhile, as `by_login_pk`: the child is linked then.
    Raises TicketIsOver, CannotRegister, AlreadyRegistered and CannotAddChild.
    """
    row = _held_ticket(ticket_token, at)
    if row is None or row.for_login_id not in (None, by_login_pk):
        raise TicketIsOver
    if row.login.state != PROVISIONAL:
        raise AlreadyRegistered
    draft = drafts.from_document(row.draft)
    problems = drafts.problems_with(
        draft,
        is_taken=queries.is_login_id_taken(draft.login_id),
        is_mail_proven=draft.mail == queries.proven_mail(row.for_login)
        or queries.is_mail_proven(login_pk=row.login_id, address=draft.mail, at=at),
    )
    if problems or not draft.is_checked:
        raise CannotRegister(problems)
    login = register_fully(
        login_pk=row.login_id,
        login_id=draft.login_id,
        password_hash=draft.password_hash,
        mail_address=draft.mail,
        language=language,
        terms_accepted_at=at,
        at=at,
    )
    tell_everybody(login=login, at=at)
    if row.for_login:
        child_links.link(viewing=row.for_login, shown=login, browser=browser or Browser(), at=at)
    return login


def _held_ticket(token: str, at: datetime) -> RegistrationTicket | None:
    """An open ticket with the logins it is about, all held; None where it is gone by then."""
    tickets = RegistrationTicket.objects.filter(
        token_digest=digests.of_token(token), expires_at__gt=at
    )
    found = tickets.first()
    if found is None:
        return None
    login_pks = [pk for pk in (found.login_id, found.for_login_id) if pk]
    holding.hold_logins(login_pks=login_pks)
    held = tickets.select_for_update(of=("self",)).select_related("login", "for_login")
    return held.first()


@transaction.atomic
def register_fully(
    *,
    login_pk: int,
    login_id: str,
    password_hash: str,
    mail_address: str,
    language: str,
    at: datetime,
    by_kind: str = "",
    terms_accepted_at: datetime | None = None,
) -> Login:
    """Give a provisional login its own ID, password and proven address; nobody is told.

    `by_kind` is `operator` where no person registered by themselves; `terms_accepted_at` is when
    the person consented to the terms and the privacy statement, then in force. Raises
    AlreadyRegistered, and CannotRegister for a login ID that cannot be had.
    """
    login = Login.objects.select_for_update().get(pk=login_pk)
    if login.state != PROVISIONAL:
        raise AlreadyRegistered
    if problem := rules.problem_with_login_id(login_id):
        raise CannotRegister({"login_id": problem})
    try:
        with transaction.atomic():
            Login.objects.filter(pk=login_pk).update(
                login_id=login_id,
                password_hash=password_hash,
                mail=mail_address,
                language=language,
                state=FULL,
            )
    except IntegrityError as taken:
        raise CannotRegister({"login_id": DraftProblem.TAKEN}) from taken
    FullRegistration.objects.create(
        login_id=login_pk,
        coop_id=login.coop_id,
        at=at,
        by_kind=by_kind or login.kind,
        terms_accepted_at=terms_accepted_at,
    )
    if terms_accepted_at:
        consents.consent_to_all(login=login, at=terms_accepted_at)
    ProvisionalRegistration.objects.filter(login_id=login_pk).delete()
    login.refresh_from_db()
    return login


def tell_everybody(*, login: Login, at: datetime) -> None:
    """The new address, and the other login of the same membership where its address is proven."""
    telling.tell(login=login, letter_name="registered", at=at, login_id=login.login_id)
    others = Login.objects.filter(member=login.member, state=FULL).exclude(pk=login.pk)
    for other in others:
        telling.tell(
            login=other,
            letter_name="other_registered",
            at=at,
            is_guardian=login.kind == GUARDIAN,
        )
