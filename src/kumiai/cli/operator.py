"""Who runs a command: written into the log of acts."""

import getpass

from kumiai.coops.rules import Actor


def actor() -> Actor:
    """The operator, by the name of the system's user."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = ""
    return Actor("operator", name)
