"""What a notice may look like, whom it can be for, and how fast its copies go out."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TITLE_LENGTH_MAX = 100
TEXT_LENGTH_MAX = 10_000

# A step puts so many seconds' worth of copies into the outbox at once, and the next one follows
# when they have passed: ordinary mail finds its place between two steps.
STEP = timedelta(seconds=10)


class Audience(StrEnum):
    """Whom a notice is for (guide row G33)."""

    EVERYONE = "everyone"
    MEMBERS = "members"
    FACULTY = "faculty"
    JOINED_YEAR = "joined_year"
    MEAL_PLAN = "meal_plan"


class Readers(StrEnum):
    """Who of a membership reads it."""

    BOTH = "both"
    MEMBERS = "members"
    GUARDIANS = "guardians"


class NoticeProblem(StrEnum):
    """Why a notice cannot go out as it is."""

    NO_TITLE = "no_title"
    TITLE_TOO_LONG = "title_too_long"
    TITLE_NOT_ONE_LINE = "title_not_one_line"
    NO_TEXT = "no_text"
    TEXT_TOO_LONG = "text_too_long"
    CONTROL_SIGNS = "control_signs"
    ENDS_BEFORE_IT_STARTS = "ends_before_it_starts"
    IS_OVER = "is_over"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A notice as it is written; shown from `starts_at` until `ends_at`, without an end for ever.

    The English texts may be empty: the Japanese ones stand in their place. Of `faculty`,
    `joined_year` and `member_ids` only what the audience asks for is looked at; holders of a meal
    plan come as `member_ids` with the plan's name.
    """

    title: str
    text: str
    title_english: str = ""
    text_english: str = ""
    starts_at: datetime
    ends_at: datetime | None = None
    audience: Audience = Audience.EVERYONE
    readers: Readers = Readers.BOTH
    faculty: str = ""
    joined_year: int | None = None
    meal_plan: str = ""
    member_ids: frozenset[int] = frozenset()


def problem_with(draft: Draft, *, at: datetime) -> NoticeProblem | None:
    """What is wrong with its texts and its time; whether it reaches anybody is asked elsewhere."""
    return (
        _problem_with_title(draft.title)
        or (_problem_with_title(draft.title_english) if draft.title_english else None)
        or _problem_with_text(draft.text)
        or (_problem_with_text(draft.text_english) if draft.text_english else None)
        or _problem_with_time(draft.starts_at, draft.ends_at, at)
    )


def copies_a_step(a_minute: int) -> int:
    """How many copies one step puts into the outbox."""
    return max(1, a_minute * STEP // timedelta(minutes=1))


def _problem_with_title(title: str) -> NoticeProblem | None:
    if not title.strip():
        return NoticeProblem.NO_TITLE
    if len(title) > TITLE_LENGTH_MAX:
        return NoticeProblem.TITLE_TOO_LONG
    if any(_is_control(sign) for sign in title):
        return NoticeProblem.TITLE_NOT_ONE_LINE
    return None


def _problem_with_text(text: str) -> NoticeProblem | None:
    if not text.strip():
        return NoticeProblem.NO_TEXT
    if len(text) > TEXT_LENGTH_MAX:
        return NoticeProblem.TEXT_TOO_LONG
    if any(_is_control(sign) and sign not in "\n\t" for sign in text):
        return NoticeProblem.CONTROL_SIGNS
    return None


def _problem_with_time(
    starts_at: datetime, ends_at: datetime | None, at: datetime
) -> NoticeProblem | None:
    if ends_at is None:
        return None
    if ends_at <= starts_at:
        return NoticeProblem.ENDS_BEFORE_IT_STARTS
    return NoticeProblem.IS_OVER if ends_at <= at else None


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs")
