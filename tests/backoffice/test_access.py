"""Who reaches which page of the office. Every address of urls.py is here, or a test says so."""

import pytest
from django.test import Client
from django.urls import URLPattern

from kumiai.backoffice import access, navigation, urls
from kumiai.coops.staff.rules import Role
from tests import cast, office

pytestmark = pytest.mark.django_db

# The way in is for everybody; every other page names its roles.
WAY_IN = {
    "office-login",
    "office-second-factor",
    "office-second-factor-passkey",
    "office-set-up",
    "office-set-up-link",
    "office-logout",
}
EVERYBODY = frozenset(Role)
AT_THE_DESK = frozenset({Role.DESK, Role.MANAGER})
DECIDING = frozenset({Role.DESK, Role.ACCOUNTING, Role.MANAGER})
COUNTING = frozenset({Role.CLERK, Role.ACCOUNTING, Role.MANAGER})
ACCOUNTING = frozenset({Role.ACCOUNTING, Role.MANAGER})
LOOKING = frozenset({Role.CLERK, Role.DESK, Role.ACCOUNTING, Role.MANAGER})
COUNTER = frozenset({Role.CLERK, Role.DESK, Role.MANAGER})
DESK = frozenset({Role.DESK, Role.MANAGER})
# What each page is for, said a second time on purpose: a page that is new, or opens wider, shows.
ROLES = {
    "office-home": EVERYBODY,
    "office-passkeys": EVERYBODY,
    "office-passkey": EVERYBODY,
    "office-approvals": DECIDING,
    "office-approval": DECIDING,
    "office-member-files": DESK,
    "office-member-file": DESK,
    "office-member-file-original": DESK,
    "office-member-file-order": DESK,
    "office-member-file-discard": DESK,
    "office-dishes": frozenset({Role.DESK, Role.MANAGER}),
    "office-dish-file": frozenset({Role.DESK, Role.MANAGER}),
    "office-dish": frozenset({Role.DESK, Role.MANAGER}),
    "office-meal-plans": LOOKING,
    "office-meal-plan-new": frozenset({Role.MANAGER}),
    "office-meal-plan-change": frozenset({Role.MANAGER}),
    "office-meal-plan-last-day": frozenset({Role.MANAGER}),
    "office-meal-plan-withdrawal": frozenset({Role.MANAGER}),
    "office-lunch-compensation": DECIDING,
    "office-slip-sendings": DECIDING,
    "office-slip-sending": DECIDING,
    "office-letters": AT_THE_DESK,
    "office-leaver-letters": ACCOUNTING,
    "office-reports": COUNTING,
    "office-day-close": COUNTING,
    "office-drawer-counts": COUNTING,
    "office-evidence": ACCOUNTING,
    "office-report": ACCOUNTING,
    **dict.fromkeys(
        (
            "office-log",
            "office-settings",
            "office-calendar",
            "office-profile",
            "office-logo",
            "office-texts",
            "office-text",
            "office-stores",
            "office-store",
            "office-terminals",
            "office-terminal-rotation",
            "office-terminal-revocation",
            "office-staff",
            "office-staff-new",
            "office-person",
            "office-staff-role",
            "office-staff-second-factor",
            "office-staff-ending",
            "office-staff-sheet",
        ),
        frozenset({Role.MANAGER}),
    ),
    "office-policy": frozenset({Role.MANAGER}),
    "office-policy-withdrawal": frozenset({Role.MANAGER}),
    "office-log": frozenset({Role.MANAGER}),
    "office-security": DESK,
    "office-condition": frozenset({Role.OPERATOR}),
    "office-members": LOOKING,
    "office-member": LOOKING,
    "office-member-note": LOOKING,
    "office-member-suspension": COUNTER,
    "office-member-suspension-lift": COUNTER,
    "office-member-card-reissue": DESK,
    "office-member-mail-address": DESK,
    "office-member-login-id": DESK,
    "office-member-login-lock": DESK,
    "office-member-registration": DESK,
    "office-member-meal-card": DESK,
    "office-member-meal-card-end": DESK,
    "office-member-membership-end": DESK,
    "office-member-correction": DECIDING,
    "office-member-payout": DECIDING,
    **dict.fromkeys(
        (
            "office-notices",
            "office-notice-new",
            "office-notice",
            "office-notice-withdrawal",
            "office-inquiries",
            "office-inquiry",
            "office-inquiry-replies",
            "office-inquiry-notes",
            "office-inquiry-follow-ups",
            "office-inquiry-assignment",
            "office-inquiry-member",
            "office-inquiry-state",
            "office-canned-answers",
            "office-canned-answer",
        ),
        AT_THE_DESK,
    ),
    **dict.fromkeys(
        (
            "office-files",
            "office-pile",
            "office-file",
            "office-file-original",
            "office-file-order",
            "office-file-discard",
            "office-deposits",
            "office-deposit",
            "office-deposit-back",
            "office-deposit-recall",
            "office-deposit-aside",
        ),
        ACCOUNTING,
    ),
}


