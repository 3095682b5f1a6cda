"""The member desk: finding somebody by whatever is known, and one page for all of it."""

import pytest
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.members.searching import search
from tests import cast, office
from tests.identity import family as families

pytestmark = pytest.mark.django_db
WRITTEN = [
    "210125000001",
    "２１０１ ２５００ ０００１",
    "2101-2500-0001",
    "津軽　花子",
    "津軽花子",
    "花子",
    "つがる",
    "ﾂｶﾞﾙ ﾊﾅｺ",
    "ハナコ",
    "0172-36-1234",
    "０１７２３６",
    "090-1234-5678",
    "+81 90 1234 5678",
    "hanako.tsugaru@MAIL.example",
    "hanako.ts",
    "hanako.h",
]
ANYTHING = ["%", "_", "'", "\0", "０", "210", "🐈", "a" * 200, "｡", "津%"]


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    person = cast.hanako(coop)
    cast.full_login(person, login_id="hanako.h", mail="Hanako.Tsugaru@mail.example")
    return person


@pytest.fixture
def desk(coop: cast.Coop) -> Client:
    return office.client_of(office.desk(coop))


def find(client: Client, words: str) -> str:
    """The page of results, or where a single one leads."""
    response = client.post("/office/members", {"words": words})
    assert response.status_code in {200, 302}
    return response["Location"] if response.status_code == 302 else response.content.decode()


class TestAddress:
    def test_with_a_sign_no_number_has_is_not_there(self, desk: Client) -> None:
        paths = ("/office/members/%00", "/office/members/%00/correction")
        assert [desk.get(path).status_code for path in paths] == [404, 404]


class TestSearch:
    def test_finds_her_however_she_is_written(
        self, coop: cast.Coop, hanako: cast.Person, desk: Client
    ) -> None:
        cast.taro(coop)
        found = {words: find(desk, words) for words in WRITTEN}
        assert found == dict.fromkeys(WRITTEN, "/office/members/210125000001")

    def test_knows_characters_that_are_written_in_two_ways(self, coop: cast.Coop) -> None:
        person = cast.taro(coop, name="髙﨑　邉子")
        for words in ("高崎", "髙崎辺子", "辺"):
            assert [hit.id for hit in search(coop_id=coop.id, typed=words).hits] == [person.id]

    def test_finds_a_card_by_its_chip_and_dead_cards_too(
        self, coop: cast.Coop, hanako: cast.Person, desk: Client
    ) -> None:
        given = {"idm": "0123 4567 89ab cdef", "reason": "割れた"}
        assert desk.post(f"{page_of(hanako)}/card-reissue", given).status_code == 302
        for words in ("0123456789ABCDEF", f"{hanako.card}-2", hanako.card):
            assert find(desk, words) == page_of(hanako)

    @pytest.mark.parametrize(
        "words", ["%", "_", "'", "\0", "０", "210", "🐈", "a" * 200, "｡", "津%"]
    )
    def test_takes_anything(self, hanako: cast.Person, desk: Client, words: str) -> None:
        answer = desk.post("/office/members", {"words": words})
        assert answer.status_code in {200, 422}
        assert hanako.name not in answer.content.decode()

    def test_finds_nobody_of_another_coop(self, hanako: cast.Person) -> None:
        stranger = office.client_of(office.desk(cast.other_coop()))
        for words in (hanako.member_number, "津軽", "hanako.h", "hanako.tsugaru"):
            assert "0人見つかりました" in find(stranger, words)
        assert stranger.get(page_of(hanako)).status_code == 404
        assert stranger.post(f"{page_of(hanako)}/note", {"reason": "x"}).status_code == 404

    def test_is_in_the_log(self, coop: cast.Coop, hanako: cast.Person) -> None:
        person = office.desk(coop)
        find(office.client_of(person), "津軽")
        (act, *_) = coops.acts(coop.id, subject=f"coop:{coop.id}")
        assert (act.verb, act.actor_id) == ("search_members", str(person.id))
        assert act.details == {"typed": "津軽", "found": 1}


class TestPage:
    def test_shows_everything_but_a_password(
        self, coop: cast.Coop, hanako: cast.Person, desk: Client
    ) -> None:
        cast.full_login(hanako, login_id="yoko.h", kind="guardian")
        page = desk.get(page_of(hanako)).content.decode()
        for words in ("津軽　花子", "hanako.h", "yoko.h", "Hanako.Tsugaru@mail.example"):
            assert words in page
        assert "職員には見えません" in page
        assert "argon2" not in page

    def test_says_which_children_a_guardians_login_shows(
        self, coop: cast.Coop, hanako: cast.Person, desk: Client
    ) -> None:
        linked = families.made(coop, hanako)
        linked.add()
        page = desk.get(f"/office/members/{hanako.member_number}").text
        shown = page.partition("このログインで見られる、ほかのお子さま")[2]
        assert linked.sibling.name in shown.partition("</dl>")[0]
        page = desk.get(f"/office/members/{linked.sibling.member_number}").text
        seen_from = page.partition("この組合員を見られる、ほかの保護者のログイン")[2]
        assert hanako.name in seen_from.partition("</dl>")[0]

    def test_says_who_looked(self, coop: cast.Coop, hanako: cast.Person) -> None:
        clerk = office.clerk(coop)
        office.client_of(clerk).get(page_of(hanako))
        (act, *_) = coops.acts(coop.id, subject=f"member:{hanako.member_number}")
        assert (act.verb, act.actor_kind, act.actor_id) == (
            "look_up_member",
            "staff",
            str(clerk.id),
        )

    def test_offers_what_the_role_may_do(self, coop: cast.Coop, hanako: cast.Person) -> None:
        clerk = office.client_of(office.clerk(coop)).get(page_of(hanako)).content.decode()
        assert "カードの利用を停止する" in clerk
        assert "メールアドレスを変更する" not in clerk
        assert "残高の訂正を依頼する" not in clerk

    def test_is_of_nobody_where_there_is_nobody(self, desk: Client) -> None:
        for number in ("210199999999", "x", "210125000001p"):
            assert desk.get(f"/office/members/{number}").status_code == 404


def page_of(person: cast.Person) -> str:
    return f"/office/members/{person.member_number}"
