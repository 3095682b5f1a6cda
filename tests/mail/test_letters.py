"""What a mail says, whoever asks for it."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from kumiai.mail import letters
from tests import cast

pytestmark = pytest.mark.django_db


class TestLetter:
    @pytest.mark.parametrize("asked_in", ["ja", "en"])
    def test_names_months_in_the_language_of_its_reader(self, asked_in: str) -> None:
        coop = cast.coop_2101()
        until = datetime(2026, 11, 26, 3, tzinfo=UTC)
        facts = {"login_id": "narita", "link": "https://my.example/", "until": until}
        with translation.override(asked_in):
            letter = letters.write("identity/mail/staff_set_up", "en", coop_id=coop.id, **facts)
        assert "until 26 November 12:00" in letter.body
