"""Forgotten IDs and passwords: who is mailed what, and what opens what for how long."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kumiai.identity import actions, hashing, recovery, throttling, viewing
from kumiai.identity.actions import sessions
from kumiai.identity.models import Login, Session
from kumiai.identity.models_recovery import Knock, PasswordReissue
from kumiai.mail.models import Message
from tests import cast
from tests.identity import forgetting
from tests.identity.conftest import NOON

ADDRESS = "hanako.t@mail.example"
NEW = "あたらしい合言葉"


@pytest.fixture
def login(hanako: cast.Person) -> Login:
    return Login.objects.get(pk=cast.full_login(hanako, login_id="hanako.t"))


def log_in(password: str, login_id: str = "hanako.t") -> object:
    return actions.log_in(login_id=login_id, password=password, coop_id=2101, network="", at=NOON)


def reissued(hanako: cast.Person) -> Message:
    (message,) = forgetting.ask_for_password(hanako.member_number, "hanako.t")
    return message


def choose(token: str, password: str = NEW) -> None:
    actions.choose_password(token=token, password_hash=hashing.hash_password(password), at=NOON)


class TestAskForLoginId:
    def test_mails_the_id_to_the_registered_address(
        self, hanako: cast.Person, login: Login
    ) -> None:
        (message,) = forgetting.ask_for_login_id(hanako.member_number, ADDRESS)
        assert message.to_address == ADDRESS
        assert "組合員（本人）のログインID：\nhanako.t\n" in message.body

    def test_names_every_login_of_the_number_with_the_address(
        self, coop: cast.Coop, hanako: cast.Person, login: Login
    ) -> None:
        cast.full_login(hanako, login_id="yoko.t", kind="guardian", mail=ADDRESS.upper())
        cast.full_login(cast.taro(coop), login_id="taro.t", mail=ADDRESS)
        messages = forgetting.ask_for_login_id(hanako.member_number, ADDRESS.title())
        text = "".join(message.body for message in messages)
        assert "保護者のログインID：\nyoko.t\n" in text
        assert "hanako.t" in text
        assert "taro.t" not in text

    def test_names_shared_logins_in_one_mail(self, hanako: cast.Person, login: Login) -> None:
        cast.full_login(hanako, login_id="yoko.t", kind="guardian", mail=ADDRESS)
        (message,) = forgetting.ask_for_login_id(hanako.member_number, ADDRESS)
        assert message.body.index("hanako.t") < message.body.index("yoko.t")

    @pytest.mark.parametrize(
        ("number", "address"),
        [
            ("210125000001", "other@mail.example"),
            ("210125000002", ADDRESS),
            ("210199999999", ADDRESS),
        ],
    )
    def test_mails_nothing_to_anybody_else(
        self, coop: cast.Coop, login: Login, number: str, address: str
    ) -> None:
        cast.taro(coop)
        assert forgetting.ask_for_login_id(number, address) == []
        assert Knock.objects.get().asked is None, "what was typed is forgotten"

    @pytest.mark.parametrize("number", ["210125000001", "210199999999"])
    def test_is_looked_at_three_times_in_ten_minutes_known_or_not(
        self, login: Login, number: str
    ) -> None:
        for _ in range(throttling.KNOCKS_PER_WINDOW):
            forgetting.ask_for_login_id(number, ADDRESS)
        with pytest.raises(actions.TooManyKnocks):
            forgetting.ask_for_login_id(number, ADDRESS)
        forgetting.ask_for_login_id(number, "other@mail.example")
        forgetting.ask_for_login_id(number, ADDRESS, at=NOON + throttling.KNOCKS_WINDOW)

    def test_speaks_the_logins_language(self, hanako: cast.Person, login: Login) -> None:
        Login.objects.filter(pk=login.pk).update(language="en")
        (message,) = forgetting.ask_for_login_id(hanako.member_number, ADDRESS)
        assert "The member's login ID:\nhanako.t" in message.body


class TestAnswerKnock:
    @pytest.mark.parametrize("number", ["210125000001", "210199999999"])
    def test_is_ordered_for_a_moment_later_known_or_not(self, login: Login, number: str) -> None:
        actions.ask_for_login_id(
            member_number=number, address=ADDRESS, coop_id=2101, network="", at=NOON
        )
        job = ProcrastinateJob.objects.get(task_name="identity.answer_knock")
        assert (job.scheduled_at, job.priority) == (NOON + timedelta(seconds=1), 10)
        assert not Message.objects.exists()

    def test_answers_once(self, hanako: cast.Person, login: Login) -> None:
        forgetting.ask_for_login_id(hanako.member_number, ADDRESS)
        actions.answer_knock(knock_id=Knock.objects.get().pk, at=NOON)
        assert Message.objects.count() == 1

    def test_takes_up_what_got_stuck(self, hanako: cast.Person, login: Login) -> None:
        actions.ask_for_login_id(
            member_number=hanako.member_number, address=ADDRESS, coop_id=2101, network="", at=NOON
        )
        assert actions.answer_overdue_knocks(at=NOON + timedelta(seconds=59)) == 0
        assert actions.answer_overdue_knocks(at=NOON + timedelta(seconds=60)) == 1
        assert Message.objects.get().to_address == ADDRESS


class TestAskForPassword:
    def test_mails_a_link_and_a_one_time_password(self, hanako: cast.Person, login: Login) -> None:
        message = reissued(hanako)
        assert message.to_address == ADDRESS
        row = PasswordReissue.objects.get()
        for secret in (forgetting.one_time_password_in(message), forgetting.token_in(message)):
            assert secret.encode() not in bytes(row.password_digest) + bytes(row.link_digest)

    @pytest.mark.parametrize(
        ("number", "login_id"),
        [
            ("210125000001", "taro.t"),
            ("210125000002", "hanako.t"),
            ("210125000001", "nobody"),
            ("210125000001", "210125000001p"),
            ("210199999999", "hanako.t"),
        ],
    )
    def test_mails_nothing_to_anybody_else(
        self, coop: cast.Coop, login: Login, number: str, login_id: str
    ) -> None:
        cast.full_login(cast.taro(coop), login_id="taro.t")
        assert forgetting.ask_for_password(number, login_id) == []
        assert not PasswordReissue.objects.exists()

    def test_leaves_the_old_password_working(self, hanako: cast.Person, login: Login) -> None:
        reissued(hanako)
        assert isinstance(log_in(cast.PASSWORD), actions.LetIn)

    def test_of_the_guardian_never_touches_the_member(
        self, hanako: cast.Person, login: Login
    ) -> None:
        guardian = cast.full_login(hanako, login_id="yoko.t", kind="guardian", mail=ADDRESS)
        (message,) = forgetting.ask_for_password(hanako.member_number, "yoko.t")
        assert "保護者の方" in message.body
        assert isinstance(
            log_in(forgetting.one_time_password_in(message), "yoko.t"), actions.NewPasswordAsked
        )
        choose(forgetting.token_in(message))
        unchanged = Login.objects.get(pk=login.pk)
        assert unchanged.password_hash == login.password_hash
        assert hashing.is_password(Login.objects.get(pk=guardian).password_hash, NEW)


class TestOneTimePassword:
    @pytest.mark.parametrize("typed", ["{}", " {}\n", "　{}"])
    def test_opens_only_the_choice_of_a_new_one(
        self, hanako: cast.Person, login: Login, typed: str
    ) -> None:
        opened = log_in(typed.format(forgetting.one_time_password_in(reissued(hanako))))
        assert isinstance(opened, actions.NewPasswordAsked)
        assert not Session.objects.exists()
        waiting = recovery.reissue(token=opened.token, at=NOON)
        assert waiting is not None
        assert waiting.login_pk == login.pk

    def test_opens_once(self, hanako: cast.Person, login: Login) -> None:
        password = forgetting.one_time_password_in(reissued(hanako))
        log_in(password)
        with pytest.raises(actions.CannotLogIn):
            log_in(password)

    def test_opens_its_own_login_only(
        self, coop: cast.Coop, hanako: cast.Person, login: Login
    ) -> None:
        cast.full_login(cast.taro(coop), login_id="taro.t")
        password = forgetting.one_time_password_in(reissued(hanako))
        with pytest.raises(actions.CannotLogIn):
            log_in(password, "taro.t")

    def test_is_over_after_half_an_hour(self, hanako: cast.Person, login: Login) -> None:
        message = reissued(hanako)
        PasswordReissue.objects.update(expires_at=NOON, created_at=NOON - timedelta(minutes=30))
        with pytest.raises(actions.CannotLogIn):
            log_in(forgetting.one_time_password_in(message))
        assert recovery.reissue(token=forgetting.token_in(message), at=NOON) is None
        with pytest.raises(actions.ReissueIsOver):
            choose(forgetting.token_in(message))

    def test_helps_who_has_tried_too_often(self, hanako: cast.Person, login: Login) -> None:
        for _ in range(throttling.FREE_FAILURES):
            with pytest.raises(actions.CannotLogIn):
                log_in("wrong")
        opened = log_in(forgetting.one_time_password_in(reissued(hanako)))
        assert isinstance(opened, actions.NewPasswordAsked)
        choose(opened.token)
        assert isinstance(log_in(NEW), actions.LetIn)


class TestChoosePassword:
    def test_ends_the_old_password_every_session_and_the_link(
        self, hanako: cast.Person, login: Login
    ) -> None:
        key = sessions.open_session(login=login, at=NOON)
        token = forgetting.token_in(reissued(hanako))
        choose(token)
        assert viewing.viewer(session_key=key, at=NOON) is None
        with pytest.raises(actions.CannotLogIn):
            log_in(cast.PASSWORD)
        assert isinstance(log_in(NEW), actions.LetIn)
        with pytest.raises(actions.ReissueIsOver):
            choose(token)

    def test_ends_the_other_mails_that_were_asked_for(
        self, hanako: cast.Person, login: Login
    ) -> None:
        first, second = reissued(hanako), reissued(hanako)
        choose(forgetting.token_in(second))
        with pytest.raises(actions.ReissueIsOver):
            choose(forgetting.token_in(first))
        with pytest.raises(actions.CannotLogIn):
            log_in(forgetting.one_time_password_in(first))

    def test_tells_the_owner(self, hanako: cast.Person, login: Login) -> None:
        choose(forgetting.token_in(reissued(hanako)))
        told = Message.objects.get(kind="password_reissued")
        assert (told.to_address, told.subject) == (ADDRESS, "パスワードが変更されました")


class TestForget:
    def test_drops_what_is_over(self, hanako: cast.Person, login: Login) -> None:
        reissued(hanako)
        actions.forget_reissues(at=NOON + throttling.REISSUE_LASTS - timedelta(seconds=1))
        assert PasswordReissue.objects.exists()
        actions.forget_reissues(at=NOON + throttling.REISSUE_LASTS)
        assert not PasswordReissue.objects.exists()
