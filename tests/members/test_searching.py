"""Finding members where very many would do: the database reads no more than is shown."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kumiai.members import searching
from kumiai.members.models import Member
from tests import cast

pytestmark = pytest.mark.django_db
MANY = 2_000


def many_alike() -> cast.Coop:
    """Two thousand of one family name, given name, and beginning of every number."""
    coop = cast.coop_2101()
    Member.objects.bulk_create(
        Member(
            coop_id=coop.id,
            member_number=f"210188{number:06}",
            name=f"津軽　花子{number:04}",
            kana=f"ツガル ハナコ{chr(ord('ア') + number % 80)}",
            birth_date=date(2006, 4, 2),
            joined_year=2025,
            home_phone=f"0172{number:06}",
            guardian_mobile=f"090{number:08}",
        )
        for number in range(MANY)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE members_member")
    return coop


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


class TestSearch:
    def test_reads_no_more_than_is_shown(self) -> None:
        coop = many_alike()
        for typed in ("津", "津軽 花子", "花子", "つ", "ハ", "2101", "0172", "0900"):
            with CaptureQueriesContext(connection) as asked:
                found = searching.search(coop_id=coop.id, typed=typed)
            assert (len(found.hits), found.is_more) == (searching.SHOWN_MAX, True)
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {asked[0]['sql']}")
                (told,) = cursor.fetchone()
            plan = json.loads(told)[0]["Plan"] if isinstance(told, str) else told[0]["Plan"]
            read = [
                node["Actual Rows"] * node["Actual Loops"]
                for node in nodes(plan)
                if node.get("Index Name", "").startswith("member_")
            ]
            assert max(read) == searching.SHOWN_MAX + 1, typed

    def test_finds_the_one_among_them(self) -> None:
        coop = many_alike()
        for typed in ("210188001234", "津軽花子1234", "0172001234", "09000001234"):
            (hit,) = searching.search(coop_id=coop.id, typed=typed).hits
            assert hit.member_number == "210188001234"
