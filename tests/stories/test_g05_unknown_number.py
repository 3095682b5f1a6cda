"""G05: an unknown number is answered with the guide's sentence and how the number is written."""

import pytest
from playwright.sync_api import Page, expect

from tests.stories import applying
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import World


class TestUnknownNumber:
    @pytest.mark.parametrize("number", ["210110999999", "2101-1099", "210110999999p"])
    def test_is_told_so_with_a_hint(self, phone: Page, world: World, number: str) -> None:
        applying.type_number(phone, number)
        sentence = "入力された情報に該当する組合員が見つかりません"
        expect(phone.get_by_text(sentence).first).to_be_visible()
        expect(
            phone.get_by_text("半角数字12桁（ハイフンなし）で入力してください。")
        ).to_be_visible()
        expect(phone.get_by_text("「2101」から始まる番号です。")).to_be_visible()
        expect(phone.get_by_label("組合員番号")).to_have_value(number)
        look(phone, "first-time-unknown")
        assert_accessible(phone)
