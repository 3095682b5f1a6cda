"""What the mails about inquiries look like on a small, old screen."""

import pytest

from kumiai.inquiries.models import Inquiry
from kumiai.inquiries.rules import Kind
from kumiai.mail import letters, rules
from tests import cast

ASKED = Inquiry(
    pk=1234567, name="津軽　花子", member_number="", mail="hanako@mail.example", text="a&b"
)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(
    ("name", "language"), [("copy", "ja"), ("confirmation", "ja"), ("confirmation", "en")]
)
class TestLetter:
    def test_has_short_lines_and_says_what_it_is_about(
        self, db: None, name: str, language: str, kind: Kind
    ) -> None:
        coop = cast.coop_2101()
        letter = letters.write(
            f"inquiries/mail/{name}", language, coop_id=coop.id, inquiry=ASKED, kind=kind
        )
        assert max(map(rules.columns, letter.body.splitlines())) <= rules.LINE_COLUMNS_MAX
        assert "{" not in letter.subject + letter.body
        assert "1234567" in letter.subject
        assert "\n\n\n" not in letter.body
        assert "TEL" in letter.body or "Phone" in letter.body
