"""How a legal text is set."""

from hypothesis import given
from hypothesis import strategies as st

from kumiai.coops.legal import rules
from kumiai.coops.legal.rules import Part


class TestParts:
    def test_tell_headings_paragraphs_and_lists_apart(self) -> None:
        text = (
            "# 1. 目的\nこの規約は\n二行です。\n\n- 氏名\n- 住所\n以上\n\n\n# 2. 範囲\n# 3. 附則\n"
        )
        assert rules.parts(text) == (
            Part("heading", ("1. 目的",)),
            Part("paragraph", ("この規約は", "二行です。")),
            Part("list", ("氏名", "住所")),
            Part("paragraph", ("以上",)),
            Part("heading", ("2. 範囲",)),
            Part("heading", ("3. 附則",)),
        )

    def test_take_a_text_without_any_marks_as_it_is(self) -> None:
        assert rules.parts("#1 です。") == (Part("paragraph", ("#1 です。",)),)
        assert rules.parts("-1度") == (Part("paragraph", ("-1度",)),)

    @given(st.text(alphabet="あ#- \n"))
    def test_lose_no_word(self, text: str) -> None:
        kept = "".join(line for part in rules.parts(text) for line in part.lines)
        assert kept.count("あ") == text.count("あ")
