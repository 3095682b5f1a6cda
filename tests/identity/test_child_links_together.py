"""Two at once at a link between guardians' logins: made once, and gone with its proof."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from kumiai.identity import actions, hashing
from kumiai.identity.actions import CannotAddChild, CannotLogIn, Wishes
from kumiai.identity.devices import Browser
from kumiai.identity.models import ChildLink
from kumiai.mail.models import Message
from tests import cast, databases
from tests.identity import family as families
from tests.identity.conftest import NOON
from tests.identity.family import Family

REFUSED = (CannotAddChild, CannotLogIn)


@pytest.fixture
def family(fresh_database: databases.FreshDatabase) -> Family:
    coop = cast.coop_2101()
    return families.made(coop, cast.hanako(coop))


def together(*acts: Callable[[], object]) -> list[str]:
    """What became of each act, begun at the same moment in a connection of its own."""
    begin, outcomes = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        begin.wait()
        try:
            act()
            outcomes.append("done")
        except REFUSED:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


class TestTogether:
    def test_makes_one_link_of_two_tabs(self, family: Family) -> None:
        assert together(family.add, family.add) == ["done", "refused"]
        assert ChildLink.objects.count() == 1
        assert Message.objects.filter(kind="child_linked").count() == 2

    def test_leaves_no_link_that_was_proven_with_an_old_password(self, family: Family) -> None:
        wishes = Wishes(password_hash=hashing.hash_password("あたらしい鍵が二つ"))

        def change() -> None:
            actions.change_details(
                login_pk=family.sibling_pk,
                session_key="",
                wishes=wishes,
                browser=Browser(),
                at=NOON,
            )

        assert "done" in together(family.add, change)
        assert not ChildLink.objects.filter(ended_at=None).exists()
