"""Reading a kept member file: its rows, beside what is stored, before anybody orders it."""

from collections.abc import Callable
from datetime import datetime

import msgspec
from django.db.models import QuerySet

from kumiai.coops.rules import SYSTEM
from kumiai.joining import looking, member_file
from kumiai.joining.actions.files import TRAY
from kumiai.joining.looking import Looked
from kumiai.joining.models import KeptMemberFile
from kumiai.kit import clock
from kumiai.members import imports
from kumiai.members.imports import MemberFile, RowProblem

ROWS_AT_ONCE = 2_000
PROBLEMS_KEPT_MAX = 1_000


def read(
    *, file_id: int, now: Callable[[], datetime], progress: Callable[[int], None] | None = None
) -> bool:
    """Find out what a file would change. False where it is not to be read.

    Nothing but the file's own row is written, so whoever dies in the middle has done no harm, and
    the next one begins anew. `progress` is told how many rows have been seen, twice each.
    """
    file = _at_reading(file_id).defer("raw").first()
    if file is None:
        return False

    def tell(seen: int) -> None:
        _at_reading(file_id).update(seen=min(seen, 2 * file.rows), worked_at=now())
        if progress:
            progress(seen)

    content = content_of(file=file, progress=tell)
    checked = member_file.against_stored(content, on=clock.tokyo_date(now()))
    looked = _looked(checked, tell, on_rows_seen=file.rows, now=now)
    state = _state(checked.problems, looked)
    ended = _at_reading(file_id).update(
        state=state,
        seen=2 * file.rows,
        good=len(content.rows),
        bad=len(checked.problems),
        looked=msgspec.to_builtins(looked),
        problems=msgspec.to_builtins(kept_problems(problems=checked.problems)),
    )
    if ended:
        details = {"state": state, "rows": file.rows, "bad": len(checked.problems)}
        TRAY.record("read", file, by=SYSTEM, at=now(), details=details)
    return bool(ended)


def content_of(
    *, file: KeptMemberFile, progress: Callable[[int], None] = lambda _: None
) -> MemberFile:
    """What a kept file says; the same however often it is read, and on whichever day."""
    told = 0

    def reached(line: int) -> None:
        nonlocal told
        if line - told >= ROWS_AT_ONCE:
            told = line
            progress(line)

    return imports.read(
        TRAY.raw(file_id=file.pk),
        coop_id=file.coop_id,
        today=clock.tokyo_date(file.received_at),
        progress=reached,
    )


def kept_problems(*, problems: tuple[RowProblem, ...]) -> list[RowProblem]:
    """The first of them, as people will read the file."""
    return sorted(problems, key=lambda problem: problem.line)[:PROBLEMS_KEPT_MAX]


def _looked(
    file: MemberFile,
    tell: Callable[[int], None],
    *,
    on_rows_seen: int,
    now: Callable[[], datetime],
) -> Looked:
    looked = Looked()
    for start in range(0, len(file.rows), ROWS_AT_ONCE):
        rows = file.rows[start : start + ROWS_AT_ONCE]
        looking.look(looked, file=file, rows=rows, on=clock.tokyo_date(now()))
        tell(on_rows_seen + start + len(rows))
    return looked


def _state(problems: tuple[RowProblem, ...], looked: Looked) -> str:
    if problems:
        return "refused"
    return "unchanged" if looked.changes_nothing else "received"


def _at_reading(file_id: int) -> QuerySet[KeptMemberFile]:
    return KeptMemberFile.objects.filter(id=file_id, state="reading")
