"""The co-op's part of the till path: whose key is this, and the audit log. No Django."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from kumiai.coops.policy import Policy
from kumiai.coops.rules import Actor, TerminalKind
from kumiai.kit import clock, sql
from kumiai.kit.steps import Steps, ask, tell

_policy = msgspec.json.Decoder(Policy).decode
_calendar = msgspec.json.Decoder(dict[date, bool]).decode

_sql = sql.load("kumiai.coops")
FIND_TERMINAL = _sql.find_terminal


@dataclass(frozen=True, slots=True)
class Caller:
    """A terminal and what the rules need of its co-op, as of the moment it was looked up.

    `calendar` holds the co-op's own business days and closed days within 60 days of then.
    A `feed` stands in no store: its `store_id` is None and the store's texts are empty.
    """

    terminal_id: int
    coop_id: int
    kind: TerminalKind
    name: str
    revoked: bool
    store_id: int | None
    store_code: str
    store_name: str
    store_phone: str
    hands_over: bool
    coop_name: str
    emoney_name: str
    coop_phone: str
    invoice_number: str
    policy: Policy
    calendar: Mapping[date, bool]
    stores_handing_over: tuple[str, ...]
    cafeterias: tuple[str, ...]


def digest_of(key: str) -> bytes:
    """What is stored of a terminal's key; the key is random, so a plain digest is enough."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def parameters(*, key: str, at: datetime) -> dict[str, Any]:
    """The parameters of FIND_TERMINAL."""
    return {"digest": digest_of(key), "at": at, "today": clock.tokyo_date(at)}


def caller(row: Sequence[Any]) -> Caller:
    """A row of FIND_TERMINAL; no row means that the key is unknown."""
    *facts, document, calendar, handing_over, cafeterias = row
    told = (
        *facts,
        _policy(document),
        _calendar(calendar),
        tuple(handing_over),
        tuple(cafeterias),
    )
    return Caller(*told)


@dataclass(frozen=True, slots=True)
class Acted:
    """One line of the audit log, as `actions.record_act` writes it."""

    coop_id: int
    at: datetime
    by: Actor
    verb: str
    subject: str
    reason: str
    details: Mapping[str, Any]


def write_acts(acts: Sequence[Acted]) -> Steps[None]:
    """Write down who did what, inside the transaction that does it."""
    if not acts:
        return
    yield from tell(
        _sql.insert_acts,
        {
            "coops": [act.coop_id for act in acts],
            "moments": [act.at for act in acts],
            "actor_kinds": [act.by.kind for act in acts],
            "actors": [act.by.id for act in acts],
            "verbs": [act.verb for act in acts],
            "subjects": [act.subject for act in acts],
            "reasons": [act.reason for act in acts],
            "details": [msgspec.json.encode(act.details).decode() for act in acts],
        },
    )


def policies_on(keys: Sequence[tuple[int, date]]) -> Steps[dict[tuple[int, date], Policy]]:
    """The policies that were in force in these co-ops on these days."""
    rows = yield from ask(
        _sql.policies_on,
        {"coops": [coop_id for coop_id, _ in keys], "days": [day for _, day in keys]},
    )
    return {(coop_id, day): _policy(document) for coop_id, day, document in rows}
