"""Loading a demo co-op through its files: accepted whole, proven, and the same when done again."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from kumiai.cli import proof, refusal
from kumiai.cli.demo import (
    content,
    drawers,
    handout,
    intake,
    letter_codes,
    loading,
    logins,
    manifest,
    notices,
    places,
    terminal_keys,
)
from kumiai.cli.demo.manifest import CoopPart, Manifest
from kumiai.coops.actions import revoke_terminal
from kumiai.identity import actions as identity
from kumiai.identity import hashing
from kumiai.identity.models import Login
from kumiai.kit.clock import TOKYO
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.ledger.models import DayClose, Entry
from kumiai.meals import dishes
from kumiai.meals.models import MealCard, MealUse
from kumiai.meals.rules import Window
from kumiai.members import queries as members
from kumiai.reports import days, rules
from kumiai.reports.models import DrawerCount
from kumiai.slips.models import SlipPayment
from tests import cast
from tests.cli.demo import figures
from tests.databases import FreshDatabase
from tests.portal import sessions
from tests.reports import independent

UNTIL = datetime(2026, 11, 20, 15, 40, tzinfo=TOKYO)


@pytest.fixture(scope="module")
def made(
    module_database: FreshDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Manifest]:
    """The smaller of the two co-ops, taken in from its files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KUMIAI_DATA", str(tmp_path_factory.mktemp("data")))
        made = manifest.make(UNTIL)
        assert load(made.coops[1]) == 0
        yield made


def load(coop: CoopPart) -> int:
    intake.take_in_coop(coop)
    intake.take_in_dishes(coop)
    intake.take_in_members(coop)
    declined = intake.take_in_history(coop, lambda _: None)
    notices.publish(coop, until=UNTIL)
    intake.close_days(coop.coop_id, through=UNTIL.date())
    return declined


def prepaid_yen(coop: CoopPart, number: str) -> int:
    ids = members.member_ids(coop_id=coop.coop_id, member_numbers=[number])
    purses = ledger.purses_now(coop_id=coop.coop_id, holder_id=ids[number])
    return purses[Kind.PREPAID].balance


class TestReports:
    def test_agree_with_the_rows_to_the_yen_on_random_months(self, made: Manifest) -> None:
        coop_id, first = made.coops[1].coop_id, made.first_day
        months = [first + timedelta(days=30 * n) for n in range(12)]
        for day in random.sample(months, 3):
            assert independent.check(coop_id, *rules.month_of(day)).total.sale_count


class TestFigures:
    def test_on_the_pages_are_what_the_transfers_add_up_to(self, made: Manifest) -> None:
        coop_id = made.coops[1].coop_id
        buyers = Entry.objects.filter(coop_id=coop_id, kind="purchase").values("holder_id")
        # Who joined long ago has no login before asking for one.
        logins = Login.objects.filter(kind="member", member_id__in=buyers)
        ids = sorted(logins.values_list("member_id", flat=True))
        for member_id in random.sample(ids, 4):
            with transaction.atomic():
                self.check_pages(sessions.client_of_member(member_id), member_id)
                # Whoever was registered for it is as before: others of these tests come first, too.
                transaction.set_rollback(True)

    def check_pages(self, client: Client, member_id: int) -> None:
        home = client.get("/home").context
        # This co-op shows live figures first.
        live = figures.purses(member_id, before=figures.FAR)
        for kind in ("PREPAID", "POINTS", "WEB_POINTS", "UNCOLLECTED"):
            assert home[kind.lower()].amount == live.get(kind, 0), kind
        assert home["debt_yen"] == live.get("DEBT", 0)
        sold_yen = figures.sales_yen(member_id, since=figures.LONG_AGO, before=figures.FAR)
        assert home["lifetime"]["yen"] == sold_yen
        granted = figures.granted_tenths(member_id, before=figures.FAR)
        assert home["lifetime"]["points_tenths"] == granted
        figures.check_histories(client, member_id)


class TestMealCards:
    def test_of_three_meals_keep_to_windows_and_saturdays(self, made: Manifest) -> None:
        coop = made.coops[1]
        number = coop.parts["meal_card_member"].member_number
        [member_id] = members.member_ids(coop_id=coop.coop_id, member_numbers=[number]).values()
        used: Counter[tuple[date, Window | None]] = Counter()
        for use in MealUse.objects.filter(member_id=member_id).select_related("entry"):
            local = use.entry.occurred_at.astimezone(TOKYO)
            windows = places.THREE_MEALS.windows
            window = next((each for each in windows if each.holds(local.time())), None)
            used[use.date, window] += use.amount_yen
        assert {window for _day, window in used} == set(places.THREE_MEALS.windows)
        # The limit of each was met, and by none was it passed.
        for window in places.THREE_MEALS.windows:
            assert max(yen for (_day, each), yen in used.items() if each == window) == (
                window.limit_yen
            )
        saturdays: Counter[date] = Counter()
        for (day, _window), yen in used.items():
            saturdays[day] += yen if day.weekday() == 5 else 0
        assert max(saturdays.values()) == places.THREE_MEALS.saturday_yen


