"""How money, points, numbers, days and times are written, in Japanese and in English.

Yen are whole yen, points are tenths of a point. Moments are shown in Tokyo's time. Every
function takes the language ("ja" or "en"), so that mails and receipts can use them as pages do.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from kumiai.kit import clock

MINUS = "\N{MINUS SIGN}"
WEEKDAYS_JA = "月火水木金土日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def yen(amount: int, language: str) -> str:
    """`1,234円`, `¥1,234`."""
    if language != "en":
        return f"{thousands(amount)}円"
    return f"{MINUS if amount < 0 else ''}¥{abs(amount):,}"


def thousands(amount: int) -> str:
    """`1,234`, `−610`."""
    return f"{MINUS if amount < 0 else ''}{abs(amount):,}"


def signed_yen(amount: int, language: str) -> str:
    """A movement: `+200円`, `−610円`, `0円`."""
    return ("+" if amount > 0 else "") + yen(amount, language)


def point_figure(tenths: int) -> str:
    """`28.7`, and `430` where no tenth is left over."""
    sign = MINUS if tenths < 0 else ""
    whole, tenth = divmod(abs(tenths), 10)
    return f"{sign}{whole:,}.{tenth}" if tenth else f"{sign}{whole:,}"


def points(tenths: int, language: str) -> str:
    """`28.7ポイント`, `28.7 points`."""
    figure = point_figure(tenths)
    if language != "en":
        return f"{figure}ポイント"
    return f"{figure} point" if tenths == 10 else f"{figure} points"


def signed_points(tenths: int, language: str) -> str:
    """A movement: `+4.6ポイント`, `−200ポイント`."""
    return ("+" if tenths > 0 else "") + points(tenths, language)


def member_number(number: str) -> str:
    """Twelve digits as `2101 2412 3456`; a guardian's p stays at the end."""
    return " ".join(number[at : at + 4] for at in range(0, 8, 4)) + " " + number[8:]


def day_of(moment: date | datetime) -> date:
    """The day itself, or the day in Tokyo of a moment."""
    return clock.tokyo_date(moment) if isinstance(moment, datetime) else moment


def long_date(moment: date | datetime, language: str) -> str:
    """`2026年11月23日（月）`, `Mon 23 November 2026`."""
    day = day_of(moment)
    if language == "en":
        return f"{_weekday_en(day)} {day.day} {MONTHS_EN[day.month - 1]} {day.year}"
    return f"{day.year}年{short_date(day, language)}"


def short_date(moment: date | datetime, language: str) -> str:
    """`11月23日（月）`, `Mon 23 Nov`."""
    day = day_of(moment)
    if language == "en":
        return f"{_weekday_en(day)} {day.day} {MONTHS_EN[day.month - 1][:3]}"
    return f"{day.month}月{day.day}日（{WEEKDAYS_JA[day.weekday()]}）"


def weekdays(days: Iterable[int], language: str) -> str:
    """Monday is 0: `月火水木金`, `Mon Tue`."""
    if language == "en":
        return " ".join(WEEKDAYS_EN[day] for day in sorted(days))
    return "".join(WEEKDAYS_JA[day] for day in sorted(days))


def window(
    opens_at: time | None, closes_at: time | None, limit_yen: int | None, language: str
) -> str:
    """Hours of a day: `07:30〜10:00`, `17:00〜`, `07:30〜10:00（250円まで）`."""
    begin, end = (at.strftime("%H:%M") if at else "" for at in (opens_at, closes_at))
    if language != "en":
        limit = "" if limit_yen is None else f"（{yen(limit_yen, language)}まで）"
        return f"{begin}〜{end}{limit}"
    limit = "" if limit_yen is None else f" (up to {yen(limit_yen, language)})"
    if begin and end:
        return f"{begin}–{end}{limit}"
    return (f"from {begin}" if begin else f"until {end}") + limit


def date_beside(moment: date | datetime, now: date | datetime, language: str) -> str:
    """As short as it stays clear: with its year only where that is not the year of `now`."""
    is_of_this_year = day_of(moment).year == day_of(now).year
    return short_date(moment, language) if is_of_this_year else long_date(moment, language)


def tiny_date(moment: date | datetime, language: str) -> str:
    """`11/23`, `23 Nov`: where a chart leaves no room."""
    day = day_of(moment)
    if language == "en":
        return f"{day.day} {MONTHS_EN[day.month - 1][:3]}"
    return f"{day.month}/{day.day}"


def month(moment: date | datetime, language: str) -> str:
    """`2026年11月`, `November 2026`."""
    day = day_of(moment)
    if language == "en":
        return f"{MONTHS_EN[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月"


def short_month(moment: date | datetime, language: str) -> str:
    """`11月`, `Nov`."""
    day = day_of(moment)
    return MONTHS_EN[day.month - 1][:3] if language == "en" else f"{day.month}月"


def clock_time(moment: datetime) -> str:
    """`12:05` in Tokyo."""
    return moment.astimezone(clock.TOKYO).strftime("%H:%M")


def duration(length: timedelta, language: str) -> str:
    """`45分`, `3時間20分`, `2日5時間`: the two largest parts."""
    minutes = round(length.total_seconds() / 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    named = ((days, "日", " d"), (hours, "時間", " h"), (rest, "分", " min"))
    parts = [(count, ja, en) for count, ja, en in named if count][:2] or [(0, "分", " min")]
    if language == "en":
        return " ".join(f"{count}{en}" for count, _, en in parts)
    return "".join(f"{count}{ja}" for count, ja, _ in parts)


def coming_time(moment: datetime, language: str, *, at: datetime) -> str:
    """`12:05` while it is of the same day in Tokyo, else with its day: `11月24日（火）12:05`."""
    time = clock_time(moment)
    if day_of(moment) == day_of(at):
        return time
    return f"{short_date(moment, language)}{' ' if language == 'en' else ''}{time}"


def _weekday_en(day: date) -> str:
    return WEEKDAYS_EN[day.weekday()]
