"""Publishing, withdrawing, reading; copies by mail, each person's once."""

import threading
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections, transaction

from kumiai.coops import queries as coops
from kumiai.mail.models import Message
from kumiai.notices import actions, queries, rules
from kumiai.notices.actions import CannotPublish, CannotWithdraw, Person
from kumiai.notices.models import Notice, NoticeCopy, NoticeMailing, NoticeReading
from kumiai.notices.rules import Audience, NoticeProblem, Readers
from tests import cast
from tests.databases import FreshDatabase
from tests.notices.notes import NOON, draft, publish, reader

LINK = "https://mypage.example/notices/"


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


def family(person: cast.Person, *, first_login: int = 1) -> list[Person]:
    """The member and the guardian, as logins would be."""
    return [
        Person(first_login, person.id, "member", f"{person.card}@mail.example", "ja"),
        Person(first_login + 1, person.id, "guardian", f"{person.card}.p@mail.example", "en"),
    ]


class Telephone:
    """The people of a co-op, some at a time; `breaks` may stop it in the middle."""

    def __init__(self, people: Sequence[Person], *, breaks: bool = False) -> None:
        self.people, self.breaks, self.asked = people, breaks, 0

    def __call__(self, coop_id: int, login_pk: int, count: int) -> Sequence[Person]:
        self.asked += 1
        if self.breaks and self.asked == 2:
            raise InterruptedError
        return [person for person in self.people if person.login_pk > login_pk][:count]


def step(notice_id: int, people: actions.NextPeople, *, steps: int = 0, count: int = 100) -> int:
    at = NOON + steps * rules.STEP
    return actions.mail_copies(
        notice_id=notice_id, next_people=people, count=count, link_prefix=LINK, at=at
    )