class TestDrawers:
    def test_agree_on_the_last_day_with_cash_but_for_one(self, made: Manifest) -> None:
        coop_id, at = made.coops[1].coop_id, UNTIL + timedelta(days=1)
        for _again in range(2):
            drawers.count(coop_id, through=UNTIL.date(), at=at)
        [day] = set(DrawerCount.objects.values_list("business_date", flat=True))
        report = days.day(coop_id=coop_id, business_date=day, at=at)
        found = [t.drawer for store in report.stores for t in store.tills if t.drawer.has_cash]
        assert [drawer.difference_yen for drawer in found] == [-100, *([0] * (len(found) - 1))]
        assert all(len(drawer.counts) == 1 for drawer in found)


class TestLoading:
    def test_knows_what_every_dish_holds(self, made: Manifest) -> None:
        codes = {dish.code for dish in content.dishes()}
        assert set(dishes.versions(coop_id=made.coops[1].coop_id)) == codes

    def test_takes_every_line_in(self, made: Manifest) -> None:
        coop = made.coops[1]
        assert set(Entry.objects.values_list("kind", flat=True)) == {
            "purchase",
            "top_up",
            "web_points",
            "claim",
            "slip",
        }
        slip_files = len({slip.taken_in_at for slip in SlipPayment.objects.all()})
        lines = Entry.objects.exclude(kind="slip").count() + slip_files
        assert lines == coop.history_lines
        ids = members.member_ids(coop_id=coop.coop_id, member_numbers=coop.member_numbers)
        assert len(ids) == 60
        assert MealCard.objects.exists()

    def test_leaves_books_that_are_right(self, made: Manifest) -> None:
        assert list(proof.lies()) == []
        closed = DayClose.objects.values_list("business_date", flat=True)
        assert max(closed) == UNTIL.date()

    def test_posts_each_entry_at_its_own_moment(self, made: Manifest) -> None:
        moments = list(Entry.objects.values_list("posted_at", flat=True))
        assert min(moments).year < 2025
        assert max(moments) <= UNTIL
        assert not Entry.objects.exclude(flags="").exists()

    def test_leaves_money_on_the_cards_it_names(self, made: Manifest) -> None:
        coop = made.coops[1]
        assert len(coop.cards) == 20
        assert all(prepaid_yen(coop, card) >= 3000 for card in coop.cards)

    def test_changes_nothing_when_done_again(self, made: Manifest) -> None:
        coop = made.coops[1]
        keys = terminal_keys.kept(coop.coop_id)
        count = Entry.objects.count()
        assert load(coop) == 0
        assert Entry.objects.count() == count
        assert terminal_keys.kept(coop.coop_id) == keys

    def test_makes_a_new_key_where_one_got_lost(self, made: Manifest) -> None:
        coop = made.coops[1]
        file = manifest.folder() / str(coop.coop_id) / "terminal-keys.json"
        old = terminal_keys.kept(coop.coop_id)
        file.unlink()
        callers = terminal_keys.callers(coop.coop_id)
        assert callers.keys() == old.keys()
        assert not set(terminal_keys.kept(coop.coop_id).values()) & set(old.values())
        assert terminal_keys.caller_of(next(iter(old.values()))) is None

    def test_goes_on_without_a_terminal_the_office_has_revoked(self, made: Manifest) -> None:
        coop = made.coops[1]
        key = next(iter(terminal_keys.kept(coop.coop_id).values()))
        caller = terminal_keys.caller_of(key)
        assert caller is not None
        with transaction.atomic():
            revoke_terminal(
                coop_id=coop.coop_id,
                terminal_id=caller.terminal_id,
                reason="紛失",
                by=cast.OPERATOR,
                at=UNTIL,
            )
            assert terminal_keys.caller_of(key) is None
            assert terminal_keys.is_for_good(key)
            assert load(coop) == 0
            assert caller.name in terminal_keys.callers(coop.coop_id)
            transaction.set_rollback(True)
        assert terminal_keys.caller_of(key) is not None

    def test_keeps_a_code_that_opens_the_form_to_its_newcomer(self, made: Manifest) -> None:
        coop = made.coops[1]
        number = coop.parts["member"].member_number
        opened = identity.log_in(
            login_id=number,
            password=letter_codes.kept(coop.coop_id)[number],
            coop_id=coop.coop_id,
            network="",
            at=UNTIL,
        )
        assert isinstance(opened, identity.TicketOpened)

    def test_registers_its_persons_once(self, made: Manifest) -> None:
        coop = made.coops[1]
        first = logins.registered(coop, UNTIL)
        assert logins.registered(coop, UNTIL) == first
        person = first["registered_member"]
        login = Login.objects.get(login_id=person.login_id)
        assert hashing.is_password(login.password_hash, person.password)


class TestEnsure:
    def test_refuses_a_database_with_these_co_ops_from_elsewhere(
        self, made: Manifest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KUMIAI_DATA", str(tmp_path))
        with pytest.raises(refusal.Refused):
            loading.ensure()
        assert not handout.file().exists()


class TestHandout:
    def test_is_written_whole_with_the_addresses_of_this_start(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KUMIAI_DATA", str(tmp_path))
        monkeypatch.setenv("KUMIAI_PAGES_PORT", "8123")
        handout.write({"pages_url": "http://127.0.0.1:8000", "cards": []})
        found = handout.read()
        assert found is not None
        assert found["pages_url"] == "http://127.0.0.1:8123"
        assert found["mailbox_url"] == "http://127.0.0.1:8123/demo/mailbox"
        assert [path.name for path in tmp_path.iterdir()] == ["demo.json"]
