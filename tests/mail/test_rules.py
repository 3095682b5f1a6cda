"""Addresses, patience and text."""

from datetime import timedelta

import pytest

from kumiai.mail import rules
from kumiai.mail.rules import AddressProblem, Answer, Cause


class TestAddress:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            (" hanako@example.jp\n", "hanako@example.jp"),
            ("ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ", "hanako@example.jp"),
            ("Hanako.T@Example.JP", "Hanako.T@example.jp"),
        ],
    )
    def test_is_folded(self, typed: str, meant: str) -> None:
        assert rules.fold_address(typed) == meant

    @pytest.mark.parametrize(
        "address",
        [
            "hanako@example.jp",
            "a@b.jp",
            "hanako+seikyo@stu.hirosaki-u.ac.jp",
            "a..b@docomo.ne.jp",
            "hanako.@ezweb.ne.jp",
            ".hanako@docomo.ne.jp",
            "-_!@example.jp",
        ],
    )
    def test_may_be_an_old_carriers(self, address: str) -> None:
        assert rules.problem_with_address(address) is None

    @pytest.mark.parametrize(
        ("address", "problem"),
        [
            ("", AddressProblem.EMPTY),
            ("hanako", AddressProblem.NOT_AN_ADDRESS),
            ("hanako@example", AddressProblem.NOT_AN_ADDRESS),
            ("@example.jp", AddressProblem.NOT_AN_ADDRESS),
            ("..@example.jp", AddressProblem.NOT_AN_ADDRESS),
            ("hanako@-example.jp", AddressProblem.NOT_AN_ADDRESS),
            ("hanako@example.jp.", AddressProblem.NOT_AN_ADDRESS),
            ("hanako@192.0.2.1", AddressProblem.NOT_AN_ADDRESS),
            ("hanako@example.jp, taro@example.jp", AddressProblem.NOT_AN_ADDRESS),
            ("Hanako <hanako@example.jp>", AddressProblem.NOT_AN_ADDRESS),
            ('"a b"@example.jp', AddressProblem.NOT_AN_ADDRESS),
            ("はなこ@example.jp", AddressProblem.NOT_AN_ADDRESS),
            ("hanako@例え.jp", AddressProblem.NOT_AN_ADDRESS),
            ("hanako@example.jp\r\nBcc: x@example.jp", AddressProblem.NOT_ONE_LINE),
            ("hanako\x00@example.jp", AddressProblem.NOT_ONE_LINE),
            ("hanako@example.jp\u2028", AddressProblem.NOT_ONE_LINE),
            ("a" * 65 + "@example.jp", AddressProblem.NOT_AN_ADDRESS),
            ("a@" + "b" * 10_000 + ".jp", AddressProblem.TOO_LONG),
        ],
    )
    def test_is_refused_with_a_reason(self, address: str, problem: AddressProblem) -> None:
        assert rules.problem_with_address(address) is problem

    def test_is_warned_about_where_its_dots_are_off_the_standard(self) -> None:
        assert rules.is_off_standard("a..b@docomo.ne.jp")
        assert rules.is_off_standard("a.@docomo.ne.jp")
        assert not rules.is_off_standard("a.b@docomo.ne.jp")


class TestAnswer:
    def test_is_never_only_for_a_lasting_refusal_of_this_recipient(self) -> None:
        assert rules.answer_of(550, is_about_recipient=True) is Answer.NEVER
        assert rules.answer_of(450, is_about_recipient=True) is Answer.LATER
        assert rules.answer_of(535, is_about_recipient=False) is Answer.LATER


class TestPatience:
    def test_begins_within_a_minute_and_ends_after_a_day_and_a_half(self) -> None:
        waits = []
        while wait := rules.wait_after(len(waits) + 1):
            waits.append(wait)
        assert waits[0] <= timedelta(minutes=1)
        assert waits == sorted(waits)
        assert timedelta(days=1) < sum(waits, timedelta()) < timedelta(days=2)


class TestCause:
    @pytest.mark.parametrize(
        ("reason", "cause"),
        [
            ("550 5.1.1 <x@y.jp>: user unknown", Cause.NO_SUCH_ADDRESS),
            ("550 no such user", Cause.NO_SUCH_ADDRESS),
            ("550 5.2.1 mailbox disabled", Cause.NO_SUCH_ADDRESS),
            ("552 5.2.2 over quota", Cause.MAILBOX_FULL),
            ("452 4.2.2 over quota", Cause.MAILBOX_FULL),
            ("552 too much mail data", Cause.MAILBOX_FULL),
            ("550 5.7.1 blocked by policy", Cause.NOT_WANTED),
            ("554 spam", Cause.NOT_WANTED),
            ("450 4.2.0 greylisted", Cause.BUSY),
            ("421 4.7.0 try again later", Cause.BUSY),
            ("535 5.7.8 authentication failed", Cause.NOT_WANTED),
            ("502 5.5.1 what?", Cause.OTHER),
            ("[Errno 111] Connection refused", Cause.NO_ANSWER),
            ("timed out", Cause.NO_ANSWER),
            ("", Cause.NO_ANSWER),
        ],
    )
    def test_is_what_the_answer_means_to_people(self, reason: str, cause: Cause) -> None:
        assert rules.cause_of(reason) is cause