class TestPublish:
    def test_keeps_who_did_it_and_whom_it_reaches(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        notice_id = publish(coop)
        (act,) = coops.acts(coop.id, subject=f"notice:{notice_id}")
        assert (act.verb, act.details["audience"]) == ("publish_notice", "everyone")

    def test_brings_one_notice_of_one_form(self, coop: cast.Coop, hanako: cast.Person) -> None:
        form_id = uuid4()
        asked = {"coop_id": coop.id, "draft": draft(), "by": cast.OPERATOR, "at": NOON}
        ids = {actions.publish(form_id=form_id, has_copies=True, **asked) for _ in range(2)}
        assert ids == {Notice.objects.get().pk}
        assert NoticeMailing.objects.count() == 1

    @pytest.mark.parametrize(
        "changes",
        [
            {"audience": Audience.FACULTY, "faculty": "法学部"},
            {"audience": Audience.JOINED_YEAR, "joined_year": 1999},
            {"audience": Audience.MEMBERS},
            {"audience": Audience.MEAL_PLAN, "meal_plan": "なし"},
        ],
    )
    def test_refuses_what_is_for_nobody(
        self, coop: cast.Coop, hanako: cast.Person, changes: dict[str, object]
    ) -> None:
        with pytest.raises(CannotPublish) as refused:
            publish(coop, **changes)
        assert refused.value.problem == NoticeProblem.NOBODY
        assert not Notice.objects.exists()

    def test_refuses_a_member_of_another_co_op(self, coop: cast.Coop, hanako: cast.Person) -> None:
        jiro = cast.jiro(cast.other_coop())
        with pytest.raises(CannotPublish):
            publish(coop, audience=Audience.MEMBERS, member_ids=frozenset({jiro.id}))


class TestWithdraw:
    def test_shows_it_no_longer(self, coop: cast.Coop, hanako: cast.Person) -> None:
        notice_id = publish(coop)
        withdraw = {"notice_id": notice_id, "reason": "誤り", "by": cast.OPERATOR, "at": NOON}
        with pytest.raises(CannotWithdraw):
            actions.withdraw(coop_id=cast.other_coop().id, **withdraw)
        actions.withdraw(coop_id=coop.id, **withdraw)
        assert queries.posted(reader=reader(hanako), notice_id=notice_id, at=NOON) is None
        with pytest.raises(CannotWithdraw):
            actions.withdraw(coop_id=coop.id, **withdraw)

    def test_stops_the_copies(self, coop: cast.Coop, hanako: cast.Person) -> None:
        notice_id = publish(coop, has_copies=True)
        step(notice_id, Telephone(family(hanako)), count=1)
        actions.withdraw(
            coop_id=coop.id, notice_id=notice_id, reason="誤り", by=cast.OPERATOR, at=NOON
        )
        assert step(notice_id, Telephone(family(hanako)), steps=1) == 0
        assert Message.objects.count() == 1


class TestRead:
    def test_keeps_the_first_time_for_each_person(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        notice_id = publish(coop)
        for minutes in (0, 5):
            at = NOON + timedelta(minutes=minutes)
            assert actions.read(reader=reader(hanako), notice_id=notice_id, at=at)
        assert list(NoticeReading.objects.values_list("reader", "at")) == [("member", NOON)]

    def test_of_what_is_not_theirs_leaves_no_trace(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        notice_id = publish(coop)
        jiro = cast.jiro(cast.other_coop())
        assert actions.read(reader=reader(jiro), notice_id=notice_id, at=NOON) is None
        assert not NoticeReading.objects.exists()


class TestMailCopies:
    def test_say_the_notice_in_each_persons_language(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        notice_id = publish(coop, has_copies=True, title_english="Stocktaking")
        assert step(notice_id, Telephone(family(hanako))) == 2
        japanese, english = Message.objects.order_by("id")
        assert (japanese.subject, english.subject) == ("棚卸のお知らせ", "Stocktaking")
        assert "4月10日は休業します。" in japanese.body
        assert f"{LINK}{notice_id}" in english.body
        assert japanese.priority < 0

    def test_keep_their_pace_and_reach_everybody_once(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        people = [*family(hanako), *family(cast.taro(coop), first_login=3)]
        notice_id = publish(coop, has_copies=True)
        telephone = Telephone(people)
        queued = [step(notice_id, telephone, steps=number, count=3) for number in range(4)]
        assert queued == [3, 1, 0, 0]
        assert step(notice_id, telephone, steps=4) == 0
        seen = queries.delivery(coop_id=coop.id, notice_id=notice_id, at=NOON)
        assert (seen.copies["queued"], seen.finished_at is not None) == (4, True)
        assert NoticeCopy.objects.count() == Message.objects.count() == 4

    def test_wait_for_the_next_step_and_for_the_beginning(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        notice_id = publish(coop, has_copies=True, starts_at=NOON + rules.STEP)
        telephone = Telephone(family(hanako))
        assert [step(notice_id, telephone, count=1, steps=number) for number in (0, 1, 1, 2)] == [
            *(0, 1, 0, 1)
        ]

    def test_go_only_to_whom_the_notice_is_for(self, coop: cast.Coop, hanako: cast.Person) -> None:
        people = [*family(hanako), *family(cast.taro(coop), first_login=3)]
        notice_id = publish(
            coop,
            has_copies=True,
            audience=Audience.MEMBERS,
            readers=Readers.MEMBERS,
            member_ids=frozenset({hanako.id}),
        )
        assert step(notice_id, Telephone(people)) == 1
        assert Message.objects.get().to_address == f"{hanako.card}@mail.example"

    def test_leave_nothing_half_done_where_the_worker_dies(
        self, coop: cast.Coop, hanako: cast.Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(actions, "LOOKED_AT_ONCE", 1)
        notice_id = publish(coop, has_copies=True)
        people = family(hanako)
        with pytest.raises(InterruptedError), transaction.atomic():
            step(notice_id, Telephone(people, breaks=True))
        assert not Message.objects.exists()
        assert step(notice_id, Telephone(people)) == 2
        assert NoticeCopy.objects.count() == 2

    def test_stop_at_the_end_of_the_notice(self, coop: cast.Coop, hanako: cast.Person) -> None:
        notice_id = publish(coop, has_copies=True, ends_at=NOON + rules.STEP)
        assert step(notice_id, Telephone(family(hanako)), count=1) == 1
        assert step(notice_id, Telephone(family(hanako)), steps=1) == 0
        assert NoticeMailing.objects.get().finished_at == NOON + rules.STEP


class TestTwoWorkers:
    def test_never_copy_to_the_same_person(self, fresh_database: FreshDatabase) -> None:
        coop = cast.coop_2101()
        people = family(cast.hanako(coop))
        notice_id = publish(coop, has_copies=True)
        is_asked, may_answer = threading.Event(), threading.Event()

        def slowly(coop_id: int, login_pk: int, count: int) -> Sequence[Person]:
            is_asked.set()
            assert may_answer.wait(60)
            return people if login_pk == 0 else []

        def work() -> None:
            step(notice_id, slowly)
            connections.close_all()

        other = threading.Thread(target=work)
        other.start()
        assert is_asked.wait(60)
        assert step(notice_id, Telephone(people)) == 0
        may_answer.set()
        other.join(60)
        assert Message.objects.count() == NoticeCopy.objects.count() == 2
