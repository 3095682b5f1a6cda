"""Taking in a co-op, and the life of a terminal and its keys."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kumiai.coops import actions, at_till, imports, queries
from kumiai.coops.at_till import Caller
from kumiai.coops.models import StaffAct, TerminalKey
from kumiai.coops.rules import Actor
from tests.coops.files import HIROSAKI, OTHER

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
MORI = Actor(kind="operator", id="mori")

pytestmark = pytest.mark.django_db


def take_in(text: str, at: datetime = NOW) -> actions.Intake:
    return actions.take_in(file=imports.read(text.encode()), by=MORI, at=at)


def caller(key: str, at: datetime = NOW) -> Caller | None:
    with connection.cursor() as cursor:
        cursor.execute(at_till.FIND_TERMINAL, at_till.parameters(key=key, at=at))
        row = cursor.fetchone()
    return at_till.caller(row) if row else None


class TestTakeIn:
    def test_creates_everything_in_the_file(self) -> None:
        intake = take_in(HIROSAKI)
        assert queries.coop(2101).emoney_name == "Pico"
        assert [store.name for store in queries.stores_that_hand_over(2101)] == ["FERIO"]
        assert [store.name for store in queries.cafeterias(2101)] == ["文京食堂"]
        assert queries.calendar_overrides(2101, NOW.date(), NOW.date() + timedelta(days=60)) == {
            datetime(2026, 12, 29, tzinfo=UTC).date(): False
        }
        assert [terminal.name for terminal in intake.enrolled] == ["FERIO 1", "app"]
        assert queries.coop_of_hostname("Hirosaki.example") == queries.coop(2101)

    def test_changes_nothing_the_second_time(self) -> None:
        take_in(HIROSAKI)
        acts = StaffAct.objects.count()
        again = take_in(HIROSAKI)
        assert (again.changes, again.enrolled) == ((), ())
        assert StaffAct.objects.count() == acts

    def test_brings_up_to_date_and_writes_it_down(self) -> None:
        take_in(HIROSAKI)
        changed = HIROSAKI.replace('"FERIO"\nphone = "0172-00-0000"', '"FERIO"\nphone = ""')
        assert take_in(changed).changes == ("store FERIO phone",)
        act = queries.acts(2101, subject="coop:2101")[0]
        assert (act.actor_kind, act.actor_id, act.verb) == ("operator", "mori", "take_in_coop")

    def test_refuses_to_rewrite_a_policy_in_force(self) -> None:
        take_in(HIROSAKI)
        with pytest.raises(actions.CannotRewritePolicy, match="2026-04-01"):
            take_in(HIROSAKI.replace("prepaid_cap_yen = 50000", "prepaid_cap_yen = 60000"))

    def test_takes_a_policy_that_starts_tomorrow(self) -> None:
        take_in(HIROSAKI)
        later = HIROSAKI.replace("starts_on = 2026-04-01", "starts_on = 2026-11-24")
        assert take_in(later).changes == ("policy 2026-11-24",)

    def test_keeps_co_ops_apart(self) -> None:
        take_in(HIROSAKI)
        take_in(OTHER)
        assert {coop.id for coop in queries.coops()} == {2101, 2102}
        assert len(queries.terminals(2102)) == 2


class TestPolicyOn:
    def test_is_the_version_in_force(self) -> None:
        take_in(HIROSAKI)
        for day, cap_yen in (
            ((2019, 1, 1), 99_999),
            ((2026, 3, 31), 99_999),
            ((2026, 4, 1), 50_000),
        ):
            assert (
                queries.policy_on(2101, datetime(*day, tzinfo=UTC).date()).prepaid_cap_yen
                == cap_yen
            )

    def test_is_the_same_at_the_till(self) -> None:
        key = take_in(HIROSAKI).enrolled[0].key
        for year, month in ((2019, 1), (2026, 3), (2026, 5)):
            at = datetime(year, month, 1, tzinfo=UTC)
            found = caller(key, at)
            assert found is not None
            assert found.policy == queries.policy_on(2101, at.date())


class TestEnrolTerminal:
    def test_gives_a_key_that_the_till_is_known_by(self) -> None:
        enrolled = take_in(HIROSAKI).enrolled[0]
        found = caller(enrolled.key)
        assert found is not None
        assert (found.terminal_id, found.coop_id, found.kind) == (enrolled.id, 2101, "till")
        assert (found.store_code, found.hands_over, found.revoked) == ("FERIO", True, False)
        assert (found.coop_name, found.emoney_name) == ("弘前大学生活協同組合", "Pico")
        assert (found.stores_handing_over, found.cafeterias) == (("FERIO",), ("文京食堂",))
        assert found.calendar == {datetime(2026, 12, 29, tzinfo=UTC).date(): False}

    def test_stores_the_key_as_a_digest_only(self) -> None:
        enrolled = take_in(HIROSAKI).enrolled[0]
        digests = [bytes(row.digest) for row in TerminalKey.objects.all()]
        assert at_till.digest_of(enrolled.key) in digests
        assert all(enrolled.key.encode() not in digest for digest in digests)
        acts = [str(vars(act)) for act in StaffAct.objects.all()]
        assert all(enrolled.key not in act for act in acts)

    def test_knows_a_feed_without_a_store(self) -> None:
        found = caller(take_in(HIROSAKI).enrolled[1].key)
        assert found is not None
        assert (found.kind, found.store_id, found.store_code) == ("feed", None, "")

    @pytest.mark.parametrize("key", ["", "kumiai_", "\udcff", "' OR 1=1 --"])
    def test_does_not_know_other_keys(self, key: str) -> None:
        take_in(HIROSAKI)
        assert caller(key) is None

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"name": "FERIO 1"}, "already"),
            ({"store_code": "SHAREA"}, "no store SHAREA"),
            ({"store_code": None}, "feed"),
            ({"kind": "feed"}, "feed"),
            ({"coop_id": 9999}, "no co-op"),
        ],
    )
    def test_refuses_what_does_not_fit(self, changed: dict[str, object], why: str) -> None:
        take_in(HIROSAKI)
        fits: dict[str, Any] = {
            "coop_id": 2101, "kind": "till", "name": "FERIO 2", "store_code": "FERIO",
        }  # fmt: skip
        actions.enrol_terminal(**fits, by=MORI, at=NOW)
        with pytest.raises(actions.CannotEnrol, match=why):
            actions.enrol_terminal(**fits | {"name": "FERIO 3"} | changed, by=MORI, at=NOW)

    def test_cannot_stand_in_another_co_ops_store(self) -> None:
        take_in(HIROSAKI)
        take_in(OTHER)
        with (
            pytest.raises(IntegrityError, match="terminal_store_of_coop"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "UPDATE coops_terminal SET store_id = (SELECT min(id) FROM coops_store"
                " WHERE coop_id = 2102) WHERE coop_id = 2101 AND kind = 'till'"
            )


class TestRotateTerminalKey:
    def test_lets_both_keys_work_for_a_while(self) -> None:
        enrolled = take_in(HIROSAKI).enrolled[0]
        rotated = actions.rotate_terminal_key(
            coop_id=2101, terminal_id=enrolled.id, overlap=timedelta(hours=1), by=MORI, at=NOW
        )
        soon, late = NOW + timedelta(minutes=59), NOW + timedelta(hours=1)
        assert [
            found.revoked for key in (enrolled.key, rotated.key) if (found := caller(key, soon))
        ] == [False, False]
        assert [
            found.revoked for key in (enrolled.key, rotated.key) if (found := caller(key, late))
        ] == [True, False]

    def test_refuses_a_terminal_of_another_co_op(self) -> None:
        enrolled = take_in(HIROSAKI).enrolled[0]
        take_in(OTHER)
        with pytest.raises(actions.CannotRotate):
            actions.rotate_terminal_key(
                coop_id=2102, terminal_id=enrolled.id, overlap=timedelta(), by=MORI, at=NOW
            )


class TestRevokeTerminal:
    def test_ends_every_key_at_once(self) -> None:
        enrolled = take_in(HIROSAKI).enrolled[0]
        actions.revoke_terminal(
            coop_id=2101, terminal_id=enrolled.id, reason="盗難", by=MORI, at=NOW
        )
        found = caller(enrolled.key)
        assert found is not None
        assert found.revoked
        assert queries.acts(2101, subject=f"terminal:{enrolled.id}")[0].reason == "盗難"

    def test_is_not_done_twice(self) -> None:
        enrolled = take_in(HIROSAKI).enrolled[0]
        where = {"coop_id": 2101, "terminal_id": enrolled.id}
        actions.revoke_terminal(**where, reason="盗難", by=MORI, at=NOW)
        with pytest.raises(actions.CannotRevoke):
            actions.revoke_terminal(**where, reason="盗難", by=MORI, at=NOW)


class TestStaffAct:
    @pytest.mark.parametrize(
        "statement", ["UPDATE coops_staffact SET verb = ''", "DELETE FROM coops_staffact"]
    )
    def test_is_never_rewritten(self, statement: str) -> None:
        take_in(HIROSAKI)
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
