"""What of the history is asked for: tab, month and filters, for pages and for what is saved."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from kumiai.coops.queries import StoreFacts
from kumiai.identity.sections import Section
from kumiai.kit import clock
from kumiai.portal.whose import Shown
from kumiai.purchases import queries, rules
from kumiai.purchases.queries import PurchaseFacts
from kumiai.ui.context import Text
from kumiai.wallet import queries as wallets
from kumiai.wallet.changes import Reason
from kumiai.wallet.queries import PrepaidStory, Step

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
SINGLE = frozenset({Section.TOTALS, Section.LINES})
# Of these everything since joining is shown (guide rows G28 and G35).
SINCE_JOINING = frozenset({"books", "learning_goods", "other"})
MEANS = ("any", "prepaid")
_TOP_UPS = frozenset({Reason.TOP_UP, Reason.COLLECTED, Reason.AUTO_TOP_UP, Reason.REPAID})

Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class Tab:
    """One way of looking at the history; `genres` for those of purchases.

    A guardian sees the tab whose `sections` are all shared. The tabs `by_genre` are a row of their
    own, and begin with what was paid with prepaid money (guide row G35).
    """

    name: Text
    genres: Sequence[str] = ()
    sections: frozenset[Section] = SINGLE
    by_genre: bool = False

    @property
    def means(self) -> str:
        """What is shown where nothing is said of how it was paid."""
        return "prepaid" if self.by_genre else "any"


TABS = {
    "all": Tab(_("全購入履歴"), queries.GENRES, sections=frozenset({Section.TOTALS})),
    "food": Tab(_("食の履歴"), ("food",)),
    "learning": Tab(_("学びの履歴"), queries.LEARNING),
    "top-ups": Tab(_("入金履歴"), sections=SINGLE | {Section.BALANCES}),
    "prepaid": Tab(_("プリペ履歴"), sections=SINGLE | {Section.BALANCES}),
    "genres": Tab(_("すべて"), queries.GENRES, by_genre=True),
    "genres-food": Tab(_("食"), ("food",), by_genre=True),
    "genres-books": Tab(_("書籍・雑誌"), ("books",), by_genre=True),
    "genres-other": Tab(_("その他"), ("learning_goods", "other"), by_genre=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A month of a tab, and of its purchases those of one store, one genre, or paid so.

    Where `means` is empty, it is the tab's own.
    """

    key: str
    month: date
    store: StoreFacts | None = None
    genre: str = ""
    means: str = ""

    @property
    def tab(self) -> Tab:
        return TABS[self.key]

    @property
    def genres(self) -> Sequence[str]:
        return (self.genre,) if self.genre else self.tab.genres

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter leaves something out that the tab has."""
        return bool(self.store or self.genre or (self.means and not self.tab.by_genre))

    @property
    def is_prepaid(self) -> bool:
        """Whether only what prepaid money paid something of is shown."""
        return (self.means or self.tab.means) == "prepaid"

    @property
    def kept(self) -> str:
        """The query that keeps everything but the month."""
        chosen = {
            "tab": self.key,
            "store": self.store.code if self.store else "",
            "genre": self.genre,
            "means": self.means,
        }
        return urlencode({name: value for name, value in chosen.items() if value})

    @property
    def query(self) -> str:
        return f"{self.kept}&month={self.month:%Y-%m}"


def asked(request: HttpRequest, stores: Sequence[StoreFacts], today: date) -> Asked:
    """What the address asks for; a page that never was for what there is not."""
    given = request.GET
    key = given.get("tab", "all")
    if key not in TABS:
        raise Http404
    tab, month = TABS[key], wanted_month(request, today.replace(day=1))
    if not tab.genres:
        return Asked(key=key, month=month)
    return Asked(
        key=key,
        month=month,
        store=_one_of({store.code: store for store in stores}, given.get("store", "")),
        genre=_one_of({genre: genre for genre in tab.genres}, given.get("genre", "")) or "",
        means=_one_of(
            {means: "" if means == tab.means else means for means in MEANS}, given.get("means", "")
        )
        or "",
    )


def _one_of(choices: Mapping[str, Choice], text: str) -> Choice | None:
    """None where nothing is chosen."""
    if not text:
        return None
    if text not in choices:
        raise Http404
    return choices[text]


def month_choices(wanted: Asked, shown: Shown) -> list[date]:
    """The months that can be asked for, the latest first: so many, or since the first purchase."""
    today = clock.tokyo_date(shown.at)
    months = rules.months_shown(today, count=shown.policy.history_months)
    if not wanted.genres or not SINCE_JOINING.issuperset(wanted.genres):
        return months
    first = queries.first_day(coop_id=shown.coop_id, member_id=shown.member_id)
    return max(months, rules.months_since(first, today) if first else [], key=len)


def wanted_month(request: HttpRequest, usual: date) -> date:
    """`?month=2026-11`; a page that never was for anything else."""
    text = request.GET.get("month")
    if text is None:
        return usual
    found = _MONTH.fullmatch(text)
    try:
        if found:
            return date(int(found[1]), int(found[2]), 1)
    except ValueError:
        pass
    raise Http404


def bought_in(shown: Shown, wanted: Asked) -> tuple[PurchaseFacts, ...]:
    """The purchases of the month that are asked for, the latest first."""
    return queries.purchases(
        coop_id=shown.coop_id,
        member_id=shown.member_id,
        since=clock.day_start(wanted.month),
        before=clock.day_start(rules.month_after(wanted.month)),
        genres=wanted.genres,
        store_id=wanted.store.id if wanted.store else None,
        is_prepaid=wanted.is_prepaid,
    )


def moved_in(shown: Shown, month: date) -> PrepaidStory:
    """How prepaid money moved in a month, oldest first."""
    return wallets.prepaid_story(
        coop_id=shown.coop_id,
        member_id=shown.member_id,
        since=clock.day_start(month),
        before=clock.day_start(rules.month_after(month)),
    )


def comes_in(step: Step) -> bool:
    """Money that came in; what it paid of a debt came in as well."""
    return (step.change_yen > 0) != step.is_debt


def is_top_up(step: Step) -> bool:
    """Money topped up by any way, and the taking back of such; not what a sale gave back."""
    if step.reason is Reason.CORRECTED:
        return comes_in(step)
    return step.reason in _TOP_UPS or (step.reason is Reason.TAKEN_BACK and not comes_in(step))
