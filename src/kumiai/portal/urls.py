"""Every address of the portal."""

from django.urls import path

from kumiai.portal.pages import (
    demo_mailbox,
    home,
    login,
    mail_change,
    mail_tests,
    passkeys,
    purchases,
    registration,
    registration_confirmation,
    registration_details,
    sessions,
    sharing,
    theme,
)
from kumiai.portal.pages import help as help_pages

urlpatterns = [
    path("", login.login, name="login"),
    path("logout", login.logout, name="logout"),
    path("home", home.home, name="home"),
    path("purchases", purchases.purchases, name="purchases"),
    path("registration", registration.registration, name="registration"),
    path("registration/mail-test", mail_tests.progress, name="mail-test"),
    path("registration/mail-proof/<str:token>", mail_tests.proof, name="mail-proof"),
    path(
        "registration/confirmation",
        registration_confirmation.confirmation,
        name="registration-confirmation",
    ),
    path("registration/done", registration.done, name="registration-done"),
    path("registration-details", registration_details.details, name="registration-details"),
    path("registration-details/edit", registration_details.edit, name="details-edit"),
    path("registration-details/mail", mail_change.mail_change, name="mail-change"),
    path("registration-details/mail/progress", mail_change.progress, name="mail-change-progress"),
    path(
        "registration-details/mail-proof/<str:token>", mail_change.proof, name="mail-change-proof"
    ),
    path("registration-details/passkeys", passkeys.passkeys, name="passkeys"),
    path("registration-details/passkeys/<int:passkey_id>", passkeys.passkey, name="passkey"),
    path("passkey-login", passkeys.passkey_login, name="passkey-login"),
    path("registration-details/sessions", sessions.ending, name="session-ending"),
    path("sharing", sharing.sharing, name="sharing"),
    path("help", help_pages.index, name="help"),
    path("help/mail", help_pages.mail_help, name="help-mail"),
    path("terms", help_pages.terms, name="terms"),
    path("theme/<int:coop_id>.css", theme.style, name="theme"),
    path("theme/<int:coop_id>.svg", theme.icon, name="theme-icon"),
    path("demo/mailbox", demo_mailbox.mailbox, name="demo-mailbox"),
]
