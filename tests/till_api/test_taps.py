"""A card that a till looks up is a card held there: who has still to register may need that."""

from kumiai.identity.models import CardTap, Login
from kumiai.kit import clock
from tests import cast
from tests.cast import Person
from tests.ledger.world import World
from tests.till_api.server import Tills


class TestALookUp:
    def test_is_kept_for_who_has_still_to_register(
        self, tills: Tills, here: World, classmate: Person
    ) -> None:
        before = clock.now()
        assert tills.get(here.coop.till, f"/v1/cards/{classmate.card}").status == 200
        tap = CardTap.objects.get(member_id=classmate.id)
        assert (tap.coop_id, tap.terminal_id) == (here.coop.id, here.coop.till.id)
        assert before <= tap.at <= clock.now()
        assert tills.get(here.coop.top_up_machine, f"/v1/cards/{classmate.card}").status == 200
        again = CardTap.objects.get(member_id=classmate.id)
        assert again.terminal_id == here.coop.top_up_machine.id
        assert again.at > tap.at

    def test_is_not_kept_for_who_is_registered(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        for login in Login.objects.filter(member_id=person.id):
            login_id = f"{login.kind}.{person.member_number}"
            cast.full_login(person, login_id=login_id, kind=login.kind)
        assert tills.get(here.coop.till, f"/v1/cards/{person.card}").status == 200
        assert not CardTap.objects.filter(member_id=person.id).exists()
