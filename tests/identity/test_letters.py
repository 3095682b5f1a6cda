"""What the mails of this room look like on a small, old screen."""

import pytest

from kumiai.identity import letters
from kumiai.identity.recovery import NamedLogin
from kumiai.identity.sections import EVERYTHING
from kumiai.mail import rules
from tests import cast
from tests.identity.conftest import NOON

FACTS = {
    "mail_test": {"code": "123456", "link": "https://mypage.example/registration/mail-proof/x"},
    "registered": {"login_id": "hanako.t"},
    "other_registered": {"is_guardian": True},
    "mail_change": {"code": "123456", "link": "https://mypage.example/registration-details/x"},
    "mail_changed": {"is_old": True},
    "details_changed": {"login_id": "a" * 32, "has_new_password": True},
    "new_device": {"when": NOON, "device": "Safari, iPhone", "network": "192.0.2.*"},
    "passkey_changed": {"passkey": "わたしの電話", "is_added": True},
    "child_linked": {"is_shown": True, "shown_name": "津軽　次郎", "other_name": "津軽　花子"},
    "child_link_ended": {
        "is_shown": True,
        "shown_name": "津軽　次郎",
        "other_name": "津軽　花子",
        "ended_by": "reissue",
    },
    "sharing_changed": {"is_guardian": True, "shared": EVERYTHING, "hidden": frozenset()},
    "staff_set_up": {
        "login_id": "narita.kazuko",
        "link": "https://mypage.example/office/set-up/x",
        "until": NOON,
    },
    "first_time": {"link": "https://mypage.example/full-registration/x"},
    "login_ids": {"logins": [NamedLogin("hanako.t", False), NamedLogin("yoko.t", True)]},
    "password_reissue": {
        "login_id": "hanako.t",
        "is_guardian": False,
        "password": "k7mp-q2xw-9hrt",
        "link": "https://mypage.example/new-password/x",
    },
    "password_reissued": {"login_id": "hanako.t"},
}


@pytest.mark.parametrize("language", letters.LANGUAGES)
@pytest.mark.parametrize("name", FACTS)
class TestLetter:
    def test_has_short_lines_and_names_the_coop(
        self, coop: cast.Coop, name: str, language: str
    ) -> None:
        letter = letters.write(name, language, coop_id=coop.id, **FACTS[name])
        prose = [line for line in letter.body.splitlines() if "://" not in line]
        assert max(map(rules.columns, prose)) <= rules.LINE_COLUMNS_MAX
        assert "{" not in letter.subject + letter.body
        assert "\n" not in letter.subject
        assert "TEL" in letter.body or "Phone" in letter.body

    def test_writes_signs_as_they_are(self, coop: cast.Coop, name: str, language: str) -> None:
        facts = dict.fromkeys(FACTS[name], "a&b")
        assert "&amp;" not in letters.write(name, language, coop_id=coop.id, **facts).body


class TestLanguage:
    def test_is_japanese_where_there_is_no_other(self, coop: cast.Coop) -> None:
        facts = FACTS["registered"]
        assert letters.write("registered", "tlh", coop_id=coop.id, **facts) == letters.write(
            "registered", "ja", coop_id=coop.id, **facts
        )
