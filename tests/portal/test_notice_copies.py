"""Copies of notices: to every login that can be written to, in steps at the configured pace."""

import pytest
from django.conf import settings

from kumiai.kit import clock
from kumiai.mail.models import FlaggedAddress, Message
from kumiai.notices import actions, rules
from kumiai.portal import notice_copies
from tests import cast
from tests.notices.notes import draft


class TestGoOn:
    def test_writes_to_those_who_have_an_address_that_lives(
        self, db: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        coop, at = cast.coop_2101(), clock.now()
        hanako, taro, kenji = cast.hanako(coop), cast.taro(coop), cast.kenji(coop)
        jiro = cast.jiro(cast.other_coop())
        for person, name in ((hanako, "hanako"), (kenji, "kenji8"), (jiro, "jiro01")):
            cast.full_login(person, login_id=name)
        cast.full_login(hanako, login_id="mother", kind="guardian")
        assert taro.id
        _flag(coop, "kenji8@mail.example")
        notice_id = actions.publish(
            coop_id=coop.id,
            draft=draft(starts_at=at),
            by=cast.OPERATOR,
            at=at,
            has_copies=True,
        )
        monkeypatch.setenv("KUMIAI_NOTICE_COPIES_PER_MINUTE", "6")
        queued = [notice_copies.go_on(at=at + number * rules.STEP) for number in range(4)]
        assert queued == [1, 1, 0, 0]
        copies = Message.objects.filter(kind="notice").order_by("id")
        assert {copy.to_address for copy in copies} == {
            "hanako@mail.example",
            "mother@mail.example",
        }
        assert f"{settings.PAGES_URL}/notices/{notice_id}" in copies[0].body


def _flag(coop: cast.Coop, address: str) -> None:
    at = clock.now()
    message = Message.objects.create(
        coop_id=coop.id,
        to_address=address,
        kind="test",
        next_at=at,
        created_at=at,
        message_id="<1@x>",
    )
    FlaggedAddress.objects.create(
        coop_id=coop.id, address=address, message=message, reason="550", flagged_at=at
    )
