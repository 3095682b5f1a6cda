"""Who comes to the pages during a flood, against a server that answers as it is told."""

import pytest

from kumiai.cli.bench import visitors
from kumiai.cli.bench.visitors import CannotBegin, Credentials, Reader, Seen
from tests.cli.bench import scripted

HANAKO = Credentials("bench.hanako", "right")


def never() -> bool:
    """It is over already."""
    return False


class TestGuess:
    def test_tries_another_login_id_each_time(self) -> None:
        seen = Seen()
        with scripted.server((422, b""), (503, b""), (422, b"")) as script:
            visitors.guess(script.address, "g", lambda: len(script.asked) < 5, seen)
        tried = [typed["login_id"] for _, typed, _ in script.asked]
        assert len(set(tried)) == len(tried) == 5
        assert seen.statuses == {422: 4, 503: 1}

    def test_sends_the_forms_token_and_its_cookie(self) -> None:
        with scripted.server((422, b"")) as script:
            visitors.guess(script.address, "g", lambda: not script.asked, Seen())
        _, typed, cookie = script.asked[0]
        assert (typed["csrfmiddlewaretoken"], cookie) == ("token1", "browser=known")


class TestComeIn:
    def test_comes_again_when_it_is_told_to_wait(self) -> None:
        seen = Seen()
        with scripted.server((503, b""), (503, b""), (302, b"")) as script:
            visitors.come_in(script.address, HANAKO, never, seen)
        assert seen.tries == [3]
        assert len(seen.took_ms) == 1
        assert seen.statuses == {503: 2, 302: 1}
        assert {typed["password"] for _, typed, _ in script.asked} == {"right"}

    def test_is_over_where_nobody_is_let_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(visitors, "LOGIN_SECONDS_MAX", 0.2)
        seen = Seen()
        with scripted.server((503, b"")) as script:
            visitors.come_in(script.address, HANAKO, never, seen)
        assert seen.tries == []
        assert seen.statuses[503] >= 1


class TestReader:
    def test_opens_every_page_once_it_is_in(self) -> None:
        seen = Seen()
        with scripted.server((302, b"")) as script:
            reader = Reader(script.address, HANAKO)
            reader.log_in()
            reader.read(lambda: len(script.gets) == 1, seen)
        assert tuple(script.gets[1:]) == visitors.PAGES
        assert seen.statuses == {200: len(visitors.PAGES)}
        assert len(seen.took_ms) == len(visitors.PAGES)

    def test_does_not_begin_where_it_is_not_let_in(self) -> None:
        with scripted.server((422, b"")) as script, pytest.raises(CannotBegin):
            Reader(script.address, HANAKO).log_in()


class TestLetIn:
    def test_waits_as_it_is_told_and_keeps_the_cookies(self) -> None:
        with scripted.server((503, b""), (302, b"")) as script:
            assert visitors.let_in(script.address, HANAKO) == "browser=known"
        assert len(script.asked) == 2

    def test_is_refused_with_a_wrong_password(self) -> None:
        with scripted.server((422, b"")) as script, pytest.raises(CannotBegin):
            visitors.let_in(script.address, HANAKO)
