"""Passkeys: only one's own, only an answer to our question, only once."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kumiai.identity import actions, details, passkeys, viewing
from kumiai.identity.actions import CannotUsePasskey, LetIn, NoSuchPasskey, TooManyPasskeys
from kumiai.identity.devices import Browser
from kumiai.identity.models import Login, Passkey, UsedChallenge
from kumiai.identity.passkeys import Asked, Site
from kumiai.mail.models import Message
from tests import cast
from tests.identity.authenticator import Device
from tests.identity.conftest import NOON

SITE = Site("mypage.example", "https://mypage.example", "マイページ")
HERE = Browser("192.0.2.7", "Mozilla/5.0 (Android 15; Mobile) Firefox/140.0")


@pytest.fixture
def login_pk(hanako: cast.Person) -> int:
    return cast.full_login(hanako, login_id="hanako.t")


def ask_new(login_pk: int, *, at: datetime = NOON) -> Asked:
    return passkeys.ask_for_new(login_pk=login_pk, site=SITE, at=at)


def add(login_pk: int, device: Device, *, asked: Asked | None = None, at: datetime = NOON) -> None:
    asked = asked or ask_new(login_pk, at=at)
    actions.add_passkey(
        login_pk=login_pk,
        token=asked.token,
        answer=device.make(asked.options),
        name="電話",
        site=SITE,
        browser=HERE,
        at=at,
    )


def log_in(answer: str, asked: Asked, *, site: Site = SITE, at: datetime = NOON) -> LetIn:
    return actions.log_in_with_passkey(
        token=asked.token, answer=answer, site=site, browser=HERE, at=at, replacing=None
    )


def ask(at: datetime = NOON) -> Asked:
    return passkeys.ask_for_one(site=SITE, at=at)


def names(login_pk: int) -> list[str]:
    return [one.name for one in passkeys.passkeys(login_pk=login_pk)]


class TestAddPasskey:
    def test_keeps_the_public_half_and_tells_the_owner(self, login_pk: int) -> None:
        add(login_pk, Device())
        assert names(login_pk) == ["電話"]
        assert "電話" in Message.objects.get(kind="passkey_changed").body
        assert details.history(login_pk=login_pk)[0].items == ("passkey",)

    def test_takes_each_answer_once(self, login_pk: int) -> None:
        asked = ask_new(login_pk)
        add(login_pk, Device(), asked=asked)
        with pytest.raises(CannotUsePasskey):
            add(login_pk, Device(), asked=asked)
        assert len(names(login_pk)) == 1

    def test_takes_each_key_once_whoever_brings_it(self, coop: cast.Coop, login_pk: int) -> None:
        device = Device()
        add(login_pk, device)
        taros = cast.full_login(cast.taro(coop), login_id="taro.t")
        for login in (login_pk, taros):
            with pytest.raises(CannotUsePasskey):
                add(login, device)
        assert names(taros) == []

    @pytest.mark.parametrize(
        "device",
        [Device(origin="https://evil.example"), Device(flags=0x01), Device(flags=0x04)],
        ids=["another site", "no finger", "nobody there"],
    )
    def test_refuses_what_proves_nothing(self, login_pk: int, device: Device) -> None:
        with pytest.raises(CannotUsePasskey):
            add(login_pk, device)

    def test_refuses_an_answer_to_somebody_else_and_a_late_one(
        self, coop: cast.Coop, login_pk: int
    ) -> None:
        taros = cast.full_login(cast.taro(coop), login_id="taro.t")
        for asked, at in (
            (ask_new(taros), NOON),
            (ask(), NOON),
            (ask_new(login_pk), NOON + timedelta(minutes=10)),
            (replace(ask_new(login_pk), token="made up"), NOON),
        ):
            with pytest.raises(CannotUsePasskey):
                actions.add_passkey(
                    login_pk=login_pk,
                    token=asked.token,
                    answer=Device().make(ask_new(login_pk).options),
                    name="x",
                    site=SITE,
                    browser=HERE,
                    at=at,
                )

    def test_stops_at_ten(self, login_pk: int) -> None:
        for _ in range(10):
            add(login_pk, Device())
        with pytest.raises(TooManyPasskeys):
            add(login_pk, Device())


class TestLogInWithPasskey:
    def test_lets_its_owner_in(self, hanako: cast.Person, login_pk: int) -> None:
        device = Device()
        add(login_pk, device)
        asked = ask()
        came = log_in(device.sign(asked.options), asked)
        viewer = viewing.viewer(session_key=came.session_key, at=NOON)
        assert viewer is not None
        assert viewer.member_id == hanako.id
        assert passkeys.passkeys(login_pk=login_pk)[0].used_at == NOON
        assert details.history(login_pk=login_pk)[0].kind == "changed"
        assert details.history(login_pk=login_pk)[1].kind == "let_in"

    def test_takes_each_answer_once(self, login_pk: int) -> None:
        device = Device()
        add(login_pk, device)
        asked = ask()
        answer = device.sign(asked.options)
        log_in(answer, asked)
        with pytest.raises(CannotUsePasskey):
            log_in(answer, asked)

    def test_refuses_every_other_answer(self, login_pk: int) -> None:
        device, asked = Device(), ask()
        add(login_pk, device)
        right = device.sign(asked.options)
        told = json.loads(right)
        told["response"]["signature"] = told["response"]["authenticatorData"]
        stolen = replace(device, origin="https://evil.example")
        wrong = {
            "not the key": replace(Device(), credential_id=device.credential_id).sign(
                asked.options
            ),
            "unknown": Device().sign(asked.options),
            "another question": device.sign(ask().options),
            "another site": stolen.sign(asked.options),
            "no finger": replace(device, flags=0x01).sign(asked.options),
            "broken": json.dumps(told),
        }
        for answer in [*wrong.values(), "", "{}", "[]", "null", "\x00", '{"id": 1}', right[:-9]]:
            with pytest.raises(CannotUsePasskey):
                log_in(answer, asked)
        with pytest.raises(CannotUsePasskey):
            log_in(right, asked, site=Site("other.example", SITE.origin, ""))
        with pytest.raises(CannotUsePasskey):
            log_in(right, asked, at=NOON + timedelta(minutes=10))

    def test_refuses_a_copy_that_counts_behind(self, login_pk: int) -> None:
        device = Device()
        add(login_pk, device)
        copy = replace(device)
        for _ in range(2):
            asked = ask()
            log_in(device.sign(asked.options), asked)
        asked = ask()
        with pytest.raises(CannotUsePasskey):
            log_in(copy.sign(asked.options), asked)

    def test_opens_nothing_of_a_closed_login(self, login_pk: int) -> None:
        device = Device()
        add(login_pk, device)
        Login.objects.filter(pk=login_pk).update(state="closed")
        asked = ask()
        with pytest.raises(CannotUsePasskey):
            log_in(device.sign(asked.options), asked)


class TestNamingAndRemoving:
    def test_is_for_the_owner_alone(self, coop: cast.Coop, login_pk: int) -> None:
        add(login_pk, Device())
        taros = cast.full_login(cast.taro(coop), login_id="taro.t")
        mine = Passkey.objects.get()
        with pytest.raises(NoSuchPasskey):
            actions.rename_passkey(login_pk=taros, passkey_id=mine.pk, name="x")
        with pytest.raises(NoSuchPasskey):
            actions.remove_passkey(login_pk=taros, passkey_id=mine.pk, browser=HERE, at=NOON)
        actions.rename_passkey(login_pk=login_pk, passkey_id=mine.pk, name="古い電話")
        assert names(login_pk) == ["古い電話"]
        actions.remove_passkey(login_pk=login_pk, passkey_id=mine.pk, browser=HERE, at=NOON)
        assert names(login_pk) == []
        assert Message.objects.filter(kind="passkey_changed").count() == 2

    def test_forgets_answered_questions_when_they_are_over(self, login_pk: int) -> None:
        add(login_pk, Device())
        actions.forget_expired(at=NOON + timedelta(minutes=5))
        assert UsedChallenge.objects.count() == 1
        actions.forget_expired(at=NOON + timedelta(minutes=10))
        assert not UsedChallenge.objects.exists()
