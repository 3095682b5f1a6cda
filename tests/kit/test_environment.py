from pathlib import Path

import pytest

from kumiai.kit import environment


class TestSetting:
    def test_is_its_default_where_nothing_is_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("KUMIAI_PAGES_PORT", raising=False)
        assert environment.PAGES_PORT() == 8000

    def test_is_its_default_where_it_is_empty(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KUMIAI_PAGES_PORT", "")
        assert environment.PAGES_PORT() == 8000

    def test_is_read_anew_at_every_call(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KUMIAI_PAGES_PORT", "9000")
        assert environment.PAGES_PORT() == 9000

    def test_is_named_where_it_cannot_be_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KUMIAI_PAGES_PORT", "many")
        with pytest.raises(environment.BadSetting, match="KUMIAI_PAGES_PORT: 'many'"):
            environment.PAGES_PORT()

    @pytest.mark.parametrize(("text", "value"), [("1", True), ("Yes", True), ("off", False)])
    def test_reads_yes_and_no(
        self, monkeypatch: pytest.MonkeyPatch, text: str, value: bool
    ) -> None:
        monkeypatch.setenv("KUMIAI_DEMO", text)
        assert environment.DEMO() is value

    def test_does_not_guess_at_maybe(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KUMIAI_DEMO", "maybe")
        with pytest.raises(environment.BadSetting):
            environment.DEMO()

    def test_reads_a_list(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KUMIAI_ALLOWED_HOSTS", "a.example, b.example,")
        assert environment.ALLOWED_HOSTS() == ("a.example", "b.example")

    def test_is_declared_once(self) -> None:
        with pytest.raises(environment.BadSetting, match="twice"):
            environment.envstr("KUMIAI_DATA", "", "Another one.")

    def test_has_one_line_that_describes_it(self) -> None:
        for setting in environment.SETTINGS.values():
            assert setting.description.endswith(".")
            assert "\n" not in setting.description


class TestSecret:
    def test_comes_from_the_file_it_names(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "password").write_text("s3cret\n")
        monkeypatch.setenv("KUMIAI_SMTP_PASSWORD_FILE", str(tmp_path / "password"))
        assert environment.SMTP_PASSWORD() == "s3cret"

    def test_is_said_to_be_unreadable(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("KUMIAI_SMTP_PASSWORD_FILE", str(tmp_path / "missing"))
        with pytest.raises(environment.BadSetting, match="KUMIAI_SMTP_PASSWORD_FILE"):
            environment.SMTP_PASSWORD()

    def test_is_not_read_from_a_file_unless_it_is_one(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("KUMIAI_HOST_FILE", str(tmp_path))
        assert environment.HOST() == "127.0.0.1"


class TestAddresses:
    @pytest.mark.parametrize(
        ("host", "url", "is_loopback"),
        [
            ("127.0.0.1", "http://127.0.0.1:8000", True),
            ("localhost", "http://localhost:8000", True),
            ("::1", "http://[::1]:8000", True),
            ("0.0.0.0", "http://127.0.0.1:8000", False),
            ("192.0.2.7", "http://192.0.2.7:8000", False),
        ],
    )
    def test_follow_the_host(
        self, monkeypatch: pytest.MonkeyPatch, host: str, url: str, is_loopback: bool
    ) -> None:
        monkeypatch.setenv("KUMIAI_HOST", host)
        assert environment.pages_url() == url
        assert environment.is_loopback() is is_loopback

    def test_are_what_the_public_knows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KUMIAI_PAGES_URL", "https://coop.example/")
        assert environment.pages_url() == "https://coop.example"


class TestDatabaseUrl:
    def test_is_the_one_that_is_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
        assert environment.database_url() == "postgresql://somewhere/else"

    def test_is_the_embedded_one_of_the_data_folder(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.delenv("DATABASE_URL", raising=False)
        monkeypatch.setenv("KUMIAI_DATA", "/srv/kumiai")
        assert environment.database_url().endswith("/kumiai?host=/srv/kumiai/postgres/socket")
