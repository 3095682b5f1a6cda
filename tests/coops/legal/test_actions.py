"""Taking legal texts in: new versions come, what was in force stays."""

from datetime import date, datetime, timedelta

import pytest

from kumiai.cli import coop_file
from kumiai.coops import imports
from kumiai.coops import queries as coops
from kumiai.coops.imports import NotACoopFile
from kumiai.coops.legal import actions, queries
from kumiai.coops.rules import Actor
from kumiai.kit.clock import TOKYO
from tests.coops.files import HIROSAKI
from tests.coops.legal.texts import version

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, tzinfo=TOKYO)
TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)
FIRST = version(1, date(2020, 4, 1))
MORI = Actor(kind="operator", id="mori")


def take_in(*texts: str) -> tuple[str, ...]:
    file = imports.read((HIROSAKI + "".join(texts)).encode())
    return coop_file.take_in(file, by=MORI, at=NOW).changes


def in_force(day: date = TODAY) -> int:
    return queries.versions_on(coop_id=2101, day=day)["terms"]


class TestTakeIn:
    def test_refuses_to_ask_consent_to_what_the_law_wants_said(self) -> None:
        with pytest.raises(NotACoopFile, match="nobody is asked"):
            take_in(version(1, TODAY, kind="emoney", needs_consent=True))

    def test_takes_the_first_versions_whenever_they_began(self) -> None:
        changes = take_in(FIRST, version(2, date(2024, 4, 1)), version(3, TOMORROW))
        assert changes[-3:] == (
            "terms 1 (2020-04-01)",
            "terms 2 (2024-04-01)",
            f"terms 3 ({TOMORROW.isoformat()})",
        )
        assert [in_force(date(2019, 1, 1)), in_force(), in_force(TOMORROW)] == [0, 2, 3]

    def test_changes_nothing_the_second_time(self) -> None:
        take_in(FIRST)
        acts = coops.acts(2101, subject="coop:2101")
        assert acts[0].verb == "take_in_legal_texts"
        assert take_in(FIRST) == ()
        assert coops.acts(2101, subject="coop:2101") == acts

    def test_leaves_alone_what_a_file_leaves_out(self) -> None:
        take_in(FIRST, version(1, date(2020, 4, 1), kind="privacy"))
        assert take_in(version(2, TOMORROW)) == (f"terms 2 ({TOMORROW.isoformat()})",)
        assert queries.versions_on(coop_id=2101, day=TOMORROW) == {"terms": 2, "privacy": 1}

    def test_changes_what_has_not_begun(self) -> None:
        take_in(FIRST, version(2, TOMORROW), version(3, TOMORROW + timedelta(days=1)))
        later = [TOMORROW + timedelta(days=days) for days in (1, 2)]
        assert len(take_in(version(2, later[0]), version(3, later[1], needs_consent=True))) == 2
        text = queries.text_on(coop_id=2101, kind="terms", day=later[1])
        assert text is not None
        assert (text.version, text.needs_consent) == (3, True)

    @pytest.mark.parametrize(
        "text",
        [
            version(1, date(2020, 4, 1), japanese='"別の文"'),
            version(1, date(2020, 4, 1), needs_consent=True),
            version(1, TOMORROW),
            version(2, TODAY),
            version(2, date(2020, 4, 1)),
        ],
    )
    def test_rewrites_nothing_that_has_begun(self, text: str) -> None:
        take_in(FIRST)
        with pytest.raises(actions.CannotRewrite):
            take_in(text)
        assert take_in(FIRST) == ()

    def test_keeps_the_order_of_versions(self) -> None:
        take_in(FIRST, version(3, TOMORROW))
        with pytest.raises(actions.CannotRewrite):
            take_in(version(2, TOMORROW + timedelta(days=1)))


class TestFile:
    @pytest.mark.parametrize(
        ("texts", "named"),
        [
            (FIRST + FIRST, "is named twice"),
            (FIRST + version(2, date(2020, 4, 1)), "terms 2 must start after terms 1"),
            (version(0, TODAY), "version"),
            (version(1, TODAY, kind="law"), "kind"),
            (version(1, TODAY, english='""'), "english"),
            (version(1, TODAY, japanese=r'"\u0007"'), "japanese"),
        ],
    )
    def test_says_what_is_wrong(self, texts: str, named: str) -> None:
        with pytest.raises(NotACoopFile, match=named):
            imports.read((HIROSAKI + texts).encode())
