"""Every address of the office, below /office/."""

from django.urls import path

from kumiai.backoffice import deposit_urls, paper_urls
from kumiai.backoffice import member_acts as acts
from kumiai.backoffice.pages import (
    approvals,
    canned_answers,
    compensations,
    day_close,
    dishes,
    home,
    inquiries,
    inquiry_acts,
    log,
    login,
    member_acts,
    members,
    notices,
    passkeys,
    policy,
    reports,
    security,
    staff,
    terminals,
)

urlpatterns = [
    path("", home.home, name="office-home"),
    *deposit_urls.urlpatterns,
    *paper_urls.urlpatterns,
    path("login", login.login, name="office-login"),
    path("second-factor", login.second_factor, name="office-second-factor"),
    path("second-factor/passkey", passkeys.second_factor, name="office-second-factor-passkey"),
    path("passkeys", passkeys.passkeys, name="office-passkeys"),
    path("passkeys/<int:passkey_id>", passkeys.passkey, name="office-passkey"),
    path("set-up", login.set_up, name="office-set-up"),
    path("logout", login.logout, name="office-logout"),
    path("approvals", approvals.approvals, name="office-approvals"),
    path("approvals/<int:approval_id>", approvals.approval, name="office-approval"),
    path("dishes", dishes.dishes, name="office-dishes"),
    path("dishes/file", dishes.dish_file, name="office-dish-file"),
    path("dishes/of/<str:code>", dishes.dish, name="office-dish"),
    path("meal-plans", dishes.meal_plans, name="office-meal-plans"),
    path(
        "lunch-compensation",
        compensations.lunch_compensation,
        name="office-lunch-compensation",
    ),
    path("notices", notices.notices, name="office-notices"),
    path("notices/new", notices.new_notice, name="office-notice-new"),
    path("notices/<int:notice_id>", notices.notice, name="office-notice"),
    path("notices/<int:notice_id>/withdrawal", notices.withdrawal, name="office-notice-withdrawal"),
    path("reports", reports.reports, name="office-reports"),
    path("reports/day", day_close.day_close, name="office-day-close"),
    path("reports/day/counts", day_close.drawer_counts, name="office-drawer-counts"),
    path("reports/evidence", reports.evidence_zip, name="office-evidence"),
    path("reports/<slug:name>", reports.report, name="office-report"),
    path("terminals", terminals.terminals, name="office-terminals"),
    path(
        "terminals/<int:terminal_id>/rotation",
        terminals.rotation,
        name="office-terminal-rotation",
    ),
    path(
        "terminals/<int:terminal_id>/revocation",
        terminals.revocation,
        name="office-terminal-revocation",
    ),
    path("staff", staff.staff, name="office-staff"),
    path("staff/<int:staff_id>/ending", staff.ending, name="office-staff-ending"),
    path("settings/policy", policy.policy, name="office-policy"),
    path(
        "settings/policy/<str:starts_on>/withdrawal",
        policy.withdrawal,
        name="office-policy-withdrawal",
    ),
    path("log", log.log, name="office-log"),
    path("security", security.security, name="office-security"),
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
    path("inquiries", inquiries.inquiries, name="office-inquiries"),
    path("inquiries/answers", canned_answers.answers, name="office-canned-answers"),
    path("inquiries/answers/<slug:key>", canned_answers.answer, name="office-canned-answer"),
    path("inquiries/<int:inquiry_id>", inquiries.inquiry, name="office-inquiry"),
    path("inquiries/<int:inquiry_id>/replies", inquiry_acts.replies, name="office-inquiry-replies"),
    path("inquiries/<int:inquiry_id>/notes", inquiry_acts.notes, name="office-inquiry-notes"),
    path(
        "inquiries/<int:inquiry_id>/follow-ups",
        inquiry_acts.follow_ups,
        name="office-inquiry-follow-ups",
    ),
    path(
        "inquiries/<int:inquiry_id>/assignment",
        inquiry_acts.assignment,
        name="office-inquiry-assignment",
    ),
    path("inquiries/<int:inquiry_id>/member", inquiry_acts.member, name="office-inquiry-member"),
    path("inquiries/<int:inquiry_id>/state", inquiry_acts.state, name="office-inquiry-state"),
]
