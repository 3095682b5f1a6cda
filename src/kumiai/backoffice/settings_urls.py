"""Addresses of what a manager sets, below /office/settings."""

from django.urls import path

from kumiai.backoffice.pages import calendar, logo, profile, settings, stores, texts

urlpatterns = [
    path("settings", settings.settings, name="office-settings"),
    path("settings/calendar", calendar.calendar, name="office-calendar"),
    path("settings/coop", profile.profile, name="office-profile"),
    path("settings/logo", logo.logo, name="office-logo"),
    path("settings/stores", stores.stores, name="office-stores"),
    path("settings/stores/<str:code>", stores.store, name="office-store"),
    path("settings/texts", texts.texts, name="office-texts"),
    path("settings/texts/<slug:kind>", texts.text, name="office-text"),
]
