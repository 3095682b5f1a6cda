"""What the look itself answers; a co-op's colours are the portal's (`/theme/<co-op>.css`)."""

from django.urls import path

from kumiai.ui import views

urlpatterns = [
    path("ui/<slug:version>.css", views.style, name="ui-stylesheet"),
    path("icon.svg", views.icon, name="ui-icon"),
    path("favicon.ico", views.icon),
]
