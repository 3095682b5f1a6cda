"""Questions about a co-op; answers are frozen facts."""

import functools
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from kumiai.coops import policy as policies
from kumiai.coops.models import CalendarDay, Coop, Logo, PolicyVersion, StaffAct, Store, Terminal
from kumiai.coops.policy import Policy
from kumiai.coops.rules import DayMark, TerminalKind


class NoSuchCoop(LookupError):
    """There is no co-op with this code."""


class NoPolicy(LookupError):
    """The co-op has no policy at all; every co-op is taken in with one."""


@dataclass(frozen=True, slots=True)
class CoopFacts:
    """What pages and letters say about a co-op; `id` is its four-digit code."""

    id: int
    name: str
    short_name: str
    emoney_name: str
    phone: str
    address: str
    sender_address: str
    desk_address: str
    accent_colour: str
    hostnames: tuple[str, ...]
    invoice_number: str
    logo: str = ""


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """A store; `hands_over` if uncollected money may be handed over there."""

    id: int
    code: str
    name: str
    phone: str
    hours: str
    hands_over: bool
    is_cafeteria: bool


@dataclass(frozen=True, slots=True)
class TerminalFacts:
    """A terminal; the feed has no store."""

    id: int
    coop_id: int
    kind: TerminalKind
    name: str
    store_code: str | None
    enrolled_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a terminal stands; the feed stands in no store."""

    kind: TerminalKind
    store_name: str


@dataclass(frozen=True, slots=True)
class ActFacts:
    """One line of the audit log."""

    at: datetime
    actor_kind: str
    actor_id: str
    verb: str
    subject: str
    reason: str
    details: dict[str, object]


def coops() -> tuple[CoopFacts, ...]:
    """Every co-op of this installation, by code."""
    return tuple(coop_facts(coop) for coop in Coop.objects.order_by("id"))


def coop(coop_id: int) -> CoopFacts:
    """Raises NoSuchCoop."""
    found = Coop.objects.filter(id=coop_id).first()
    if found is None:
        raise NoSuchCoop(str(coop_id))
    return coop_facts(found)


def coop_of_hostname(hostname: str) -> CoopFacts | None:
    """The co-op whose look a host name asks for, if any."""
    found = Coop.objects.filter(hostnames__contains=[hostname.lower()]).order_by("id").first()
    return coop_facts(found) if found else None


def stores(coop_id: int) -> tuple[StoreFacts, ...]:
    """The co-op's stores, in the order in which they were entered."""
    return tuple(
        StoreFacts(
            id=store.id,
            code=store.code,
            name=store.name,
            phone=store.phone,
            hours=store.hours,
            hands_over=store.hands_over,
            is_cafeteria=store.is_cafeteria,
        )
        for store in Store.objects.filter(coop_id=coop_id).order_by("id")
    )


def stores_that_hand_over(coop_id: int) -> tuple[StoreFacts, ...]:
    """Where uncollected money can be had (guide row G40)."""
    return tuple(store for store in stores(coop_id) if store.hands_over)


def cafeterias(coop_id: int) -> tuple[StoreFacts, ...]:
    """Where a meal card holder's stopped card is dealt with (guide row G50)."""
    return tuple(store for store in stores(coop_id) if store.is_cafeteria)


def terminals(coop_id: int) -> tuple[TerminalFacts, ...]:
    """Every terminal ever enrolled, the revoked ones too."""
    rows = Terminal.objects.filter(coop_id=coop_id).select_related("store").order_by("id")
    return tuple(
        TerminalFacts(
            id=row.id,
            coop_id=row.coop_id,
            kind=row.kind,  # type: ignore[arg-type]
            name=row.name,
            store_code=row.store.code if row.store else None,
            enrolled_at=row.enrolled_at,
            revoked_at=row.revoked_at,
        )
        for row in rows
    )


