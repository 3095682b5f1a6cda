"""The first-time box: who is let to the form, what must match, and one registration for all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection

from kumiai.coops.models import PolicyVersion
from kumiai.identity import actions, first_time, throttling
from kumiai.identity.drafts import DraftProblem
from kumiai.identity.models import FullRegistration, Login
from kumiai.identity.models_recovery import FirstTimeApplication, Knock
from kumiai.mail.models import Message
from kumiai.members.models import Member
from tests import cast, databases
from tests.identity import applying, forms
from tests.identity.conftest import NOON


@pytest.fixture
def older(coop: cast.Coop) -> cast.Person:
    return cast.older_member(coop)


class TestOpenApplication:
    @pytest.mark.parametrize("typed", ["210110000004", "２１０１-1000-0004", " 2101 1000 0004 "])
    def test_takes_the_number_however_it_is_typed(self, older: cast.Person, typed: str) -> None:
        assert applying.application(applying.open_form(typed)).kind == "member"

    @pytest.mark.parametrize("sign", ["p", "P", "ｐ"])
    def test_knows_the_guardian_by_the_p(self, older: cast.Person, sign: str) -> None:
        token = applying.open_form(older.member_number + sign)
        assert applying.application(token).kind == "guardian"

    @pytest.mark.parametrize("typed", ["210110000005", "2101", "", "sakura", "😀" * 12, "1" * 500])
    def test_knows_no_other_number(self, older: cast.Person, typed: str) -> None:
        with pytest.raises(actions.UnknownNumber):
            applying.open_form(typed)
        assert not FirstTimeApplication.objects.exists()

    def test_knows_nobody_who_has_left(self, older: cast.Person) -> None:
        Member.objects.filter(pk=older.id).update(left_on=date(2026, 3, 31))
        with pytest.raises(actions.UnknownNumber):
            applying.open_form(older.member_number)

    def test_sends_those_who_are_provisionally_registered_to_the_login(
        self, hanako: cast.Person
    ) -> None:
        for number in (hanako.member_number, hanako.guardian_login_id):
            with pytest.raises(actions.AlreadyProvisional):
                applying.open_form(number)

    def test_tells_who_is_registered(self, coop: cast.Coop, hanako: cast.Person) -> None:
        cast.full_login(hanako, login_id="hanako.t")
        with pytest.raises(actions.AlreadyRegistered):
            applying.open_form(hanako.member_number)
        with pytest.raises(actions.AlreadyProvisional):
            applying.open_form(hanako.guardian_login_id)

    def test_draws_the_line_where_the_policy_draws_it(self, db: None) -> None:
        coop = cast.coop_2101(provisional_from_year=2017)
        kenji = cast.kenji(coop)
        assert applying.application(applying.open_form(kenji.member_number)).kind == "member"

    def test_opens_the_way_in_to_whom_a_new_policy_made_provisional(
        self, coop: cast.Coop, older: cast.Person
    ) -> None:
        PolicyVersion.objects.update(
            document={"provisional_from_year": 2010, "birth_date_from_year": 2010}
        )
        with pytest.raises(actions.AlreadyProvisional):
            applying.open_form(older.member_number)
        opened = actions.log_in(
            login_id=older.member_number,
            password="19710131",
            coop_id=coop.id,
            network="",
            at=NOON,
        )
        assert isinstance(opened, actions.TicketOpened)

    def test_answers_a_network_a_hundred_times_in_ten_minutes(self, older: cast.Person) -> None:
        Knock.objects.bulk_create(
            Knock(
                coop_id=2101,
                kind="first_time",
                subject_digest=bytes(32),
                network="192.0.2.7",
                at=NOON,
            )
            for _ in range(throttling.NETWORK_FIRST_TIMES_MAX)
        )
        with pytest.raises(actions.TooManyKnocks) as refused:
            applying.open_form(older.member_number)
        assert refused.value.retry_at == NOON + timedelta(minutes=10)
        applying.open_form(older.member_number, at=NOON + timedelta(minutes=10))


class TestCheckApplication:
    @pytest.mark.parametrize(
        ("wrong", "items"),
        [
            ({"kana": "ハッコウダ ウメ"}, {"kana"}),
            ({"second_proof": "19710130"}, {"second_proof"}),
            ({"kana": "ア", "second_proof": "001234"}, {"kana", "second_proof"}),
        ],
    )
    def test_needs_the_memberships_reading_and_birth_date(
        self, older: cast.Person, wrong: dict[str, str], items: set[str]
    ) -> None:
        token = applying.open_form(older.member_number)
        with pytest.raises(actions.CannotRegister) as refused:
            applying.check(token, **wrong)
        assert refused.value.problems == dict.fromkeys(items, DraftProblem.NO_MATCH)
        with pytest.raises(actions.CannotRegister):
            applying.apply(token)

    @pytest.mark.parametrize("typed", ["1971-1-31", "昭和46年1月31日", "１９７１０１３１"])
    def test_reads_the_birth_date_however_it_is_typed(self, older: cast.Person, typed: str) -> None:
        token = applying.open_form(older.member_number)
        applying.check(token, second_proof=typed, kana="はっこうだ さくら")
        assert applying.application(token).draft.is_checked

    def test_looks_at_ten_mismatches_in_all(self, older: cast.Person) -> None:
        at = NOON
        for _ in range(throttling.PROVISIONAL_FAILURES_MAX):
            at += timedelta(hours=1)
            with pytest.raises(actions.CannotRegister):
                applying.check(applying.open_form(older.member_number, at=at), at=at, kana="ア")
        at += timedelta(hours=1)
        with pytest.raises(actions.CannotLogIn):
            applying.check(applying.open_form(older.member_number, at=at), at=at)


class TestApplyForRegistration:
    def test_mails_one_link_however_often_it_is_pressed(self, older: cast.Person) -> None:
        token = applying.open_form(older.member_number)
        applying.check(token)
        applying.apply(token)
        applying.apply(token)
        assert [m.to_address for m in Message.objects.all()] == [applying.ADDRESS]

    def test_mails_three_links_in_ten_minutes_to_one_address(
        self, coop: cast.Coop, older: cast.Person
    ) -> None:
        other = cast.older_member(coop, member_number="210110000005")
        for number in (older.member_number, older.guardian_login_id, other.member_number):
            applying.applied(number, login_id=f"id.{number}")
        with pytest.raises(actions.CannotMailLink):
            applying.applied(other.guardian_login_id)

    def test_needs_the_form_to_be_open_still(self, older: cast.Person) -> None:
        token = applying.open_form(older.member_number)
        applying.check(token)
        with pytest.raises(actions.ApplicationIsOver):
            applying.apply(token, at=NOON + throttling.APPLICATION_LASTS)


class TestRegisterFirstTime:
    def test_makes_a_full_login_with_the_proven_address(self, older: cast.Person) -> None:
        login = applying.register(applying.applied(older.member_number))
        assert (login.state, login.login_id, login.mail) == ("full", "sakura.h", applying.ADDRESS)
        registration = FullRegistration.objects.get()
        assert registration.terms_accepted_at == NOON
        let_in = actions.log_in(
            login_id="sakura.h", password=cast.PASSWORD, coop_id=2101, network="", at=NOON
        )
        assert isinstance(let_in, actions.LetIn)
        with pytest.raises(actions.CannotLogIn):
            actions.log_in(
                login_id="sakura.h",
                password=applying.PROVISIONAL,
                coop_id=2101,
                network="",
                at=NOON,
            )

    @pytest.mark.parametrize(
        "wrong",
        [
            {"login_id": "sakura.x"},
            {"provisional_password": "まったく別の合言葉"},
            {"provisional_password": f" {applying.PROVISIONAL}"},
        ],
    )
    def test_needs_what_was_chosen_as_it_was_chosen(
        self, older: cast.Person, wrong: dict[str, str]
    ) -> None:
        link = applying.applied(older.member_number)
        with pytest.raises(actions.WrongApplication):
            applying.register(link, **wrong)
        assert not Login.objects.filter(member_id=older.id).exists()
        assert applying.register(link).state == "full"

    def test_looks_at_ten_wrong_tries(self, older: cast.Person) -> None:
        link = applying.applied(older.member_number)
        for _ in range(throttling.LINK_TRIES_MAX):
            with pytest.raises(actions.WrongApplication):
                applying.register(link, login_id="sakura.x")
        with pytest.raises(actions.ApplicationIsOver):
            applying.register(link)

    def test_is_over_after_a_day(self, older: cast.Person) -> None:
        link = applying.applied(older.member_number)
        with pytest.raises(actions.ApplicationIsOver):
            applying.register(link, at=NOON + timedelta(hours=24))

    def test_happens_once_by_whichever_link(self, older: cast.Person) -> None:
        first, second = applying.applied(older.member_number), applying.applied(older.member_number)
        applying.register(first)
        with pytest.raises(actions.ApplicationIsOver):
            applying.register(first)
        with pytest.raises(actions.AlreadyRegistered):
            applying.register(second)
        with pytest.raises(actions.AlreadyRegistered):
            applying.open_form(older.member_number)

    def test_happens_once_beside_a_ticket(self, db: None) -> None:
        coop = cast.coop_2101(provisional_from_year=2017)
        kenji = cast.kenji(coop, joined_year=2017)
        ticket = forms.ready(kenji, kana="シラカミ ケンジ", second_proof="19970814")
        Member.objects.filter(pk=kenji.id).update(joined_year=2016)
        link = applying.applied(
            kenji.member_number, kana="シラカミ ケンジ", second_proof="19970814"
        )
        applying.register(link)
        with pytest.raises(actions.AlreadyRegistered):
            forms.complete(ticket)

    def test_takes_another_id_where_the_wished_one_is_gone(
        self, coop: cast.Coop, older: cast.Person
    ) -> None:
        link = applying.applied(older.member_number)
        cast.full_login(cast.hanako(coop), login_id="sakura.h")
        waiting = first_time.application_behind(link_token=link, at=NOON)
        assert waiting is not None
        assert waiting.is_taken
        with pytest.raises(actions.CannotRegister):
            applying.register(link)
        assert applying.register(link, another_login_id="sakura.8").login_id == "sakura.8"

    def test_leaves_the_guardian_a_registration_of_its_own(self, older: cast.Person) -> None:
        guardians = applying.applied(older.guardian_login_id, login_id="ume.hakko")
        applying.register(applying.applied(older.member_number))
        assert applying.register(guardians, login_id="ume.hakko").kind == "guardian"
        told = Message.objects.filter(kind="other_registered")
        assert [message.to_address for message in told] == [applying.ADDRESS]

    def test_lets_one_guardian_of_two_members_use_one_address(
        self, coop: cast.Coop, older: cast.Person
    ) -> None:
        sister = cast.older_member(coop, member_number="210110000005")
        for number, login_id in (
            (older.guardian_login_id, "ume.one"),
            (sister.guardian_login_id, "ume.two"),
        ):
            link = applying.applied(number, login_id=login_id)
            assert applying.register(link, login_id=login_id).mail == applying.ADDRESS


class TestRegisterFirstTimeTogether:
    def test_registers_once_for_links_used_at_the_same_moment(
        self, fresh_database: databases.FreshDatabase
    ) -> None:
        older = cast.older_member(cast.coop_2101())
        links = [applying.applied(older.member_number, login_id=f"sakura.{n}") for n in range(3)]

        def use(n: int) -> str:
            try:
                return applying.register(links[n], login_id=f"sakura.{n}").login_id
            except (actions.AlreadyRegistered, actions.CannotRegister) as refused:
                return type(refused).__name__
            finally:
                connection.close()

        with ThreadPoolExecutor(3) as pool:
            outcomes = list(pool.map(use, range(3)))
        assert outcomes.count("AlreadyRegistered") == 2
        assert FullRegistration.objects.count() == 1
        assert Login.objects.filter(member_id=older.id).count() == 1


class TestForget:
    def test_drops_left_forms_and_old_links(self, older: cast.Person) -> None:
        applying.open_form(older.member_number)
        applying.applied(older.member_number)
        actions.forget_applications(at=NOON + throttling.APPLICATION_LASTS)
        assert FirstTimeApplication.objects.count() == 1
        actions.forget_applications(at=NOON + throttling.LINK_LASTS)
        actions.forget_knocks(at=NOON + timedelta(days=1))
        assert not FirstTimeApplication.objects.exists()
        assert not Knock.objects.exists()
