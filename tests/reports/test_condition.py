"""What an operator sees: when somebody should look, and moments and counts of every co-op."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kumiai.joining import actions
from kumiai.kit import clock
from kumiai.kit.clock import TOKYO
from kumiai.ledger import actions as ledger
from kumiai.mail import actions as mail
from kumiai.mail.actions import noting
from kumiai.mail.models import Message
from kumiai.mail.rules import Answer
from kumiai.mail.smtp import NotTaken
from kumiai.reports.condition import queries, rules
from kumiai.reports.condition.rules import Concern, CoopCondition, WorkCondition
from tests import cast, money
from tests.joining import files as joining_files
from tests.members.files import HANAKO, member_csv

AFTERNOON = datetime(2026, 11, 25, 14, 0, tzinfo=TOKYO)
MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)
TODAY = AFTERNOON.date()
FINE = CoopCondition(
    coop_id=2101,
    name="弘前大学生活協同組合",
    is_business_day=None,
    terminals=3,
    last_sale_at=AFTERNOON - timedelta(hours=2),
    terminals_today=2,
    closed_through=TODAY - DAY,
    unclosed_on=TODAY,
    mails_waiting=3,
    mails_tried=1,
    mails_late=2,
    mail_oldest_at=AFTERNOON - DAY,
    mail_untried_at=AFTERNOON,
    mails_given_up=3,
    mails_given_up_lately=0,
    addresses_dead=40,
    addresses_dead_lately=20,
    files_working=1,
    file_moved_at=AFTERNOON,
    member_files_reading=1,
    member_files_waiting=2,
    member_files_working=1,
    member_file_moved_at=AFTERNOON - rules.FILE_RESTS_MAX,
    member_files_stopped=0,
)
WORKING = WorkCondition(
    jobs_waiting=2,
    job_oldest_at=AFTERNOON - rules.JOB_WAITS_MAX,
    jobs_failed_lately=0,
    worker_seen_at=AFTERNOON - rules.WORKER_SILENT_MAX,
    database_bytes=1,
    changes=100,
    changed_at=AFTERNOON,
    changes_waiting=0,
)
YESTERDAYS_SALE = AFTERNOON - DAY


class TestConcernsOfCoop:
    def test_are_none_where_it_works(self) -> None:
        assert rules.concerns_of_coop(FINE, at=AFTERNOON) == ()

    @pytest.mark.parametrize(
        ("changed", "concern"),
        [
            ({"last_sale_at": YESTERDAYS_SALE}, Concern.NO_SALE),
            ({"last_sale_at": None}, Concern.NO_SALE),
            ({"unclosed_on": TODAY - 2 * DAY}, Concern.DAY_OPEN),
            (
                {"mail_untried_at": AFTERNOON - rules.MAIL_UNTRIED_MAX - MOMENT},
                Concern.MAIL_STUCK,
            ),
            ({"mails_tried": rules.MAILS_TRIED_MAX + 1}, Concern.MAIL_NOT_TAKEN),
            ({"mails_given_up_lately": 1}, Concern.MAILS_GIVEN_UP),
            (
                {"addresses_dead_lately": rules.ADDRESSES_DEAD_A_DAY_MAX + 1},
                Concern.ADDRESSES_DEAD,
            ),
            ({"file_moved_at": AFTERNOON - rules.FILE_RESTS_MAX - MOMENT}, Concern.FILE_RESTS),
            (
                {"member_file_moved_at": AFTERNOON - rules.FILE_RESTS_MAX - MOMENT},
                Concern.MEMBER_FILE_RESTS,
            ),
            ({"member_files_stopped": 1}, Concern.MEMBER_FILE_STOPPED),
        ],
    )
    def test_name_what_is_over_its_limit(
        self, changed: dict[str, object], concern: Concern
    ) -> None:
        found = replace(FINE, **changed)  # type: ignore[arg-type]
        assert rules.concerns_of_coop(found, at=AFTERNOON) == (concern,)

    @pytest.mark.parametrize(
        "quiet",
        [
            {"at": AFTERNOON - MOMENT},
            {"is_business_day": False},
            {"terminals": 0},
            {"last_sale_at": datetime(2026, 11, 25, 0, 0, tzinfo=TOKYO)},
        ],
    )
    def test_expect_a_sale_on_business_days_by_two(self, quiet: dict[str, object]) -> None:
        facts: dict[str, object] = {"last_sale_at": YESTERDAYS_SALE} | quiet
        at = facts.pop("at", AFTERNOON)
        found = replace(FINE, **facts)  # type: ignore[arg-type]
        assert rules.concerns_of_coop(found, at=at) == ()  # type: ignore[arg-type]

    def test_expect_none_on_sundays_unless_the_coop_opens(self) -> None:
        sunday = datetime(2026, 11, 29, 18, 0, tzinfo=TOKYO)
        moved = {"mail_untried_at": None, "file_moved_at": None, "member_file_moved_at": None}
        quiet = replace(FINE, unclosed_on=None, **moved)
        assert rules.concerns_of_coop(quiet, at=sunday) == ()
        opened = replace(quiet, is_business_day=True)
        assert rules.concerns_of_coop(opened, at=sunday) == (Concern.NO_SALE,)


class TestConcernsOfWork:
    def test_are_none_where_it_works(self) -> None:
        assert rules.concerns_of_work(WORKING, at=AFTERNOON) == ()

    @pytest.mark.parametrize(
        ("changed", "concern"),
        [
            ({"worker_seen_at": None}, Concern.NO_WORKER),
            ({"worker_seen_at": AFTERNOON - timedelta(minutes=3)}, Concern.NO_WORKER),
            ({"job_oldest_at": AFTERNOON - timedelta(minutes=11)}, Concern.JOBS_WAIT),
            ({"jobs_failed_lately": 1}, Concern.JOBS_FAILED),
            ({"changes_waiting": 1}, Concern.TABLES_BEHIND),
        ],
    )
    def test_name_what_is_over_its_limit(
        self, changed: dict[str, object], concern: Concern
    ) -> None:
        found = replace(WORKING, **changed)  # type: ignore[arg-type]
        assert rules.concerns_of_work(found, at=AFTERNOON) == (concern,)


@pytest.mark.django_db
class TestCondition:
    def test_tells_every_coop_by_itself(self) -> None:
        coop, other = cast.coop_2101(), cast.other_coop()
        hanako = cast.hanako(coop)
        money.top_up(hanako, till=coop.top_up_machine, yen=3000, at=AFTERNOON - 3 * DAY)
        money.ring_up(hanako, money.line(yen=480), till=coop.till, at=AFTERNOON - 2 * DAY)
        money.top_up(hanako, till=coop.top_up_machine, yen=1000, at=AFTERNOON)
        for address in ("a@mail.example", "b@mail.example"):
            mail.send_later(
                coop_id=other.id,
                to_address=address,
                kind="test",
                subject="試し",
                body="本文",
                at=AFTERNOON - timedelta(hours=1),
            )
        found = queries.condition(at=AFTERNOON)
        mine, theirs = sorted((row for row, _ in found.coops), key=lambda row: -row.coop_id)
        assert mine.last_sale_at == AFTERNOON - 2 * DAY
        assert (mine.terminals_today, mine.terminals) == (1, len(coop.terminals))
        assert (mine.closed_through, mine.unclosed_on) == (None, TODAY - 3 * DAY)
        assert (theirs.last_sale_at, theirs.terminals_today) == (None, 0)
        assert (theirs.mails_waiting, mine.mails_waiting) == (2, 0)
        assert theirs.mail_untried_at == AFTERNOON - timedelta(hours=1)
        concerns = {row.coop_id: told for row, told in found.coops}
        assert concerns[coop.id] == (Concern.NO_SALE, Concern.DAY_OPEN)
        assert concerns[other.id] == (Concern.NO_SALE, Concern.MAIL_STUCK)
        assert not found.is_fine

    def test_counts_mails_that_were_given_up_or_wait_too_long(self) -> None:
        coop = cast.coop_2101()
        ages = {"new": MOMENT, "late": rules.MAIL_LATE + MOMENT, "over": 2 * DAY, "older": 8 * DAY}
        sent = {
            name: mail.send_later(
                coop_id=coop.id,
                to_address=f"{name}@mail.example",
                kind="test",
                subject="試し",
                body="本文",
                at=AFTERNOON - age,
            )
            for name, age in ages.items()
        }
        for name in ("over", "older"):
            Message.objects.filter(pk=sent[name]).update(state="sending", attempts=99)
            noting.not_taken(
                message=Message.objects.get(pk=sent[name]),
                trouble=NotTaken(Answer.LATER, "451 4.3.0"),
                at=AFTERNOON - ages[name],
            )
        [(found, concerns)] = queries.condition(at=AFTERNOON).coops
        assert (found.mails_waiting, found.mails_late) == (2, 1)
        assert (found.mails_given_up, found.mails_given_up_lately) == (1, 0)
        assert Concern.MAILS_GIVEN_UP not in concerns
        [(_, concerns)] = queries.condition(at=AFTERNOON - 2 * DAY + MOMENT).coops
        assert Concern.MAILS_GIVEN_UP in concerns

    def test_counts_member_files_by_where_they_are(self) -> None:
        cast.coop_2101()
        old = AFTERNOON - rules.FILE_RESTS_MAX - MOMENT
        raws = [joining_files.many(count) for count in range(1, 5)]
        actions.receive(coop_id=2101, name="reading", raw=raws[0], by=cast.OPERATOR, at=AFTERNOON)
        joining_files.received(raws[1], at=old)
        taking = joining_files.received(raws[2], at=old)
        actions.order(coop_id=2101, file_id=taking.id, by=cast.OPERATOR, at=old)
        joining_files.taken_in(raws[3], at=old)
        [(found, concerns)] = queries.condition(at=AFTERNOON).coops
        counts = (
            found.member_files_reading,
            found.member_files_waiting,
            found.member_files_working,
            found.member_files_stopped,
        )
        assert counts == (1, 1, 1, 0)
        assert found.member_file_moved_at == old
        assert Concern.MEMBER_FILE_RESTS in concerns

    def test_tells_for_a_day_of_a_member_file_that_has_stopped(self) -> None:
        cast.coop_2101()
        plan = joining_files.plan("朝夕", since=AFTERNOON)
        row = HANAKO | {"ミールカード": plan.name}
        file = joining_files.received(member_csv(row).encode(), at=AFTERNOON)
        plan.name = "夕"
        plan.save()
        actions.order(coop_id=2101, file_id=file.id, by=cast.OPERATOR, at=AFTERNOON)
        assert not actions.work_off(file_id=file.id, now=lambda: AFTERNOON)
        for later, told in ((MOMENT, True), (DAY, False)):
            [(_, concerns)] = queries.condition(at=AFTERNOON + later).coops
            assert (Concern.MEMBER_FILE_STOPPED in concerns) is told

    def test_knows_the_days_that_are_closed(self) -> None:
        coop = cast.coop_2101()
        hanako = cast.hanako(coop)
        line = money.line(yen=480)
        for at in (AFTERNOON - 2 * DAY, AFTERNOON):
            money.ring_up(hanako, line, till=coop.till, at=at, tenders=("cash",))
        ledger.close_day(coop_id=coop.id, business_date=TODAY - DAY, at=AFTERNOON, by=cast.OPERATOR)
        [(found, concerns)] = queries.condition(at=AFTERNOON).coops
        assert (found.closed_through, found.unclosed_on) == (TODAY - DAY, TODAY)
        assert concerns == ()

    def test_asks_as_much_for_many_coops_as_for_one(self) -> None:
        cast.coop_2101()
        queries.condition(at=clock.now())
        with CaptureQueriesContext(connection) as for_one:
            queries.condition(at=clock.now())
        cast.other_coop()
        with CaptureQueriesContext(connection) as for_two:
            queries.condition(at=clock.now())
        assert len(for_one) == len(for_two)
