"""Working a member file off: some hundred rows a step, by all rooms, each step whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import msgspec
from django.db import transaction

from kumiai.coops.files import actions as kept
from kumiai.coops.files.actions import Progress
from kumiai.coops.rules import Actor
from kumiai.joining import member_file
from kumiai.joining.actions import reading
from kumiai.joining.actions.files import TRAY
from kumiai.joining.member_file import Part
from kumiai.joining.models import KeptMemberFile
from kumiai.kit import clock
from kumiai.members.actions import CannotTakeIn
from kumiai.members.imports import MemberFile, RowProblem

STEP_ROWS = 500


def work_off(
    *,
    file_id: int,
    now: Callable[[], datetime],
    progress: Callable[[Progress], None] = lambda _: None,
) -> bool:
    """Work a file off to its end; False where somebody else is at it, or it is not ordered."""
    file = KeptMemberFile.objects.filter(id=file_id, state="working").defer("raw").first()
    if file is None:
        return False
    content = reading.content_of(file=file)
    return kept.work_off(
        step=lambda: work_off_step(file_id=file_id, content=content, at=now()), progress=progress
    )


@transaction.atomic
def work_off_step(*, file_id: int, content: MemberFile, at: datetime) -> Progress | None:
    """The next rows of a file; None where there are none, or somebody else is doing them.

    Where a row cannot be taken in any more (its meal plan has ended since the file was read), the
    file stops before the step it is in.
    """
    file = TRAY.to_step(file_id=file_id)
    if file is None:
        return None
    rows = content.rows[file.worked : file.worked + STEP_ROWS]
    step = member_file.against_stored(
        replace(content, rows=rows, problems=()), on=clock.tokyo_date(at)
    )
    if step.problems and not file.skips_bad:
        _stop(file, step.problems, at)
        return None
    try:
        part = member_file.take_in_rows(step, step.rows, by=_by(file), at=at)
    except CannotTakeIn as problem:
        _stop(file, (_refused(rows[0].line, problem),), at)
        return None
    _go_on(file, len(rows), part, at)
    return Progress(file.worked, file.good)


def take_up_unfinished(*, before: datetime) -> int:
    """Hand over anew the files nobody has worked on since. Returns how many."""
    return TRAY.take_up_unfinished(before=before)


def _go_on(file: KeptMemberFile, rows: int, part: Part, at: datetime) -> None:
    file.joined += part.joined
    file.changed += part.changed
    file.unchanged += part.unchanged
    file.worked += rows
    file.worked_at = at
    if file.worked == file.good:
        file.state, file.finished_at = "done", at
        _record(file, "take_in", at)
    file.save(
        update_fields=[
            "joined",
            "changed",
            "unchanged",
            "worked",
            "worked_at",
            "state",
            "finished_at",
        ]
    )


def _stop(file: KeptMemberFile, problems: tuple[RowProblem, ...], at: datetime) -> None:
    file.state, file.worked_at = "stopped", at
    file.problems = msgspec.to_builtins(reading.kept_problems(problems=problems))
    file.save(update_fields=["state", "worked_at", "problems"])
    _record(file, "stop", at)


def _refused(line: int, problem: CannotTakeIn) -> RowProblem:
    return RowProblem(
        line,
        "-",
        f"この行から先を取り込めません（{problem}）。",
        f"nothing from this line on can be taken in: {problem}",
    )


def _record(file: KeptMemberFile, verb: str, at: datetime) -> None:
    details = {
        "rows": file.rows,
        "joined": file.joined,
        "changed": file.changed,
        "unchanged": file.unchanged,
    }
    TRAY.record(verb, file, by=_by(file), at=at, details=details)


def _by(file: KeptMemberFile) -> Actor:
    """Whoever ordered the file has changed the members."""
    return Actor(file.ordered_by_kind, file.ordered_by_id)  # type: ignore[arg-type]
