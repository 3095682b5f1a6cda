"""The older member at the first-time form, as the page does it."""

from datetime import datetime

from kumiai.identity import actions, first_time, hashing
from kumiai.identity.drafts import Draft
from kumiai.identity.first_time import Application
from kumiai.identity.models import Login
from kumiai.mail.models import Message
from tests import cast
from tests.identity.conftest import NOON

ADDRESS = "sakura@mail.example"
LINKS = "https://mypage.example/full-registration/"
PROVISIONAL = "はじめての合言葉"


def open_form(number: str, *, coop_id: int = 2101, at: datetime = NOON) -> str:
    """Type a number into the box; the token of the form."""
    return actions.open_application(number=number, coop_id=coop_id, network="192.0.2.7", at=at)


def application(token: str, at: datetime = NOON) -> Application:
    found = first_time.application(token=token, at=at)
    assert found is not None
    return found


def filled(**changes: object) -> Draft:
    """Everything right for the older member."""
    right: dict[str, object] = {
        "kana": "ハッコウダ サクラ",
        "second_proof": "19710131",
        "login_id": "sakura.h",
        "password_hash": hashing.hash_password(PROVISIONAL),
        "mail": ADDRESS,
        "has_consented": True,
    }
    return Draft(**(right | changes))  # type: ignore[arg-type]


def check(token: str, *, at: datetime = NOON, **changes: object) -> None:
    """Press 「登録内容確認」."""
    actions.check_application(
        application=application(token, at), draft=filled(**changes), network="", at=at
    )


def apply(token: str, *, at: datetime = NOON) -> None:
    """Press 「申し込む」."""
    actions.apply_for_registration(token=token, link_prefix=LINKS, language="ja", at=at)


def mailed_link() -> str:
    """The token in the latest mail."""
    body = Message.objects.filter(kind="first_time").latest("id").body
    return next(line for line in body.splitlines() if line.startswith(LINKS))[len(LINKS) :]


def applied(number: str, *, at: datetime = NOON, **changes: object) -> str:
    """From the number to the mail; the token of its link."""
    token = open_form(number, at=at)
    check(token, at=at, **changes)
    apply(token, at=at)
    return mailed_link()


def register(link: str, *, at: datetime = NOON, **changes: str) -> Login:
    """Press the button behind the link."""
    typed = {"login_id": "sakura.h", "provisional_password": PROVISIONAL} | changes
    return actions.register_first_time(
        link_token=link, password_hash=hashing.hash_password(cast.PASSWORD), at=at, **typed
    )
