"""Hanako at the registration form, as the page does it."""

from datetime import datetime

from kumiai.identity import actions, hashing, queries
from kumiai.identity.drafts import Draft
from kumiai.identity.models import Login
from kumiai.identity.queries import Ticket
from kumiai.mail.models import Message
from tests import cast
from tests.identity.conftest import NOON

ADDRESS = "hanako@mail.example"
LINKS = "https://mypage.example/registration/mail-proof/"


def open_form(person: cast.Person, *, kind: str = "member", at: datetime = NOON) -> str:
    """Log in provisionally; the token of the ticket."""
    number = person.member_number if kind == "member" else person.guardian_login_id
    opened = actions.log_in(
        login_id=number,
        password=person.provisional_password,
        coop_id=person.coop_id,
        network="192.0.2.7",
        at=at,
    )
    assert isinstance(opened, actions.TicketOpened)
    return opened.token


def ticket(token: str, at: datetime = NOON) -> Ticket:
    found = queries.ticket(token=token, at=at)
    assert found is not None
    return found


def filled(**changes: object) -> Draft:
    """Everything right for Hanako."""
    right: dict[str, object] = {
        "kana": "ツガル ハナコ",
        "second_proof": "361234",
        "login_id": "hanako.t",
        "password_hash": hashing.hash_password(cast.PASSWORD),
        "mail": ADDRESS,
        "has_consented": True,
    }
    return Draft(**(right | changes))  # type: ignore[arg-type]


def send_test(token: str, *, address: str = ADDRESS, at: datetime = NOON) -> str:
    """Press 「メール送信テスト」; the body of the mail."""
    message_id = actions.send_mail_test(
        login_pk=ticket(token, at).login_pk,
        address=address,
        link_prefix=LINKS,
        language="ja",
        at=at,
    )
    return Message.objects.get(pk=message_id).body


def code_in(body: str) -> str:
    return body.partition("確認コード：")[2][:6]


def link_in(body: str) -> str:
    return next(line for line in body.splitlines() if line.startswith(LINKS))[len(LINKS) :]


def ready(
    person: cast.Person, *, at: datetime = NOON, kind: str = "member", **changes: object
) -> str:
    """A ticket on which everything is right and proven."""
    token = open_form(person, kind=kind, at=at)
    draft = filled(**changes)
    code = code_in(send_test(token, address=draft.mail, at=at))
    actions.prove_by_code(login_pk=ticket(token, at).login_pk, address=draft.mail, code=code, at=at)
    actions.check_identity(ticket=ticket(token, at), draft=draft, network="", at=at)
    return token


def complete(token: str, *, at: datetime = NOON) -> Login:
    return actions.complete_registration(ticket_token=token, language="ja", at=at)
