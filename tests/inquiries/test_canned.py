"""Canned answers: one for every question of the guide, worded anew by each co-op in versions."""

import re
from dataclasses import replace

import pytest

from kumiai.coops.policy import GUIDE_2020
from kumiai.inquiries import actions, canned, rules
from kumiai.inquiries.actions import CannotSave
from kumiai.inquiries.canned import Answer, Wording
from tests import cast
from tests.inquiries.asking import DESK, NOON

WORDING = Wording("題", "Title", "{coop}です。", "This is {coop}.")


def save(wording: Wording = WORDING, *, key: str = "lost-card", version_seen: int = 0) -> int:
    return actions.save_canned_answer(
        coop_id=2101, key=key, wording=wording, version_seen=version_seen, by=DESK, at=NOON
    )


def current(key: str = "lost-card", *, coop_id: int = 2101) -> Answer:
    return {answer.key: answer for answer in canned.answers(coop_id)}[key]


class TestBuiltIn:
    def test_leaves_only_known_places_and_says_the_same_in_both_languages(self) -> None:
        assert len(canned.built_in()) >= 20
        for key, wording in canned.built_in().items():
            assert rules.places_in(wording.japanese) <= set(rules.PLACES), key
            assert rules.places_in(wording.japanese) == rules.places_in(wording.english), key

    def test_has_a_question_in_each_language(self) -> None:
        for key, wording in canned.built_in().items():
            answer = Answer(key, 0, wording)
            assert not answer.title("ja").isascii(), key
            assert re.search("[A-Za-z]{2}", answer.title("en")), key
            assert not re.search("[ぁ-ん一-龠]", answer.title("en")), key

    def test_is_filled_in_with_the_coops_facts(self, db: None) -> None:
        cast.coop_2101()
        for answer in canned.answers(2101):
            for language in ("ja", "en"):
                text = canned.filled(answer, coop_id=2101, language=language, policy=GUIDE_2020)
                assert "{" not in text, answer.key
        text = canned.filled(current(), coop_id=2101, language="ja", policy=GUIDE_2020)
        assert "手数料1,000円" in text


class TestSaveCannedAnswer:
    def test_is_a_version_more_and_the_own_coops_alone(self, db: None) -> None:
        cast.coop_2101()
        cast.other_coop()
        assert save() == 1
        assert save(replace(WORDING, title="新しい題"), version_seen=1) == 2
        assert current().title("ja") == "新しい題"
        assert current().title("en") == "Title"
        assert [each.version for each in canned.versions(coop_id=2101, key="lost-card")] == [
            2,
            1,
            0,
        ]
        assert current(coop_id=1175).version == 0

    @pytest.mark.parametrize(
        ("wording", "problem"),
        [
            (replace(WORDING, english=" "), "missing"),
            (replace(WORDING, english_title=" "), "missing"),
            (replace(WORDING, title="題" * 101), "long"),
            (replace(WORDING, english_title="T" * 101), "long"),
            (replace(WORDING, japanese="{password}"), "places"),
        ],
    )
    def test_refuses_what_could_not_be_sent(self, db: None, wording: Wording, problem: str) -> None:
        cast.coop_2101()
        with pytest.raises(CannotSave, match=problem):
            save(wording)
        assert current().version == 0

    def test_shows_the_japanese_title_of_a_version_without_an_english_one(self) -> None:
        assert Answer("lost-card", 1, replace(WORDING, english_title="")).title("en") == "題"

    def test_overwrites_nothing_unread(self, db: None) -> None:
        cast.coop_2101()
        save()
        with pytest.raises(CannotSave, match="meanwhile"):
            save()
        with pytest.raises(CannotSave, match="key"):
            save(key="no-such-answer")
