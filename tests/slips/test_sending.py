"""Slips sent out: a reference for each member, by which what is paid finds its way back."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from kumiai.coops import queries as coops
from kumiai.kit.clock import TOKYO
from kumiai.slips import actions, queries, rules
from kumiai.slips.actions import CannotSend, SlipsAsked
from tests import cast
from tests.cast import Person

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 10, tzinfo=TOKYO)
TEXTBOOKS = SlipsAsked(purpose="教科書代", guide_amount_yen=30_000, due_on=date(2026, 3, 31))


def send(
    *people: Person, asked: SlipsAsked = TEXTBOOKS, coop_id: int = 2101, at: datetime = AT
) -> int:
    return actions.send_slips(
        coop_id=coop_id,
        member_ids=[person.id for person in people],
        asked=asked,
        by=cast.OPERATOR,
        at=at,
    )


def sent(reference: str, *, coop_id: int = 2101) -> queries.SentSlip:
    return queries.sent_slips_by_reference(coop_id=coop_id, references=[reference])[reference]


class TestSendSlips:
    def test_gives_each_member_a_reference_that_names_them(self) -> None:
        coop = cast.coop_2101()
        hanako, taro = cast.hanako(coop), cast.taro(coop)
        slips = queries.slips_of_sending(coop_id=2101, sending_id=send(hanako, taro))
        assert [slip.member_id for slip in slips] == [hanako.id, taro.id]
        for slip in slips:
            assert rules.read_sent_reference(slip.reference) == slip.reference
            found = sent(slip.reference)
            assert (found.member_id, found.guide_amount_yen) == (slip.member_id, 30_000)

    def test_never_gives_a_reference_twice(self) -> None:
        coop = cast.coop_2101()
        hanako, taro = cast.hanako(coop), cast.taro(coop)
        send(hanako, taro)
        send(hanako)
        references = [
            slip.reference
            for person in (hanako, taro)
            for slip in queries.slips_sent_to(coop_id=2101, member_id=person.id)
        ]
        assert sorted(references) == [rules.sent_reference(number) for number in (1, 2, 3)]

    def test_makes_one_slip_for_somebody_named_twice(self) -> None:
        hanako = cast.hanako(cast.coop_2101())
        assert len(queries.slips_of_sending(coop_id=2101, sending_id=send(hanako, hanako))) == 1

    def test_makes_the_same_slips_once_however_often_the_button_is_pressed(self) -> None:
        coop = cast.coop_2101()
        hanako, taro = cast.hanako(coop), cast.taro(coop)
        send(hanako, taro)
        with pytest.raises(CannotSend, match="just_now"):
            send(taro, hanako)
        send(hanako, taro, asked=replace(TEXTBOOKS, guide_amount_yen=20_000))
        send(hanako, taro, at=AT + timedelta(minutes=2))

    def test_counts_for_each_coop_apart(self) -> None:
        hanako, jiro = cast.hanako(cast.coop_2101()), cast.jiro(cast.other_coop())
        send(hanako)
        send(jiro, coop_id=jiro.coop_id)
        reference = rules.sent_reference(1)
        assert sent(reference, coop_id=jiro.coop_id).member_id == jiro.id

    def test_is_written_into_the_log(self) -> None:
        sending = send(cast.hanako(cast.coop_2101()))
        (act,) = coops.acts(2101, subject=f"slip_sending:{sending}")
        assert (act.verb, act.details["count"]) == ("send_slips", 1)

    @pytest.mark.parametrize(
        ("changed", "problem"),
        [
            ({"guide_amount_yen": 0}, "amount"),
            ({"guide_amount_yen": 300_001}, "amount"),
            ({"purpose": " "}, "purpose"),
            ({"purpose": "二\n行"}, "purpose"),
            ({"due_on": date(2026, 3, 1)}, "due_on"),
        ],
    )
    def test_refuses_what_no_slip_can_say(self, changed: dict[str, object], problem: str) -> None:
        hanako = cast.hanako(cast.coop_2101())
        with pytest.raises(CannotSend) as refused:
            send(hanako, asked=replace(TEXTBOOKS, **changed))  # type: ignore[arg-type]
        assert refused.value.problem == problem
        assert queries.slips_sent_to(coop_id=2101, member_id=hanako.id) == ()

    def test_refuses_a_pile_of_none(self) -> None:
        cast.coop_2101()
        with pytest.raises(CannotSend):
            send()
