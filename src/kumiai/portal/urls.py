"""Every address of the portal."""

from django.urls import path

from kumiai.portal.pages import (
    consent,
    demo_mailbox,
    home,
    legal_texts,
    login,
    mail_tests,
    purchases,
    registration,
    registration_confirmation,
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
    path("help", help_pages.index, name="help"),
    path("help/mail", help_pages.mail_help, name="help-mail"),
    path("terms", legal_texts.terms, name="terms"),
    path("terms/<int:version>", legal_texts.terms, name="terms"),
    path("privacy", legal_texts.privacy, name="privacy"),
    path("privacy/<int:version>", legal_texts.privacy, name="privacy"),
    path("consent", consent.consent, name="consent"),
    path("theme/<int:coop_id>.css", theme.style, name="theme"),
    path("theme/<int:coop_id>.svg", theme.icon, name="theme-icon"),
    path("demo/mailbox", demo_mailbox.mailbox, name="demo-mailbox"),
]
