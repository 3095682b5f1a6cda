"""Every write about member files: received, read, ordered or given up, worked off in steps."""

from kumiai.coops.files.actions import Progress
from kumiai.joining.actions.files import (
    FILE_BYTES_MAX,
    AtHandAlready,
    CannotOrder,
    discard,
    note_look,
    order,
    receive,
)
from kumiai.joining.actions.letters import missing_codes
from kumiai.joining.actions.reading import read
from kumiai.joining.actions.working_off import take_up_unfinished, work_off, work_off_step

__all__ = [
    "FILE_BYTES_MAX",
    "AtHandAlready",
    "CannotOrder",
    "Progress",
    "discard",
    "missing_codes",
    "note_look",
    "order",
    "read",
    "receive",
    "take_up_unfinished",
    "work_off",
    "work_off_step",
]
