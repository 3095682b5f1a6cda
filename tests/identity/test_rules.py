"""Who may come in with what; no database needed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.identity import rules
from kumiai.identity.rules import (
    LoginIdProblem,
    MemberFacts,
    PasswordProblem,
    Scheme,
    SecondProof,
)

GUIDE = Scheme(kind="guide", provisional_from_year=2014, birth_date_from_year=2020)
HANAKO = MemberFacts(
    member_number="210125000001",
    kana="ツガル　ハナコ",
    birth_date=date(2006, 4, 2),
    joined_year=2025,
    home_phone="0172361234",
    guardian_mobile="09012345678",
)
KENJI = replace(HANAKO, joined_year=2016, birth_date=date(1997, 8, 14))
OLDER = replace(HANAKO, joined_year=2013)


class TestProvisionalLoginId:
    def test_is_the_number_and_the_guardians_has_a_p(self) -> None:
        assert rules.provisional_login_id("210125000001", is_guardian=False) == "210125000001"
        assert rules.provisional_login_id("210125000001", is_guardian=True) == "210125000001p"

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("２１０１２５０００００１ｐ", "210125000001p"),
            ("210125000001P", "210125000001p"),
            ("2101-2500-0001", "210125000001"),
            ("2101 2500 0001 p", "210125000001p"),
            ("　210125000001\t", "210125000001"),
            ("２１０１−２５００−０００１", "210125000001"),
            ("\u200b210125000001", "210125000001"),
            (" Hanako-T ", "hanako-t"),
            ("ｈａｎａｋｏ．ｔ", "hanako.t"),
        ],
    )
    def test_is_folded_from_what_people_type(self, typed: str, meant: str) -> None:
        assert rules.fold_login_id(typed) == meant

    @given(st.text("０９ａＺ- −ー　 .@p1é√"))
    def test_folds_anything_once_and_for_all(self, typed: str) -> None:
        folded = rules.fold_login_id(typed)
        assert rules.fold_login_id(folded) == folded


class TestProvisionalSecrets:
    def test_are_either_phones_end_for_2014_to_2019(self) -> None:
        assert rules.provisional_secrets(KENJI, GUIDE) == ("361234", "345678")
        assert rules.provisional_secrets(replace(KENJI, joined_year=2014), GUIDE)
        assert rules.provisional_secrets(replace(KENJI, guardian_mobile=""), GUIDE) == ("361234",)

    def test_are_the_birth_date_since_2020(self) -> None:
        assert rules.provisional_secrets(HANAKO, GUIDE) == ("20060402",)
        assert rules.provisional_secrets(replace(HANAKO, joined_year=2020), GUIDE)

    def test_are_none_for_2013_and_before_or_under_other_schemes(self) -> None:
        assert rules.provisional_secrets(OLDER, GUIDE) == ()
        assert not rules.is_provisionally_registered(OLDER, GUIDE)
        assert rules.provisional_secrets(HANAKO, replace(GUIDE, kind="code")) == ()

    def test_are_those_of_the_guide_where_the_card_is_asked_for_first(self) -> None:
        assert rules.provisional_secrets(HANAKO, replace(GUIDE, kind="card")) == ("20060402",)

    @pytest.mark.parametrize("typed", ["２００６０４０２", "2006-04-02", " 2006 04 02 "])
    def test_are_folded_from_what_people_type(self, typed: str) -> None:
        assert rules.fold_secret(typed) == "20060402"


class TestCodes:
    @pytest.mark.parametrize("typed", ["abcde-fghjk", " ABCDE FGHJK\n", "ＡＢＣＤＥ－ＦＧＨＪＫ"])
    def test_are_folded_from_what_people_type(self, typed: str) -> None:
        assert rules.fold_code(typed) == "ABCDEFGHJK"

    def test_are_printed_so_that_they_fold_to_themselves(self) -> None:
        assert rules.printed_code("ABCDEFGHJK") == "ABCDE-FGHJK"
        assert rules.fold_code(rules.CODE_SIGNS) == rules.CODE_SIGNS

    def test_have_no_signs_that_look_alike(self) -> None:
        assert not set("01ILO") & set(rules.CODE_SIGNS)
        assert len(set(rules.CODE_SIGNS)) ** rules.CODE_LENGTH > 2**49


class TestProofsOfIdentity:
    def test_ask_for_what_was_not_the_password(self) -> None:
        assert rules.second_proof(HANAKO, GUIDE) is SecondProof.PHONE
        assert rules.second_proof(KENJI, GUIDE) is SecondProof.BIRTH_DATE

    def test_ask_for_the_birth_date_where_the_password_was_a_code(self) -> None:
        codes = replace(GUIDE, kind="code")
        assert rules.second_proof(HANAKO, codes) is SecondProof.BIRTH_DATE
        assert rules.second_proof_matches("2006-04-02", HANAKO, codes)
        assert not rules.second_proof_matches("361234", HANAKO, codes)

    @pytest.mark.parametrize("typed", ["361234", "345678", "0172-36-1234", "090-1234-5678"])
    def test_take_the_end_or_the_whole_of_either_phone(self, typed: str) -> None:
        assert rules.second_proof_matches(typed, HANAKO, GUIDE)

    @pytest.mark.parametrize("typed", ["", "61234", "123456", "2006-04-02", "0172361235"])
    def test_take_no_other_digits(self, typed: str) -> None:
        assert not rules.second_proof_matches(typed, HANAKO, GUIDE)

    @pytest.mark.parametrize("typed", ["19970814", "1997/8/14", "1997年8月14日", "平成9年8月14日"])
    def test_take_a_birth_date_however_written(self, typed: str) -> None:
        assert rules.second_proof_matches(typed, KENJI, GUIDE)
        assert not rules.second_proof_matches("19970815", KENJI, GUIDE)

    def test_match_nothing_where_no_phone_is_known(self) -> None:
        unknown = replace(HANAKO, home_phone="", guardian_mobile="")
        assert not rules.second_proof_matches("", unknown, GUIDE)

    @pytest.mark.parametrize("typed", ["ツガル ハナコ", "つがるはなこ", "ﾂｶﾞﾙ ﾊﾅｺ"])
    def test_take_the_reading_in_any_kana(self, typed: str) -> None:
        assert rules.kana_matches(typed, HANAKO)
        assert not rules.kana_matches("イワキ タロウ", HANAKO)
        assert not rules.kana_matches("", replace(HANAKO, kana=""))


class TestLoginId:
    @pytest.mark.parametrize("login_id", ["hanako", "h-2101", "hanako.t_2006", "a" * 32])
    def test_may_be_letters_digits_and_three_signs(self, login_id: str) -> None:
        assert rules.problem_with_login_id(login_id) is None

    @pytest.mark.parametrize(
        ("login_id", "problem"),
        [
            ("hanak", LoginIdProblem.LENGTH),
            ("a" * 33, LoginIdProblem.LENGTH),
            ("", LoginIdProblem.CHARACTERS),
            ("hanako😀", LoginIdProblem.CHARACTERS),
            ("花子さんです", LoginIdProblem.CHARACTERS),
            ("hanako tsugaru", LoginIdProblem.CHARACTERS),
            ("hanako@example.jp", LoginIdProblem.CHARACTERS),
            ("hanako\nbcc", LoginIdProblem.CHARACTERS),
            ("210125000001", LoginIdProblem.LOOKS_LIKE_NUMBER),
            ("210125000002p", LoginIdProblem.LOOKS_LIKE_NUMBER),
            ("2101-25000002.p", LoginIdProblem.LOOKS_LIKE_NUMBER),
            ("20060402", LoginIdProblem.LOOKS_LIKE_NUMBER),
            ("administrator", LoginIdProblem.RESERVED),
        ],
    )
    def test_is_refused_with_a_reason(self, login_id: str, problem: LoginIdProblem) -> None:
        assert rules.problem_with_login_id(login_id) is problem


class TestPassword:
    def problem(self, password: str, login_id: str = "hanako.t") -> PasswordProblem | None:
        common = {"password", "sakura123", "qwerty123"}
        return rules.problem_with_password(password, login_id=login_id, facts=HANAKO, common=common)

    @pytest.mark.parametrize(
        "password",
        [
            "りんごと8番の自転車",
            "  blanks kept  ",
            "ｆｕｌｌ ｗｉｄｔｈ",
            "x9!" * 42,
            "🚲🚲🍎🍎🐈🐈🌸🌸",
        ],
    )
    def test_may_be_any_characters(self, password: str) -> None:
        assert self.problem(password) is None

    @pytest.mark.parametrize(
        ("password", "problem"),
        [
            ("short7!", PasswordProblem.TOO_SHORT),
            ("x9!" * 43, PasswordProblem.TOO_LONG),
            ("Password", PasswordProblem.COMMON),
            ("password1!", PasswordProblem.COMMON),
            ("ＰＡＳＳＷＯＲＤ", PasswordProblem.COMMON),
            ("aaaaaaaaaa", PasswordProblem.COMMON),
            ("abababababab", PasswordProblem.COMMON),
            ("12345678", PasswordProblem.COMMON),
            ("87654321", PasswordProblem.COMMON),
            ("20060402", PasswordProblem.OWN_DATA),
            ("hana2006-04-02", PasswordProblem.OWN_DATA),
            ("２００６０４０２", PasswordProblem.OWN_DATA),
            ("2101-2500-0001", PasswordProblem.OWN_DATA),
            ("0172-36-1234", PasswordProblem.OWN_DATA),
            ("my 090 1234 5678", PasswordProblem.OWN_DATA),
            ("Hanako.T-2025", PasswordProblem.LOGIN_ID),
        ],
    )
    def test_is_refused_with_a_reason(self, password: str, problem: PasswordProblem) -> None:
        assert self.problem(password) is problem

    @given(st.sampled_from(["20060402", "0172361234", "09012345678", "210125000001"]), st.data())
    def test_made_of_the_members_own_numbers_is_always_refused(
        self, number: str, data: st.DataObject
    ) -> None:
        before, after = data.draw(st.text("ab!", max_size=4)), data.draw(st.text("ab!", max_size=4))
        assert self.problem(before + number + after) is PasswordProblem.OWN_DATA
