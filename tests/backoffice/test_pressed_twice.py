"""A button of the office that is pressed twice: one act, one line in the log, the same page after.

A browser sends the same form both times, with the token of the page on which it stood.
"""

from concurrent import futures

import pytest
from django.db import connection
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.members import queries as members
from tests import cast, databases, office

TOKEN = "a" * 64
ANOTHER_TOKEN = "b" * 64


def press(
    client: Client, person: cast.Person, act: str, *, reason: str = "破損", token: str = TOKEN
) -> tuple[int, str]:
    """Where the button leads."""
    typed = {"reason": reason, "csrfmiddlewaretoken": token}
    response = client.post(f"/office/members/{person.member_number}/{act}", typed)
    return response.status_code, response.headers.get("Location", "")


def done(person: cast.Person) -> list[str]:
    found = coops.acts(person.coop_id, subject=f"member:{person.member_number}")
    return [act.verb for act in found if act.verb != "look_up_member"]


def cards(person: cast.Person) -> int:
    return len(members.cards(coop_id=person.coop_id, member_id=person.id))


@pytest.mark.django_db
class TestDoneOnce:
    def test_gives_one_new_card_and_the_same_page_both_times(self) -> None:
        coop = cast.coop_2101()
        hanako, desk = cast.hanako(coop), office.client_of(office.desk(coop))
        before = cards(hanako)
        first = press(desk, hanako, "card-reissue")
        assert first[0] == 302
        assert press(desk, hanako, "card-reissue") == first
        assert cards(hanako) == before + 1
        assert done(hanako) == ["reissue_card"]

    def test_does_it_again_from_another_page_or_with_other_words(self) -> None:
        coop = cast.coop_2101()
        hanako, desk = cast.hanako(coop), office.client_of(office.desk(coop))
        for reason, token in (("一", TOKEN), ("一", ANOTHER_TOKEN), ("二", ANOTHER_TOKEN)):
            assert press(desk, hanako, "note", reason=reason, token=token)[0] == 302
        assert done(hanako) == ["note"] * 3

    def test_takes_nothing_for_done_that_was_refused(self) -> None:
        coop = cast.coop_2101()
        hanako, desk = cast.hanako(coop), office.client_of(office.desk(coop))
        assert press(desk, hanako, "suspension-lift")[0] == 409
        assert press(desk, hanako, "suspension", token=ANOTHER_TOKEN)[0] == 302
        assert press(desk, hanako, "suspension-lift")[0] == 302

    def test_is_about_the_same_member_and_the_same_person_of_the_office(self) -> None:
        coop = cast.coop_2101()
        hanako, taro = cast.hanako(coop), cast.taro(coop)
        desk, colleague = (office.client_of(office.desk(coop)) for _ in range(2))
        for client, person in ((desk, hanako), (desk, taro), (colleague, taro)):
            assert press(client, person, "note")[0] == 302
        assert done(hanako) == ["note"]
        assert done(taro) == ["note"] * 2


class TestTogether:
    def test_does_once_what_arrives_a_second_time_before_the_first_is_done(
        self, fresh_database: databases.FreshDatabase
    ) -> None:
        coop = cast.coop_2101()
        hanako, desk = cast.hanako(coop), office.desk(coop)
        clients = [office.client_of(desk) for _ in range(4)]

        def act(client: Client) -> tuple[int, str]:
            try:
                return press(client, hanako, "card-reissue")
            finally:
                connection.close()

        with futures.ThreadPoolExecutor(len(clients)) as threads:
            answers = list(threads.map(act, clients))
        assert len(set(answers)) == 1
        assert done(hanako) == ["reissue_card"]
