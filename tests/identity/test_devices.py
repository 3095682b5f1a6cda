"""What a browser is called, and how much of its network is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.identity import devices

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "


class TestDevice:
    @pytest.mark.parametrize(
        ("user_agent", "name"),
        [
            (WINDOWS + "Chrome/141.0.0.0 Safari/537.36", "Chrome, Windows"),
            (WINDOWS + "Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0", "Edge, Windows"),
            (
                IPHONE + "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Firefox/140.0", "Firefox, Android"),
            ("w3m/0.5.3+git20230121", "w3m"),
            ("", ""),
            ("curl/8", ""),
        ],
    )
    def test_is_named_by_browser_and_system(self, user_agent: str, name: str) -> None:
        assert devices.device(user_agent) == name

    @given(st.text())
    def test_is_one_of_our_own_words_whatever_is_said(self, user_agent: str) -> None:
        assert set(devices.device(user_agent)) <= set("abcdefghijklmnopqrstuvwxyz3, CEFILOPSMAW")


class TestRoughNetwork:
    @pytest.mark.parametrize(
        ("address", "shown"),
        [
            ("192.0.2.77", "192.0.2.*"),
            ("::ffff:192.0.2.77", "192.0.2.*"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::*"),
            ("", ""),
            ("unix:", ""),
        ],
    )
    def test_leaves_out_who_sits_there(self, address: str, shown: str) -> None:
        assert devices.rough_network(address) == shown
