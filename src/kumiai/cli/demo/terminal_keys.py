"""The keys of the demo's terminals, kept where demo.json is made from."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import msgspec
from django.db import connection

from kumiai.cli import operator
from kumiai.cli.demo import manifest, whole_files
from kumiai.coops import actions as coops
from kumiai.coops import at_till
from kumiai.coops import queries as coop_facts
from kumiai.coops.actions import EnrolledTerminal
from kumiai.coops.at_till import Caller
from kumiai.kit import clock

Keys = dict[str, str]


def kept(coop_id: int) -> Keys:
    """The keys by the terminals' names, as far as they are known."""
    try:
        return msgspec.json.decode(_file(coop_id).read_bytes(), type=Keys)
    except (FileNotFoundError, msgspec.DecodeError):
        return {}


def keep(coop_id: int, enrolled: tuple[EnrolledTerminal, ...]) -> None:
    """Keep the keys shown when terminals were enrolled."""
    keys = kept(coop_id) | {terminal.name: terminal.key for terminal in enrolled}
    whole_files.write(_file(coop_id), msgspec.json.format(msgspec.json.encode(keys)))
    _file(coop_id).chmod(0o600)


def callers(coop_id: int) -> Mapping[str, Caller]:
    """Every terminal as the tills' path sees it, by name; a lost key is replaced by a new one.

    One that the office has revoked stays so: it is only named as who sent what is in the books.
    """
    found = {}
    for terminal in coop_facts.terminals(coop_id):
        key = kept(coop_id).get(terminal.name, "")
        caller = _once(key) if terminal.revoked_at else caller_of(key)
        if caller is None:
            rotated = coops.rotate_terminal_key(
                coop_id=coop_id,
                terminal_id=terminal.id,
                overlap=timedelta(0),
                by=operator.actor(),
                at=clock.now(),
            )
            keep(coop_id, (rotated,))
            caller = caller_of(rotated.key)
        if caller is None:
            raise LookupError(f"the key of {terminal.name} opens nothing")
        found[terminal.name] = caller
    return found


def caller_of(key: str) -> Caller | None:
    """The terminal a key belongs to in this database, if it is in use."""
    caller = _once(key)
    return None if caller is None or caller.revoked else caller


def is_for_good(key: str) -> bool:
    """Whether a key opens its terminal, or belongs to one that the office has revoked."""
    caller = _once(key)
    if caller is None or not caller.revoked:
        return caller is not None
    revoked = {each.id for each in coop_facts.terminals(caller.coop_id) if each.revoked_at}
    return caller.terminal_id in revoked


def _once(key: str) -> Caller | None:
    """The terminal a key belongs to or belonged to."""
    with connection.cursor() as cursor:
        cursor.execute(at_till.FIND_TERMINAL, at_till.parameters(key=key, at=clock.now()))
        row = cursor.fetchone()
    return at_till.caller(row) if row else None


def _file(coop_id: int) -> Path:
    return manifest.folder() / str(coop_id) / "terminal-keys.json"
