"""The first-time box (guide row G04): from a member number to a mailed link to a registration."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from kumiai.identity import digests, drafts, first_time, hashing, letters, queries, throttling
from kumiai.identity.actions import knocks, provisional, registration, throttles
from kumiai.identity.actions.registration import AlreadyRegistered, CannotRegister
from kumiai.identity.devices import Browser
from kumiai.identity.drafts import Draft
from kumiai.identity.first_time import Application, Found, Standing
from kumiai.identity.models import Login
from kumiai.identity.models_recovery import FIRST_TIME, FirstTimeApplication
from kumiai.mail import actions as mail

_NUMBER_READ_MAX = 100


class UnknownNumber(Exception):
    """No member, or no longer one, has this number (guide row G05)."""


class AlreadyProvisional(Exception):
    """Nothing to fill in: the number and the provisional password open the form (G04)."""

    def __init__(self, coop_id: int) -> None:
        super().__init__(str(coop_id))
        self.coop_id = coop_id


class CannotMailLink(Exception):
    """Enough links were mailed for this membership or to this address for now."""


class ApplicationIsOver(Exception):
    """The form was left open too long, or the link was used, is too old or never was."""


class WrongApplication(Exception):
    """Login ID and provisional password are not those of the application."""


def open_application(*, number: str, coop_id: int, network: str, at: datetime) -> str:
    """Open the form to whoever joined before the policy's year; returns the form's token.

    `coop_id` is the co-op whose page was used. Raises TooManyKnocks, UnknownNumber,
    AlreadyProvisional and AlreadyRegistered.
    """
    typed = number[:_NUMBER_READ_MAX]
    knocks.knock(kind=FIRST_TIME, subject=typed, coop_id=coop_id, network=network, at=at)
    found = first_time.standing(typed, at=at)
    _refuse_all_but_open(found, at)
    token = digests.new_token()
    FirstTimeApplication.objects.create(
        coop_id=found.coop_id,
        member_id=found.member_id,
        kind=found.kind,
        token_digest=digests.of_token(token),
        created_at=at,
        expires_at=at + throttling.APPLICATION_LASTS,
    )
    return token


def put_application(*, application: Application, draft: Draft) -> None:
    """Keep what was typed so far."""
    FirstTimeApplication.objects.filter(pk=application.id, applied_at=None).update(
        draft=drafts.to_document(draft)
    )


def drop_application(*, application: Application) -> None:
    """Somebody does not want to go on."""
    FirstTimeApplication.objects.filter(pk=application.id, applied_at=None).delete()


def check_application(
    *, application: Application, draft: Draft, network: str, at: datetime
) -> None:
    """Compare reading and birth date with the membership, and mark the draft as checked.

    Ten mismatches in all close the form for this login until nobody has tried for a day. Raises
    CannotRegister with the items that do not match, CannotLogIn when no more tries are looked at.
    """
    key = digests.of_login_id(f"{FIRST_TIME} {application.provisional_id}")
    throttles.count_try(key=key, is_provisional=True, at=at)
    wrong = drafts.mismatches_first_time(draft, application.facts)
    if wrong:
        throttles.note_attempt(
            coop_id=application.coop_id,
            key=key,
            is_provisional=True,
            outcome="refused",
            browser=Browser(network),
            at=at,
        )
        raise CannotRegister(wrong)
    throttles.take_back(key=key)
    put_application(application=application, draft=drafts.checked(draft))


@transaction.atomic
def apply_for_registration(*, token: str, link_prefix: str, language: str, at: datetime) -> None:
    """Mail the link for full registration; asked again, the same application mails no second one.

    `link_prefix` is the page behind the link up to its token. Raises ApplicationIsOver,
    AlreadyRegistered, CannotRegister, CannotMailLink.
    """
    row = (
        FirstTimeApplication.objects.select_for_update()
        .filter(token_digest=digests.of_token(token), expires_at__gt=at)
        .first()
    )
    if row is None:
        raise ApplicationIsOver
    if row.applied_at:
        return
    if first_time.is_registered(member_id=row.member_id, kind=row.kind):
        raise AlreadyRegistered
    draft = drafts.from_document(row.draft)
    is_taken = queries.is_login_id_taken(draft.login_id)
    problems = drafts.problems_with(draft, is_taken=is_taken, is_mail_proven=True)
    if problems or not draft.is_checked:
        raise CannotRegister(problems)
    if not first_time.may_mail(member_id=row.member_id, address=draft.mail, at=at):
        raise CannotMailLink
    _mail_link(row, draft, link_prefix, language, at)


def register_first_time(
    *,
    link_token: str,
    login_id: str,
    provisional_password: str,
    password_hash: str,
    another_login_id: str = "",
    at: datetime,
) -> Login:
    """The button behind the link: the wished ID, the provisional password and the new one.

    `login_id` is folded; `another_login_id` is taken where the wished one is gone meanwhile. Ten
    wrong tries use the link up. Raises ApplicationIsOver, WrongApplication, AlreadyRegistered,
    CannotRegister, and HashingBusy.
    """
    open_links = FirstTimeApplication.objects.filter(
        link_digest=digests.of_token(link_token),
        link_expires_at__gt=at,
        completed_at=None,
        tries__lt=throttling.LINK_TRIES_MAX,
    )
    if not open_links.update(tries=F("tries") + 1):
        raise ApplicationIsOver
    row = FirstTimeApplication.objects.get(link_digest=digests.of_token(link_token))
    draft = drafts.from_document(row.draft)
    try:
        is_right = hashing.is_password(draft.password_hash, provisional_password)
    except hashing.HashingBusy:
        _take_back(row)
        raise
    if not is_right or login_id != draft.login_id:
        raise WrongApplication
    _take_back(row)
    return _register(row, another_login_id or login_id, password_hash, at)


def forget_applications(*, at: datetime) -> None:
    """Drop forms that were left, and links that are over."""
    FirstTimeApplication.objects.filter(applied_at=None, expires_at__lte=at).delete()
    FirstTimeApplication.objects.filter(link_expires_at__lte=at).delete()


def _refuse_all_but_open(found: Found, at: datetime) -> None:
    match found.standing:
        case Standing.UNKNOWN:
            raise UnknownNumber
        case Standing.REGISTERED:
            raise AlreadyRegistered
        case Standing.PROVISIONAL:
            # Also where the policy was changed and no member file has come in since.
            provisional.register_provisionally(
                coop_id=found.coop_id, member_ids=[found.member_id], at=at
            )
            raise AlreadyProvisional(found.coop_id)


def _mail_link(
    row: FirstTimeApplication, draft: Draft, link_prefix: str, language: str, at: datetime
) -> None:
    link_token = digests.new_token()
    letter = letters.write(
        "first_time", language, coop_id=row.coop_id, link=link_prefix + link_token
    )
    row.message_id = mail.send_later(
        coop_id=row.coop_id,
        to_address=draft.mail,
        subject=letter.subject,
        body=letter.body,
        kind="first_time",
        priority=mail.URGENT,
        at=at,
    )
    row.applied_at, row.address, row.language = at, draft.mail, language
    row.link_digest = digests.of_token(link_token)
    row.link_expires_at = at + throttling.LINK_LASTS
    row.save()


def _take_back(row: FirstTimeApplication) -> None:
    FirstTimeApplication.objects.filter(pk=row.pk).update(tries=F("tries") - 1)


@transaction.atomic
def _register(row: FirstTimeApplication, login_id: str, password_hash: str, at: datetime) -> Login:
    """Two links at once meet at the login's row; one registers, the other is told so (G07)."""
    mine = FirstTimeApplication.objects.filter(pk=row.pk, completed_at=None)
    if not mine.update(completed_at=at):
        raise AlreadyRegistered
    provisional_id = first_time.provisional_id(row)
    made, _created = Login.objects.get_or_create(
        member_id=row.member_id,
        kind=row.kind,
        defaults={"coop_id": row.coop_id, "login_id": provisional_id, "created_at": at},
    )
    login = registration.register_fully(
        login_pk=made.pk,
        login_id=login_id,
        password_hash=password_hash,
        mail_address=row.address,
        language=row.language,
        terms_accepted_at=row.applied_at,
        at=at,
    )
    registration.tell_everybody(login=login, at=at)
    return login
