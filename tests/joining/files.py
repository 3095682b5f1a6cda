"""Member files on their way: as the office brings them, and as the worker takes them."""

from datetime import datetime, timedelta

from kumiai.joining import actions, queries
from kumiai.joining.queries import FileFacts
from kumiai.kit.clock import TOKYO
from kumiai.meals.models import MealPlan
from tests import cast
from tests.members.files import HANAKO, member_csv

AT = datetime(2026, 4, 8, 10, tzinfo=TOKYO)


def many(count: int) -> bytes:
    """A file of so many members; every tenth leaves the guardian's name out."""
    rows = [
        HANAKO
        | {"組合員番号": f"2101{number:08}", "保護者氏名": "青森 光子" if number % 10 else ""}
        for number in range(1, count + 1)
    ]
    return member_csv(*rows).encode()


def plan(name: str, *, since: datetime = AT) -> MealPlan:
    """A meal plan that rows can name."""
    return MealPlan.objects.create(
        coop_id=2101,
        name=name,
        daily_limit_yen=1_200,
        weekdays=list(range(7)),
        starts_on=since.date(),
        ends_on=since.date() + timedelta(days=300),
    )


def received(raw: bytes, *, name: str = "members.csv", at: datetime = AT) -> FileFacts:
    """A file that was brought and read, nothing of it taken in."""
    file_id = actions.receive(coop_id=2101, name=name, raw=raw, by=cast.OPERATOR, at=at)
    assert actions.read(file_id=file_id, now=lambda: at)
    return facts(file_id)


def taken_in(raw: bytes, *, name: str = "members.csv", at: datetime = AT) -> FileFacts:
    """A file that was brought, read, ordered and worked off."""
    file = received(raw, name=name, at=at)
    actions.order(coop_id=2101, file_id=file.id, by=cast.OPERATOR, at=at)
    assert actions.work_off(file_id=file.id, now=lambda: at)
    return facts(file.id)


def facts(file_id: int) -> FileFacts:
    """How it is now."""
    return queries.file(coop_id=2101, file_id=file_id)
