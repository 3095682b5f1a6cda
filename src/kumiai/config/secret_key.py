"""The key that signs tokens, made once for an installation."""

import os
import secrets
from pathlib import Path


def of(data_folder: Path) -> str:
    """The key kept in the data folder; the first to ask makes it, readable by its owner only."""
    path = data_folder / "secret-key"
    try:
        return path.read_text("ascii")
    except FileNotFoundError:
        _make(path)
        return path.read_text("ascii")


def _make(path: Path) -> None:
    """Write it under another name first; a link fails where somebody else was quicker."""
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
        file.flush()
        os.fsync(descriptor)
    try:
        os.link(making, path)
    except FileExistsError:
        return
    finally:
        making.unlink()
