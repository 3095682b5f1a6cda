"""The file from which a co-op prints its letters: the codes in it are kept nowhere else."""

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kumiai.identity import rules
from kumiai.kit import environment

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


def write(path: Path, codes: Sequence["IssuedCode"]) -> None:
    """Write one row for each letter, for nobody but the owner to read; the file must be new.

    UTF-8 with a mark, which spreadsheets open. Raises OSError; what was begun is taken away.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - by its descriptor
            file.write(_table(codes).encode("utf-8-sig"))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _table(codes: Sequence["IssuedCode"]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(HEADERS)
    for one in codes:
        name = "'" + one.name if one.name.startswith(_FORMULA) else one.name
        code = rules.printed_code(one.code)
        rows.writerow([one.member_number, KINDS[one.kind], name, one.login_id, code])
    return text.getvalue()
