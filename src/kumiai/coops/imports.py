"""A co-op as a TOML file: what it is, its stores, calendar, policy, terminals, meal plans."""

from datetime import date, time
from itertools import pairwise
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kumiai.coops import policy as policies
from kumiai.coops import rules
from kumiai.coops.legal import rules as legal
from kumiai.coops.legal.rules import LegalKind
from kumiai.coops.policy import Policy
from kumiai.coops.rules import TerminalKind

Text = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]*$")]
OptionalText = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00-\x1f]*$")]
# As strict as the outbox is about whom it writes to.
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = rf"^([A-Za-z0-9._+-]{{1,64}}@({_LABEL}\.)+[A-Za-z]{{2,63}})?$"
OptionalAddress = Annotated[str, Meta(max_length=200, pattern=_ADDRESS)]
LongText = Annotated[
    str, Meta(min_length=1, max_length=50_000, pattern=r"^[^\x00-\x09\x0b-\x1f]*$")
]
StoreCode = Annotated[str, Meta(max_length=20, pattern=r"^[A-Z0-9][A-Z0-9_-]*$")]
LimitYen = Annotated[int, Meta(ge=1, le=100_000)]
DayLimitYen = Annotated[int, Meta(ge=0, le=100_000)]


class CoopPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`code` is four digits, `invoice_number` T and thirteen, `accent_colour` #rrggbb."""

    code: Annotated[int, Meta(ge=1000, le=9999)]
    name: Text
    short_name: Text
    emoney_name: Text
    phone: Annotated[str, Meta(pattern=r"^0[0-9-]{8,13}$")]
    address: OptionalText = ""
    sender_address: Annotated[str, Meta(max_length=200, pattern=r"^[^\s@]+@[^\s@]+$")]
    desk_address: OptionalAddress = ""
    accent_colour: Annotated[str, Meta(pattern=r"^#[0-9a-f]{6}$")]
    invoice_number: Annotated[str, Meta(pattern=r"^T[0-9]{13}$")]
    hostnames: tuple[Annotated[str, Meta(pattern=r"^[a-z0-9.-]+$")], ...] = ()


class StorePart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: StoreCode
    name: Text
    phone: OptionalText = ""
    hours: OptionalText = ""
    hands_over: bool = False
    is_cafeteria: bool = False


class CalendarPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    date: date
    is_business: bool
    is_short: bool = False
    note: OptionalText = ""


class PolicyPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The preset with `changes`, in force from `starts_on` until the next version."""

    starts_on: date
    preset: str
    changes: dict[str, Any] = {}


class TerminalPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Text
    kind: TerminalKind
    store: StoreCode | None = None


class LegalTextPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version of a text of the co-op; see `legal.rules` for the kinds and how it is set."""

    kind: LegalKind
    version: Annotated[int, Meta(ge=1, le=9999)]
    starts_on: date
    needs_consent: bool = False
    japanese: LongText
    english: LongText


class MealWindowPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hours of a plan, `closes_at` not included; what they may use of the day where it is less."""

    opens_at: time | None = None
    closes_at: time | None = None
    limit_yen: LimitYen | None = None


class MealPlanPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A plan of one academic year; `weekdays` counts Monday as 0, `closes_at` is not included.

    What Saturdays, short days and closed days give may be nothing; `windows` stand instead of the
    one span of hours.
    """

    name: Text
    daily_limit_yen: LimitYen
    saturday_yen: DayLimitYen | None = None
    short_day_yen: DayLimitYen | None = None
    closed_day_yen: DayLimitYen | None = None
    weekdays: tuple[Annotated[int, Meta(ge=0, le=6)], ...] = (0, 1, 2, 3, 4, 5)
    opens_at: time | None = None
    closes_at: time | None = None
    windows: tuple[MealWindowPart, ...] = ()
    starts_on: date
    ends_on: date


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    coop: CoopPart
    stores: tuple[StorePart, ...] = ()
    calendar: tuple[CalendarPart, ...] = ()
    policy: tuple[PolicyPart, ...]
    terminals: tuple[TerminalPart, ...] = ()
    meal_plans: tuple[MealPlanPart, ...] = ()
    legal_texts: tuple[LegalTextPart, ...] = ()


class CoopFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that has been read and makes sense in itself."""

    coop: CoopPart
    stores: tuple[StorePart, ...]
    calendar: tuple[CalendarPart, ...]
    policies: dict[date, Policy]
    terminals: tuple[TerminalPart, ...]
    meal_plans: tuple[MealPlanPart, ...]
    legal_texts: tuple[LegalTextPart, ...]


class NotACoopFile(ValueError):
    """The file is not TOML, or something in it is missing, unknown, doubled or out of range."""


def read(raw: bytes) -> CoopFile:
    """Read a co-op's TOML file; raises NotACoopFile and says which part is wrong."""
    try:
        file = msgspec.toml.decode(raw, type=_File)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as problem:
        raise NotACoopFile(str(problem)) from problem
    except (ValueError, OverflowError, RecursionError) as problem:
        raise NotACoopFile(f"not TOML: {problem}") from problem
    _refuse_doubles("stores", [store.code for store in file.stores])
    _refuse_doubles("calendar", [day.date for day in file.calendar])
    _refuse_doubles("policy", [version.starts_on for version in file.policy])
    _refuse_doubles("terminals", [terminal.name for terminal in file.terminals])
    _refuse_doubles("meal_plans", [(plan.name, plan.starts_on) for plan in file.meal_plans])
    for day in file.calendar:
        if day.is_short and not day.is_business:
            raise NotACoopFile(f"calendar: {day.date} is a short day and so a business day")
    for plan in file.meal_plans:
        if plan.ends_on < plan.starts_on:
            raise NotACoopFile(f"meal_plans: {plan.name} ends before it starts")
    for terminal in file.terminals:
        _check_terminal(terminal, {store.code for store in file.stores})
    _check_legal_texts(file.legal_texts)
    return CoopFile(
        coop=file.coop,
        stores=file.stores,
        calendar=file.calendar,
        policies=_policies(file.policy),
        terminals=file.terminals,
        meal_plans=file.meal_plans,
        legal_texts=file.legal_texts,
    )


def _refuse_doubles(part: str, keys: list[Any]) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise NotACoopFile(f"{part}: {key} is named twice")


def _check_terminal(terminal: TerminalPart, store_codes: set[str]) -> None:
    if terminal.kind not in rules.TERMINAL_KINDS:
        raise NotACoopFile(f"terminals: unknown kind {terminal.kind!r}")
    if terminal.kind == "feed" and terminal.store is not None:
        raise NotACoopFile(f"terminals: {terminal.name} is a feed and stands in no store")
    if terminal.kind != "feed" and terminal.store not in store_codes:
        raise NotACoopFile(f"terminals: {terminal.name} stands in unknown store {terminal.store!r}")


def _check_legal_texts(texts: tuple[LegalTextPart, ...]) -> None:
    _refuse_doubles("legal_texts", [(text.kind, text.version) for text in texts])
    for text in texts:
        if text.needs_consent and text.kind not in legal.CONSENTED_KINDS:
            raise NotACoopFile(f"legal_texts: nobody is asked for consent to {text.kind}")
    for kind in legal.KINDS:
        versions = sorted((text.version, text.starts_on) for text in texts if text.kind == kind)
        for (version, day), (later, later_day) in pairwise(versions):
            if later_day <= day:
                raise NotACoopFile(f"legal_texts: {kind} {later} must start after {kind} {version}")


def _policies(parts: tuple[PolicyPart, ...]) -> dict[date, Policy]:
    if not parts:
        raise NotACoopFile("policy: at least one version is needed")
    try:
        return {part.starts_on: policies.from_preset(part.preset, part.changes) for part in parts}
    except policies.NotAPolicy as problem:
        raise NotACoopFile(f"policy: {problem}") from problem
