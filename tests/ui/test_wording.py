"""Money, points and days as the pages write them, in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kumiai.ui import wording

MONDAY = date(2026, 11, 23)


class TestYen:
    @pytest.mark.parametrize(
        ("amount", "japanese", "english"),
        [
            (0, "0円", "¥0"),
            (1234, "1,234円", "¥1,234"),
            (-610, "−610円", "−¥610"),
            (99999, "99,999円", "¥99,999"),
        ],
    )
    def test_is_grouped_and_has_its_unit(self, amount: int, japanese: str, english: str) -> None:
        assert wording.yen(amount, "ja") == japanese
        assert wording.yen(amount, "en") == english

    def test_of_a_movement_says_its_direction(self) -> None:
        signed = [wording.signed_yen(amount, "ja") for amount in (200, -610, 0)]
        assert signed == ["+200円", "−610円", "0円"]


class TestPoints:
    @pytest.mark.parametrize(
        ("tenths", "figure"),
        [(0, "0"), (7, "0.7"), (287, "28.7"), (4300, "430"), (29114, "2,911.4"), (-15, "−1.5")],
    )
    def test_are_counted_in_tenths(self, tenths: int, figure: str) -> None:
        assert wording.point_figure(tenths) == figure
        assert wording.points(tenths, "ja") == f"{figure}ポイント"

    def test_of_a_movement_say_its_direction(self) -> None:
        signed = [wording.signed_points(tenths, "ja") for tenths in (46, -2000, 0)]
        assert signed == ["+4.6ポイント", "−200ポイント", "0ポイント"]

    def test_are_singular_in_english_when_there_is_one(self) -> None:
        assert wording.points(10, "en") == "1 point"
        assert wording.points(287, "en") == "28.7 points"


class TestMemberNumber:
    def test_is_grouped_by_four(self) -> None:
        assert wording.member_number("210124123456") == "2101 2412 3456"

    def test_keeps_a_guardians_letter_at_its_end(self) -> None:
        assert wording.member_number("210124123456p") == "2101 2412 3456p"


class TestDates:
    def test_name_the_day_of_the_week(self) -> None:
        assert wording.long_date(MONDAY, "ja") == "2026年11月23日（月）"
        assert wording.long_date(MONDAY, "en") == "Mon 23 November 2026"
        assert wording.short_date(MONDAY, "ja") == "11月23日（月）"
        assert wording.short_date(MONDAY, "en") == "Mon 23 Nov"

    def test_name_the_year_where_it_is_not_this_one(self) -> None:
        this_year, next_year = date(2026, 1, 1), date(2027, 1, 1)
        assert wording.date_beside(MONDAY, this_year, "ja") == "11月23日（月）"
        assert wording.date_beside(MONDAY, next_year, "ja") == "2026年11月23日（月）"
        assert wording.date_beside(MONDAY, next_year, "en") == "Mon 23 November 2026"

    def test_are_short_where_a_chart_leaves_no_room(self) -> None:
        assert wording.tiny_date(date(2026, 4, 1), "ja") == "4/1"
        assert wording.tiny_date(date(2026, 4, 1), "en") == "1 Apr"

    def test_of_months_leave_out_the_day(self) -> None:
        assert wording.month(MONDAY, "ja") == "2026年11月"
        assert wording.month(MONDAY, "en") == "November 2026"
        assert wording.short_month(MONDAY, "ja") == "11月"
        assert wording.short_month(MONDAY, "en") == "Nov"

    def test_of_moments_are_those_of_tokyo(self) -> None:
        late_in_utc = datetime(2026, 11, 22, 15, 5, tzinfo=UTC)
        assert wording.long_date(late_in_utc, "ja") == "2026年11月23日（月）"
        assert wording.clock_time(late_in_utc) == "00:05"

    def test_of_a_coming_moment_is_left_out_today(self) -> None:
        moment = datetime(2026, 11, 22, 15, 5, tzinfo=UTC)
        same_day, day_before = moment - timedelta(minutes=5), moment - timedelta(minutes=6)
        assert wording.coming_time(moment, "ja", at=same_day) == "00:05"
        assert wording.coming_time(moment, "ja", at=day_before) == "11月23日（月）00:05"
        assert wording.coming_time(moment, "en", at=day_before) == "Mon 23 Nov 00:05"
