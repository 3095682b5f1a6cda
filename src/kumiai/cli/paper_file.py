"""A page to print, as a file: new, and for nobody but its owner to read."""

import os
from datetime import datetime
from pathlib import Path

from kumiai.cli import refusal
from kumiai.kit import clock, environment


def usual_path(folder: str, coop_id: int, at: datetime) -> Path:
    """Where the page goes when nobody says where: the data folder, by co-op and moment."""
    name = f"{coop_id}-{at.astimezone(clock.TOKYO):%Y%m%d-%H%M%S}.html"
    return environment.data_folder() / folder / name


def write(path: Path, page: str) -> None:
    """Write a page that is not there yet. Refused where the file cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - by its descriptor
            file.write(page.encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        raise refusal.Refused(
            f"印刷用のファイルを書けません。{problem}。",
            f"The file to print cannot be written: {problem}.",
        ) from problem
