"""The demo's mail server over real SMTP."""

import os
import smtplib
import subprocess
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from kumiai.cli.demo import mailbox
from tests import ports


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    # Not the wished one: two of these tests may run at once.
    [port] = ports.free(1)
    child = mailbox.child(port)
    env = os.environ | {
        "KUMIAI_DATA": str(tmp_path),
        "KUMIAI_SMTP_HOST": "127.0.0.1",
        "KUMIAI_SMTP_PORT": str(port),
    }
    with subprocess.Popen(child.argv, env=env) as process:
        try:
            deadline = time.monotonic() + 30
            while not child.ready():
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
            yield port
        finally:
            process.terminate()
        assert process.wait(10) == 0


def letter(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "mypage@klas.seikyou.jp"
    message["To"] = "hanako@example.jp"
    message["Subject"] = subject
    message.set_content("認証コードは 123456 です。\n.行頭の点もそのままです。\n")
    return message


class TestMailbox:
    def test_keeps_each_mail_as_it_came_in_order(self, port: int, tmp_path: Path) -> None:
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
            for subject in ("一通目", "二通目", "三通目"):
                server.send_message(letter(subject))
        files = sorted((tmp_path / mailbox.FOLDER).iterdir())
        mails = [message_from_bytes(f.read_bytes(), policy=policy.default) for f in files]
        assert [mail["Subject"] for mail in mails] == ["一通目", "二通目", "三通目"]
        assert all(path.suffix == ".eml" for path in files)
        assert ".行頭の点もそのままです。" in mails[0].get_content()

    def test_refuses_what_is_too_large_and_goes_on(self, port: int, tmp_path: Path) -> None:
        server = smtplib.SMTP("127.0.0.1", port, timeout=10)
        with server, pytest.raises(smtplib.SMTPException):
            server.sendmail("a@example.jp", ["b@example.jp"], "x" * (mailbox.BYTES_MAX + 1))
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
            server.send_message(letter("まだ動いています"))
        assert len(list((tmp_path / mailbox.FOLDER).glob("*.eml"))) == 1