def places(coop_id: int, terminal_ids: Collection[int]) -> dict[int, Place]:
    """Where these terminals of a co-op stand, by their ids."""
    if not terminal_ids:
        return {}
    rows = Terminal.objects.filter(coop_id=coop_id, id__in=terminal_ids).select_related("store")
    return {
        row.id: Place(
            kind=row.kind,  # type: ignore[arg-type]
            store_name=row.store.name if row.store else "",
        )
        for row in rows
    }


def policy_on(coop_id: int, day: date) -> Policy:
    """The policy in force on a day; before the first version, the first. Raises NoPolicy."""
    versions = PolicyVersion.objects.filter(coop_id=coop_id)
    version = (
        versions.filter(starts_on__lte=day).order_by("-starts_on").first()
        or versions.order_by("starts_on").first()
    )
    if version is None:
        raise NoPolicy(str(coop_id))
    return policies.from_document(version.document)


def policy_in(document: str | None) -> Policy:
    """The policy in a document that a statement has found, as its text. Raises NoPolicy."""
    if document is None:
        raise NoPolicy
    return _policy_written(document)


@functools.lru_cache(maxsize=256)
def _policy_written(document: str) -> Policy:
    """Kept by its very words, so that an edited policy is another one at once."""
    return policies.from_document(msgspec.json.decode(document))


def calendar_overrides(coop_id: int, first: date, last: date) -> dict[date, bool]:
    """The co-op's own business days (True) and closed days (False), both ends included."""
    days = CalendarDay.objects.filter(coop_id=coop_id, date__range=(first, last))
    return dict(days.values_list("date", "is_business"))


def calendar_marks(coop_id: int, first: date, last: date) -> dict[date, DayMark]:
    """The same with the days of shorter hours told apart."""
    days = CalendarDay.objects.filter(coop_id=coop_id, date__range=(first, last))
    told = days.values_list("date", "is_business", "is_short")
    return {
        day: "short" if is_short else "open" if is_business else "closed"
        for day, is_business, is_short in told
    }


def calendar_notes(coop_id: int, first: date, last: date) -> dict[date, str]:
    """What the co-op's calendar says beside its own days, both ends included."""
    days = CalendarDay.objects.filter(coop_id=coop_id, date__range=(first, last)).exclude(note="")
    return dict(days.values_list("date", "note"))


def acts(
    coop_id: int, *, subject: str, verb: str = "", part: slice = slice(None)
) -> tuple[ActFacts, ...]:
    """What was done to a subject, the latest first: all of it, or a verb, or a part."""
    rows = StaffAct.objects.filter(coop_id=coop_id, subject=subject).order_by("-at", "-id")
    if verb:
        rows = rows.filter(verb=verb)
    return tuple(
        ActFacts(
            at=row.at,
            actor_kind=row.actor_kind,
            actor_id=row.actor_id,
            verb=row.verb,
            subject=row.subject,
            reason=row.reason,
            details=row.details,
        )
        for row in rows[part]
    )


def coop_in(columns: Iterable[Any]) -> CoopFacts:
    """What a statement has found of a co-op: its columns, as the facts are in order."""
    return CoopFacts(*columns)


def coop_facts(row: Coop) -> CoopFacts:
    """What a row says, for a query that has it already."""
    return CoopFacts(
        id=row.id,
        name=row.name,
        short_name=row.short_name,
        emoney_name=row.emoney_name,
        phone=row.phone,
        address=row.address,
        sender_address=row.sender_address,
        desk_address=row.desk_address,
        accent_colour=row.accent_colour,
        hostnames=tuple(row.hostnames),
        invoice_number=row.invoice_number,
        logo=row.logo,
    )


def logo(coop_id: int, version: str) -> bytes | None:
    """A PNG the co-op has, or has had, as its logo; None for a version it never had."""
    found = Logo.objects.filter(coop_id=coop_id, version=version)
    picture = found.values_list("picture", flat=True).first()
    return None if picture is None else bytes(picture)
