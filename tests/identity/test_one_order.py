"""Two who act on one login at once wait for each other in one order, and never in a ring."""

import threading
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import connection

from kumiai.identity import actions, hashing
from kumiai.identity.actions import ReissueIsOver, TicketIsOver, TicketOpened
from kumiai.identity.actions.desk import CannotHelp, change_mail_at_desk, restart_registration
from kumiai.identity.models import FULL, PROVISIONAL, Login
from tests import cast, databases
from tests.identity import family as families
from tests.identity import forgetting, forms
from tests.identity.conftest import NOON
from tests.installation import wait_until

HOLD_LOGIN = "SELECT FROM identity_login WHERE id = %s FOR UPDATE"
HOLD_TICKETS = "SELECT FROM identity_registrationticket FOR UPDATE NOWAIT"
HOLD_REISSUES = "SELECT FROM identity_passwordreissue FOR UPDATE NOWAIT"
WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
REFUSED = (CannotHelp, ReissueIsOver, TicketIsOver)
Act = Callable[[], object]


class Crowd:
    """Acts that all wait for one login, each in a connection of its own, until it is let go."""

    def __init__(self, url: str) -> None:
        self.holder = psycopg.connect(url)
        self.watch = psycopg.connect(url, autocommit=True)
        self.threads: list[threading.Thread] = []
        self.outcomes: list[str] = []

    def hold(self, login_pk: int) -> None:
        self.holder.execute(HOLD_LOGIN, [login_pk])

    def let_in(self, act: Act) -> None:
        """Begin an act, and come back when it waits."""
        thread = threading.Thread(target=self._run, args=[act])
        self.threads.append(thread)
        thread.start()
        wait_until(lambda: self.watch.execute(WAITING).fetchone() == (len(self.threads),))

    def let_go(self) -> list[str]:
        self.holder.rollback()
        for thread in self.threads:
            thread.join()
        return sorted(self.outcomes)

    def close(self) -> None:
        self.let_go()
        self.holder.close()
        self.watch.close()

    def _run(self, act: Act) -> None:
        try:
            act()
            self.outcomes.append("done")
        except REFUSED:
            self.outcomes.append("refused")
        finally:
            connection.close()


@pytest.fixture
def coop(fresh_database: databases.FreshDatabase) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


@pytest.fixture
def crowd(fresh_database: databases.FreshDatabase) -> Iterator[Crowd]:
    made = Crowd(fresh_database.url)
    yield made
    made.close()


def login_pk(person: cast.Person) -> int:
    return Login.objects.get(member_id=person.id, kind="member").pk


class TestCompleteRegistration:
    @pytest.fixture
    def complete(self, hanako: cast.Person) -> Act:
        token = forms.ready(hanako)
        return lambda: forms.complete(token)

    def test_holds_the_login_before_its_ticket(
        self, hanako: cast.Person, complete: Act, crowd: Crowd
    ) -> None:
        crowd.hold(login_pk(hanako))
        crowd.let_in(complete)
        crowd.holder.execute(HOLD_TICKETS)
        assert crowd.let_go() == ["done"]

    @pytest.mark.parametrize("is_first", [True, False])
    def test_and_a_restart_at_the_desk_are_done_one_after_the_other(
        self, hanako: cast.Person, complete: Act, crowd: Crowd, is_first: bool
    ) -> None:
        def restart() -> None:
            restart_registration(
                coop_id=2101,
                member_id=hanako.id,
                kind="member",
                reason="窓口",
                by=cast.OPERATOR,
                at=NOON,
            )

        crowd.hold(login_pk(hanako))
        for act in (complete, restart) if is_first else (restart, complete):
            crowd.let_in(act)
        assert crowd.let_go() == ["done", "refused"]
        state = Login.objects.get(pk=login_pk(hanako)).state
        assert state == (FULL if is_first else PROVISIONAL)

    def test_of_a_child_holds_who_adds_it_before_its_ticket(
        self, coop: cast.Coop, hanako: cast.Person, crowd: Crowd
    ) -> None:
        """A new password of that login drops the ticket: the login is held first there, too."""
        viewing = cast.full_login(hanako, login_id="yoko.t", kind="guardian")
        child = families.sibling_of(coop)
        opened = families.add(viewing, child.guardian_login_id, child.provisional_password)
        assert isinstance(opened, TicketOpened)
        crowd.hold(viewing)
        crowd.let_in(
            lambda: actions.complete_registration(
                ticket_token=opened.token, language="ja", at=NOON, by_login_pk=viewing
            )
        )
        crowd.holder.execute(HOLD_TICKETS)
        crowd.holder.execute("DELETE FROM identity_registrationticket")
        crowd.holder.commit()
        assert crowd.let_go() == ["refused"]


class TestChoosePassword:
    @pytest.fixture
    def choose(self, hanako: cast.Person) -> Act:
        cast.full_login(hanako, login_id="hanako.t")
        (mail,) = forgetting.ask_for_password(hanako.member_number, "hanako.t")
        token = forgetting.token_in(mail)
        password_hash = hashing.hash_password("あたらしい鍵が二つ")
        return lambda: actions.choose_password(token=token, password_hash=password_hash, at=NOON)

    def test_holds_the_login_before_its_reissue(
        self, hanako: cast.Person, choose: Act, crowd: Crowd
    ) -> None:
        crowd.hold(login_pk(hanako))
        crowd.let_in(choose)
        crowd.holder.execute(HOLD_REISSUES)
        assert crowd.let_go() == ["done"]

    def test_counts_once_however_often_it_is_pressed(
        self, hanako: cast.Person, choose: Act, crowd: Crowd
    ) -> None:
        crowd.hold(login_pk(hanako))
        for _ in range(2):
            crowd.let_in(choose)
        assert crowd.let_go() == ["done", "refused"]

    def test_is_over_once_the_desk_has_put_in_another_address(
        self, hanako: cast.Person, choose: Act, crowd: Crowd
    ) -> None:
        def change_mail() -> None:
            change_mail_at_desk(
                coop_id=2101,
                member_id=hanako.id,
                kind="member",
                address="new@mail.example",
                reason="窓口",
                by=cast.OPERATOR,
                at=NOON,
            )

        crowd.hold(login_pk(hanako))
        for act in (change_mail, choose):
            crowd.let_in(act)
        assert crowd.let_go() == ["done", "refused"]
        assert Login.objects.get(pk=login_pk(hanako)).mail == "new@mail.example"
