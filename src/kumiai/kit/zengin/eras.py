"""Days as banks write them: YYMMDD in the years of an era that is not named."""

from datetime import date

# The year before the first of each era, its first day, its last.
_ERAS = (
    (2018, date(2019, 5, 1), date.max),
    (1988, date(1989, 1, 8), date(2019, 4, 30)),
    (1925, date(1926, 12, 25), date(1989, 1, 7)),
)


def read_day(text: str, *, near: date) -> date | None:
    """The day six digits mean: that of the era which lies nearest to `near`. None if there is none.

    Heisei ended on 30 April 2019; 31 years and more are Shōwa's or Reiwa's.
    """
    year, month, day = int(text[:2]), int(text[2:4]), int(text[4:])
    found = []
    for year_before, first, last in _ERAS:
        try:
            meant = date(year_before + year, month, day)
        except ValueError:
            continue
        if year and first <= meant <= last:
            found.append(meant)
    return min(found, key=lambda meant: abs(meant - near), default=None)


def write_day(day: date | None) -> str:
    """Six digits in the era of that day, blank for none.

    ValueError for a day before Shōwa, or of a year 100.
    """
    if day is None:
        return ""
    for year_before, first, last in _ERAS:
        if first <= day <= last and day.year - year_before < 100:
            return f"{day.year - year_before:02}{day:%m%d}"
    raise ValueError(f"{day} has no year of two digits in an era")
