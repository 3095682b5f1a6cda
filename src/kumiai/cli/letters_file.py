"""The file from which a co-op prints its letters: the codes in it are kept nowhere else."""

import contextlib
import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kumiai.cli import refusal
from kumiai.identity import rules
from kumiai.kit import clock, environment

if TYPE_CHECKING:
    from datetime import datetime

    from kumiai.identity.actions import IssuedCode

HEADERS = ("組合員番号", "区分", "宛名", "仮ログインID", "登録コード")
KINDS = {"member": "本人", "guardian": "保護者"}
FOLDER = "letters"
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def usual_path(coop_id: int, at: "datetime") -> Path:
    """Where the file goes when nobody says where: the data folder, named by co-op and moment."""
    return environment.data_folder() / FOLDER / f"{coop_id}-{at:%Y%m%d-%H%M%S}.csv"


@dataclass(slots=True)
class Letters:
    """A file that is written when there is something to write."""

    path: Path
    is_begun: bool = False

    def write(self, codes: Sequence["IssuedCode"]) -> None:
        """One row for each letter, for nobody but the owner to read; the file must be new.

        UTF-8 with a mark, which spreadsheets open.
        """
        if not codes:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.is_begun = True
        with open(descriptor, "wb") as file:  # noqa: PTH123 - by its descriptor
            file.write(_table(codes).encode("utf-8-sig"))
            file.flush()
            os.fsync(file.fileno())


def check_new(path: Path, *, coop_id: int, at: "datetime") -> None:
    """Refused where the co-op lets people in with codes, and no file could be made for them."""
    from kumiai.identity import queries

    if queries.scheme_on(coop_id, clock.tokyo_date(at)).kind != "code":
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        path.unlink()
    except OSError as problem:
        raise _cannot_write(problem) from problem


@contextlib.contextmanager
def together_with(path: Path) -> Iterator[Letters]:
    """A transaction and the file of its codes: both are there in the end, or neither.

    Refused where the file cannot be written.
    """
    from django.db import transaction

    letters = Letters(path)
    try:
        with transaction.atomic():
            yield letters
    except BaseException as problem:
        if letters.is_begun:
            path.unlink(missing_ok=True)
        if isinstance(problem, OSError):
            raise _cannot_write(problem) from problem
        raise


def _cannot_write(problem: OSError) -> refusal.Refused:
    return refusal.Refused(
        f"登録コードのファイルを書けません。{problem}。何も取り込みませんでした。",
        f"The file of codes cannot be written: {problem}. Nothing was taken in.",
    )


def _table(codes: Sequence["IssuedCode"]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(HEADERS)
    for one in codes:
        name = "'" + one.name if one.name.startswith(_FORMULA) else one.name
        code = rules.printed_code(one.code)
        rows.writerow([one.member_number, KINDS[one.kind], name, one.login_id, code])
    return text.getvalue()
