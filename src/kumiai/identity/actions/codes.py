"""The codes of letters: random, told once to whoever prints them, kept as digests only."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from kumiai.coops import actions as coops
from kumiai.coops.rules import Actor
from kumiai.identity import digests, queries, rules
from kumiai.kit import clock, sql

_sql = sql.load("kumiai.identity")


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """What goes on a letter; the code is shown this once. `kind` is `member` or `guardian`."""

    member_number: str
    kind: str
    name: str
    login_id: str
    code: str


class NoCodes(Exception):
    """The co-op's policy lets nobody in with a code."""


@transaction.atomic
def issue_codes(
    *,
    coop_id: int,
    member_ids: Sequence[int],
    by: Actor,
    at: datetime,
    even_with_code: bool = False,
) -> tuple[IssuedCode, ...]:
    """Give the provisional logins of these members a code each, where they have none.

    With `even_with_code` every one of them gets a new one, and its old one is dead: a letter got
    lost. Raises NoCodes.
    """
    if queries.scheme_on(coop_id, clock.tokyo_date(at)).kind != "code":
        raise NoCodes
    asked: dict[str, Any] = {
        "coop_id": coop_id,
        "member_ids": list(member_ids),
        "even_with_code": even_with_code,
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql.logins_without_code, asked)
        logins = cursor.fetchall()
    issued = tuple(
        IssuedCode(number, kind, name, login_id, _new_code())
        for _, number, kind, login_id, name in logins
    )
    _put(coop_id, [login_pk for login_pk, *_ in logins], issued)
    _record(coop_id, issued, by=by, at=at, are_anew=even_with_code)
    return issued


def _new_code() -> str:
    return "".join(secrets.choice(rules.CODE_SIGNS) for _ in range(rules.CODE_LENGTH))


def _put(coop_id: int, login_pks: Sequence[int], issued: Sequence[IssuedCode]) -> None:
    salts = [digests.new_salt() for _ in issued]
    kept: dict[str, Any] = {
        "coop_id": coop_id,
        "login_ids": list(login_pks),
        "salts": salts,
        "digests": [
            digests.of_secret(one.code, salt=salt) for one, salt in zip(issued, salts, strict=True)
        ],
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql.put_codes, kept)


def _record(
    coop_id: int, issued: Sequence[IssuedCode], *, by: Actor, at: datetime, are_anew: bool
) -> None:
    """One act for all letters of a member file; one for each member whose letter got lost."""
    subjects = Counter(
        f"member:{one.member_number}" if are_anew else f"coop:{coop_id}" for one in issued
    )
    acts = [coops.Act("issue_codes", subject, {"count": n}) for subject, n in subjects.items()]
    coops.record_acts(coop_id=coop_id, by=by, at=at, acts=acts)
