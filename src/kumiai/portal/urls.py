"""Every address of the portal."""

from django.urls import path

from kumiai.portal.pages import (
    demo_mailbox,
    first_time,
    first_time_application,
    full_registration,
    home,
    login,
    mail_tests,
    meal_card,
    purchases,
    registration,
    registration_confirmation,
    suspension,
    theme,
    uncollected,
    web_points,
)
from kumiai.portal.pages import help as help_pages

urlpatterns = [
    path("", login.login, name="login"),
    path("logout", login.logout, name="logout"),
    path("home", home.home, name="home"),
    path("purchases", purchases.purchases, name="purchases"),
    path("meal-card", meal_card.meal_card, name="meal-card"),
    path("uncollected", uncollected.uncollected, name="uncollected"),
    path("web-points", web_points.web_points, name="web-points"),
    path("card/suspension", suspension.suspension, name="card-suspension"),
    path(
        "card/suspension/confirmation",
        suspension.confirmation,
        name="card-suspension-confirmation",
    ),
    path("registration", registration.registration, name="registration"),
    path("registration/mail-test", mail_tests.progress, name="mail-test"),
    path("registration/mail-proof/<str:token>", mail_tests.proof, name="mail-proof"),
    path(
        "registration/confirmation",
        registration_confirmation.confirmation,
        name="registration-confirmation",
    ),
    path("registration/done", registration.done, name="registration-done"),
    path("first-time", first_time.first_time, name="first-time"),
    path("first-time/form", first_time_application.form, name="first-time-form"),
    path(
        "first-time/confirmation",
        first_time_application.confirmation,
        name="first-time-confirmation",
    ),
    path("first-time/sent", first_time_application.sent, name="first-time-sent"),
    path("full-registration/done", full_registration.done, name="full-registration-done"),
    path(
        "full-registration/<str:token>",
        full_registration.full_registration,
        name="full-registration",
    ),
    path("help", help_pages.index, name="help"),
    path("help/mail", help_pages.mail_help, name="help-mail"),
    path("terms", help_pages.terms, name="terms"),
    path("theme/<int:coop_id>.css", theme.style, name="theme"),
    path("theme/<int:coop_id>.svg", theme.icon, name="theme-icon"),
    path("demo/mailbox", demo_mailbox.mailbox, name="demo-mailbox"),
]
