"""The system user PostgreSQL runs as: it refuses to run as root.

For anybody but root that is the user itself. Root makes a system user once and gives it the
right to pass through (not to list) the folders above the cluster and the programs.
"""

import functools
import os
import pwd
import stat
import subprocess
from pathlib import Path
from typing import TypedDict

SYSTEM_USER = "kumiai"


class Identity(TypedDict, total=False):
    """Arguments of subprocess that make a child run as the system user."""

    user: int
    group: int
    extra_groups: list[int]


class NoSystemUser(Exception):
    """Root could not make the system user; the message says what to do."""


def uid() -> int:
    """User id PostgreSQL runs under."""
    return _system_user().pw_uid if os.geteuid() == 0 else os.geteuid()


def gid() -> int:
    """Group id PostgreSQL runs under."""
    return _system_user().pw_gid if os.geteuid() == 0 else os.getegid()


def identity() -> Identity:
    """What to hand to subprocess so that the child is not root."""
    if os.geteuid() != 0:
        return {}
    return {"user": uid(), "group": gid(), "extra_groups": []}


def environment() -> dict[str, str]:
    """A small environment for PostgreSQL's programs: nothing of ours leaks into it."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def let_reach(folder: Path) -> None:
    """Let the system user pass through every folder above, and into, this one."""
    if os.geteuid() != 0:
        return
    for step in (*reversed(folder.resolve().parents), folder.resolve()):
        state = step.stat()
        if not state.st_mode & stat.S_IXOTH and state.st_uid != uid():
            step.chmod(stat.S_IMODE(state.st_mode) | stat.S_IXOTH)


def let_run(program: Path, *, folders: list[Path]) -> None:
    """Let the system user run a program, also where it was installed under umask 077.

    `folders` hold the program and what it needs.
    """
    if os.geteuid() != 0:
        return
    let_reach(program.parent)
    if _runs(program):
        return
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            _let_read(path)


def _let_read(path: Path) -> None:
    if path.is_symlink() or not path.exists():
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    executable = mode & stat.S_IXUSR and (stat.S_IXGRP | stat.S_IXOTH)
    path.chmod(mode | stat.S_IRGRP | stat.S_IROTH | executable)


def _runs(program: Path) -> bool:
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, cwd="/", check=False, **identity()
        )
    except PermissionError:
        return False
    return done.returncode == 0


@functools.cache
def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", "--user-group", SYSTEM_USER]
    try:
        subprocess.run(command, capture_output=True, check=False)
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, KeyError) as error:
        raise NoSystemUser(
            f"PostgreSQL does not run as root and no system user {SYSTEM_USER} could be made: "
            "start kumiai as another user, or make that one with useradd"
        ) from error
