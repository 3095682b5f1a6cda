"""Every write about a co-op: taking one in, its terminals and their keys, the audit log."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction

from kumiai.coops import at_till
from kumiai.coops import policy as policies
from kumiai.coops.imports import CoopFile, CoopPart, StorePart, TerminalPart
from kumiai.coops.models import (
    CalendarDay,
    Coop,
    PolicyVersion,
    StaffAct,
    Store,
    Terminal,
    TerminalKey,
)
from kumiai.coops.policy import Policy
from kumiai.coops.rules import Actor, TerminalKind
from kumiai.kit import clock

KEY_PREFIX = "kumiai_"
KEY_BYTES = 32


class CannotRewritePolicy(Exception):
    """A policy version that has begun is history; a change starts a new version, from tomorrow."""


class CannotEnrol(Exception):
    """No such store, a name already taken, or a kind that does not stand where it was put."""


class CannotRotate(Exception):
    """No such terminal in this co-op, or it has been revoked."""


class CannotRevoke(Exception):
    """No such terminal in this co-op, or it has been revoked already."""


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the audit log: what was done to what."""

    verb: str
    subject: str
    details: dict[str, Any]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EnrolledTerminal:
    """A terminal with its key, which is shown this once and stored nowhere."""

    id: int
    coop_id: int
    kind: TerminalKind
    name: str
    store_code: str | None
    key: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What taking in a file changed: nothing at all when it is taken in again."""

    coop_id: int
    changes: tuple[str, ...]
    enrolled: tuple[EnrolledTerminal, ...]


def record_act(
    *,
    coop_id: int,
    by: Actor,
    verb: str,
    subject: str,
    at: datetime,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write down who did what; called inside the transaction that does it."""
    acts = [Act(verb, subject, dict(details or {}), reason)]
    record_acts(coop_id=coop_id, by=by, at=at, acts=acts)


def record_acts(*, coop_id: int, by: Actor, at: datetime, acts: Sequence[Act]) -> None:
    """Write down many things one actor did at one moment."""
    rows = [
        StaffAct(
            coop_id=coop_id,
            at=at,
            actor_kind=by.kind,
            actor_id=by.id,
            verb=act.verb,
            subject=act.subject,
            reason=act.reason,
            details=act.details,
        )
        for act in acts
    ]
    StaffAct.objects.bulk_create(rows, batch_size=5_000)


@transaction.atomic
def take_in(*, file: CoopFile, by: Actor, at: datetime) -> Intake:
    """Create the co-op of a file or bring it up to date; what the file leaves out stays.

    New terminals are enrolled and answered with their keys; known ones (by name) keep theirs.
    Raises CannotRewritePolicy, CannotEnrol.
    """
    coop_id = file.coop.code
    changes = _take_in_coop(file.coop)
    changes += [change for part in file.stores for change in _take_in_store(coop_id, part)]
    for day in file.calendar:
        known = {name: getattr(day, name) for name in ("is_business", "is_short", "note")}
        _, created = CalendarDay.objects.update_or_create(
            coop_id=coop_id, date=day.date, defaults=known
        )
        changes += [f"calendar {day.date.isoformat()}"] if created else []
    is_new = "coop" in changes
    for starts_on, policy in sorted(file.policies.items()):
        changes += _take_in_policy(coop_id, starts_on, policy, is_new=is_new, at=at)
    if changes:
        record_act(
            coop_id=coop_id,
            by=by,
            verb="take_in_coop",
            subject=f"coop:{coop_id}",
            at=at,
            details={"changes": changes},
        )
    enrolled = _enrol_missing(coop_id, file.terminals, by=by, at=at)
    return Intake(coop_id=coop_id, changes=tuple(changes), enrolled=enrolled)


@transaction.atomic
def enrol_terminal(
    *,
    coop_id: int,
    kind: TerminalKind,
    name: str,
    store_code: str | None,
    by: Actor,
    at: datetime,
) -> EnrolledTerminal:
    """Enrol a terminal and make its first key. Raises CannotEnrol."""
    if not Coop.objects.filter(id=coop_id).exists():
        raise CannotEnrol(f"no co-op {coop_id}")
    if (kind == "feed") != (store_code is None):
        raise CannotEnrol("a feed stands in no store, everything else in one")
    store = Store.objects.filter(coop_id=coop_id, code=store_code).first()
    if store_code is not None and store is None:
        raise CannotEnrol(f"no store {store_code} in co-op {coop_id}")
    terminal, created = Terminal.objects.get_or_create(
        coop_id=coop_id,
        name=name,
        defaults={"store": store, "kind": kind, "enrolled_at": at},
    )
    if not created:
        raise CannotEnrol(f"co-op {coop_id} has a terminal named {name} already")
    _act_on_terminal("enrol_terminal", terminal, by=by, at=at, details={"kind": kind, "name": name})
    return _with_new_key(terminal, store_code, at=at)


