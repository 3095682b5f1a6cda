"""Provisional credentials, as they come with a member file."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kumiai.identity import actions
from kumiai.identity.models import Login, ProvisionalRegistration
from kumiai.members.models import Member
from tests import cast
from tests.identity.conftest import NOON


class TestRegisterProvisionally:
    def test_gives_the_member_and_the_guardian_a_login_each(self, hanako: cast.Person) -> None:
        logins = Login.objects.filter(member_id=hanako.id).order_by("login_id")
        assert [(one.kind, one.login_id) for one in logins] == [
            ("member", "210125000001"),
            ("guardian", "210125000001p"),
        ]
        assert {one.state for one in logins} == {"provisional"}
        assert {one.password_hash for one in logins} == {None}

    def test_keeps_no_secret_readable(self, hanako: cast.Person) -> None:
        rows = ProvisionalRegistration.objects.all()
        salts = {bytes(row.salt) for row in rows}
        kept = b"".join(bytes(digest) for row in rows for digest in row.digests)
        assert len(salts) == 2
        assert b"20060402" not in kept

    def test_passes_over_who_joined_before_2014(self, coop: cast.Coop) -> None:
        older = cast.older_member(coop)
        assert not Login.objects.filter(member_id=older.id).exists()

    def test_changes_nothing_the_second_time(self, hanako: cast.Person) -> None:
        before = list(ProvisionalRegistration.objects.order_by("pk").values())
        made = actions.register_provisionally(
            coop_id=hanako.coop_id, member_ids=[hanako.id], at=NOON
        )
        assert made == 0
        assert list(ProvisionalRegistration.objects.order_by("pk").values()) == before

    def test_follows_a_corrected_birth_date_while_provisional(self, hanako: cast.Person) -> None:
        Member.objects.filter(id=hanako.id).update(birth_date="2006-04-03")
        actions.register_provisionally(coop_id=hanako.coop_id, member_ids=[hanako.id], at=NOON)
        ticket = actions.log_in(
            login_id=hanako.member_number,
            password="20060403",
            coop_id=hanako.coop_id,
            network="",
            at=NOON,
        )
        assert isinstance(ticket, actions.TicketOpened)

    def test_leaves_who_is_registered_alone(self, hanako: cast.Person) -> None:
        cast.full_login(hanako, login_id="hanako.t")
        actions.register_provisionally(coop_id=hanako.coop_id, member_ids=[hanako.id], at=NOON)
        assert Login.objects.get(member_id=hanako.id, kind="member").login_id == "hanako.t"
        assert ProvisionalRegistration.objects.count() == 1, "the guardian's"

    def test_asks_the_database_a_few_times_however_many_there_are(self, coop: cast.Coop) -> None:
        people = [cast.hanako(coop), cast.taro(coop), cast.kenji(coop)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            actions.register_provisionally(
                coop_id=coop.id, member_ids=[person.id for person in people], at=NOON
            )
        statements = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]
        assert len(statements) <= 5
