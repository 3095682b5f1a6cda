"""What every page has in common, seen on one that does not exist."""

from django.test import Client


class TestEveryPage:
    def test_carries_the_headers(self, client: Client, db: None) -> None:
        headers = client.get("/no-such-page").headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]

    def test_is_japanese_whatever_the_browser_prefers(self, client: Client, db: None) -> None:
        answer = client.get("/no-such-page", headers={"accept-language": "en-US"})
        assert answer.headers["Content-Language"] == "ja"

    def test_is_in_the_language_somebody_chose(self, client: Client, db: None) -> None:
        chosen = client.post("/language", {"language": "en", "next": "/no-such-page"})
        assert chosen.status_code == 302
        assert client.get("/no-such-page").headers["Content-Language"] == "en"

    def test_takes_no_language_it_does_not_speak(self, client: Client, db: None) -> None:
        client.cookies["kumiai-language"] = "tlh"
        assert client.get("/no-such-page").headers["Content-Language"] == "ja"

    def test_answers_to_its_own_names_only(self, client: Client, db: None) -> None:
        assert client.get("/no-such-page", headers={"host": "evil.example"}).status_code == 400

    def test_has_no_control_signs_in_its_address(self, client: Client, db: None) -> None:
        for path in ("/no-such-page%00", "/help/%00", "/office/members/%00", "/office/%0a"):
            assert client.get(path).status_code == 404

    def test_says_how_an_address_cannot_be_opened(self, client: Client, db: None) -> None:
        for answer in (client.post("/card/suspension"), client.get("/office/logout")):
            assert answer.status_code == 405
            assert "このページは、この方法では開けません" in answer.text
            assert answer.headers["Allow"]
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        client.cookies["kumiai-language"] = "en"
        assert "This page cannot be opened in this way" in client.post("/card/suspension").text