@transaction.atomic
def rotate_terminal_key(
    *, coop_id: int, terminal_id: int, overlap: timedelta, by: Actor, at: datetime
) -> EnrolledTerminal:
    """Make a new key; the ones in use go on working for `overlap`. Raises CannotRotate."""
    terminal = _locked_terminal(coop_id, terminal_id)
    if terminal is None or terminal.revoked_at is not None:
        raise CannotRotate(f"no terminal {terminal_id} in use in co-op {coop_id}")
    if overlap < timedelta(0):
        raise CannotRotate("the overlap must not be negative")
    keys = TerminalKey.objects.filter(coop_id=coop_id, terminal=terminal, revoked_at=None)
    keys.filter(expires_at=None).update(expires_at=at + overlap)
    keys.filter(expires_at__gt=at + overlap).update(expires_at=at + overlap)
    details = {"overlap_s": int(overlap.total_seconds())}
    _act_on_terminal("rotate_terminal_key", terminal, by=by, at=at, details=details)
    store_code = terminal.store.code if terminal.store else None
    return _with_new_key(terminal, store_code, at=at)


@transaction.atomic
def revoke_terminal(
    *, coop_id: int, terminal_id: int, reason: str, by: Actor, at: datetime
) -> None:
    """From now on none of the terminal's keys opens anything. Raises CannotRevoke."""
    terminal = _locked_terminal(coop_id, terminal_id)
    if terminal is None or terminal.revoked_at is not None:
        raise CannotRevoke(f"no terminal {terminal_id} in use in co-op {coop_id}")
    terminal.revoked_at = at
    terminal.save(update_fields=["revoked_at"])
    keys = TerminalKey.objects.filter(coop_id=coop_id, terminal=terminal, revoked_at=None)
    keys.update(revoked_at=at)
    _act_on_terminal("revoke_terminal", terminal, by=by, at=at, reason=reason)


def _take_in_coop(part: CoopPart) -> list[str]:
    values = msgspec.structs.asdict(part) | {"hostnames": list(part.hostnames)}
    del values["code"]
    coop, created = Coop.objects.get_or_create(id=part.code, defaults=values)
    return ["coop"] if created else _bring_up_to_date(coop, "coop", values)


def _take_in_store(coop_id: int, part: StorePart) -> list[str]:
    values = msgspec.structs.asdict(part)
    del values["code"]
    label = f"store {part.code}"
    store, created = Store.objects.get_or_create(coop_id=coop_id, code=part.code, defaults=values)
    return [label] if created else _bring_up_to_date(store, label, values)


def _bring_up_to_date(row: Coop | Store, label: str, values: Mapping[str, Any]) -> list[str]:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return [f"{label} {name}" for name in changed]


def _take_in_policy(
    coop_id: int, starts_on: date, policy: Policy, *, is_new: bool, at: datetime
) -> list[str]:
    label = f"policy {starts_on.isoformat()}"
    version = PolicyVersion.objects.filter(coop_id=coop_id, starts_on=starts_on).first()
    if version is not None and policies.from_document(version.document) == policy:
        return []
    if not is_new and starts_on <= clock.tokyo_date(at):
        raise CannotRewritePolicy(label)
    PolicyVersion.objects.update_or_create(
        coop_id=coop_id, starts_on=starts_on, defaults={"document": policies.to_document(policy)}
    )
    return [label]


def _enrol_missing(
    coop_id: int, parts: tuple[TerminalPart, ...], *, by: Actor, at: datetime
) -> tuple[EnrolledTerminal, ...]:
    known = set(Terminal.objects.filter(coop_id=coop_id).values_list("name", flat=True))
    return tuple(
        enrol_terminal(
            coop_id=coop_id, kind=part.kind, name=part.name, store_code=part.store, by=by, at=at
        )
        for part in parts
        if part.name not in known
    )


def _locked_terminal(coop_id: int, terminal_id: int) -> Terminal | None:
    return Terminal.objects.select_for_update().filter(coop_id=coop_id, id=terminal_id).first()


def _with_new_key(terminal: Terminal, store_code: str | None, *, at: datetime) -> EnrolledTerminal:
    key = KEY_PREFIX + secrets.token_urlsafe(KEY_BYTES)
    TerminalKey.objects.create(
        coop_id=terminal.coop_id,
        terminal=terminal,
        digest=at_till.digest_of(key),
        created_at=at,
    )
    return EnrolledTerminal(
        id=terminal.id,
        coop_id=terminal.coop_id,
        kind=terminal.kind,  # type: ignore[arg-type]
        name=terminal.name,
        store_code=store_code,
        key=key,
    )


def _act_on_terminal(
    verb: str,
    terminal: Terminal,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    record_act(
        coop_id=terminal.coop_id,
        by=by,
        verb=verb,
        subject=f"terminal:{terminal.id}",
        at=at,
        reason=reason,
        details=details,
    )
