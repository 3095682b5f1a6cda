"""Which tests stay on one worker: what is dear to set up is set up once."""

from xdist.scheduler import LoadScopeScheduling

BY_FILE = ("tests/cli/", "tests/stories/")
BY_FOLDER = ("tests/faults/",)


def together(node_id: str) -> str:
    """What the test shares with those that run on the same worker; its own name if nothing."""
    path = node_id.partition("::")[0]
    if path.startswith(BY_FOLDER):
        return path.rpartition("/")[0]
    return path if path.startswith(BY_FILE) else node_id


class Turns(LoadScopeScheduling):
    """Hands tests to workers as they have time, those of a group to one."""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)
