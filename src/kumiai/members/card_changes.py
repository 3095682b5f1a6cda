"""Writing down that cards were stopped, let go again or issued anew, for tills and pages alike.

Many changes at a time, in the order in which they were decided: one member may be stopped and let
go again in one batch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kumiai.coops import at_till as coops
from kumiai.coops.at_till import Acted
from kumiai.coops.rules import Actor
from kumiai.kit import sql
from kumiai.kit.steps import Steps, tell

_sql = sql.load("kumiai.members")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """Who did something to a member's cards, when and why; the entry, where a till asked."""

    coop_id: int
    member_id: int
    member_number: str
    at: datetime
    reason: str
    by: Actor
    entry_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(_Change):
    """The member's cards are stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift(_Change):
    """The member's cards work again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reissue(_Change):
    """A new card takes the place of another; a suspension ends with that one where `is_lifted`."""

    replaces: str
    code: str
    idm: str | None
    is_lifted: bool


Change = Stop | Lift | Reissue


@dataclass(slots=True)
class _Folded:
    """What is left to write once all changes of a batch are told one after the other."""

    stops: list[tuple[Stop, Lift | Reissue | None]] = field(default_factory=list)
    lifts: list[Lift | Reissue] = field(default_factory=list)
    issued: list[tuple[Reissue, Reissue | None]] = field(default_factory=list)
    replaced: list[Reissue] = field(default_factory=list)

    def add(self, change: Change) -> None:
        match change:
            case Stop():
                self.stops.append((change, None))
            case Lift():
                self._lift(change)
            case Reissue():
                if change.is_lifted:
                    self._lift(change)
                self._replace(change)
                self.issued.append((change, None))

    def _lift(self, by: Lift | Reissue) -> None:
        for index, (stop, lifted) in enumerate(self.stops):
            if lifted is None and stop.member_id == by.member_id:
                self.stops[index] = (stop, by)
                return
        self.lifts.append(by)

    def _replace(self, by: Reissue) -> None:
        for index, (card, replaced) in enumerate(self.issued):
            if replaced is None and card.member_id == by.member_id:
                self.issued[index] = (card, by)
                return
        self.replaced.append(by)


def write_changes(changes: Sequence[Change]) -> Steps[None]:
    """Write changes and what the audit log says of them. Their members are locked.

    What was there before is ended first: a member has one open suspension and one card alive.
    """
    if not changes:
        return
    folded = _Folded()
    for change in changes:
        folded.add(change)
    if folded.lifts:
        yield from tell(_sql.lift_suspensions, _columns(folded.lifts))
    if folded.stops:
        yield from tell(_sql.insert_suspensions, _suspension_columns(folded.stops))
    if folded.replaced:
        yield from tell(_sql.replace_cards, _replaced_columns(folded.replaced))
    if folded.issued:
        yield from tell(_sql.insert_cards, _card_columns(folded.issued))
    yield from coops.write_acts(list(_acts(changes)))


def _columns(changes: Sequence[Change]) -> dict[str, list[object]]:
    return {
        "coops": [change.coop_id for change in changes],
        "members": [change.member_id for change in changes],
        "moments": [change.at for change in changes],
        "reasons": [change.reason for change in changes],
        "by_kinds": [change.by.kind for change in changes],
        "by_ids": [change.by.id for change in changes],
    }


def _suspension_columns(
    stops: Sequence[tuple[Stop, Lift | Reissue | None]],
) -> dict[str, list[object]]:
    lifts = [lift for _, lift in stops]
    return _columns([stop for stop, _ in stops]) | {
        "lifted": [lift and lift.at.isoformat() for lift in lifts],
        "lift_reasons": [lift.reason if lift else "" for lift in lifts],
        "lifted_by_kinds": [lift.by.kind if lift else "" for lift in lifts],
        "lifted_by_ids": [lift.by.id if lift else "" for lift in lifts],
    }


def _replaced_columns(replaced: Sequence[Reissue]) -> dict[str, list[object]]:
    return {
        "coops": [by.coop_id for by in replaced],
        "codes": [by.replaces for by in replaced],
        "moments": [by.at for by in replaced],
    }


def _card_columns(issued: Sequence[tuple[Reissue, Reissue | None]]) -> dict[str, list[object]]:
    cards = [card for card, _ in issued]
    return {
        "coops": [card.coop_id for card in cards],
        "members": [card.member_id for card in cards],
        "codes": [card.code for card in cards],
        "idms": [card.idm for card in cards],
        "moments": [card.at for card in cards],
        "replaced": [replaced and replaced.at.isoformat() for _, replaced in issued],
    }


def _acts(changes: Sequence[Change]) -> Iterator[Acted]:
    for change in changes:
        details = {"entry": str(change.entry_id)} if change.entry_id else {}
        match change:
            case Stop():
                verb = "suspend"
            case Lift():
                verb = "lift_suspension"
            case Reissue():
                verb = "reissue_card"
                details |= {"card": change.code, "replaces": change.replaces}
        yield Acted(
            coop_id=change.coop_id,
            at=change.at,
            by=change.by,
            verb=verb,
            subject=f"member:{change.member_number}",
            reason=change.reason,
            details=details,
        )
