"""What a bank or an agency would bring: files of deposits for people of the cast."""

from collections.abc import Sequence
from datetime import date, datetime, time

from kumiai.kit import collection_csv, gs1_128
from kumiai.kit.clock import TOKYO
from kumiai.kit.collection_csv import Collected, Telling
from kumiai.kit.zengin import notices, statements
from kumiai.kit.zengin.notices import Notice, Transferred
from kumiai.kit.zengin.statements import Moved, Statement
from kumiai.slips import actions
from kumiai.slips.deposits import FileKind
from kumiai.slips.models import BankFile, Deposit
from tests import cast
from tests.cast import Person
from tests.installation import wait_until

AT = datetime(2026, 4, 8, 10, tzinfo=TOKYO)
PAID_ON = date(2026, 4, 3)


def transfer(
    remitter: str = "", yen: int = 20_000, *, inquiry: str = "000001", edi: str = "", **said: object
) -> Transferred:
    """One transfer; the remitter as a bank writes one: half-width kana, maybe a number first."""
    values: dict[str, object] = {"posted_on": PAID_ON} | said
    return Transferred(remitter=remitter, amount_yen=yen, inquiry=inquiry, edi=edi, **values)  # type: ignore[arg-type]


def notice(*transfers: Transferred, end: bytes = b"\r\n") -> bytes:
    """A file of type 01."""
    told = Notice(
        created_on=PAID_ON,
        first_on=PAID_ON,
        last_on=PAID_ON,
        bank_code="0117",
        branch_code="201",
        deposit_number="1234567",
        transfers=transfers,
    )
    return notices.write([told], end=end)


def statement(*movements: Moved) -> bytes:
    """A file of type 03 of the same number at the bank."""
    told = Statement(
        created_on=PAID_ON,
        first_on=PAID_ON,
        last_on=PAID_ON,
        bank_code="0117",
        branch_code="201",
        deposit_number="0001234567",
        movements=movements,
    )
    return statements.write([told])


def collected(
    reference: str, yen: int = 20_000, *, telling: Telling = Telling.FLASH, on: date = PAID_ON
) -> Collected:
    """One line of an agency about the slip with this reference."""
    bare = f"91912345{0:011}{reference}09999990{yen:06}"
    barcode = bare + str(gs1_128.check_digit(bare))
    return Collected(
        telling=telling,
        paid_on=on,
        paid_at=time(12, 34),
        barcode=barcode,
        amount_yen=yen,
        made_on=on,
    )


def agency(*lines: Collected) -> bytes:
    """An agency's CSV."""
    return collection_csv.write(lines)


def take_in(
    raw: bytes,
    *,
    coop_id: int = 2101,
    name: str = "file",
    at: datetime = AT,
    kind: FileKind | None = None,
) -> Sequence[Deposit]:
    """Receive, order and work a file off; its deposits in the order of the file.

    Where a worker runs beside the test it may be quicker; then its end is awaited.
    """
    received = actions.receive(
        coop_id=coop_id, name=name, raw=raw, by=cast.OPERATOR, at=at, kind=kind
    )
    actions.order(coop_id=coop_id, file_id=received.file_id, by=cast.OPERATOR, at=at)
    if not actions.work_off(file_id=received.file_id, now=lambda: at):
        wait_until(lambda: BankFile.objects.get(id=received.file_id).state == "done")
    return list(Deposit.objects.filter(file_id=received.file_id).order_by("position"))


def numbered(person: Person, name: str = "") -> str:
    """A remitter who wrote the member number in front of a name."""
    return f"{person.member_number} {name}".strip()
