"""Every address of the pages."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("language", set_language, name="language"),
    path("", include("kumiai.ui.urls")),
    path("office/", include("kumiai.backoffice.urls")),
    path("", include("kumiai.portal.urls")),
]

handler400 = "kumiai.ui.views.bad_request"
handler403 = "kumiai.ui.views.permission_denied"
handler404 = "kumiai.ui.views.page_not_found"
handler500 = "kumiai.ui.views.server_error"
