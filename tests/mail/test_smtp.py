"""A mail as it travels."""

from kumiai.mail import smtp
from tests.mail.test_delivery import NOON


class TestCompose:
    def test_lets_nothing_into_the_header(self) -> None:
        letter = smtp.Letter(
            message_id="<1@klas.example>",
            from_address="mypage@klas.example",
            from_name='津軽"生協',
            to_address="hanako@mail.example",
            subject="件名" * 40,
            body="本文",
            created_at=NOON,
        )
        header = smtp.compose(letter).partition(b"\r\n\r\n")[0]
        names = {line.split(b":")[0] for line in header.split(b"\r\n") if not line[:1].isspace()}
        assert names == {
            b"To", b"From", b"Subject", b"Date", b"Message-ID", b"Auto-Submitted",
            b"Content-Type", b"Content-Transfer-Encoding", b"MIME-Version",
        }  # fmt: skip
        assert all(len(line) <= 78 for line in header.split(b"\r\n"))
