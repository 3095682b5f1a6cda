"""Every address of the office, below /office/."""

from django.urls import path

from kumiai.backoffice.pages import approvals, home, login

urlpatterns = [
    path("", home.home, name="office-home"),
    path("login", login.login, name="office-login"),
    path("second-factor", login.second_factor, name="office-second-factor"),
    path("set-up", login.set_up, name="office-set-up"),
    path("logout", login.logout, name="office-logout"),
    path("approvals", approvals.approvals, name="office-approvals"),
    path("approvals/<int:approval_id>", approvals.approval, name="office-approval"),
]
