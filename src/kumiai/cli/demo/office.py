"""The demo's people of the office, one for each role, and what they log in with."""

from datetime import datetime

import msgspec
from django.db import transaction

from kumiai.cli.demo import logins
from kumiai.coops.rules import Actor
from kumiai.coops.staff.rules import Role
from kumiai.identity import staff, totp
from kumiai.identity.actions import staff as actions
from kumiai.identity.actions import staff_login, staff_sessions
from kumiai.identity.devices import Browser

NAMES = {
    2101: {
        Role.CLERK: "木村 美咲",
        Role.DESK: "佐藤 恵",
        Role.ACCOUNTING: "工藤 聡",
        Role.MANAGER: "成田 和子",
        Role.OPERATOR: "三上 亮",
    },
    9902: {
        Role.CLERK: "山本 葵",
        Role.DESK: "中村 陽子",
        Role.ACCOUNTING: "小林 直樹",
        Role.MANAGER: "加藤 修",
        Role.OPERATOR: "吉田 光",
    },
}
# Whoever approves is never who asked, so each co-op has a second manager.
SECOND_MANAGERS = {2101: "福士 健一", 9902: "山田 真由美"}
BY = Actor("operator", "demo")


class StaffCredentials(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody of the office logs in with; the secret is what the app was given."""

    role: str
    login_id: str
    password: str
    totp_secret: str


def people(coop_id: int, at: datetime) -> list[StaffCredentials]:
    """Add everybody of a co-op's office, once, each with both factors set up."""
    everybody = [(role, role.value, name) for role, name in NAMES[coop_id].items()]
    everybody.append((Role.MANAGER, "manager2", SECOND_MANAGERS[coop_id]))
    found = []
    for role, word, name in everybody:
        wish = StaffCredentials(
            role=role.value,
            login_id=f"{word}-{coop_id}",
            password=logins.password(str(coop_id), word),
            totp_secret="",
        )
        login = staff.login_named(coop_id=coop_id, login_id=wish.login_id)
        login_pk = login.pk if login else _add(coop_id, wish, name, at)
        secret = totp.base32(staff.totp_secret(login_pk))
        found.append(msgspec.structs.replace(wish, totp_secret=secret))
    return found


@transaction.atomic
def _add(coop_id: int, wish: StaffCredentials, name: str, at: datetime) -> int:
    """As the operator does, and then the person with the one-time password; the login's key."""
    first = actions.add_staff(
        coop_id=coop_id,
        name=name,
        role=Role(wish.role),
        login_id=wish.login_id,
        by=BY,
        at=at,
    )
    browser = Browser()
    half = staff_login.log_in_staff(
        login_id=first.login_id,
        password=first.password,
        coop_id=coop_id,
        browser=browser,
        at=at,
    )
    login_pk = staff_login.halfway_login(session_key=half, at=at)
    let_in = staff_login.set_up_staff_login(
        session_key=half,
        code=totp.code(staff.totp_secret(login_pk), totp.step_at(at)),
        password=wish.password,
        browser=browser,
        at=at,
    )
    staff_sessions.end_staff_session(session_key=let_in.session_key)
    return login_pk
