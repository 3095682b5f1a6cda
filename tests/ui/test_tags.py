"""The components that page templates are written with."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.utils import translation

from kumiai.ui import charts
from kumiai.ui.context import NavItem


def drawn(source: str, **given: Any) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(given)


class Sample(forms.Form):
    kana = forms.CharField(label="フリガナ", help_text="カタカナで")
    phone = forms.CharField(label="電話番号", required=False)
    kind = forms.ChoiceField(
        label="どなた", widget=forms.RadioSelect, choices=[("m", "本人"), ("g", "保護者")]
    )
    agrees = forms.BooleanField(label="利用規約に同意します。")


class TestField:
    def test_ties_hint_and_error_to_the_control(self) -> None:
        text = drawn("{% field form.kana %}", form=Sample({}))
        assert 'aria-describedby="id_kana_hint id_kana_error"' in text
        assert 'id="id_kana_hint"' in text
        assert 'id="id_kana_error"' in text
        assert 'aria-invalid="true"' in text

    def test_says_in_words_whether_it_must_be_filled_in(self) -> None:
        assert "必須" in drawn("{% field form.kana %}", form=Sample())
        assert "任意" in drawn("{% field form.phone %}", form=Sample())

    def test_of_several_choices_is_a_group_with_a_legend(self) -> None:
        text = drawn("{% field form.kind %}", form=Sample({}))
        assert "<fieldset" in text
        assert "<legend" in text

    def test_of_consent_has_its_label_beside_it(self) -> None:
        text = drawn("{% field form.agrees %}", form=Sample())
        assert '<label class="choice">' in text
        assert text.count("利用規約に同意します。") == 1

    def test_takes_a_button_beside_its_control(self) -> None:
        source = "{% field_with form.kana %}<button>テスト</button>{% endfield_with %}"
        assert "<button>テスト</button>" in drawn(source, form=Sample())

    def test_escapes_what_was_typed(self) -> None:
        text = drawn("{% field form.kana %}", form=Sample({"kana": '"><script>'}))
        assert "<script>" not in text


class TestErrorSummary:
    def test_counts_and_links_every_error(self) -> None:
        form = Sample({"kind": "x"})
        form.add_error(None, "もう一度お試しください")
        text = drawn("{% error_summary form %}", form=form)
        assert "（4件）" in text
        assert 'href="#id_kana"' in text
        assert 'href="#id_kind"' in text
        assert "もう一度お試しください" in text
        assert "autofocus" in text

    def test_links_to_what_is_there(self) -> None:
        source = "{% error_summary form %}{% for f in form %}{% field f %}{% endfor %}"
        text = drawn(source, form=Sample({}))
        for target in ("id_kana", "id_kind", "id_agrees"):
            assert f'href="#{target}"' in text
            assert f'id="{target}"' in text

    def test_writes_as_the_language_does(self) -> None:
        assert "フリガナ：" in drawn("{% error_summary form %}", form=Sample({}))
        with translation.override("en"):
            assert "：" not in drawn("{% error_summary form %}", form=Sample({}))

    def test_is_not_there_without_errors(self) -> None:
        assert drawn("{% error_summary form %}", form=Sample()).strip() == ""


class TestFigures:
    def test_put_the_unit_where_the_language_has_it(self) -> None:
        assert "12,340</span><span" in drawn("{% figure_yen 12340 %}")
        with translation.override("en"):
            assert "¥</span><span>12,340" in drawn("{% figure_yen 12340 'hero' %}")
            assert "points" in drawn("{% figure_points 1542 %}")

    def test_say_as_of_when(self) -> None:
        assert "2026年11月22日（日）終了時点" in drawn("{% as_of day %}", day=date(2026, 11, 22))
        moment = datetime(2026, 11, 23, 3, 5, tzinfo=UTC)
        assert "11月23日（月） 12:05 現在" in drawn("{% as_of moment %}", moment=moment)


class TestWaysThrough:
    def test_a_stepper_names_the_step_one_is_at(self) -> None:
        text = drawn("{% stepper 2 'ア' 'イ' 'ウ' %}")
        assert text.count("stepper__step--done") == 1
        assert text.count('aria-current="step"') == 1

    def test_tabs_name_the_tab_shown(self) -> None:
        items = [NavItem("全購入履歴", "/purchases"), NavItem("食", "/purchases?tab=food")]
        source = "{% tabs '種類' items '/purchases?tab=food' %}"
        assert drawn(source, items=items).count('aria-current="page"') == 1

    @pytest.mark.parametrize("kind", ["info", "warn", "danger"])
    def test_a_notice_says_its_kind(self, kind: str) -> None:
        text = drawn("{% notice kind %}<p>{{ word }}</p>{% endnotice %}", kind=kind, word="<b>")
        assert f"notice--{kind}" in text
        assert "<p>&lt;b&gt;</p>" in text


class TestCharts:
    MONTHS = (
        charts.Bar(date(2026, 10, 1), 10640),
        charts.Bar(date(2026, 11, 1), 7350, is_running=True),
    )

    def test_have_a_name_labels_and_a_table(self) -> None:
        text = drawn("{% month_bars '利用額' bars %}", bars=self.MONTHS)
        assert 'role="img"' in text
        assert 'aria-label="利用額。10月から11月まで"' in text
        assert "10,640円" in text
        assert "2026年11月" in text
        assert "style=" not in text

    def test_of_days_show_the_limit(self) -> None:
        text = drawn("{% day_bars '利用額' bars 1200 %}", bars=self.MONTHS)
        assert "上限 1,200円" in text
        assert "今日" in text

    def test_of_kinds_have_a_legend(self) -> None:
        stacks = [charts.Stack(date(2026, 11, 1), (11960, 1740))]
        text = drawn("{% stacked_bars '購入額' stacks kinds %}", stacks=stacks, kinds=["食", "本"])
        assert text.count("chart__swatch") == 2
        assert "13,700円" in text

    def test_stand_empty_where_there_is_nothing_yet(self) -> None:
        for source in ("{% month_bars 'あ' none %}", "{% day_bars 'あ' none %}"):
            assert 'aria-label="あ"' in drawn(source, none=[])
        assert drawn("{% stacked_bars 'あ' none none %}", none=[])

    def test_of_points_say_what_is_missing(self) -> None:
        text = drawn("{% points_progress 1542 2000 %}")
        assert 'aria-label="200ポイントまで、あと45.8ポイント"' in text
        assert 'width="77.1%"' in text
