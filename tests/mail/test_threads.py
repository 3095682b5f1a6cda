"""A mail that answers another one: found again by its reader's program, answered at the desk."""

from datetime import UTC, datetime

from kumiai.mail import actions, queries
from kumiai.mail.rules import Thread
from tests import cast
from tests.mail.conftest import MailServer

NOON = datetime(2026, 4, 6, 3, tzinfo=UTC)
HANAKO = "hanako@mail.example"


def send(mail_server: MailServer, thread: Thread | None = None, *, subject: str = "お返事") -> str:
    """The Message-ID of a mail that has been handed over."""
    mail_server.taken.clear()
    message_id = actions.send_later(
        coop_id=2101,
        to_address=HANAKO,
        subject=subject,
        body="本文です。\n",
        kind="inquiry_reply",
        at=NOON,
        thread=thread,
    )
    actions.deliver(message_id=message_id, at=NOON)
    return queries.message_ids([message_id])[message_id]


class TestThread:
    def test_is_in_the_header_of_what_answers(
        self, coop: cast.Coop, mail_server: MailServer
    ) -> None:
        first = send(mail_server)
        assert mail_server.mail()["Auto-Submitted"] == "auto-generated"
        assert mail_server.mail()["In-Reply-To"] is None
        second = send(mail_server, Thread((first,), reply_to="desk@klas.seikyou.jp"))
        send(mail_server, Thread((first, second)))
        mail = mail_server.mail()
        assert mail["In-Reply-To"] == second
        assert str(mail["References"]).split() == [first, second]
        assert mail["Auto-Submitted"] is None

    def test_says_where_answers_go(self, coop: cast.Coop, mail_server: MailServer) -> None:
        first = send(mail_server)
        send(mail_server, Thread((first,), reply_to="desk@klas.seikyou.jp"))
        assert mail_server.mail()["Reply-To"] == "desk@klas.seikyou.jp"


class TestMailLog:
    def test_tells_what_became_of_each_mail_the_latest_first(
        self, coop: cast.Coop, mail_server: MailServer
    ) -> None:
        send(mail_server, subject="一通目")
        mail_server.to_recipient = "550 no such user"
        send(mail_server, subject="二通目")
        log = queries.mail_log(coop_id=2101, addresses=[HANAKO])
        assert [(mail.subject, mail.progress) for mail in log] == [
            ("二通目", queries.Progress.REFUSED),
            ("一通目", queries.Progress.SENT),
        ]

    def test_holds_nothing_of_another_coop(self, coop: cast.Coop, mail_server: MailServer) -> None:
        cast.other_coop()
        send(mail_server)
        assert queries.mail_log(coop_id=1175, addresses=[HANAKO]) == ()
