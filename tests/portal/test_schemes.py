"""What the login page says of the way in, as each co-op's policy has it."""

import pytest
from django.test import Client

from tests import cast

BIRTH_DATE, CODE, CARD = "生年月日8桁", "登録コード", "組合員証をかざしてください"


class TestLoginPage:
    @pytest.mark.parametrize(
        ("scheme", "said", "not_said"),
        [
            ("guide", {BIRTH_DATE}, {CODE, CARD}),
            ("code", {CODE}, {BIRTH_DATE, CARD}),
            ("card", {BIRTH_DATE, CARD}, {CODE}),
        ],
    )
    def test_says_what_opens_the_form(
        self, client: Client, db: None, scheme: str, said: set[str], not_said: set[str]
    ) -> None:
        cast.coop_2101(provisional_scheme=scheme)
        text = client.get("/").text
        assert {words for words in said | not_said if words in text} == said

    def test_asks_for_the_card_before_it_looks_at_a_password(
        self, client: Client, db: None
    ) -> None:
        hanako = cast.hanako(cast.coop_2101(provisional_scheme="card"))
        for login_id, password in (
            (hanako.member_number, hanako.provisional_password),
            (hanako.member_number, "00000000"),
            ("210125999999", "00000000"),
        ):
            answer = client.post("/", {"login_id": login_id, "password": password})
            assert answer.status_code == 422
            assert "組合員証の確認が必要です" in answer.text
            assert "kumiai-ticket" not in answer.cookies
