"""Provisional credentials for whole files of members, a few statements per ten thousand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from kumiai.identity import digests, queries, rules
from kumiai.identity.models import GUARDIAN, MEMBER
from kumiai.identity.rules import MemberFacts, Scheme
from kumiai.kit import clock, sql

_sql = sql.load("kumiai.identity")
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class _Credential:
    member_id: int
    kind: str
    login_id: str
    salt: bytes
    digests: tuple[bytes, ...]


@transaction.atomic
def register_provisionally(*, coop_id: int, member_ids: Sequence[int], at: datetime) -> int:
    """Give members and guardians their provisional logins (guide rows G01, G02).

    For those who joined since the policy's year and have not left; others are passed over. Who
    has a login keeps it; secrets of those still provisional follow the member file, unless the
    co-op writes letters: see `issue_codes`. Doing it twice changes nothing. Returns how many
    logins are new.
    """
    scheme = queries.scheme_on(coop_id, clock.tokyo_date(at))
    remaining = iter(member_ids)
    made = 0
    while batch := list(islice(remaining, _BATCH)):
        credentials = list(_credentials(coop_id, batch, scheme))
        if credentials:
            made += _store(coop_id, credentials, at, has_codes=scheme.kind == "code")
    return made


def _credentials(coop_id: int, member_ids: list[int], scheme: Scheme) -> Iterator[_Credential]:
    with connection.cursor() as cursor:
        cursor.execute(_sql.members_to_register, {"coop_id": coop_id, "member_ids": member_ids})
        rows = cursor.fetchall()
    for member_id, *columns, has_guardian, member_salt, guardian_salt in rows:
        facts = MemberFacts(*columns)
        if not rules.is_provisionally_registered(facts, scheme):
            continue
        secrets = rules.provisional_secrets(facts, scheme)
        yield _credential(member_id, MEMBER, facts, secrets, member_salt)
        if has_guardian:
            yield _credential(member_id, GUARDIAN, facts, secrets, guardian_salt)


def _credential(
    member_id: int, kind: str, facts: MemberFacts, secrets: Sequence[str], salt: bytes | None
) -> _Credential:
    """An existing salt stays, so that the same file changes nothing."""
    salt = bytes(salt) if salt else digests.new_salt()
    return _Credential(
        member_id=member_id,
        kind=kind,
        login_id=rules.provisional_login_id(facts.member_number, is_guardian=kind == GUARDIAN),
        salt=salt,
        digests=tuple(digests.of_secret(secret, salt=salt) for secret in secrets),
    )


def _store(coop_id: int, credentials: list[_Credential], at: datetime, *, has_codes: bool) -> int:
    parameters: dict[str, Any] = {
        "coop_id": coop_id,
        "at": at,
        "member_ids": [one.member_id for one in credentials],
        "kinds": [one.kind for one in credentials],
        "login_ids": [one.login_id for one in credentials],
        "salts": [one.salt for one in credentials],
        "first_digests": [one.digests[0] if one.digests else None for one in credentials],
        "second_digests": [one.digests[1] if len(one.digests) > 1 else None for one in credentials],
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql.insert_provisional_logins, parameters)
        made = cursor.rowcount
        if not has_codes:
            cursor.execute(_sql.put_provisional_secrets, parameters)
    return made
