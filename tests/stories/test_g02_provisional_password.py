"""G02: the provisional password by year of joining, the same for the member and the guardian."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.stories import registering
from tests.stories.conftest import World

WRONG = "ログインIDまたはパスワードが違います"


class TestProvisionalPassword:
    @pytest.mark.parametrize("password", ["654321", "112222"], ids=["home", "guardian's mobile"])
    @pytest.mark.parametrize("sign", ["", "p"], ids=["member", "guardian"])
    def test_is_the_end_of_either_phone_for_2014_to_2019(
        self, page: Page, world: World, numbers: Callable[..., str], password: str, sign: str
    ) -> None:
        kenji = registering.newcomer(world, numbers(joined=2016), cast.KENJI)
        registering.log_in(page, kenji.member_number + sign, password)
        expect(page.get_by_role("heading", name="本登録", exact=True)).to_be_visible()
        expect(page.get_by_text("組合員の生年月日").first).to_be_visible()

    @pytest.mark.parametrize("sign", ["", "p"], ids=["member", "guardian"])
    def test_is_the_birth_date_since_2020(
        self, page: Page, world: World, numbers: Callable[..., str], sign: str
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        registering.log_in(page, hanako.member_number + sign, "20060402")
        expect(page.get_by_role("heading", name="本登録", exact=True)).to_be_visible()
        expect(page.get_by_text("電話番号の下6桁").first).to_be_visible()

    def test_is_not_the_one_of_other_years(
        self, page: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        kenji = registering.newcomer(world, numbers(joined=2016), cast.KENJI)
        registering.log_in(page, kenji.member_number, "19970814")
        expect(page.get_by_text(WRONG).first).to_be_visible()
        hanako = registering.newcomer(world, numbers())
        registering.log_in(page, hanako.member_number, "361234")
        expect(page.get_by_text(WRONG).first).to_be_visible()
