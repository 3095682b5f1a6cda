"""What a co-op says of itself, and who changed it."""

from dataclasses import asdict, fields, replace
from datetime import datetime

import pytest

from kumiai.coops import queries as coops
from kumiai.coops.profile import actions
from kumiai.coops.profile.actions import CannotChangeCoop, Profile
from kumiai.coops.rules import Actor
from tests import cast

pytestmark = pytest.mark.django_db

NOON = datetime.fromisoformat("2026-11-25T12:00:00+09:00")


def profile(coop_id: int) -> Profile:
    facts = asdict(coops.coop(coop_id))
    return Profile(**{field.name: facts[field.name] for field in fields(Profile)})


def change(coop_id: int, becomes: Profile) -> None:
    actions.change_coop(
        coop_id=coop_id, profile=becomes, reason="改称", by=Actor("staff", "7"), at=NOON
    )


class TestChangeCoop:
    def test_changes_this_coop_alone_and_writes_down_what_was(self) -> None:
        coop, other = cast.coop_2101().id, cast.other_coop().id
        was, others = profile(coop), coops.coop(other)
        change(coop, replace(was, emoney_name="Appleマネー"))
        assert profile(coop) == replace(was, emoney_name="Appleマネー")
        assert coops.coop(other) == others
        act = coops.acts(coop, subject=f"coop:{coop}")[0]
        assert (act.verb, act.reason) == ("change_coop", "改称")
        assert act.details == {"emoney_name": {"was": was.emoney_name, "becomes": "Appleマネー"}}

    def test_refuses_to_change_nothing(self) -> None:
        coop = cast.coop_2101().id
        with pytest.raises(CannotChangeCoop):
            change(coop, profile(coop))
        with pytest.raises(CannotChangeCoop):
            change(9999, profile(coop))
