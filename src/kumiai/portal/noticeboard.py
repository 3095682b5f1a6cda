"""Notices as the pages show them: in the reader's language, and with whom they are for."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from kumiai.identity.viewing import Viewer
from kumiai.kit import clock
from kumiai.notices import queries as notices
from kumiai.notices.queries import Posted, Reader
from kumiai.notices.rules import Audience
from kumiai.ui.context import Text

ON_TOP_PAGE = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """One notice; `language` is that of its text, `is_in_japanese` where the page is English."""

    id: int
    title: str
    text: str
    whom: Text
    starts_at: datetime
    is_unread: bool
    language: str
    is_in_japanese: bool


@dataclass(frozen=True, slots=True)
class Board:
    """Some of the reader's notices, and how many there are in all and unread."""

    notices: tuple[Shown, ...]
    total: int
    unread: int


def reader_of(login: Viewer) -> Reader:
    """Each person reads for themselves: the member's readings are not the guardian's."""
    return Reader(login.coop_id, login.member_id, login.kind)


def board(login: Viewer, *, count: int = ON_TOP_PAGE, skipped: int = 0) -> Board:
    """The unread ones first (guide row G33)."""
    found = notices.board(reader=reader_of(login), at=clock.now(), count=count, skipped=skipped)
    shown = tuple(notice(posted, login) for posted in found.notices)
    return Board(shown, found.total, found.unread)


def notice(posted: Posted, login: Viewer) -> Shown:
    """The English texts where the page is English and there are any."""
    is_english = translation.get_language() == "en"
    return Shown(
        id=posted.id,
        title=(is_english and posted.title_english) or posted.title,
        text=(is_english and posted.text_english) or posted.text,
        whom=_whom(posted, login),
        starts_at=posted.starts_at,
        is_unread=posted.is_unread,
        language="en" if is_english and posted.text_english else "ja",
        is_in_japanese=is_english and not posted.text_english,
    )


def _whom(posted: Posted, login: Viewer) -> Text:
    match posted.audience:
        case Audience.MEMBERS:
            return _("保護者の方へ") if login.kind == "guardian" else _("あなたへ")
        case Audience.FACULTY:
            return _("%(faculty)sの方へ") % {"faculty": posted.faculty}
        case Audience.JOINED_YEAR:
            return _("%(year)s年に加入した方へ") % {"year": posted.joined_year}
        case Audience.MEAL_PLAN:
            return _("ミールカードをお使いの方へ")
    return ""
