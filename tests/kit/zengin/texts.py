"""What may stand in a bank's file: texts, amounts and days, for generated tests."""

from datetime import date

from hypothesis import strategies as st

ARRIVED_ON = date(2026, 4, 10)
_SIGNS = "ABCXYZ0123456789ｱｲｳｶｷｸﾀﾁﾂﾊﾍﾎﾔﾕﾖﾗﾝﾞﾟｦ()｢｣/.-, "


def text(length: int) -> st.SearchStrategy[str]:
    """As the reader gives it back: without blanks at the end."""
    return st.text(_SIGNS, max_size=length).map(lambda said: said.rstrip(" "))


def digits(length: int) -> st.SearchStrategy[str]:
    return st.integers(1, 10**length - 1).map(lambda number: f"{number:0{length}}")


# An older day would lie nearer in the era that runs now, and not have come yet.
DAYS = st.dates(date(2013, 1, 1), ARRIVED_ON)
ENDS = st.sampled_from([b"\r\n", b"\n", b""])
