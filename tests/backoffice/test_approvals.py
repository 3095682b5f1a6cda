"""Two people: one asks, another approves; the database holds it as well."""

from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from kumiai.backoffice import approvals as registry
from kumiai.coops import actions as coop_actions
from kumiai.coops import queries as coops
from kumiai.coops.approvals import actions, queries
from kumiai.coops.approvals.actions import CannotAsk, CannotDecide, NotAnotherPerson, NotOfThisRole
from kumiai.coops.approvals.kinds import ApprovalKind, CannotExecute
from kumiai.coops.approvals.queries import ApprovalFacts
from kumiai.coops.rules import Actor
from kumiai.coops.staff.rules import Role
from kumiai.kit import clock
from tests import cast, office

pytestmark = pytest.mark.django_db


def paint(approval: ApprovalFacts, by: Actor, at: datetime) -> None:
    """Something that leaves a trace; nobody paints a door black."""
    coop_actions.record_act(
        coop_id=approval.coop_id, by=by, verb="paint", subject=approval.subject, at=at
    )
    if approval.details["colour"] == "black":
        raise CannotExecute("黒は塗れません。")


PAINT = ApprovalKind(
    name="paint",
    title="扉を塗る",
    describe=lambda approval: [("色", approval.details["colour"])],
    execute=paint,
)


BY_ONESELF = (
    "UPDATE coops_approval SET decided_by_id = asked_by_id, decided_at = now(), is_approved = true"
)


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.KINDS, "paint", PAINT)


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def asker(coop: cast.Coop) -> office.Person:
    return office.manager(coop)


def ask(by: office.Person, colour: str = "green", **changes: object) -> int:
    given = {"reason": "色があせた", "coop_id": by.coop_id, "kind": PAINT} | changes
    return actions.ask(
        subject="door:1",
        details={"colour": colour},
        staff_id=by.id,
        at=clock.now(),
        **given,  # type: ignore[arg-type]
    )


def decide(approval_id: int, by: office.Person, *, is_approved: bool = True) -> None:
    actions.decide(
        coop_id=by.coop_id,
        approval_id=approval_id,
        kind=PAINT,
        is_approved=is_approved,
        answer="見ました",
        staff_id=by.id,
        at=clock.now(),
    )


def verbs() -> list[str]:
    return [act.verb for act in reversed(coops.acts(2101, subject="door:1"))]


class TestAskTwice:
    def test_is_one_approval_while_it_waits(self, coop: cast.Coop, asker: office.Person) -> None:
        approval_id = ask(asker)
        assert ask(asker) == approval_id
        assert verbs() == ["ask_approval"]
        decide(approval_id, office.manager(coop))
        assert ask(asker) != approval_id

    def test_is_another_where_something_differs(
        self, coop: cast.Coop, asker: office.Person
    ) -> None:
        asked = [
            ask(asker),
            ask(asker, "red"),
            ask(asker, reason="傷がある"),
            ask(office.manager(coop)),
        ]
        assert len(set(asked)) == len(asked)


class TestDecide:
    def test_does_what_was_asked_and_logs_both(self, coop: cast.Coop, asker: office.Person) -> None:
        approval_id, other = ask(asker), office.manager(coop)
        decide(approval_id, other)
        found = queries.approval(coop_id=coop.id, approval_id=approval_id)
        assert found is not None
        assert (found.is_approved, found.answer) == (True, "見ました")
        assert verbs() == ["ask_approval", "approve", "paint"]
        assert [act.actor_id for act in coops.acts(2101, subject="door:1")] == [
            str(other.id),
            str(other.id),
            str(asker.id),
        ]

    def test_does_nothing_where_it_is_refused(self, coop: cast.Coop, asker: office.Person) -> None:
        decide(ask(asker), office.manager(coop), is_approved=False)
        assert verbs() == ["ask_approval", "refuse_approval"]

    def test_is_never_the_same_person(self, asker: office.Person) -> None:
        with pytest.raises(NotAnotherPerson):
            decide(ask(asker), asker)
        assert verbs() == ["ask_approval"]

    def test_takes_a_role_of_the_kind(self, coop: cast.Coop, asker: office.Person) -> None:
        with pytest.raises(NotOfThisRole):
            decide(ask(asker), office.desk(coop))

    def test_happens_once(self, coop: cast.Coop, asker: office.Person) -> None:
        approval_id, other = ask(asker), office.manager(coop)
        decide(approval_id, other)
        with pytest.raises(CannotDecide):
            decide(approval_id, other)
        assert verbs().count("paint") == 1

    def test_leaves_nothing_where_it_cannot_be_done(
        self, coop: cast.Coop, asker: office.Person
    ) -> None:
        approval_id = ask(asker, "black")
        with pytest.raises(CannotExecute):
            decide(approval_id, office.manager(coop))
        assert verbs() == ["ask_approval"]
        assert [one.id for one in queries.waiting(coop.id)] == [approval_id]

    def test_stays_within_the_coop(self, asker: office.Person) -> None:
        stranger = office.manager(cast.other_coop())
        with pytest.raises(CannotDecide):
            decide(ask(asker), stranger)
        with pytest.raises(CannotAsk):
            ask(asker, coop_id=stranger.coop_id)

    def test_needs_a_reason(self, asker: office.Person) -> None:
        with pytest.raises(CannotAsk):
            ask(asker, reason=" ")


