"""Every address of the pages."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [path("language", set_language, name="language")]
if find_spec("kumiai.portal"):
    urlpatterns.append(path("", include("kumiai.portal.urls")))
