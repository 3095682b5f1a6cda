"""What deposits and their members come to, told without the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

GIVEN = ("credited", "assigned")


@dataclass
class Share:
    """What one member has of a deposit: how much, and how much of it still waits."""

    yen: int
    waits: int
    available_on: date
    entry: UUID


@dataclass
class Money:
    """A deposit as its payer knows it; `row` is the one that stands for it now."""

    row: int
    yen: int
    payer: str
    reference: str
    state: str
    shares: dict[int, Share] = field(default_factory=dict)


@dataclass
class Member:
    """Prepaid money and debt; what waits stands with the deposits."""

    prepaid: int = 0
    debt: int = 0


@dataclass
class Books:
    """All deposits, two members, and what was paid out to them."""

    deposits: list[Money] = field(default_factory=list)
    members: tuple[Member, Member] = field(default_factory=lambda: (Member(), Member()))
    paid_out: int = 0

    def of(self, *states: str) -> list[Money]:
        """The deposits in one of these states."""
        return [each for each in self.deposits if each.state in states]

    def pick(self, number: int, *states: str) -> Money:
        """One of them."""
        found = self.of(*states)
        return found[number % len(found)]

    def waiting(self, person: int) -> list[Share]:
        """What waits for a member, what waits longest first."""
        shares = [each.shares[person] for each in self.deposits if person in each.shares]
        waits = [share for share in shares if share.waits]
        return sorted(waits, key=lambda share: (share.available_on, share.entry))

    def waits(self, person: int) -> int:
        """How much that is, in yen."""
        return sum(share.waits for share in self.waiting(person))

    def collect(self, person: int, *, today: date, cap: int) -> int:
        """Hand over what there is room for, the debt first; how much."""
        member = self.members[person]
        due = (share for share in self.waiting(person) if share.available_on <= today)
        got = _taken(due, cap - member.prepaid + member.debt)
        paid = min(member.debt, got)
        member.debt -= paid
        member.prepaid += got - paid
        return got

    def pay_out(self, person: int, yen: int) -> bool:
        """Whether it leaves what covers the debt; then it is done."""
        if yen > self.waits(person) - self.members[person].debt:
            return False
        self.paid_out += _taken(iter(self.waiting(person)), yen)
        return True

    def take_back(self, told: Money, *, state: str) -> None:
        """What waits of it first, then prepaid money; the rest is owed."""
        for person, share in told.shares.items():
            member = self.members[person]
            gone = share.yen - share.waits
            paid = min(member.prepaid, gone)
            member.prepaid -= paid
            member.debt += gone - paid
        told.shares, told.state = {}, state

    def on_suspense(self) -> int:
        """What nobody has, in yen."""
        return sum(each.yen for each in self.of("suspense"))

    def at_bank(self) -> int:
        """What the bank has brought and not got again, in yen."""
        return sum(each.yen for each in self.of(*GIVEN, "suspense")) - self.paid_out


def _taken(shares: Iterator[Share], most: int) -> int:
    left = most
    for share in shares:
        part = min(share.waits, left)
        share.waits -= part
        left -= part
    return most - left
