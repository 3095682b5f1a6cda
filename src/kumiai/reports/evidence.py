"""The evidence of a base date: a ZIP an auditor can recompute the unused balance from, alone.

It holds the seals of all closed days with what each of them sealed, the figures of the report, what
every purse held without saying whose it is, and a program that needs nothing but Python.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from importlib import resources
from typing import IO, Any

from django.db import connection

from kumiai.kit import clock, sql
from kumiai.ledger.models import DayClose
from kumiai.reports import snapshot, unused
from kumiai.reports.unused import Unused

_sql = sql.load(__package__)
# A ZIP of the same books is the same, byte by byte, whenever it is made.
_WRITTEN = (1980, 1, 1, 0, 0, 0)


class CannotProve(Exception):
    """The day is not closed yet; said in Japanese and in English."""

    def __init__(self, japanese: str, english: str) -> None:
        super().__init__(english)
        self.japanese = japanese
        self.english = english


@snapshot.taken()
def write(to: IO[bytes], *, coop_id: int, on: date, at: datetime) -> Unused:
    """Write the evidence of a day that is closed. Raises CannotProve."""
    report = unused.unused(coop_id=coop_id, on=on, at=at)
    if not report.is_closed:
        raise CannotProve(
            f"{on}はまだ締められていません。先に「kumiai close-day」で締めてください。",
            f"{on} is not closed yet: close it with `kumiai close-day` first.",
        )
    closes = list(
        DayClose.objects.filter(coop_id=coop_id, business_date__lte=on).order_by("business_date")
    )
    files = {
        "README.txt": _text("files/README.txt"),
        "recompute.py": _text("recompute.py"),
        "report.json": _report(report),
        "seals.csv": _seals(closes),
        "sums.csv": _sums(closes),
        "purses.csv": _csv(("purse_id", "kind", "yen"), _purses(coop_id, on)),
    }
    digests = [(hashlib.sha256(content).hexdigest(), name) for name, content in files.items()]
    files["SHA256SUMS"] = "".join(f"{digest}  {name}\n" for digest, name in digests).encode()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            bundle.writestr(zipfile.ZipInfo(name, _WRITTEN), content, zipfile.ZIP_DEFLATED)
    return report


def _text(name: str) -> bytes:
    return resources.files(__package__).joinpath(name).read_bytes()


def _report(report: Unused) -> bytes:
    figures: dict[str, Any] = asdict(report)
    del figures["as_of"]
    figures["unused_yen"] = report.unused_yen
    return json.dumps(figures, default=str, indent=1, ensure_ascii=False).encode() + b"\n"


def _seals(closes: Sequence[DayClose]) -> bytes:
    header = ("coop", "business_date", "closed_at", "entry_count", "content_digest")
    return _csv(
        (*header, "previous_seal", "seal"),
        (
            (
                close.coop_id,
                close.business_date,
                close.closed_at.astimezone(clock.TOKYO).isoformat(),
                close.entry_count,
                bytes(close.content_digest).hex(),
                bytes(close.previous_seal).hex(),
                bytes(close.seal).hex(),
            )
            for close in closes
        ),
    )


def _sums(closes: Iterable[DayClose]) -> bytes:
    return _csv(
        ("business_date", "kind", "holder_id", "debit", "credit"),
        (
            (close.business_date, each["kind"], each["holder_id"], each["debit"], each["credit"])
            for close in closes
            for each in close.sums
        ),
    )


def _purses(coop_id: int, on: date) -> Iterable[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_sql.issued_purses, {"coop": coop_id, "on": on})
        yield from cursor.fetchall()


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()