class TestDatabase:
    @pytest.mark.parametrize(
        "change",
        [
            BY_ONESELF,
            "UPDATE coops_approval SET decided_by_id = asked_by_id",
            "UPDATE coops_approval SET reason = 'x'",
            "UPDATE coops_approval SET details = '{}'",
            "DELETE FROM coops_approval",
            "TRUNCATE coops_approval",
            "TRUNCATE coops_staffact",
            "DELETE FROM coops_staffact",
            "UPDATE coops_staffact SET reason = 'x'",
        ],
    )
    def test_refuses_every_other_change(self, asker: office.Person, change: str) -> None:
        ask(asker)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {change}")

    def test_refuses_to_decide_anew(self, coop: cast.Coop, asker: office.Person) -> None:
        decide(ask(asker), office.manager(coop))
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE coops_approval SET is_approved = false")


class TestPage:
    def test_shows_what_waits_and_lets_another_person_decide(
        self, coop: cast.Coop, asker: office.Person
    ) -> None:
        approval_id = ask(asker)
        path = f"/office/approvals/{approval_id}"
        mine = office.client_of(asker)
        assert "ご自分の依頼" in mine.get("/office/approvals").content.decode()
        given = {"decision": "approve", "answer": "見ました"}
        assert mine.post(path, given).status_code == 403
        other = office.client_of(office.manager(coop))
        page = other.get(path).content.decode()
        assert "green" in page
        assert "色があせた" in page
        assert other.post(path, {"decision": "approve"}).status_code == 422
        assert other.post(path, given).status_code == 302
        assert other.post(path, given).status_code == 409
        assert "paint" in verbs()

    @pytest.mark.parametrize("decision", ["", "Approve", "yes", "承認", "approve "])
    def test_decides_nothing_where_neither_button_was_pressed(
        self, coop: cast.Coop, asker: office.Person, decision: str
    ) -> None:
        path = f"/office/approvals/{ask(asker)}"
        other = office.client_of(office.manager(coop))
        response = other.post(path, {"decision": decision, "answer": "見ました"})
        assert response.status_code == 400
        assert "何も変わっていません" in response.content.decode()
        assert other.post(path, {"answer": "見ました"}).status_code == 400
        assert verbs() == ["ask_approval"]

    def test_says_why_it_cannot_be_done(self, coop: cast.Coop, asker: office.Person) -> None:
        path = f"/office/approvals/{ask(asker, 'black')}"
        other = office.client_of(office.manager(coop))
        response = other.post(path, {"decision": "approve", "answer": "見ました"})
        assert response.status_code == 409
        assert "黒は塗れません" in response.content.decode()

    def test_shows_nothing_of_another_coop(self, asker: office.Person) -> None:
        path = f"/office/approvals/{ask(asker)}"
        stranger = office.client_of(office.manager(cast.other_coop()))
        assert stranger.get(path).status_code == 404
        assert "色があせた" not in stranger.get("/office/approvals").content.decode()

    def test_lets_a_desk_read_what_only_a_manager_decides(
        self, coop: cast.Coop, asker: office.Person
    ) -> None:
        client = office.client_of(office.person(coop, Role.DESK))
        response = client.get(f"/office/approvals/{ask(asker)}")
        assert "あなたの役割では承認できません" in response.content.decode()
