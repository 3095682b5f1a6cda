"""Changing one's registration details (guide row G14): ID, password, language, mail address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import IntegrityError, transaction

from kumiai.identity import rules
from kumiai.identity.actions import change_log, fresh_start, mail_changes, telling
from kumiai.identity.actions.mail_changes import MailWish
from kumiai.identity.devices import Browser
from kumiai.identity.drafts import DraftProblem
from kumiai.identity.models import FULL, Login


class CannotChange(Exception):
    """Nothing was changed; `problems` says why, by item of the form."""

    def __init__(self, problems: Mapping[str, StrEnum]) -> None:
        super().__init__(", ".join(problems))
        self.problems = dict(problems)


class NothingToChange(Exception):
    """What was sent is what is registered already."""


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What is to be changed; an item that is None stays as it is."""

    login_id: str | None = None
    password_hash: str | None = None
    language: str | None = None
    mail: MailWish | None = None


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What became of it: the record of it if anything counts already, and this session's key.

    The key is None where the session was ended meanwhile.

    `asks_for_mail_proof` if a mail is on its way to a new address, which counts once it is proven.
    """

    change_id: int | None
    session_key: str | None
    asks_for_mail_proof: bool


@transaction.atomic
def change_details(
    *, login_pk: int, session_key: str, wishes: Wishes, browser: Browser, at: datetime
) -> Changed:
    """Change everything that is wished for, or nothing; whoever calls has asked for the password.

    A new password gives this session another key, ends the others, and drops a change of mail
    address that was asked for with the old one. Raises CannotChange, NothingToChange,
    and CannotSendMailTest.
    """
    login = Login.objects.select_for_update().get(pk=login_pk, state=FULL)
    items = _change_row(login, wishes)
    asks_for_mail_proof = wishes.mail is not None and wishes.mail.address != login.mail
    if not items and not asks_for_mail_proof:
        raise NothingToChange
    key: str | None = session_key
    if wishes.password_hash:
        key = fresh_start.after_new_password(login=login, at=at, session_key=session_key)
    if wishes.mail and asks_for_mail_proof:
        mail_changes.ask_mail_change(login_pk=login_pk, wish=wishes.mail, at=at)
    change_id = None
    if items:
        change_id = change_log.note_change(login=login, items=items, browser=browser, at=at)
        _tell(login, items, at)
    return Changed(change_id=change_id, session_key=key, asks_for_mail_proof=asks_for_mail_proof)


def _change_row(login: Login, wishes: Wishes) -> list[str]:
    """The items that differ, changed in the row."""
    items = []
    if wishes.login_id is not None and wishes.login_id != login.login_id:
        if problem := rules.problem_with_login_id(wishes.login_id):
            raise CannotChange({"login_id": problem})
        login.login_id = wishes.login_id
        items.append("login_id")
    if wishes.password_hash is not None:
        login.password_hash = wishes.password_hash
        items.append("password")
    if wishes.language is not None and wishes.language != login.language:
        login.language = wishes.language
        items.append("language")
    try:
        with transaction.atomic():
            Login.objects.filter(pk=login.pk).update(
                login_id=login.login_id,
                password_hash=login.password_hash,
                language=login.language,
            )
    except IntegrityError as taken:
        raise CannotChange({"login_id": DraftProblem.TAKEN}) from taken
    return items


def _tell(login: Login, items: Sequence[str], at: datetime) -> None:
    """The registered address, of what opens the door; a language does not."""
    told = [item for item in items if item != "language"]
    if told:
        telling.tell(
            login=login,
            letter_name="details_changed",
            at=at,
            login_id=login.login_id if "login_id" in told else "",
            has_new_password="password" in told,
        )