def pages() -> list[URLPattern]:
    return [page for page in urls.urlpatterns if page.name not in WAY_IN]


def address(page: URLPattern) -> str:
    """With numbers and words nobody has, where the address has places."""
    path = str(page.pattern)
    for kind in ("int", "str", "slug", "uuid"):
        while f"<{kind}:" in path:
            before, _, rest = path.partition(f"<{kind}:")
            path = before + "999999999999" + rest.partition(">")[2]
    return f"/office/{path}"


class TestEveryPage:
    @pytest.mark.parametrize("role", list(Role))
    def test_opens_for_its_roles_only(self, role: Role) -> None:
        client = office.client_of(office.person(cast.coop_2101(), role))
        for page in pages():
            assert page.name
            status = client.get(address(page)).status_code
            post = client.post(address(page)).status_code
            if role in ROLES[page.name]:
                assert status != 403, f"{role} may open {page.name}"
            else:
                # What takes only one method says so before it asks who comes.
                assert {status, post} <= {403, 405}, f"{role} must not open {page.name}"
                assert 403 in {status, post}

    def test_opens_for_nobody_without_the_second_factor(self) -> None:
        manager = office.manager(cast.coop_2101())
        client = Client()
        given = {"login_id": manager.login_id, "password": office.PASSWORD}
        assert client.post("/office/login", given).status_code == 302
        for page in pages():
            for response in (client.get(address(page)), client.post(address(page))):
                assert response.status_code in {302, 405}, page.name
                if response.status_code == 302:
                    assert response["Location"].startswith("/office/login"), page.name

    def test_opens_for_no_member(self) -> None:
        person = cast.hanako(cast.coop_2101())
        cast.full_login(person, login_id="hanako.access")
        client = Client()
        client.post("/", {"login_id": "hanako.access", "password": cast.PASSWORD})
        assert client.get("/home").status_code == 200
        for page in pages():
            assert client.get(address(page)).status_code in {302, 405}, page.name

    def test_of_the_menu_is_one_the_role_may_open(self) -> None:
        for role in Role:
            client = office.client_of(office.person(_coop(), role))
            for item in navigation.items(role):
                assert client.get(item.href).status_code == 200, item.href

    def test_says_plainly_that_it_is_for_another_role(self) -> None:
        clerk = office.clerk(cast.coop_2101())
        response = office.client_of(clerk).get("/office/approvals")
        assert response.status_code == 403
        assert "「レジ担当」の役割では開けません" in response.content.decode()


class TestOffice:
    def test_comes_back_to_the_page_that_was_wanted(self) -> None:
        response = Client().get("/office/approvals?page=2")
        assert response["Location"] == "/office/login?next=%2Foffice%2Fapprovals%3Fpage%3D2"

    def test_has_groups_of_roles_that_all_hold_the_manager(self) -> None:
        for group in (access.COUNTER, access.DESK, access.ACCOUNTING, access.MANAGER):
            assert Role.MANAGER in group
            assert Role.OPERATOR not in group


def _coop() -> cast.Coop:
    """The one co-op of the test, made once."""
    from kumiai.coops import queries

    known = [coop for coop in queries.coops() if coop.id == 2101]
    return cast.Coop(2101, {}) if known else cast.coop_2101()
