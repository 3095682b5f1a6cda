"""Every address of the office, below /office/."""

from django.urls import path

from kumiai.backoffice import member_acts as acts
from kumiai.backoffice.pages import (
    approvals,
    day_close,
    home,
    login,
    member_acts,
    members,
    reports,
)

urlpatterns = [
    path("", home.home, name="office-home"),
    path("login", login.login, name="office-login"),
    path("second-factor", login.second_factor, name="office-second-factor"),
    path("set-up", login.set_up, name="office-set-up"),
    path("logout", login.logout, name="office-logout"),
    path("approvals", approvals.approvals, name="office-approvals"),
    path("approvals/<int:approval_id>", approvals.approval, name="office-approval"),
    path("reports", reports.reports, name="office-reports"),
    path("reports/day", day_close.day_close, name="office-day-close"),
    path("reports/day/counts", day_close.drawer_counts, name="office-drawer-counts"),
    path("reports/evidence", reports.evidence_zip, name="office-evidence"),
    path("reports/<slug:name>", reports.report, name="office-report"),
    path("members", members.search, name="office-members"),
    path("members/<str:number>", members.member, name="office-member"),
    path(
        "members/<str:number>/correction",
        member_acts.correction,
        name="office-member-correction",
    ),
    *(
        path(
            f"members/<str:number>/{act.name}",
            member_acts.page(act),
            name=f"office-member-{act.name}",
        )
        for act in acts.ALL
    ),
]
