"""Questions about member files: which came, what they would change, how far they are."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from kumiai.joining.looking import Looked
from kumiai.joining.models import AT_HAND, KeptMemberFile
from kumiai.members.imports import RowProblem


class NoSuchFile(LookupError):
    """The co-op has no such member file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """A member file as it was received, how far it is, and what it did, in members.

    `seen` rows of `2 * rows` have been looked at while it is read, `worked` of `good` taken in.
    """

    id: int
    name: str
    digest: str
    received_at: datetime
    by_kind: str
    by_id: str
    state: str
    rows: int
    seen: int
    good: int
    bad: int
    skips_bad: bool
    worked: int
    joined: int
    changed: int
    unchanged: int
    ordered_at: datetime | None
    ordered_by_kind: str
    ordered_by_id: str
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would change, as it was read, and the first of its rows that are wrong."""

    looked: Looked | None
    problems: tuple[RowProblem, ...]


def files(*, coop_id: int, part: slice) -> tuple[FileFacts, ...]:
    """The files received last, the latest first."""
    rows = KeptMemberFile.objects.filter(coop_id=coop_id).defer("raw", "looked", "problems")
    return tuple(_facts(row) for row in rows.order_by("-received_at", "-id")[part])


def file(*, coop_id: int, file_id: int) -> FileFacts:
    """Raises NoSuchFile, also for another co-op's."""
    return _facts(_row(coop_id, file_id))


def preview(*, coop_id: int, file_id: int) -> Preview:
    """Raises NoSuchFile."""
    return _preview(_row(coop_id, file_id))


def opened(*, coop_id: int, file_id: int) -> tuple[FileFacts, Preview]:
    """Both, of one moment. Raises NoSuchFile."""
    row = _row(coop_id, file_id)
    return _facts(row), _preview(row)


def raw_of_file(*, coop_id: int, file_id: int) -> bytes:
    """The file byte by byte as it was received. Raises NoSuchFile."""
    found = KeptMemberFile.objects.filter(coop_id=coop_id, id=file_id)
    raw = found.values_list("raw", flat=True).first()
    if raw is None:
        raise NoSuchFile(f"member file {file_id} of co-op {coop_id}")
    return bytes(raw)


def at_hand(*, coop_id: int, raw: bytes) -> FileFacts | None:
    """The file with these bytes that is being read, or waits, or is being taken in."""
    found = KeptMemberFile.objects.filter(
        coop_id=coop_id, digest=hashlib.sha256(raw).digest(), state__in=AT_HAND
    )
    row = found.defer("raw").first()
    return _facts(row) if row else None


def taken_in_before(*, coop_id: int, file: FileFacts) -> FileFacts | None:
    """The last file with the same bytes, under whatever name, that was taken in before this one."""
    found = KeptMemberFile.objects.filter(
        coop_id=coop_id, digest=bytes.fromhex(file.digest), state="done", id__lt=file.id
    )
    row = found.defer("raw").order_by("-id").first()
    return _facts(row) if row else None


def _row(coop_id: int, file_id: int) -> KeptMemberFile:
    found = KeptMemberFile.objects.filter(coop_id=coop_id, id=file_id).defer("raw").first()
    if found is None:
        raise NoSuchFile(f"member file {file_id} of co-op {coop_id}")
    return found


def _preview(row: KeptMemberFile) -> Preview:
    return Preview(
        looked=msgspec.convert(row.looked, Looked) if row.looked else None,
        problems=tuple(msgspec.convert(row.problems, list[RowProblem])),
    )


def _facts(row: KeptMemberFile) -> FileFacts:
    plain: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
    return FileFacts(id=row.pk, digest=bytes(row.digest).hex(), **plain)


_PLAIN = tuple(set(FileFacts.__dataclass_fields__) - {"id", "digest"})
